"""What happens to a filing: acts, clock, remarks, who may what, and what people hear of it."""

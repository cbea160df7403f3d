"""What the outbox carries out for the register, and what people do about what it could not."""

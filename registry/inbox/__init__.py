"""What waits for a person, and what is new to them: worked out from the records at each look."""

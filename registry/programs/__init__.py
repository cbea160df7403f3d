"""What a body's own systems do with the portal: their tokens, and the API by which they file."""

"""Tokens by which a body's own systems are let in: who gives them, who answers for them."""

"""Alliances: who belongs to one, which texts are joint, how each member stands to them."""

"""Whether the register is what it was: everything that can be computed again is compared."""

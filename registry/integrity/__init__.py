"""Whether the register is what it was: everything that can be computed again is compared."""

from registry.integrity.checks import CHECKS, Check, Fault
from registry.integrity.running import faults

__all__ = ["CHECKS", "Check", "Fault", "faults"]

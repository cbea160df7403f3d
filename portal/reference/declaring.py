"""Declaring a register. Packages above declare theirs when their app is ready."""

from __future__ import annotations

from portal.reference.changes import watch
from portal.reference.registers import Register, make_known


def declare(register: Register) -> Register:
    """Make a register known; its changes are recorded from then on."""
    make_known(register)
    watch(register)
    return register

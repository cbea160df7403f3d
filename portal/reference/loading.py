"""Loading the starting content of the registers; what exists stays as the regulator left it.

Neither does a row come back that he removed or renamed.

One file per register, `data/<key>.csv`. Bodies and their approvals are not content that ships.
"""

from __future__ import annotations

from portal.reference.changes import acting
from portal.reference.registers import registers
from portal.reference.shipped import DATA
from portal.reference.tabular import add_missing


def load_starting_content(only: tuple[str, ...] = ()) -> int:
    """Add the rows that are missing, register by register; returns how many."""
    added = 0
    with acting(None, "installation"):
        for register in registers():
            file = DATA / f"{register.key}.csv"
            if file.exists() and (not only or register.key in only):
                added += add_missing(register, file.read_bytes())
    return added

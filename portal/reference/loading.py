"""Loading the starting content of the registers; what exists stays as the regulator left it.

One file per register, `data/<key>.csv`. Bodies and their approvals are not content that ships.
"""

from __future__ import annotations

from pathlib import Path

from portal.reference.changes import acting
from portal.reference.registers import registers
from portal.reference.tabular import add_missing

DATA = Path(__file__).with_name("data")


def load_starting_content(only: tuple[str, ...] = ()) -> int:
    """Add the rows that are missing, register by register; returns how many."""
    added = 0
    with acting(None, "installation"):
        for register in registers():
            file = DATA / f"{register.key}.csv"
            if file.exists() and (not only or register.key in only):
                added += add_missing(register, file.read_bytes())
    return added

"""The starting content as files, for what must be known without asking the database."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@cache
def limit_names() -> frozenset[str]:
    """The limits that rules compare with: those that ship are all that there are."""
    with (DATA / "limits.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file))

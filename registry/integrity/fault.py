"""One thing that does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: the check that found it, the record, and why in words."""

    check: str
    record: str
    text: str

    def __str__(self) -> str:
        return f"{self.check}: {self.record}: {self.text}"

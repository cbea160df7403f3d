"""Seventy-two marks of twelve families; those of one family are alike at a glance, yet differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.labelled.marks import emblems, figures
from bench.labelled.marks.emblems import Drawn


@dataclass(frozen=True)
class Mark:
    """One drawing; `words` is the part that is lettering and can be left out.

    `unit` is the length inside the body of what is 1 in the square of 100 by 100.
    """

    family: str
    place: int
    body: str
    words: str = ""
    unit: float = 1.0

    @property
    def name(self) -> str:
        """How reports and failing tests call it."""
        return f"{self.family}-{self.place}"


FAMILIES: dict[str, list[Drawn]] = {
    "letters": emblems.LETTERS,
    "seals": emblems.SEALS,
    "leaves": emblems.LEAVES,
    "rings": figures.RINGS,
    "stars": emblems.STARS,
    "shields": emblems.SHIELDS,
    "gears": figures.GEARS,
    "waves": figures.WAVES,
    "ticks": emblems.TICKS,
    "abstract": figures.ABSTRACT,
    "globes": figures.GLOBES,
    "arrows": figures.ARROWS,
}


def all_marks() -> Iterator[Mark]:
    """Every mark, family by family."""
    for family, drawings in FAMILIES.items():
        for place, (body, words) in enumerate(drawings):
            yield Mark(family, place, body, words)

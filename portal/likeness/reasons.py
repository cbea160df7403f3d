"""How alike two marks are and why, for the person who has to judge: what agrees, seen how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.likeness.layout import ANGLES

#: From this score on two marks are shown as neighbours; chosen in docs/mark-gate.md.
THRESHOLD = 0.7

#: What each measure compares, as a phrase that a percentage can follow.
MEASURES: dict[str, Any] = {
    "drawing": _("drawing as a whole"),
    "edges": _("course of the lines"),
    "slopes": _("direction of the edges"),
    "silhouette": _("silhouette"),
    "radial": _("structure around the centre"),
}

#: How the two had to be looked at to be alike.
CIRCUMSTANCES: dict[str, Any] = {
    "mirrored": _("one of them mirrored"),
    "turned": _("one of them turned by about 10 degrees"),
    "first_without_lettering": _("the first without its lettering"),
    "first_without_frame": _("the first without its frame"),
    "first_without_ground": _("the first as left white on its ground"),
    "second_without_lettering": _("the second without its lettering"),
    "second_without_frame": _("the second without its frame"),
    "second_without_ground": _("the second as left white on its ground"),
}


@dataclass(frozen=True)
class Reason:
    """One thing that agrees, with how nearly (0 to 1); a circumstance has no nearness."""

    code: str
    nearness: float | None = None

    @property
    def label(self) -> Any:
        """The reason in the reader's language."""
        return MEASURES[self.code] if self.nearness is not None else CIRCUMSTANCES[self.code]

    def as_json(self) -> dict[str, Any]:
        """What a stored report keeps."""
        nearness = None if self.nearness is None else round(self.nearness, 3)
        return {"code": self.code, "nearness": nearness}


@dataclass(frozen=True)
class Likeness:
    """How alike two marks are, from 0 to 1, and why: circumstances first, then the nearest."""

    score: float
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """What a stored report keeps."""
        return {
            "score": round(self.score, 3),
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def circumstances(
    position: int, first_without: tuple[str, ...], second_without: tuple[str, ...]
) -> Iterator[Reason]:
    """How the two were looked at, from the position of the hashes and what was left out."""
    if position >= len(ANGLES):
        yield Reason("mirrored")
    if ANGLES[position % len(ANGLES)]:
        yield Reason("turned")
    for which, without in (("first", first_without), ("second", second_without)):
        for part in dict.fromkeys(without):
            yield Reason(f"{which}_without_{part}")

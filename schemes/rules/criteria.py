"""Requirements that can be measured, and levels that build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.reading import Record, codes, number, record, records, word

_OPERATORS = ("≤", "<", "=", ">", "≥", "in")


class ThresholdIsMeasurable(Rule):
    """A threshold has a comparison and a unit that machines know (UN/CEFACT Rec 20)."""

    id = "SCH-028"
    title = _("Thresholds can be measured")
    source = _("UN/CEFACT Recommendation 20; UN Transparency Protocol, criterion")
    messages: ClassVar = {
        "unit": _("“%(unit)s” is not a unit code of UN/CEFACT Recommendation 20."),
        "op": _("“%(op)s” is not a comparison; use ≤, <, =, >, ≥ or in."),
        "range": _("The comparison “in” needs two values, the lower one first."),
        "single": _("The comparison “%(op)s” needs one value."),
    }
    help = _("Choose a unit code, such as P1 for percent, MGM for mg, DAY for days.")
    reads = ("units",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge each threshold by itself."""
        for address, requirement in records(document, "requirements"):
            threshold = record(requirement, "threshold")
            at = f"{address}/threshold"
            unit, op = threshold.get("unit"), threshold.get("op")
            if isinstance(unit, str) and unit not in facts.units:
                yield self.finding(f"{at}/unit", "unit", unit=unit)
            if isinstance(op, str) and op not in _OPERATORS:
                yield self.finding(f"{at}/op", "op", op=op)
            elif op == "in" and "value" in threshold and not _is_range(threshold["value"]):
                yield self.finding(f"{at}/value", "range")
            elif isinstance(op, str) and op != "in" and isinstance(threshold.get("value"), list):
                yield self.finding(f"{at}/value", "single", op=op)


class LevelsBuildOnEachOther(Rule):
    """A higher level has all requirements of the lower ones; ranks are unique (UNTP LevelCode)."""

    id = "SCH-029"
    title = _("Levels build on each other")
    source = _("UN Transparency Protocol, level code")
    messages: ClassVar = {
        "rank": _("Rank %(rank)d is given twice. Rank 1 is the highest level."),
        "subset": _(
            "The requirement applies to level %(lower)s but not to the higher level %(higher)s."
        ),
    }
    help = _("List every level that has the requirement; a higher one includes the lower ones.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge the ranks, then each requirement by the order of levels."""
        levels = records(document, "grading", "levels")
        seen: set[float] = set()
        for address, level in levels:
            rank = number(level.get("rank"))
            if rank is not None and rank in seen:
                yield self.finding(f"{address}/rank", "rank", rank=rank)
            elif rank is not None:
                seen.add(rank)
        if len(seen) == len(levels):
            yield from self._subsets(document, levels)

    def _subsets(self, document: Document, levels: list[tuple[str, Record]]) -> Iterator[Finding]:
        ordered = sorted((level for _address, level in levels), key=lambda level: level["rank"])
        names = [word(level.get("code")) for level in ordered]
        for address, requirement in records(document, "requirements"):
            has = set(codes(requirement.get("level")))
            lowest = max((names.index(name) for name in has if name in names), default=0)
            missing = [name for name in names[:lowest] if name not in has]
            if missing:
                yield self.finding(
                    f"{address}/level", "subset", lower=names[lowest], higher=missing[0]
                )


def _is_range(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    low, high = number(value[0]), number(value[1])
    return low is not None and high is not None and low <= high

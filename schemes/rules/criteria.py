"""Requirements that can be measured, and levels that build on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from portal.core.units import Unit
from schemes.documents.addresses import Document
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import Record, codes, number, record, records, word

#: As many codes are offered for a symbol.
_OFFERED = 3
_OPERATORS = ("≤", "<", "=", ">", "≥", "in")


class ThresholdIsMeasurable(Rule):
    """A threshold has a comparison and a unit that machines know (UN/CEFACT Rec 20)."""

    id = "SCH-028"
    title = _("Thresholds can be measured")
    source = _("UN/CEFACT Recommendation 20; UN Transparency Protocol, criterion")
    messages: ClassVar = {
        "unit": _("“%(unit)s” is not a code of the register of units."),
        "meant": _("“%(unit)s” is not a code of the register of units. Is %(codes)s meant?"),
        "op": _("“%(op)s” is not a comparison; use ≤, <, =, >, ≥ or in."),
        "range": _("The comparison “in” needs two values, the lower one first."),
        "single": _("The comparison “%(op)s” needs one value."),
    }
    help = _("Choose a unit code, such as P1 for percent, MGM for mg, DAY for days.")
    version = 2
    reads = ("units",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge each threshold by itself."""
        for address, requirement in records(document, "requirements"):
            threshold = record(requirement, "threshold")
            at = f"{address}/threshold"
            unit, op = threshold.get("unit"), threshold.get("op")
            if isinstance(unit, str):
                yield from self._unit(f"{at}/unit", unit, facts)
            if isinstance(op, str) and op not in _OPERATORS:
                yield self.finding(f"{at}/op", "op", op=op)
            elif op == "in" and "value" in threshold and not _is_range(threshold["value"]):
                yield self.finding(f"{at}/value", "range")
            elif isinstance(op, str) and op != "in" and isinstance(threshold.get("value"), list):
                yield self.finding(f"{at}/value", "single", op=op)

    def _unit(self, address: str, unit: str, facts: Facts) -> Iterator[Finding]:
        """A code that the register has; where it has a symbol or a name instead, its codes."""
        if facts.units is None or unit in facts.units:
            return
        meant = facts.units.meant(unit)
        if meant:
            offered = [facts.units[code] for code in meant[:_OFFERED]]
            yield self.finding(address, "meant", unit=unit, codes=_by_name(offered))
        else:
            yield self.finding(address, "unit", unit=unit)


def _by_name(units: Sequence[Unit]) -> dict[str, str]:
    """Codes with the names of their units, in both languages."""
    return {
        "zh": "、".join(f"{unit.code}（{in_language(unit.name, 'zh')}）" for unit in units),
        "en": ", ".join(f"{unit.code} ({in_language(unit.name, 'en')})" for unit in units),
    }


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

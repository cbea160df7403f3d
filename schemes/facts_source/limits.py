"""The limits that a rule compares with, as the page of a rule shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from portal.reference.models import RuleLimit
from portal.reference.sources import said_source
from schemes.findings import Words
from schemes.rules import Limits, Rule
from schemes.rules.limit_words import LIMIT_WORDS


@dataclass(frozen=True)
class LimitInForce:
    """One limit on a day. What nobody has compared with its source is not verified."""

    name: str
    words: Words
    value: int
    source: str
    is_verified: bool


def limits_of(rule: Rule, on: dt.date) -> tuple[LimitInForce, ...]:
    """The limits of a rule on a day, in its own order; one query where it has any."""
    return limits_by_rule((rule,), on)[rule.id]


def limits_by_rule(rules: Sequence[Rule], on: dt.date) -> dict[str, tuple[LimitInForce, ...]]:
    """The same of several rules by their numbers, with at most one query."""
    wanted = {name for rule in rules for name in rule.limits}
    rows = RuleLimit.objects.on(on).filter(name__in=wanted)
    ordered = rows.order_by(F("valid_from").asc(nulls_first=True), "pk")
    found = {row.name: row for row in ordered} if wanted else {}
    return {
        rule.id: tuple(_in_force(name, found.get(name)) for name in rule.limits) for rule in rules
    }


def _in_force(name: str, row: RuleLimit | None) -> LimitInForce:
    if row is None:
        return LimitInForce(name, LIMIT_WORDS[name], getattr(Limits(), name), "", False)
    return LimitInForce(name, LIMIT_WORDS[name], row.value, said_source(row.source), row.verified)

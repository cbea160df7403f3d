"""Remarks of the bank at a place: those for the rules that found something there come first."""

from __future__ import annotations

from collections.abc import Iterable

from registry.models import BankRemark


def offered_at(rules: Iterable[str]) -> tuple[list[BankRemark], list[BankRemark]]:
    """Those for these rules, in the order of the rules, and all others; one query."""
    rank = {code: n for n, code in enumerate(dict.fromkeys(rules))}
    rows = list(BankRemark.objects.filter(is_used=True))
    first = [row for row in rows if row.rule_code in rank]
    first.sort(key=lambda row: rank[row.rule_code])
    return first, [row for row in rows if row.rule_code not in rank]


def for_rule(code: str) -> BankRemark | None:
    """The first remark of the bank for a rule."""
    return BankRemark.objects.filter(is_used=True, rule_code=code).first() if code else None

"""The reference page of the rules, made from the rules themselves and the limits that ship."""

from __future__ import annotations

import csv
import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.utils import translation

from schemes.findings import Severity
from schemes.rules import ALL_RULES, Limits, Rule
from schemes.rules.base import RAISED
from schemes.rules.limit_words import LIMIT_WORDS

_PARAMETER = re.compile(r"%\((\w+)\)[sd]")
_SHIPPED = Path(__file__).parents[2] / "portal" / "reference" / "data"
_SAMPLES = "../tests/documents/broken"
_NOT_VERIFIED = "not verified; the regulator can change it"
_HEAD = """# Rules

Generated from `schemes/rules/`; do not edit. Each rule is a class named after what it demands.
The blueprint says what must be there and what form it has; a rule says what JSON Schema cannot.
Where both would refuse the same place, the rule speaks. An *error* blocks filing, a *warning*
needs a written reason, *not checked* means that the register does not know enough.

Words, numbers and lists that rules compare with are rows of the reference registers, from a day on,
and the regulator changes them there. A row is *verified* when somebody has compared it with its
source; the others are proposals. The counts below are those of the rows that ship.
"""


def render_reference() -> str:
    """The page as Markdown, in English."""
    with translation.override("en"):
        return "\n".join([_HEAD, *_index(), *(line for rule in ALL_RULES for line in _rule(rule))])


def _index() -> Iterator[str]:
    yield "| Rule | Demands | Level | Source |"
    yield "|---|---|---|---|"
    for rule in ALL_RULES:
        link = f"[{rule.id}](#{rule.id.lower()})"
        yield f"| {link} | {rule.title} | {_levels(rule)} | {rule.source} |"
    yield ""
    yield "## Limits"
    yield ""
    yield "| Limit | Value | Verified | Source |"
    yield "|---|---|---|---|"
    for name, value in vars(Limits()).items():
        row = _limits().get(name, {})
        verified = "yes" if row.get("verified") else _NOT_VERIFIED
        yield f"| {LIMIT_WORDS[name]} | {row.get('value', value)} | {verified} | {_source(row)} |"
    yield ""


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"**{rule.title}** (`{type(rule).__name__}`, version {rule.version})"
    yield ""
    yield inspect.getdoc(type(rule)) or ""
    yield ""
    yield f"- Level: {_levels(rule)}"
    yield f"- Source: {rule.source}"
    yield f"- Broken sample: [{rule.id}.json]({_SAMPLES}/{rule.id}.json)"
    for key in rule.reads:
        yield f"- Register read: `{key}`{_verified(key)}"
    for name in rule.limits:
        yield f"- Limit: {_limit(name)}"
    for address in rule.watches:
        yield f"- Date compared with the day of the check: `{address}`"
    if rule.doubt:
        yield f"- Not verified: {rule.doubt}"
    yield ""
    yield "What it says:"
    yield ""
    for case, message in rule.messages.items():
        if case != RAISED:
            shown = _PARAMETER.sub(r"*\1*", str(message)).replace("%%", "%")
            yield f"- {shown}"
    yield ""
    if rule.help:
        yield f"What to do: {rule.help}"
        yield ""


def _levels(rule: Rule) -> str:
    return ", ".join(_LEVELS[severity] for severity in (rule.severity, *rule.also))


_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.UNCHECKED: "not checked",
}


def _limit(name: str) -> str:
    row = _limits().get(name, {})
    value = row.get("value", getattr(Limits(), name))
    verified = "verified" if row.get("verified") else _NOT_VERIFIED
    return f"{LIMIT_WORDS[name]}: {value} ({verified})"


def _source(row: Mapping[str, str]) -> str:
    return row.get("source", "").replace("|", "\\|") or "–"


def _verified(key: str) -> str:
    """How many of the rows of a register were compared with their source; limits say it singly."""
    rows = [] if key == "limits" else _shipped(key)
    if not rows:
        return ""
    seen = sum(bool(row.get("verified")) for row in rows)
    others = "" if seen == len(rows) else "; the regulator can change the others"
    return f" ({seen} of {len(rows)} rows verified{others})"


@cache
def _limits() -> Mapping[str, Mapping[str, str]]:
    """By name, the limits that ship with the portal; of several values the last."""
    return {row["name"]: row for row in _shipped("limits")}


@cache
def _shipped(key: str) -> list[dict[str, str]]:
    """The rows of a register that ship with the portal."""
    path = _SHIPPED / f"{key}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))

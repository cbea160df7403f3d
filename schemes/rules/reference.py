"""The reference page of the rules, made from the rules themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from django.utils import translation

from schemes.rules import ALL_RULES, Rule
from schemes.rules.base import RAISED
from schemes.rules.facts import Limits

_PARAMETER = re.compile(r"%\((\w+)\)[sd]")
_HEAD = """# Rules

Generated from `schemes/rules/`; do not edit. Each rule is a class named after what it demands.
The blueprint says what must be there and what form it has; a rule says what JSON Schema cannot.
Where both would refuse the same place, the rule speaks. An *error* blocks filing, a *warning*
needs a written reason, *not checked* means that the register does not know enough.

Limits are those of `Limits` in `schemes/rules/facts.py` until the regulator changes them.
"""


def render_reference() -> str:
    """The page as Markdown, in English."""
    with translation.override("en"):
        return "\n".join([_HEAD, *_index(), *(line for rule in ALL_RULES for line in _rule(rule))])


def _index() -> Iterator[str]:
    yield "| Rule | Demands | Source |"
    yield "|---|---|---|"
    for rule in ALL_RULES:
        yield f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} | {rule.source} |"
    yield ""
    yield "## Limits"
    yield ""
    yield "| Limit | Value |"
    yield "|---|---|"
    for name, value in vars(Limits()).items():
        yield f"| {name.replace('_', ' ')} | {value} |"
    yield ""


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"**{rule.title}** (`{type(rule).__name__}`)"
    yield ""
    yield inspect.getdoc(type(rule)) or ""
    yield ""
    yield f"Source: {rule.source}."
    yield ""
    for case, message in rule.messages.items():
        if case != RAISED:
            shown = _PARAMETER.sub(r"*\1*", str(message))
            yield f"- {shown}"
    yield ""
    if rule.help:
        yield f"What to do: {rule.help}"
        yield ""

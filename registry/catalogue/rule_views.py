"""The rules of the check, explained to whoever meets one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.reference.registers import find_register
from schemes.facts_source import LimitInForce, limits_by_rule
from schemes.findings import Severity, Words
from schemes.rules import ALL_RULES, Rule
from schemes.rules.base import RAISED

_PARAMETER = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule in words."""

    id: str
    title: Words
    source: Words
    #: What its findings can weigh, the usual weight first.
    severities: list[Severity]
    #: What it can say; what stands in the document is left open as “…”.
    sentences: list[str]
    help: Words
    limits: tuple[LimitInForce, ...]
    #: What else of it nobody has compared with its source; may be empty.
    doubt: Words
    #: Titles of the registers that it reads.
    registers: list[Any]


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules in the order of their numbers, each at an anchor of its own."""
    ordered = sorted(ALL_RULES, key=lambda rule: rule.id)
    limits = limits_by_rule(ordered, timezone.localdate())
    explained = [_explained(rule, limits[rule.id]) for rule in ordered]
    return render(request, "catalogue/rules.html", {"rules": explained})


def _explained(rule: Rule, limits: tuple[LimitInForce, ...]) -> Explained:
    return Explained(
        id=rule.id,
        title=rule.title,
        source=rule.source,
        severities=[rule.severity, *(s for s in rule.also if s != rule.severity)],
        sentences=list(_sentences(rule)),
        help=rule.help,
        limits=limits,
        doubt=rule.doubt,
        registers=[found.title for key in rule.reads if (found := find_register(key))],
    )


def _sentences(rule: Rule) -> Iterator[str]:
    for case, message in rule.messages.items():
        if case != RAISED:
            yield _PARAMETER.sub("…", str(message)).replace("%%", "%")

"""Samples changed in one place, and what the rules find then."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from portal.reference.units import shipped_units
from schemes.documents import Document
from schemes.findings import Severity
from schemes.rules import ALL_RULES, Facts, run
from schemes.rules.base import RAISED
from tests.documents import valid_document

FACTS = replace(Facts.unknown(dt.date(2026, 11, 20)), units=shipped_units())


E, W, U = Severity.ERROR, Severity.WARNING, Severity.UNCHECKED


#: Code and case of each finding, its weight and its place.
Found = list[tuple[str, Severity, str]]


def found(document: Document, facts: Facts = FACTS) -> Found:
    """What the rules find, and which fail; that the register is not asked is not repeated."""
    return [
        (" ".join(filter(None, (f.code, f.params.get("case")))), f.severity, f.address)
        for f in run(ALL_RULES, document, facts)
        if f.severity is not U or f.params.get("case") == RAISED
    ]


def edited(name: str, edit: Callable[[Document], object]) -> Document:
    document = valid_document(name)
    edit(document)
    return document


def surveillance(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["process"]["surveillance"].update(parts)


def basis(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["basis"][0].update(parts)


def mark(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["mark"].update(parts)

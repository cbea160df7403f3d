"""The reasons that a remark or a decision rests on, in words with their clause of the law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from registry.models import Decision, Proposal, ReasonCode, Remark

Row = TypeVar("Row", Remark, Proposal, Decision)


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason in the language of the page; its legal basis is empty where there is none."""

    name: str
    basis: str = ""


def grounds_of(codes: Iterable[str]) -> list[Ground]:
    """Reasons by their codes, in the order given; one query."""
    codes = list(codes)
    known = grounds_by_code(codes)
    return [known[code] for code in codes]


def grounds_for_mail(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Reasons by their codes in both languages, for what is kept and read later."""
    rows = ReasonCode.objects.filter(code__in=list(codes))
    return [
        {
            "name": {"zh": row.name_zh, "en": row.name_en},
            "basis": {"zh": row.basis_zh, "en": row.basis_en},
        }
        for row in rows
    ]


def with_grounds(rows: Iterable[Row]) -> list[Row]:
    """The rows, each with what it rests on as `grounds`; one query however many there are."""
    rows = list(rows)
    known = grounds_by_code({code for row in rows for code in row.reason_codes})
    for row in rows:
        row.grounds = [known[code] for code in row.reason_codes]
    return rows


def grounds_by_code(codes: Iterable[str]) -> dict[str, Ground]:
    """The reasons by code; one that is not in the list any more is called by its code."""
    codes = set(codes)
    if not codes:
        return {}
    found = ReasonCode.objects.in_bulk(codes)
    return {
        code: Ground(found[code].name, found[code].basis) if code in found else Ground(code)
        for code in codes
    }

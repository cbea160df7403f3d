"""The schemes of the labelled set: documents, national schemes, and sisters of the documents.

A sister is another scheme of the same field, written to be told apart: humidifiers beside air
cleaners. All of them are different schemes; a document names those that it knows to be near.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.fields import TextListField
from portal.reference.models import NationalScheme
from portal.reference.registers import parts_of
from schemes.similarity import Profile, content_of, content_of_national, profile

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "portal" / "demo" / "content"
NATIONAL = ROOT / "portal" / "reference" / "data" / "national-schemes.csv"
SISTERS = Path(__file__).with_name("sisters.json")
REWRITTEN = Path(__file__).with_name("rewritten.json")


@dataclass(frozen=True, eq=False)
class Source:
    """One scheme: its kind, its document, and the profile that the register keeps of it."""

    name: str
    kind: str
    document: dict[str, Any]
    profile: Profile
    #: The numbers and titles of schemes and standards that the document names as near.
    named: frozenset[str] = frozenset()
    names: frozenset[str] = field(default=frozenset())

    def is_declared_near(self, other: Source) -> bool:
        """Whether one of the two names the other as related: neither alike nor different."""
        return bool(self.named & other.names or other.named & self.names)


@cache
def sources() -> tuple[Source, ...]:
    """All schemes of the set, in an order that never changes."""
    return (*_documents(), *_national(), *_sisters())


def half(number: int) -> tuple[Source, ...]:
    """Every other scheme of each kind: half 0 to choose on, half 1 to measure on."""
    kinds = {source.kind for source in sources()}
    halves = {kind: [s for s in sources() if s.kind == kind][number::2] for kind in kinds}
    return tuple(source for source in sources() if source in halves[source.kind])


def _documents() -> Iterator[Source]:
    for path in sorted(CONTENT.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        items = document["purpose"]["related_schemes"]["items"]
        yield Source(
            path.stem,
            "document",
            document,
            profile(content_of(document)),
            named=frozenset(item["ref"] for item in items),
            names=frozenset({document["rule_number"], document["title"]["zh"]}),
        )


def _national() -> Iterator[Source]:
    with NATIONAL.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            scheme = _scheme(row)
            yield Source(
                f"national {scheme.key}",
                "national",
                written_as_document(scheme),
                profile(content_of_national(scheme)),
                names=frozenset({scheme.number, scheme.title_zh, *scheme.bases}) - {""},
            )


def _scheme(row: dict[str, str]) -> NationalScheme:
    """A row of the starting content as a record, without the database."""
    names = ("key", "number", "title_zh", "title_en", "category", "scope_zh")
    lists = {
        column.name: parts_of(row[column.name])
        for column in NationalScheme._meta.get_fields()
        if isinstance(column, TextListField)
    }
    return NationalScheme(**{name: row[name] for name in names}, **lists)


def written_as_document(scheme: NationalScheme) -> dict[str, Any]:
    """The national scheme as a body would write it down in the parts that are compared."""
    return _document(
        scheme.category,
        scheme.title_zh,
        scheme.title_en,
        scheme.scope_zh,
        {name: {} for name in scheme.objects_zh},
        scheme.bases,
        [(text[:12], text) for text in scheme.criteria_zh],
    )


def _sisters() -> Iterator[Source]:
    for row in json.loads(SISTERS.read_text(encoding="utf-8")):
        document = _document_of(row, row["category"])
        yield Source(row["key"], "sister", document, profile(content_of(document)))


@cache
def rewritten() -> Mapping[str, dict[str, Any]]:
    """By the name of a document, the same scheme written anew in other words."""
    categories = {source.name: source.document["category"] for source in sources()}
    rows = json.loads(REWRITTEN.read_text(encoding="utf-8"))
    return {row["of"]: _document_of(row, categories[row["of"]]) for row in rows}


def _document_of(row: Mapping[str, Any], category: str) -> dict[str, Any]:
    return _document(
        category,
        row["title"],
        row.get("title_en", ""),
        row["scope"],
        {name: row.get("codes", {}) for name in row["objects"]},
        row["bases"],
        row["criteria"],
    )


def _document(
    category: str,
    title: str,
    title_en: str,
    scope: str,
    objects: dict[str, dict[str, str]],
    bases: list[str],
    criteria: list[Any],
) -> dict[str, Any]:
    return {
        "category": category,
        "title": {"zh": title, **({"en": title_en} if title_en else {})},
        "scope": {
            "included": {"zh": scope},
            "objects": [{"name": {"zh": name}, **codes} for name, codes in objects.items()],
        },
        "basis": [{"ref": ref, "role": "certification_basis"} for ref in bases],
        "requirements": [{"title": {"zh": name}, "text": {"zh": text}} for name, text in criteria],
    }

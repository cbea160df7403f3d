"""What of a scheme is compared, read from a document or from the register of national schemes.

A draft may have gaps and wrong shapes: what is not there reads as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.localised import LANGUAGES
from portal.reference.models import NationalScheme
from schemes.rules.lenient import at, records

Localised = Mapping[str, str]

#: The classifications by which documents name their objects.
CODE_SYSTEMS = ("gbt7635", "gbt4754", "isic", "hs")


@dataclass(frozen=True)
class Thing:
    """What is certified: its name, and its codes by classification."""

    name: Localised
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Basis:
    """A standard or other text that the scheme rests on, and in which role."""

    ref: str
    title: Localised
    role: str


@dataclass(frozen=True)
class Criterion:
    """One requirement."""

    title: Localised
    text: Localised


@dataclass(frozen=True)
class Content:
    """The five aspects of one scheme in its own words, and its category."""

    category: str
    titles: tuple[Localised, ...]
    scope: tuple[Localised, ...]
    objects: tuple[Thing, ...]
    bases: tuple[Basis, ...]
    criteria: tuple[Criterion, ...]


def content_of(document: Any) -> Content:
    """What a scheme document says, also an unfinished one."""
    return Content(
        category=_plain(at(document, "category")),
        titles=tuple(_texts(document, ("title",), ("short_title",), ("project_name",))),
        scope=tuple(_texts(document, ("scope", "included"))),
        objects=tuple(_things(document)),
        bases=tuple(_bases(document)),
        criteria=tuple(
            Criterion(_localised(item.get("title")), _localised(item.get("text")))
            for _address, item in records(document, "requirements")
        ),
    )


def content_of_national(scheme: NationalScheme) -> Content:
    """What the register says about a national scheme."""
    return Content(
        category=scheme.category,
        titles=(scheme.title_text,),
        scope=({"zh": scheme.scope_zh},) if scheme.scope_zh else (),
        objects=tuple(Thing({"zh": name}, {}) for name in scheme.objects_zh),
        bases=tuple(Basis(ref, {}, "certification_basis") for ref in scheme.bases),
        criteria=tuple(Criterion({}, {"zh": text}) for text in scheme.criteria_zh),
    )


def _things(document: Any) -> Iterator[Thing]:
    for _address, item in records(document, "scope", "objects"):
        codes = {system: _plain(item.get(system)) for system in CODE_SYSTEMS if item.get(system)}
        yield Thing(_localised(item.get("name")), codes)


def _bases(document: Any) -> Iterator[Basis]:
    for _address, item in records(document, "basis"):
        if ref := _plain(item.get("ref")):
            yield Basis(ref, _localised(item.get("title")), _plain(item.get("role")))


def _texts(document: Any, *places: tuple[str, ...]) -> Iterator[Localised]:
    for place in places:
        if text := _localised(at(document, *place)):
            yield text


def _localised(value: Any) -> Localised:
    if not isinstance(value, dict):
        return {}
    return {language: text for language in LANGUAGES if (text := _plain(value.get(language)))}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""

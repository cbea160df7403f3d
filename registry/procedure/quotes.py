"""The words of a filed text that a remark is about: whether they stand at its place.

A quote is kept as it was. Its place is found again by its address, also when the text moved; the
words may have been changed since, or the place taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from django.utils.translation import override

from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.models import Remark
from schemes.documents import NoSuchPlace, get
from schemes.documents.addresses import parse
from schemes.models import Version
from schemes.reading import Reader


class Quoted(StrEnum):
    """What became of quoted words."""

    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


def quoted(version: Version, address: str, quote: str) -> Quoted:
    """Whether the words stand at the place in this version; spaces and line breaks do not count."""
    try:
        value = get(version.document, address)
    except (NoSuchPlace, ValueError):
        return Quoted.GONE
    wanted = _folded(quote)
    if any(wanted in _folded(words) for words in _words(version, address, value)):
        return Quoted.STANDS
    return Quoted.CHANGED


def with_quotes(version: Version, remarks: Iterable[Remark]) -> None:
    """Tell of each remark with a quote what became of its words in this version."""
    for remark in remarks:
        remark.quoted = quoted(version, remark.address, remark.quote) if remark.quote else None


def _words(version: Version, address: str, value: Any) -> Iterator[str]:
    """The place as it is stored, and as people read it in both languages."""
    yield "".join(_texts(value))
    blueprint = version.blueprint.blueprint
    node = blueprint.node_at(parse(address)) if address else None
    if node is None:
        return
    units = known_units()
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            yield str(
                Reader(blueprint, version.document, language, units, known_fields()).value(
                    node, value
                )
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)


def _folded(words: str) -> str:
    return "".join(words.split())

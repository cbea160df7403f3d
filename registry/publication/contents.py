"""What a document says, as the catalogue needs it: its words by place, and a summary of it.

Pure: blueprint and document in, plain values out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemes.blueprints import Blueprint, Node
from schemes.documents import Document, find, walk
from schemes.documents.walking import Place

#: The commitment reads the same in all documents; the rest is shown apart from the rule.
NOT_SEARCHED = ("/commitment", "/blueprint", "/id", "/language", "/previous_version", "/title")
#: Extension in addresses, by media type; as `schemes.models.StoredFile` stores it.
EXTENSIONS = {"image/svg+xml": "svg", "image/png": "png", "application/pdf": "pdf"}


def passages(blueprint: Blueprint, document: Document) -> list[list[str]]:
    """Every text of the document with its address; a text in two languages is two passages."""
    found: list[list[str]] = []
    for place in walk(blueprint, document):
        if place.address.startswith(NOT_SEARCHED):
            continue
        if "standard" in place.node.marks:
            continue
        if _has_standard(place):
            found.extend([place.address, line] for line in _standard(place.value))
        found.extend([place.address, line] for line in _lines(place) if line)
    return found


def _has_standard(place: Place) -> bool:
    return isinstance(place.value, dict) and isinstance(place.value.get("ref"), str)


def _standard(record: dict[str, Any]) -> Iterator[str]:
    """The number of a standard is read with its title."""
    titles = _texts(record.get("title")) or [""]
    for title in titles:
        yield f"{record['ref']} {title}".strip()


def _lines(place: Place) -> Iterator[str]:
    """The words at one place, as people may search for them."""
    value, kind = place.value, place.node.kind
    if kind == "localised" and isinstance(value, dict):
        yield from (str(words).strip() for words in value.values())
    elif kind == "choice":
        yield from _labels(place.node, [value])
    elif kind == "choices" and isinstance(value, list):
        yield from _labels(place.node, value)
    elif kind == "strings" and isinstance(value, list):
        yield "; ".join(map(str, value))
    elif kind == "text" and place.node.name not in ("id", "uscc") and not place.node.reference:
        yield str(value)


def _labels(node: Node, codes: list[Any]) -> Iterator[str]:
    labels = [node.labels[str(code)] for code in codes if str(code) in node.labels]
    for language, separator in (("zh", "、"), ("en", ", ")):
        yield separator.join(label[language] for label in labels if label.get(language))


def title_words(document: Document) -> str:
    """The words that count most: titles, names of project and mark, numbers."""
    parts = [
        *_texts(document.get("title")),
        *_texts(document.get("short_title")),
        *_texts(document.get("project_name")),
        *_texts(find(document, "/mark/name")),
        str(document.get("rule_number", "")),
    ]
    return "\n".join(dict.fromkeys(filter(None, parts)))


def _texts(value: Any) -> list[str]:
    return [str(words) for words in value.values()] if isinstance(value, dict) else []


def summary_of(document: Document) -> dict[str, Any]:
    """What a row of the catalogue says beyond title, body and dates."""
    objects = find(document, "/scope/objects") or []
    return {
        "scope": find(document, "/scope/included") or {},
        "objects": [one.get("name", {}) for one in objects if isinstance(one, dict)],
        "scheme_type": find(document, "/process/scheme_type") or "",
        "mark": mark_of(document),
    }


def mark_of(document: Document) -> dict[str, Any] | None:
    """The mark's name and its artwork, or None for a scheme without a mark."""
    mark = document.get("mark")
    if not isinstance(mark, dict):
        return None
    artwork = mark.get("artwork") if isinstance(mark.get("artwork"), dict) else {}
    mime = str(artwork.get("mime", "")) if artwork else ""
    return {
        "name": mark.get("name", {}),
        "description": mark.get("description", {}),
        "claim_limits": mark.get("claim_limits", {}),
        "sha256": artwork.get("sha256", "") if artwork else "",
        "extension": EXTENSIONS.get(mime, "bin"),
    }

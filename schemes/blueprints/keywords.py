"""Which words a schema of the dialect may use, and what each may say."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import re2

from schemes.blueprints.material import Material
from schemes.blueprints.node import resolve
from schemes.blueprints.problems import DialectProblem
from schemes.blueprints.structure import Place

ANNOTATIONS = frozenset(
    {
        "x-title",
        "x-help",
        "x-unit",
        "x-labels",
        "x-kind",
        "x-item",
        "x-reference",
        "x-material",
        "x-hidden",
    }
)
CONSTRAINTS = frozenset(
    {
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "enum",
        "const",
        "oneOf",
        "allOf",
    }
)
ROOT_ONLY = frozenset({"$schema", "$id", "$defs", "x-sections", "x-phrasing"})
FORMATS = frozenset({"date", "uri"})
KINDS = frozenset(
    {
        "localised",
        "clause",
        "file",
        "named",
        "long",
        "line",
        "standard",
        "commitment",
        "open",
        "number_or_range",
        "digest",
    }
)
BILINGUAL = ("x-title", "x-help", "x-unit", "x-item")


def check(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield what is wrong with the words of one schema."""
    if place.is_boolean:
        return
    checks: tuple[Callable[..., Iterator[DialectProblem]], ...] = (_known, _texts, _kind)
    for part in (*checks, _material, _pattern, _format, _codes):
        yield from part(place, definitions)


def _known(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    allowed = CONSTRAINTS | ANNOTATIONS | {"$ref"}
    if place.role == "root":
        allowed |= ROOT_ONLY
    for keyword in place.schema:
        if keyword not in allowed:
            yield DialectProblem(f"{place.pointer}/{keyword}", "keyword", {"keyword": keyword})
        elif "$ref" in place.schema and keyword in CONSTRAINTS:
            yield DialectProblem(f"{place.pointer}/{keyword}", "ref-siblings", {"keyword": keyword})


def _texts(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    for keyword in BILINGUAL:
        if keyword in place.schema and not is_bilingual(place.schema[keyword]):
            yield DialectProblem(f"{place.pointer}/{keyword}", "text", {"keyword": keyword})
    resolved, _ = resolve(place.schema, definitions)
    for keyword in _needed_texts(place.role, resolved, definitions):
        if keyword not in resolved:
            yield DialectProblem(place.pointer, "text", {"keyword": keyword})


def _needed_texts(
    role: str, resolved: Mapping[str, Any], definitions: Mapping[str, Any]
) -> tuple[str, ...]:
    if role == "variant":
        return ("x-title",)
    if role not in ("root", "property"):
        return ()
    items = resolved.get("items")
    if isinstance(items, Mapping) and resolve(items, definitions)[0].get("type") == "object":
        return ("x-title", "x-help", "x-item")
    return ("x-title", "x-help")


def is_bilingual(text: object) -> bool:
    """Say whether a text is there in Chinese and in English, and in nothing else."""
    return (
        isinstance(text, Mapping)
        and text.keys() == {"zh", "en"}
        and all(isinstance(words, str) and words.strip() for words in text.values())
    )


def _kind(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    kind = place.schema.get("x-kind")
    if "x-kind" in place.schema and (not isinstance(kind, str) or kind not in KINDS):
        params = {"kind": kind, "kinds": ", ".join(sorted(KINDS))}
        yield DialectProblem(f"{place.pointer}/x-kind", "kind", params)


def _material(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Blueprints that are older than the words hold booleans."""
    said = place.schema.get("x-material", False)
    if not isinstance(said, bool) and said not in [*Material]:
        params = {"word": said, "words": ", ".join(Material)}
        yield DialectProblem(f"{place.pointer}/x-material", "material", params)


def _pattern(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """RE2 takes time in proportion to its input, so no pattern can run for ever."""
    pattern = place.schema.get("pattern")
    if pattern is None:
        return
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options=options)
    except re2.error as error:
        params = {"pattern": pattern, "detail": _words(error)}
        yield DialectProblem(f"{place.pointer}/pattern", "pattern", params)


def _words(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode() if isinstance(reason, bytes) else str(reason)


def _format(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    format_ = place.schema.get("format")
    if format_ is not None and format_ not in FORMATS:
        yield DialectProblem(f"{place.pointer}/format", "format", {"format": format_})


def _codes(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    codes = place.schema.get("enum")
    if codes is None:
        return
    if not codes or any(not isinstance(code, str) for code in codes) or len(codes) > len({*codes}):
        yield DialectProblem(f"{place.pointer}/enum", "enum")
        return
    labels = place.schema.get("x-labels")
    labels = labels if isinstance(labels, Mapping) else {}
    wrong = [code for code in codes if not is_bilingual(labels.get(code))]
    wrong += [code for code in labels if code not in codes]
    if wrong:
        params = {"codes": ", ".join(wrong)}
        yield DialectProblem(f"{place.pointer}/x-labels", "labels", params)

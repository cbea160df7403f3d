"""For each keyword of the dialect a schema and what it lets pass; for both validators to judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TEXT = {"zh": "甲", "en": "A"}
NAMED = {"x-title": TEXT, "x-help": TEXT}
ID = {"type": "string", **NAMED}


@dataclass(frozen=True)
class Case:
    """A schema for the part `it`, and values with whether they are valid."""

    name: str
    schema: dict[str, Any]
    values: tuple[tuple[Any, bool], ...]


def schema_with(part: dict[str, Any]) -> dict[str, Any]:
    """The smallest blueprint with this part as `it`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:example:case:1",
        **NAMED,
        "x-sections": [{"key": "all", **NAMED, "parts": ["category", "it"]}],
        **_object(
            {
                "blueprint": {"type": "string", "const": "case/1", **NAMED},
                "category": {"enum": ["product"], "x-labels": {"product": TEXT}, **NAMED},
                "it": {**NAMED, **part},
            },
            required=["blueprint", "category"],
        ),
        "$defs": {"short": {"type": "string", "maxLength": 2}},
    }


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _text(**keywords: Any) -> dict[str, Any]:
    return {"type": "string", **keywords}


def _pattern(pattern: str, good: str, bad: str) -> Case:
    values = (*((text, True) for text in good.split("|")), *((t, False) for t in bad.split("|")))
    return Case(f"pattern {pattern}", _text(pattern=pattern), values)


_CODES = {"enum": ["1", "true", "a"], "x-labels": dict.fromkeys(("1", "true", "a"), TEXT)}
_VARIANT = {
    "oneOf": [
        {"x-title": TEXT, **_object({"value": {"type": "number", **NAMED}}, required=["value"])},
        {
            "x-title": TEXT,
            **_object(
                {"min": {"type": "number", **NAMED}, "max": {"type": "number", **NAMED}},
                required=["min", "max"],
            ),
        },
    ]
}
_ABSENT = {"oneOf": [{"type": "null", "x-title": TEXT}, {**_VARIANT["oneOf"][0]}]}
_CONDITION = _object(
    {"open": {"type": "boolean", **NAMED}, "why": _text(**NAMED), "how": _text(**NAMED)},
    allOf=[
        {
            "if": {"properties": {"open": {"const": True}}, "required": ["open"]},
            "then": {"required": ["why"]},
            "else": {"properties": {"how": False}},
        }
    ],
)
_RECORDS = {
    "type": "array",
    "x-item": TEXT,
    "items": _object({"id": ID, "n": {"type": "number", **NAMED}}, required=["id"]),
}

TYPES = (
    Case(
        "string",
        _text(),
        (("", True), ("汉\u0000", True), (1, False), (None, False), (["a"], False)),
    ),
    Case(
        "integer",
        {"type": "integer"},
        (
            *(
                (1, True),
                (1.0, True),
                (-0.0, True),
                (2**64 + 1, True),
                (10**30, True),
                (1e300, True),
            ),
            *((1.5, False), (True, False), ("1", False), (None, False), (5e-324, False)),
        ),
    ),
    Case("number", {"type": "number"}, ((1, True), (1.5, True), (False, False), ("1", False))),
    Case("boolean", {"type": "boolean"}, ((True, True), (1, False), (0, False), ("true", False))),
    Case(
        "nullable",
        {"type": ["integer", "null"]},
        ((None, True), (1, True), (1.0, True), ("", False), (False, False)),
    ),
    Case(
        "number_or_range",
        {"type": ["number", "array"], "x-kind": "number_or_range", "items": {"type": "number"}},
        ((1, True), ([1, 2.5], True), ([True], False), ("1", False), ({}, False)),
    ),
)
NUMBERS = (
    Case(
        "bounds",
        {"type": "number", "minimum": 1, "maximum": 5},
        (
            *((1, True), (1.0, True), (5, True), (5.0, True), (3.3, True)),
            *((0, False), (0.9999999999999999, False), (5.000000000000001, False), (2**70, False)),
        ),
    ),
    Case(
        "large bounds",
        {"type": "integer", "minimum": 1 - 2**53, "maximum": 2**53 - 1},
        (
            *((2**53 - 1, True), (1 - 2**53, True), (2.0**53 - 1, True)),
            *((2**53, False), (2.0**53, False), (2**64, False), (-(2**64), False), (10**40, False)),
        ),
    ),
)
TEXTS = (
    Case(
        "lengths count signs",
        _text(minLength=2, maxLength=3),
        (("汉字", True), ("😀😀", True), ("e\u0301", True), ("a", False), ("abcd", False)),
    ),
    Case("ref", {"$ref": "#/$defs/short"}, (("ab", True), ("abc", False), (1, False))),
    _pattern("^[a-z0-9-]{4,16}$", "bs-1|abcd", "bs|BS-1|bs-1\n|ｂs-1|\nbs-1"),
    _pattern(r"^[^\s]+$", "a|a\u3000b|a\u00a0b|a\u000bb", "a b|a\nb|a\u000cb| "),
    _pattern(r"^\S+$", "a\u3000b|\u2028|\ufeff", "a b|\r|\t"),
    _pattern(r"^a\sb$", "a b|a\tb", "a\u3000b|a\u000bb|ab"),
    _pattern(r"^\d+$", "12", "１２|٣|1a"),
    _pattern(r"^\w+$", "aZ_9", "é|汉|ſ|\u212a"),
    _pattern(r"^[\w-]+$", "a-b", "é|a b"),
    _pattern(r"^[\S]$", "a|\u3000", " |\t"),
    _pattern(r"^[^\S]$", " |\t", "a|\u3000"),
    _pattern("^[[:alpha:]]+$", "abc", "1|é|:|["),
    _pattern("^[[:^digit:]]$", "a|é", "1"),
    _pattern(r"^\pL+$", "é汉a", "1|-"),
    _pattern(r"^\p{Han}+$", "汉字", "a|1"),
    _pattern(r"^\Qa.b\E$", "a.b", "aab|axb"),
    _pattern(r"^\x{4e00}$", "一", "二"),
    _pattern(r"^\101$", "A", "a|101"),
    _pattern("^a{,3}$", "a{,3}", "aaa|a"),
    _pattern("^{a}$", "{a}", "a"),
    _pattern("^[+--]+$", "+,-", "*|."),
    _pattern("^[a&&b]+$", "a&b", "c"),
    _pattern("^[[a]+$", "[a", "b|]"),
    _pattern("^[]a]+$", "]a", "["),
    _pattern("^[^/\\\\]+$", "a.b\n", "a/b|a\\b"),
    _pattern("(?i)^k$", "k|K|\u212a", "l"),
    _pattern("^.$", "a|汉|😀|\r|\u2028", "\n|ab"),
    _pattern("(?s)^.$", "\n|a", "ab"),
    _pattern("(?m)^a$", "b\na|a", "ab"),
    _pattern("^(?P<n>a|b)+$", "ab", "c"),
    _pattern("^(a+)+$", "a" * 60, "a" * 60 + "!"),
    _pattern("b", "abc|b", "a|B"),
    _pattern(r"\bx", "a x|x", "ax|éx1"[:2]),
    _pattern("^一[一-龥]{0,2}$", "一|一二三", "二|一二三四|a"),
)
FORMATS = (
    Case(
        "date",
        _text(format="date"),
        (
            *(
                ("2026-11-20", True),
                ("2024-02-29", True),
                ("0001-01-01", True),
                ("9999-12-31", True),
            ),
            *(("2000-02-29", True), ("1900-02-29", False), ("2026-02-29", False)),
            *(("2026-2-1", False), ("20261120", False), ("2026-11-20\n", False), ("", False)),
            *(("２０２６-11-20", False), ("0000-01-01", False), ("2026-11-31", False)),
            *(("2026-W01-1", False), ("2026-11-20T00:00", False), (20261120, False)),
        ),
    ),
    Case(
        "uri",
        _text(format="uri"),
        (
            *(("https://a.example", True), ("HTTP://A", True), ("http://a:80/?q=ü#汉", True)),
            *(("http://[::1]/x", True), ("urn:uuid:1", True), ("https://u@h", True)),
            *(("https://例.example/规则", True), ("http://a?x={number}", True)),
            *(("https://", False), ("urn:", False), ("urn:?x", False), ("urn://h", False)),
            *(("http://[", False), ("javascript:a", False), ("https://a\u3000b", False)),
            *(("https://a<b", False), ("//a", False), ("ftp://a", False), ("https://a\n", False)),
        ),
    ),
    Case(
        "pattern and format",
        _text(format="date", pattern="^20"),
        (("2026-01-01", True), ("1999-01-01", False), ("20", False), ("2026-02-30", False)),
    ),
    Case(
        "RE2's own pattern and format",
        _text(format="uri", pattern="^[[:lower:]]+:"),
        (("https://a", True), ("HTTPS://a", False), ("https://", False)),
    ),
)
LISTS = (
    Case(
        "items",
        {"type": "array", "items": _text(), "minItems": 1, "maxItems": 2},
        ((["a"], True), (["a", "a"], True), ([], False), (["a"] * 3, False), ([1], False)),
    ),
    Case(
        "uniqueItems of numbers",
        {"type": "array", "items": {"type": "number"}, "uniqueItems": True},
        (
            *(([1, 2], True), ([0.1, 0.2], True), ([2**53, 2**53 + 1], True)),
            *(([1, 1.0], False), ([0, -0.0], False), ([1, 2, 1], False)),
        ),
    ),
    Case(
        "uniqueItems of records",
        {**_RECORDS, "uniqueItems": True},
        (
            *(([{"id": "a"}, {"id": "b"}], True), ([{"id": "a"}, {"id": "a", "n": 1}], True)),
            *(([{"id": "a"}, {"id": "a"}], False),),
            *(([{"id": "a", "n": 1}, {"n": 1.0, "id": "a"}], False),),
        ),
    ),
    Case("records", _RECORDS, (([], True), ([{"id": "a"}], True), ([{}], False), (["a"], False))),
)
CHOICES = (
    Case("enum", _CODES, (("1", True), ("true", True), (1, False), (True, False), ("A", False))),
    Case("const", {"type": "boolean", "const": True}, ((True, True), (1, False), (False, False))),
)
OBJECTS = (
    Case(
        "object",
        _object({"a": _text(**NAMED)}, required=["a"]),
        (
            *(({"a": ""}, True), ({}, False), ({"a": "", "b": 1}, False), ({"A": ""}, False)),
            *(([], False), (None, False), ({"a": None}, False), ({"a": "", "": 1}, False)),
        ),
    ),
    Case(
        "open",
        {"type": "object", "x-kind": "open", "additionalProperties": True},
        (({}, True), ({"x": [1, {"y": None}]}, True), ([], False)),
    ),
    Case(
        "variant",
        _VARIANT,
        (
            *(({"value": 1}, True), ({"min": 1, "max": 2}, True)),
            *(({"value": 1, "min": 1, "max": 2}, False), ({"min": 1}, False), ({}, False)),
            *(({"value": True}, False), (None, False), ([], False)),
        ),
    ),
    Case(
        "null variant",
        _ABSENT,
        ((None, True), ({"value": 1}, True), ({}, False), (0, False), ("", False), (False, False)),
    ),
    Case(
        "condition",
        _CONDITION,
        (
            *(({"open": True, "why": "a", "how": "b"}, True), ({}, True), ({"why": "a"}, True)),
            *(({"open": False, "why": "a"}, True), ({"open": True}, False)),
            *(({"open": False, "how": "b"}, False), ({"how": "b"}, False), ({"open": 1}, False)),
        ),
    ),
    Case(
        "condition by enum",
        _object(
            {"kind": _CODES | NAMED, "more": _text(**NAMED)},
            allOf=[
                {
                    "if": {"properties": {"kind": {"enum": ["1", "a"]}}, "required": ["kind"]},
                    "then": {"required": ["more"]},
                    "else": {"properties": {"more": False}},
                }
            ],
        ),
        (
            *(({"kind": "a", "more": ""}, True), ({"kind": "true"}, True), ({}, True)),
            *(({"kind": "a"}, False), ({"kind": "true", "more": ""}, False), ({"kind": 1}, False)),
        ),
    ),
)

CASES: tuple[Case, ...] = (
    *TYPES,
    *NUMBERS,
    *TEXTS,
    *FORMATS,
    *LISTS,
    *CHOICES,
    *OBJECTS,
)

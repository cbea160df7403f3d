"""The kinds of field that the builder offers, and the schema that each becomes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schemes.blueprints.material import Material
from schemes.blueprints.node import REF_PREFIX, Node, Text


class FieldKind(StrEnum):
    """What people put into a field."""

    LINE = "line"
    LONG = "long"
    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    URL = "url"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    CLAUSES = "clauses"
    RECORDS = "records"
    GROUP = "group"
    FILE = "file"
    REFERENCE = "reference"
    REFERENCES = "references"
    OTHER = "other"

    @property
    def label(self) -> str | Promise:
        """The word for people."""
        return _LABELS[self]


_LABELS: Mapping[FieldKind, str | Promise] = {
    FieldKind.LINE: _("One line, in Chinese and English"),
    FieldKind.LONG: _("Text, in Chinese and English"),
    FieldKind.TEXT: _("One line, in one language (code, number, name)"),
    FieldKind.PARAGRAPH: _("Text, in one language"),
    FieldKind.NUMBER: _("Number"),
    FieldKind.INTEGER: _("Whole number"),
    FieldKind.BOOLEAN: _("Yes or no"),
    FieldKind.DATE: _("Date"),
    FieldKind.URL: _("Web address"),
    FieldKind.CHOICE: _("One of several choices"),
    FieldKind.CHOICES: _("Any of several choices"),
    FieldKind.LINES: _("List of lines"),
    FieldKind.CLAUSES: _("List of clauses"),
    FieldKind.RECORDS: _("List of records with fields of their own"),
    FieldKind.GROUP: _("Group of fields"),
    FieldKind.FILE: _("File"),
    FieldKind.REFERENCE: _("Reference to an item of a list"),
    FieldKind.REFERENCES: _("References to items of a list"),
    FieldKind.OTHER: _("Of a kind that is edited as JSON"),
}
OFFERED = tuple(kind for kind in FieldKind if kind is not FieldKind.OTHER)
LISTS = frozenset(
    {
        FieldKind.CHOICES,
        FieldKind.LINES,
        FieldKind.CLAUSES,
        FieldKind.RECORDS,
        FieldKind.REFERENCES,
    }
)
WITH_CODES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
WITH_ITEM = frozenset({FieldKind.CLAUSES, FieldKind.RECORDS})
WITH_UNIT = frozenset({FieldKind.NUMBER, FieldKind.INTEGER})
WITH_LENGTH = frozenset({FieldKind.TEXT, FieldKind.PARAGRAPH})
WITH_REFERENCE = frozenset({FieldKind.REFERENCE, FieldKind.REFERENCES})


@dataclass(frozen=True)
class FieldSpec:
    """A field as the builder's form says it; what does not fit its kind is left aside.

    `least` and `most` are characters of a text, items of a list, or the bounds of a number;
    `codes` are pairs of a code and its label in both languages. Without `material` a change of
    the field is as material as one of what is around it.
    """

    kind: FieldKind
    title: Text
    help: Text
    is_required: bool = False
    item: Text | None = None
    unit: Text | None = None
    codes: tuple[tuple[str, Text], ...] = ()
    reference: str = ""
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    is_unique: bool = False
    material: Material | None = None


_NAMES = {"zh": {"zh": "中文", "en": "Chinese"}, "en": {"zh": "英文", "en": "English"}}
_ITEM_ID: dict[str, Any] = {
    "type": "string",
    "minLength": 4,
    "maxLength": 16,
    "pattern": "^[a-z0-9-]+$",
    "x-hidden": True,
    "x-title": {"zh": "条目编号", "en": "Item identifier"},
    "x-help": {
        "zh": "由系统生成并永久保留，请勿修改。",
        "en": "Minted by the system and kept for ever; do not change it.",
    },
}
_LOCALISED: dict[str, Any] = {
    "type": "object",
    "x-kind": "localised",
    "properties": {
        "zh": {
            "type": "string",
            "minLength": 1,
            "x-title": _NAMES["zh"],
            "x-help": {"zh": "应当填写。", "en": "Always needed."},
        },
        "en": {
            "type": "string",
            "minLength": 1,
            "x-title": _NAMES["en"],
            "x-help": {"zh": "可以缺省。", "en": "Optional."},
        },
    },
    "required": ["zh"],
    "additionalProperties": False,
}
_CLAUSE: dict[str, Any] = {
    "type": "object",
    "x-kind": "clause",
    "properties": {
        "id": {"$ref": f"{REF_PREFIX}item_id"},
        "text": {
            "$ref": f"{REF_PREFIX}localised",
            "x-title": {"zh": "条文", "en": "Text"},
            "x-help": {
                "zh": "写成一条完整、可以单独引用的条文。",
                "en": "Write one complete clause that can be cited alone.",
            },
        },
    },
    "required": ["id", "text"],
    "additionalProperties": False,
}


def _file_part(type_: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    help_ = {"zh": "由系统填写。", "en": "Filled in by the system."}
    return {"type": type_, "x-title": {"zh": zh, "en": en}, "x-help": help_, **more}


_FILE: dict[str, Any] = {
    "type": "object",
    "x-kind": "file",
    "properties": {
        "name": _file_part("string", "文件名", "File name", minLength=1),
        "sha256": _file_part("string", "SHA-256 摘要", "SHA-256 digest", pattern="^[0-9a-f]{64}$"),
        "mime": _file_part("string", "类型", "Media type", minLength=1),
        "bytes": _file_part("integer", "字节数", "Size in bytes", minimum=0),
    },
    "required": ["name", "sha256", "mime", "bytes"],
    "additionalProperties": False,
}
#: Definitions that the builder's fields refer to, added to a blueprint that lacks them.
DEFINITIONS: Mapping[str, dict[str, Any]] = {
    "item_id": _ITEM_ID,
    "localised": _LOCALISED,
    "clause": _CLAUSE,
    "file": _FILE,
}
_NEEDED: Mapping[FieldKind, tuple[str, ...]] = {
    FieldKind.LINE: ("localised",),
    FieldKind.LONG: ("localised",),
    FieldKind.CLAUSES: ("item_id", "localised", "clause"),
    FieldKind.RECORDS: ("item_id",),
    FieldKind.FILE: ("file",),
}


def definitions_for(kind: FieldKind) -> dict[str, dict[str, Any]]:
    """The definitions that a field of this kind refers to."""
    return {name: copy.deepcopy(DEFINITIONS[name]) for name in _NEEDED.get(kind, ())}


def schema_of(spec: FieldSpec) -> dict[str, Any]:
    """The schema of a new field."""
    return {**copy.deepcopy(_FRAMES[spec.kind]), **constraints_of(spec), **texts_of(spec)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"{REF_PREFIX}{name}"}


_RECORD: dict[str, Any] = {
    "type": "object",
    "properties": {"id": _ref("item_id")},
    "required": ["id"],
    "additionalProperties": False,
}
_FRAMES: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.LINE: {**_ref("localised"), "x-kind": "line"},
    FieldKind.LONG: _ref("localised"),
    FieldKind.TEXT: {"type": "string"},
    FieldKind.PARAGRAPH: {"type": "string", "x-kind": "long"},
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.INTEGER: {"type": "integer"},
    FieldKind.BOOLEAN: {"type": "boolean"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.URL: {"type": "string", "format": "uri"},
    FieldKind.CHOICE: {"type": "string"},
    FieldKind.CHOICES: {"type": "array", "uniqueItems": True},
    FieldKind.LINES: {"type": "array", "items": {"type": "string", "minLength": 1}},
    FieldKind.CLAUSES: {"type": "array", "items": _ref("clause")},
    FieldKind.RECORDS: {"type": "array", "items": _RECORD},
    FieldKind.GROUP: {"type": "object", "properties": {}, "additionalProperties": False},
    FieldKind.FILE: _ref("file"),
    FieldKind.REFERENCE: {"type": "string"},
    FieldKind.REFERENCES: {"type": "array", "uniqueItems": True},
}


def texts_of(spec: FieldSpec) -> dict[str, Any]:
    """What is said of the field: annotations, which may stand beside a reference too."""
    texts: dict[str, Any] = {"x-title": dict(spec.title), "x-help": dict(spec.help)}
    if spec.item and spec.kind in WITH_ITEM:
        texts["x-item"] = dict(spec.item)
    if spec.unit and spec.kind in WITH_UNIT:
        texts["x-unit"] = dict(spec.unit)
    if spec.kind is FieldKind.REFERENCE:
        texts["x-reference"] = spec.reference
    if spec.material is not None:
        texts["x-material"] = spec.material.value
    return texts


def constraints_of(spec: FieldSpec) -> dict[str, Any]:
    """What the field takes: codes, limits, form."""
    found: dict[str, Any] = {}
    if spec.kind in WITH_CODES:
        codes = {
            "enum": [code for code, _label in spec.codes],
            "x-labels": {code: dict(label) for code, label in spec.codes},
        }
        found |= codes if spec.kind is FieldKind.CHOICE else {"items": {"type": "string", **codes}}
    if spec.kind is FieldKind.REFERENCES:
        found["items"] = {"type": "string", "x-reference": spec.reference}
    for keyword, bound in zip(limits_of(spec.kind), (spec.least, spec.most), strict=False):
        if bound is not None:
            found[keyword] = bound
    if spec.pattern and spec.kind in WITH_LENGTH:
        found["pattern"] = spec.pattern
    if spec.is_unique and spec.kind is FieldKind.LINES:
        found["uniqueItems"] = True
    return found


def limits_of(kind: FieldKind) -> tuple[str, ...]:
    """The two keywords that limit a field of this kind; nothing where there are none."""
    if kind in LISTS:
        return ("minItems", "maxItems")
    if kind in WITH_UNIT:
        return ("minimum", "maximum")
    return ("minLength", "maxLength") if kind in WITH_LENGTH else ()


def kind_of(node: Node) -> FieldKind:
    """The kind of an existing field; `OTHER` for what only the JSON can say."""
    plain = _PLAIN.get(node.kind)
    if plain is not None:
        return plain
    if node.kind == "localised":
        return FieldKind.LONG if node.is_long else FieldKind.LINE
    if node.kind == "text":
        if node.reference:
            return FieldKind.REFERENCE
        return FieldKind.PARAGRAPH if node.is_long else FieldKind.TEXT
    if node.kind == "strings":
        if node.item().schema.get("type") != "string":
            return FieldKind.OTHER
        return FieldKind.REFERENCES if node.item().reference else FieldKind.LINES
    if node.kind == "records":
        return FieldKind.CLAUSES if "clause" in node.item().marks else FieldKind.RECORDS
    return FieldKind.OTHER


_PLAIN = {
    "number": FieldKind.NUMBER,
    "integer": FieldKind.INTEGER,
    "boolean": FieldKind.BOOLEAN,
    "date": FieldKind.DATE,
    "url": FieldKind.URL,
    "choice": FieldKind.CHOICE,
    "choices": FieldKind.CHOICES,
    "object": FieldKind.GROUP,
    "file": FieldKind.FILE,
}


def spec_of(node: Node) -> FieldSpec:
    """An existing field as the builder's form shows it."""
    kind = kind_of(node)
    coded = node.item() if kind is FieldKind.CHOICES else node
    limits = [node.schema.get(keyword) for keyword in limits_of(kind)] or [None, None]
    item = node.item() if kind is FieldKind.REFERENCES else node
    return FieldSpec(
        kind=kind,
        title=node.title,
        help=node.help,
        is_required=node.required,
        item=node.item_title,
        unit=node.unit,
        codes=tuple((code, coded.labels.get(code, {})) for code in coded.schema.get("enum", ())),
        reference=item.reference or "",
        least=limits[0],
        most=limits[1],
        pattern=str(node.schema.get("pattern", "")) if kind in WITH_LENGTH else "",
        is_unique=node.schema.get("uniqueItems") is True,
        material=node.material,
    )

"""One value in words: codes by their labels, dates and units written out, references by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from portal.core.units import Unit, written_unit
from schemes.blueprints import Blueprint, Node
from schemes.documents import Document, find, has_language, text
from schemes.documents.addresses import identity_of
from schemes.reading.blocks import Value

NO_BREAK = "\u00a0"
#: Signs above this are Chinese, and twice as wide as Latin letters.
_CHINESE = "\u2e80"
#: The part that names fields of certification, by their Chinese names.
FIELDS = "domains"


@dataclass(frozen=True)
class Reader:
    """Says what stands in a document, in one language. Use it with that language active.

    `units` are those of the register, by code; `fields` the English names of fields of
    certification, by their Chinese ones.
    """

    blueprint: Blueprint
    document: Document
    language: str
    units: Mapping[str, Unit]
    fields: Mapping[str, str] = field(default_factory=dict)
    _named: dict[str, dict[str, tuple[str, Any]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def title(self, node: Node) -> str:
        """The name of a place."""
        return text(node.title, self.language)

    def value(self, node: Node, value: Any) -> Value:
        """The words for a value, whatever its kind; a value of a wrong shape as it is."""
        if value is None:
            return Value(self._nothing(node))
        if isinstance(value, bool):
            return Value(_("Yes") if value else _("No"))
        if isinstance(value, dict):
            return self._record(node, value)
        if isinstance(value, list):
            return self._list(node, value)
        return self._plain(node, value)

    def in_prose(self, node: Node, value: Any) -> Value:
        """The words for a value within a sentence: 不大于1′ instead of ≤ 1′."""
        if isinstance(value, dict) and "op" in value and "value" in value:
            return Value(self._threshold_in_words(node, value))
        return self.value(node, value)

    def _threshold_in_words(self, node: Node, value: Mapping[str, Any]) -> str:
        unit = written_unit(self.units, value.get("unit"), self.language)
        measure = value["value"]
        if isinstance(measure, list):
            low, high = bare_number(measure[0]), bare_number(measure[-1])
            return with_unit(_("%(low)s to %(high)s") % {"low": low, "high": high}, unit)
        shape = node.variant_of(value) if node.kind == "variant" else node
        op = shape.child("op") if shape is not None else None
        label = text(op.labels.get(str(value["op"])), self.language) if op is not None else ""
        number = with_unit(bare_number(measure), unit)
        if not label:
            return f"{value['op']}{NO_BREAK}{number}"
        return label + ("" if label[-1] > _CHINESE else " ") + number

    def _nothing(self, node: Node) -> str:
        shape = node.variant_of(None)
        return self.title(shape) if shape is not None else _("None")

    def _plain(self, node: Node, value: Any) -> Value:
        if node.reference:
            return self._referred(node, str(value))
        if isinstance(value, int | float):
            return Value(self._number(node, value))
        if node.kind == "choice":
            return self._code(node, value)
        if node.kind == "date":
            return Value(_day(value))
        if node.kind == "url":
            return Value(value, link=value if value.startswith(("http://", "https://")) else "")
        if node.name == "srgb":
            return Value(value, colour=value if _is_colour(value) else "")
        return Value(str(value))

    def _code(self, node: Node, code: Any) -> Value:
        return Value(text(node.labels.get(str(code)), self.language) or str(code))

    def _number(self, node: Node, value: float) -> str:
        unit = text(node.unit, self.language) if node.unit else ""
        return with_unit(bare_number(value) if unit else json.dumps(value), unit)

    def _record(self, node: Node, value: Mapping[str, Any]) -> Value:
        if node.kind == "localised":
            return self.localised(value)
        if node.kind == "file":
            return Value(str(value.get("name") or _("File")), file=value)
        shape = node.variant_of(value) if node.kind == "variant" else node
        if shape is None or node.kind == "open":
            return Value(json.dumps(value, ensure_ascii=False))
        return self._in_one_line(shape, value)

    def localised(self, value: Mapping[str, Any]) -> Value:
        """Localised text, and which language it is in when not the one asked for."""
        words = text(value, self.language)
        if has_language(value, self.language) or not words:
            return Value(words)
        return Value(words, language="zh" if self.language == "en" else "en")

    def _in_one_line(self, node: Node, value: Mapping[str, Any]) -> Value:
        """A small record: a range, a threshold, or `name: words` for each of its parts."""
        if value.keys() == {"min", "max"}:
            return Value(self._range(node, value["min"], value["max"]))
        if "op" in value and "value" in value:
            return Value(self._threshold(value))
        parts = [
            (part, self.value(part, value[part.name]))
            for part in node.children()
            if part.name in value and not is_internal(part)
        ]
        if len(parts) == 1:
            return parts[0][1]
        return Value(parts=tuple(words.labelled(self.title(part)) for part, words in parts))

    def _range(self, node: Node, low: Any, high: Any) -> str:
        last = node.child("max")
        unit = text(last.unit, self.language) if last is not None and last.unit else ""
        return with_unit(f"{bare_number(low)}–{bare_number(high)}", unit)

    def _threshold(self, value: Mapping[str, Any]) -> str:
        unit = written_unit(self.units, value.get("unit"), self.language)
        measure = value["value"]
        if isinstance(measure, list):
            words = "–".join(map(bare_number, measure))
        else:
            words = f"{value['op']}{NO_BREAK}{bare_number(measure)}"
        return with_unit(words, unit)

    def _list(self, node: Node, value: list[Any]) -> Value:
        if node.kind == "records":
            item = node.item()
            return Value(parts=tuple(self.value(item, part) for part in value))
        if node.kind == "choices":
            labels = [
                text(node.labels.get(str(code)), self.language) or str(code) for code in value
            ]
            return Value(parts=tuple(map(Value, labels)))
        if node.kind == "number_or_range":
            return Value("–".join(map(bare_number, value)))
        if node.name == FIELDS and self.language == "en":
            return Value(parts=tuple(Value(self.fields.get(str(key), str(key))) for key in value))
        item = node.item() if "items" in node.schema else node
        return Value(parts=tuple(self.value(item, part) for part in value))

    def _referred(self, node: Node, value: str) -> Value:
        found = self.named(node.reference or "", value)
        if found is None:
            return Value(value)
        address, item = found
        return Value(self.summary_at(address, item), link=f"#{address}")

    def named(self, reference: str, value: str) -> tuple[str, Any] | None:
        """Address and content of the item that a value names by reference."""
        if reference not in self._named:
            items = referable(self.blueprint, self.document, reference)
            every = [(target, (address, item)) for address, target, item in items]
            # The first of two that are named alike is the one that is meant.
            self._named[reference] = dict(reversed(every))
        return self._named[reference].get(value)

    def summary_at(self, list_item_address: str, item: Any) -> str:
        """What an item of a list is called."""
        node = self.blueprint.node_at(list_item_address.split("/")[1:])
        return summary(self, node, item) if node is not None else ""


def referable(
    blueprint: Blueprint, document: Document, reference: str
) -> Iterator[tuple[str, str, Any]]:
    """The items a reference may name: (address of the item, the value that names it, item)."""
    list_address, _hash, key = reference.partition("#")
    items = find(document, list_address)
    for item in items if isinstance(items, list) else []:
        named = item.get(key or "id") if isinstance(item, dict) else None
        if isinstance(named, str) and named:
            yield f"{list_address}/@{identity_of(item)}", named, item


def summary(reader: Reader, node: Node, item: Any) -> str:
    """What an item is called in a heading: its first words, or its first two codes."""
    if not isinstance(item, dict):
        return str(item)[:60]
    found: list[str] = []
    for part in node.children():
        if is_internal(part) or part.name not in item or part.kind not in _NAMING:
            if found:
                break
            continue
        words = str(reader.value(part, item[part.name]))
        if not words:
            continue
        found.append(words)
        if part.kind != "choice" or len(found) == 2:
            break
    return shortened(" · ".join(found))


_NAMING = frozenset({"localised", "text", "choice"})


def with_unit(words: str, unit: str) -> str:
    """A number with its unit; Chinese units, per cent and angles stand close, currency first."""
    if unit == "CNY":
        return f"{unit}{NO_BREAK}{words}"
    is_close = not unit or unit[0] > _CHINESE or unit[0] in "%‰" or unit in "°′″'\""
    return f"{words}{unit}" if is_close else f"{words}{NO_BREAK}{unit}"


def width_of(words: str) -> int:
    """The width of a text, counted in Latin letters; Chinese ones are twice as wide."""
    return sum(2 if sign > _CHINESE else 1 for sign in words)


def shortened(words: str, limit: int = 60) -> str:
    """The beginning of a text that is too long for a heading."""
    line = " ".join(words.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def is_internal(node: Node) -> bool:
    """Whether a place only serves the system: ids and codes that the blueprint hides."""
    return node.schema.get("x-hidden") is True


def _day(value: Any) -> str:
    try:
        return formats.date_format(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def bare_number(value: Any) -> str:
    """A number as it is written in both languages: 0.5, 950, 12,000."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if abs(value) >= 1000 else json.dumps(value)


def _is_colour(value: str) -> bool:
    digits = value.removeprefix("#")
    return value.startswith("#") and len(digits) in (3, 6) and digits.isalnum()

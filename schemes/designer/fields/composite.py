"""Fields made of fields: records, localised text, lists of items, shapes of a variant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemes.blueprints import Node
from schemes.designer.fields.base import Field, Surroundings
from schemes.designer.fields.conditions import dependence_of, excluded
from schemes.designer.fields.plain import TextField
from schemes.designer.fields.unfit import UnknownField
from schemes.designer.posted import ITEM, SHAPE, SHOWN, Posted
from schemes.designer.values import ABSENT
from schemes.documents import text
from schemes.documents.addresses import numbered
from schemes.reading import summary

#: The step to an item whose identifier an address can carry.
ITEM_ID = re.compile(r"@[a-z0-9][a-z0-9-]{1,30}")


class ObjectField(Field):
    """A record: its known parts as fields, unknown ones as they are."""

    template = "designer/fields/object.html"

    def __init__(
        self, around: Surroundings, node: Node, name: str, address: str, value: Any = ABSENT
    ) -> None:
        super().__init__(around, node, name, address, value)
        self.record: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.parts = {part.name: self._part(part) for part in node.children() if not part.is_hidden}
        known = {part.name for part in node.children()}
        self.unknown = {
            key: UnknownField(around, key, f"{name}/{key}", f"{address}/{key}", self.record[key])
            for key in self.record
            if key not in known
        }

    def _part(self, part: Node) -> Field:
        name, address = f"{self.name}/{part.name}", f"{self.address}/{part.name}"
        value = self.record.get(part.name, self.around.set_aside.get(name, ABSENT))
        made = self.around.field(part, name, address, value)
        reader, record = self.around.reader, self.record
        made.dependence = dependence_of(reader, self.node, part, record, self.name)
        return made

    def children(self) -> Iterator[Field]:
        """The parts in the blueprint's order."""
        yield from self.parts.values()
        yield from self.unknown.values()

    @property
    def first_control(self) -> str:
        """That of its first part that is shown."""
        parts = [part for part in self.children() if not part.is_out_of_place]
        return parts[0].first_control if parts else self.anchor

    def read(self, posted: Posted) -> Any:
        """The record, or ABSENT when nothing is in it that was not empty before."""
        record = self.read_record(posted)
        return record if record or self.value == {} else ABSENT

    def read_record(self, posted: Posted) -> dict[str, Any]:
        """The record with what was typed; parts that the form does not show stay."""
        fields = {**self.parts, **self.unknown}
        new = {name: field.read(posted) for name, field in fields.items()}
        names = [*self.record, *(name for name in new if name not in self.record)]
        record = {name: new.get(name, self.record.get(name)) for name in names}
        record = {name: value for name, value in record.items() if value is not ABSENT}
        for field in self.parts.values():
            field.complete(record, self.parts, posted)
        self._complete(record)
        return set_excluded_aside(self.node, record, posted, self.name)

    def _complete(self, record: dict[str, Any]) -> None:
        """A required list that may be empty is empty, not missing, where there is a record."""
        if not any(name != "id" for name in record):
            return
        for name, field in self.parts.items():
            schema = field.node.schema
            may_be_empty = schema.get("type") == "array" and not schema.get("minItems")
            if name not in record and field.node.required and may_be_empty:
                record[name] = []

    @property
    def is_collapsed(self) -> bool:
        """Whether it is an optional record of which nothing is there and nothing is asked."""
        return not self.is_required and not self.is_filled and not self.has_findings


def set_excluded_aside(
    node: Node, record: dict[str, Any], posted: Posted, place: str
) -> dict[str, Any]:
    """A record without the parts that a neighbour's value excludes; they are kept aside.

    `place` is the name of the record's inputs.
    """
    for name in excluded(node, record):
        part = node.child(name)
        title = part.title if part is not None else {"zh": name, "en": name}
        posted.set_aside(f"{place}/{name}", record.pop(name), title)
    return record


class LocalisedField(ObjectField):
    """A text in Chinese and English, side by side."""

    template = "designer/fields/group.html"
    control = "designer/fields/_localised.html"

    def _part(self, part: Node) -> Field:
        value = self.record.get(part.name, ABSENT)
        return _LanguageField(self, part, value)

    @property
    def languages(self) -> list[Field]:
        """The inputs, Chinese first."""
        return list(self.parts.values())

    @property
    def has_error(self) -> bool:
        """Whether something typed is wrong here or in one of the languages."""
        return super().has_error or any(part.has_error for part in self.languages)


class _LanguageField(TextField):
    """One language of a text."""

    def __init__(self, whole: LocalisedField, node: Node, value: Any) -> None:
        address = f"{whole.address}/{node.name}"
        super().__init__(whole.around, node, f"{whole.name}/{node.name}", address, value)
        self.whole = whole

    @property
    def is_long(self) -> bool:
        """As the whole text is."""
        return self.whole.node.is_long or "\n" in self.text

    @property
    def described_by(self) -> str:
        """Help stands once, at the whole text."""
        return self.whole.described_by if not self.findings else f"{self.input_id}-findings"

    @property
    def width(self) -> str:
        """The whole column."""
        return ""

    @property
    def language_code(self) -> str:
        """For `lang`, so that a browser offers the right dictionary."""
        return {"zh": "zh-Hans"}.get(self.node.name, self.node.name)


class ListField(Field):
    """A list whose items stand in the form: clauses and names, and all where items have no page."""

    template = "designer/fields/list.html"

    def __init__(
        self, around: Surroundings, node: Node, name: str, address: str, value: Any = ABSENT
    ) -> None:
        super().__init__(around, node, name, address, value)
        pairs = list(numbered(value)) if isinstance(value, list) else []
        last = len(pairs)
        self.items = [
            ItemField(self, str(step), item, position, last)
            for position, (step, item) in enumerate(pairs, 1)
        ]

    def children(self) -> Iterator[Field]:
        """The items in their order."""
        return iter(self.items)

    def read(self, posted: Posted) -> Any:
        """The items that the form sent, in its order; an empty list stays empty, not absent."""
        if not posted.has(self.name + SHOWN):
            return self.value
        known = {item.step: item for item in self.items}
        read = []
        for step in dict.fromkeys(posted.all(self.name + ITEM)):
            item = known.get(step) or self._sent_by_an_older_form(step)
            if item is not None:
                value = item.read(posted)
                if value is not ABSENT:
                    read.append(value)
        return read if read or self.value == [] else ABSENT

    def _sent_by_an_older_form(self, step: str) -> ItemField | None:
        """An item that somebody took out meanwhile: what was typed into it is not lost."""
        if not ITEM_ID.fullmatch(step):
            return None
        return ItemField(self, step, {"id": step[1:]}, 0, 0)

    @property
    def first_control(self) -> str:
        """Its button to add an item."""
        return f"add{self.address}"

    @property
    def item_title(self) -> str:
        """What one item is called."""
        return text(self.node.item_title or {}, self.around.language) or self.label

    @property
    def is_clauses(self) -> bool:
        """Whether the items are clauses, which are shown open: they are one text each."""
        return "clause" in self.node.item().marks or "named" in self.node.item().marks

    @property
    def is_collapsed(self) -> bool:
        """A list is never hidden: its button to add is short."""
        return False


class ItemField(Field):
    """One item of a list: its fields under its own name."""

    template = "designer/fields/item.html"

    def __init__(self, whole: ListField, step: str, value: Any, position: int, last: int) -> None:
        name, address = f"{whole.name}/{step}", f"{whole.address}/{step}"
        node = whole.node.item()
        self.content = whole.around.field(node, name, address, value)
        super().__init__(whole.around, node, name, address, value)
        # Findings about an item as a whole stand at its head.
        if self.is_placed:
            whole.around.places[address] = self
        self.whole, self.step, self.position = whole, step, position
        self.is_first, self.is_last = position == 1, position == last

    def children(self) -> Iterator[Field]:
        """The fields of the item."""
        return self.content.children()

    def read(self, posted: Posted) -> Any:
        """The item; one whose fields are all empty stays an item."""
        if isinstance(self.content, ObjectField):
            return self.content.read_record(posted)
        return self.content.read(posted)

    @property
    def first_control(self) -> str:
        """That of its content."""
        return self.content.first_control

    @property
    def head(self) -> str:
        """Its summary; a clause has none and is shown open."""
        is_folded = self.is_fit and not self.whole.is_clauses
        return f"head{self.address}" if is_folded else self.first_control

    @property
    def is_fit(self) -> bool:
        """Whether the item is a record, as the blueprint wants it."""
        return isinstance(self.content, ObjectField)

    @property
    def summary(self) -> str:
        """What the item is called, empty for a new one."""
        return summary(self.around.reader, self.node, self.value)

    @property
    def is_open(self) -> bool:
        """Whether it is shown open: a new one, the one that was asked for, or one with errors."""
        wanted = self.around.open_at
        if wanted == self.address or wanted.startswith(f"{self.address}/"):
            return True
        return not self.summary or any(child.has_error for child in _below(self))


def _below(field: Field) -> Iterator[Field]:
    for child in field.children():
        yield child
        yield from _below(child)


class VariantField(Field):
    """A choice of shapes, each with its own fields."""

    template = "designer/fields/variant.html"

    def __init__(
        self, around: Surroundings, node: Node, name: str, address: str, value: Any = ABSENT
    ) -> None:
        super().__init__(around, node, name, address, value)
        chosen = None if value is ABSENT else node.variant_of(value)
        self.shapes = [
            Shape(self, position, shape, shape is chosen)
            for position, shape in enumerate(node.variants())
        ]

    def children(self) -> Iterator[Field]:
        """The fields of the chosen shape."""
        for shape in self.shapes:
            if shape.is_chosen:
                yield from shape.children()

    @property
    def chosen(self) -> str:
        """The number of the chosen shape, empty when none is."""
        return next((str(shape.position) for shape in self.shapes if shape.is_chosen), "")

    def read(self, posted: Posted) -> Any:
        """What was typed into the chosen shape."""
        if not posted.has(self.name + SHOWN):
            return self.value
        wanted = posted.get(self.name + SHAPE)
        shape = next((s for s in self.shapes if str(s.position) == wanted), None)
        for other in self.shapes:
            if other is not shape and (shape is not None or wanted != self.chosen):
                other.set_aside(posted)
        if shape is None:
            return self.value if wanted == self.chosen else ABSENT
        return shape.read(posted)

    @property
    def first_control(self) -> str:
        """The first shape's radio button."""
        return self.shapes[0].input_id

    @property
    def has_own_section(self) -> bool:
        """Whether a shape has so many fields that they deserve a frame."""
        return any(len(shape.fields) > 3 for shape in self.shapes)

    @property
    def is_collapsed(self) -> bool:
        """A choice is always shown."""
        return False


class Shape:
    """One of the shapes of a variant."""

    def __init__(self, whole: VariantField, position: int, node: Node, is_chosen: bool) -> None:
        self.whole, self.position, self.node, self.is_chosen = whole, position, node, is_chosen
        self.content: ObjectField | None = None
        if node.kind != "null":
            self.content = self._content()

    def _content(self) -> ObjectField:
        """The fields of this shape; they are places of the document only when it is chosen."""
        around, name = self.whole.around, f"{self.whole.name}|{self.position}"
        value = self.whole.value if self.is_chosen else around.set_aside.get(name, ABSENT)
        was_aside, around.is_aside = around.is_aside, around.is_aside or not self.is_chosen
        try:
            return ObjectField(around, self.node, name, self.whole.address, value)
        finally:
            around.is_aside = was_aside

    def children(self) -> Iterator[Field]:
        """The fields of this shape."""
        return self.content.children() if self.content is not None else iter(())

    @property
    def fields(self) -> list[Field]:
        """The fields of this shape, for templates."""
        return list(self.children())

    @property
    def label(self) -> str:
        """The name of the shape."""
        return text(self.node.title, self.whole.around.language)

    @property
    def help(self) -> str:
        """The help of the shape."""
        return text(self.node.help, self.whole.around.language)

    @property
    def input_id(self) -> str:
        """The `id` of its radio button."""
        return f"{self.whole.input_id}-{self.position}"

    def set_aside(self, posted: Posted) -> None:
        """Keep what was typed into this shape while another one is chosen."""
        if self.content is not None and (record := self.content.read_record(posted)):
            posted.set_aside(self.content.name, record, self.node.title)

    def read(self, posted: Posted) -> Any:
        """Null, or the record; an empty one only where it alone says which shape is meant."""
        if self.content is None:
            return None
        record = self.content.read_record(posted)
        if record:
            return record
        shapes = [shape for shape in self.whole.shapes if shape.content is not None]
        return {} if len(shapes) == 1 else ABSENT

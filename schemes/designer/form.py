"""The form of one section, or of one item: its fields, what they read, and the findings there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemes.blueprints import Blueprint, Section
from schemes.designer.fields import (
    Field,
    FormSurroundings,
    ObjectField,
    TableField,
    UnknownField,
    opens_alone,
    set_excluded_aside,
)
from schemes.designer.fields.conditions import Dependence, dependence_of
from schemes.designer.posted import Posted
from schemes.designer.values import ABSENT
from schemes.documents import Document, NoSuchPlace, find
from schemes.documents.addresses import format as format_address
from schemes.documents.addresses import parent, parse
from schemes.findings import Finding
from schemes.saving import section_token, token_of, without

#: What the register gives a scheme and no form changes.
GIVEN_BY_THE_REGISTER = ("id",)


class SectionForm:
    """All parts of one section as fields."""

    def __init__(self, around: FormSurroundings, section: Section) -> None:
        self.around = around
        self.section = section
        self.fields: list[Field] = [
            field for part in section.parts if (field := self._field(part)) is not None
        ]
        self.fields += self._unknown_parts()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts that this form may change."""
        unknown = (f.node.name for f in self.fields if isinstance(f, UnknownField))
        return (*self.section.parts, *unknown)

    def _field(self, name: str) -> Field | None:
        around = self.around
        node = around.blueprint.part(name)
        if node.is_hidden or name in GIVEN_BY_THE_REGISTER:
            return None
        value = around.document.get(name, ABSENT)
        shown = around.set_aside.get(f"/{name}", ABSENT) if value is ABSENT else value
        field = around.field(node, f"/{name}", f"/{name}", shown)
        root, document = around.blueprint.root, around.document
        neighbour = next((c.field for c in root.conditions() if name in c.hides), "")
        is_here = neighbour in self.section.parts
        prefix = "" if is_here else None
        field.dependence = dependence_of(around.reader, root, node, document, prefix)
        if value is ABSENT and _is_excluded_elsewhere(field.dependence):
            return None
        return field

    def _unknown_parts(self) -> list[Field]:
        """Parts that the blueprint does not know stand in its last section."""
        around = self.around
        if self.section != around.blueprint.sections[-1]:
            return []
        known = {part.name for part in around.blueprint.root.children()}
        return [
            UnknownField(around, name, f"/{name}", f"/{name}", value)
            for name, value in around.document.items()
            if name not in known
        ]

    def read(self, posted: Posted) -> dict[str, Any]:
        """The parts of this section that are there now; hidden ones stay as they are."""
        document = self.around.document
        values = {name: document[name] for name in self.parts if name in document}
        for field in self.fields:
            value = field.read(posted)
            if value is ABSENT:
                values.pop(field.node.name, None)
            else:
                values[field.node.name] = value
        return self._without_excluded(values, posted)

    def set_aside(self, posted: Posted) -> dict[str, Any]:
        """All that is kept aside of the draft, after the form was read."""
        shown = {field.node.name for field in self.fields}
        elsewhere = {
            name: value
            for name, value in self.around.set_aside.items()
            if name.split("/")[1].partition("|")[0] not in shown or _is_in(self.beside, name)
        }
        return {**elsewhere, **posted.excluded}

    def _without_excluded(self, values: dict[str, Any], posted: Posted) -> dict[str, Any]:
        """Conditions between whole parts look at the parts of other sections too."""
        outside = {
            name: value
            for name, value in self.around.document.items()
            if name not in self.parts and not self._is_excludable(name)
        }
        root = self.around.blueprint.root
        kept = set_excluded_aside(root, {**outside, **values}, posted, "")
        return {name: value for name, value in kept.items() if name in values}

    def _is_excludable(self, name: str) -> bool:
        return any(name in condition.hides for condition in self.around.blueprint.root.conditions())

    def place(self, findings: Iterable[Finding]) -> None:
        """Put each finding at its field, or at the nearest one around its place."""
        place_findings(self.around, findings)

    @property
    def beside(self) -> list[str]:
        """The addresses of the lists in it whose items are saved one by one."""
        return _tables(self.around)

    def token(self, document: Document) -> str:
        """What tells that somebody saved it meanwhile."""
        return section_token(document, self.parts, self.beside)

    @property
    def single(self) -> ObjectField | None:
        """The one record that the section consists of; it needs no frame of its own."""
        if len(self.fields) == 1 and isinstance(self.fields[0], ObjectField):
            return self.fields[0] if self.fields[0].template.endswith("object.html") else None
        return None


class ItemForm:
    """One item of a list by itself; `address` names it in the document (`/requirements/@r3`)."""

    def __init__(self, around: FormSurroundings, section: Section, address: str) -> None:
        self.around, self.section, self.address = around, section, address
        node = around.blueprint.node_at(parse(address))
        value = find(around.document, address, ABSENT)
        if node is None or value is ABSENT:
            raise NoSuchPlace(address)
        self.content = around.field(node, address, address, value)
        self.fields = [self.content]

    @property
    def single(self) -> ObjectField | None:
        """The item, which needs no frame of its own."""
        return self.content if isinstance(self.content, ObjectField) else None

    @property
    def beside(self) -> list[str]:
        """The addresses of the lists in it whose items are saved one by one."""
        return _tables(self.around)

    def token(self, document: Document) -> str:
        """What tells that somebody saved it meanwhile."""
        return token_of(without(find(document, self.address), self.beside_from_here))

    @property
    def beside_from_here(self) -> list[str]:
        """The same addresses, beginning at the item."""
        return [address.removeprefix(self.address) for address in self.beside]

    def read(self, posted: Posted) -> Any:
        """The item; one whose fields are all empty stays an item."""
        if isinstance(self.content, ObjectField):
            return self.content.read_record(posted)
        return self.content.read(posted)

    def set_aside(self, posted: Posted) -> dict[str, Any]:
        """All that is kept aside of the draft, after the form was read."""
        elsewhere = {
            name: value
            for name, value in self.around.set_aside.items()
            if not _is_in([self.address], name) or _is_in(self.beside, name)
        }
        return {**elsewhere, **posted.excluded}

    def place(self, findings: Iterable[Finding]) -> None:
        """Put each finding about the item at its field, or at the nearest one around it."""
        inside = [each for each in findings if _is_in([self.address], each.address)]
        place_findings(self.around, inside)


def place_findings(around: FormSurroundings, findings: Iterable[Finding]) -> None:
    """Put each finding at its field, or at the nearest one around its place."""
    for finding in findings:
        address = finding.address
        while address and address not in around.places:
            address = parent(address)
        field = around.places.get(address)
        if field is not None:
            field.take(finding)


def item_around(blueprint: Blueprint, address: str) -> str:
    """The address of the item whose page shows a place; empty where the section's does."""
    # What comes with an address of a page may be anything.
    steps = parse(address) if address.startswith("/") else ()
    for depth in range(len(steps) - 1, 0, -1):
        node = blueprint.node_at(steps[:depth])
        if node is not None and opens_alone(node):
            return format_address(steps[: depth + 1])
    return ""


def _tables(around: FormSurroundings) -> list[str]:
    return [each.address for each in around.places.values() if isinstance(each, TableField)]


def _is_in(addresses: Iterable[str], name: str) -> bool:
    return any(name == one or name.startswith((f"{one}/", f"{one}|")) for one in addresses)


def _is_excluded_elsewhere(dependence: Dependence | None) -> bool:
    """Whether an answer in another section says that the part does not belong here."""
    if dependence is None or dependence.on:
        return False
    return dependence.hides and not dependence.holds


def section_neighbours(
    sections: tuple[Section, ...], key: str
) -> tuple[Section | None, Section | None]:
    """The sections before and after one."""
    keys = [section.key for section in sections]
    at = keys.index(key)
    before = sections[at - 1] if at else None
    after = sections[at + 1] if at + 1 < len(sections) else None
    return before, after

"""The form of one section: its fields, what they read, and the findings beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemes.blueprints import Section
from schemes.designer.fields import (
    Field,
    FormSurroundings,
    ObjectField,
    UnknownField,
    set_excluded_aside,
)
from schemes.designer.fields.conditions import Dependence, dependence_of
from schemes.designer.posted import Posted
from schemes.designer.values import ABSENT
from schemes.documents.addresses import parent
from schemes.findings import Finding

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
            if name.split("/")[1].partition("|")[0] not in shown
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
        for finding in findings:
            address = finding.address
            while address and address not in self.around.places:
                address = parent(address)
            field = self.around.places.get(address)
            if field is not None:
                field.findings.append(finding)

    @property
    def single(self) -> ObjectField | None:
        """The one record that the section consists of; it needs no frame of its own."""
        if len(self.fields) == 1 and isinstance(self.fields[0], ObjectField):
            return self.fields[0] if self.fields[0].template.endswith("object.html") else None
        return None


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

"""The field for a place, by its kind."""

from __future__ import annotations

from typing import Any

from schemes.blueprints import Node
from schemes.designer.fields import unit
from schemes.designer.fields.base import Field, Surroundings
from schemes.designer.fields.choosing import ChoiceField, ChoicesField, LinesField, ReferenceField
from schemes.designer.fields.composite import ListField, LocalisedField, ObjectField, VariantField
from schemes.designer.fields.files import FileField
from schemes.designer.fields.plain import (
    BooleanField,
    DateField,
    NullableField,
    NumberField,
    RangeField,
    TextField,
)
from schemes.designer.fields.standard import StandardField
from schemes.designer.fields.table import TableField
from schemes.designer.fields.unfit import UnfitField, fits
from schemes.designer.values import ABSENT
from schemes.saving import token_of

FIELDS: dict[str, type[Field]] = {
    "localised": LocalisedField,
    "text": TextField,
    "url": TextField,
    "number": NumberField,
    "integer": NumberField,
    "boolean": BooleanField,
    "date": DateField,
    "choice": ChoiceField,
    "choices": ChoicesField,
    "strings": LinesField,
    "records": TableField,
    "object": ObjectField,
    "variant": VariantField,
    "file": FileField,
    "nullable": NullableField,
    "number_or_range": RangeField,
}


#: Items of these kinds are one text each, and are shown open in the form.
SHOWN_OPEN = {"clause", "named"}


class FormSurroundings(Surroundings):
    """The surroundings of the fields of one form, of all kinds that there are."""

    def token(self, value: Any) -> str:
        """As saving asks for it."""
        return token_of(value)

    def field(self, node: Node, name: str, address: str, value: Any = ABSENT) -> Field:
        """The field that edits a place; one that keeps the value where it has another shape."""
        if not fits(node, value):
            return UnfitField(self, node, name, address, value)
        return _class_for(self, node, address)(self, node, name, address, value)


def opens_alone(node: Node) -> bool:
    """Whether the items of a list are opened and saved one by one."""
    return node.kind == "records" and not SHOWN_OPEN & node.item().marks


def _class_for(around: Surroundings, node: Node, address: str) -> type[Field]:
    if node.kind == "records" and (around.are_items_inside or not opens_alone(node)):
        return ListField
    if node.kind == "strings" and (node.item().reference or address in around.suggestions):
        return ChoicesField
    if node.reference and node.kind == "text":
        return ReferenceField
    if node.kind == "text" and unit.PLACE.fullmatch(address):
        return unit.UnitField
    if node.kind == "text" and "standard" in node.marks:
        return StandardField
    return FIELDS.get(node.kind, UnfitField)

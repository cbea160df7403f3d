"""Giving a field another name: whatever names it goes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints.building.conditions import rename_in_conditions
from schemes.blueprints.building.nodes import (
    Schema,
    StepRefused,
    checked,
    copied,
    gone,
    object_at,
    split,
    steps_of,
)
from schemes.blueprints.building.steps import FIXED_PARTS, NAME, name_refused
from schemes.blueprints.structure import places


def rename_field(schema: Mapping[str, Any], address: str, name: str) -> Schema:
    """The field under another name, at the same place; to documents it is another field."""
    at, old = split(address)
    is_fixed = not steps_of(at) and old in FIXED_PARTS
    if is_fixed:
        raise StepRefused(_("Every blueprint has this field; it keeps its name."))
    if not NAME.fullmatch(name):
        raise name_refused()
    new = copied(schema)
    holder = object_at(new, at)
    if old not in holder["properties"]:
        raise gone(address)
    if name in holder["properties"]:
        raise StepRefused(_("There is a field “%(name)s” here already.") % {"name": name})
    holder["properties"] = {
        name if each == old else each: part for each, part in holder["properties"].items()
    }
    if "required" in holder:
        holder["required"] = [name if each == old else each for each in holder["required"]]
    rename_in_conditions(holder, old, name)
    if not steps_of(at):
        for section in new["x-sections"]:
            section["parts"] = [name if part == old else part for part in section["parts"]]
    _rename_in_references(new, at, old, name)
    return checked(new)


def _rename_in_references(root: Schema, at: str, old: str, name: str) -> None:
    """References name lists by their path, and the key of their items: `/grading/levels#code`."""
    for place in places(root):
        reference = place.schema.get("x-reference")
        if isinstance(reference, str) and isinstance(place.schema, dict):
            place.schema["x-reference"] = _renamed(reference, at, old, name)


def _renamed(reference: str, at: str, old: str, name: str) -> str:
    path, mark, key = reference.partition("#")
    if at == f"{path}/-" and key == old:
        key = name
    elif f"{path}/".startswith(f"{at}/{old}/"):
        path = f"{at}/{name}{path.removeprefix(f'{at}/{old}')}"
    return f"{path}{mark}{key}"

"""Steps over sections and fields, and the name of the whole."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints.building.conditions import forget_field
from schemes.blueprints.building.kinds import (
    WITH_LENGTH,
    FieldKind,
    FieldSpec,
    constraints_of,
    definitions_for,
    kind_of,
    limits_of,
    schema_of,
    spec_of,
    texts_of,
)
from schemes.blueprints.building.nodes import (
    Schema,
    StepRefused,
    checked,
    copied,
    dict_of,
    gone,
    object_at,
    set_required,
    shift,
    split,
    steps_of,
)
from schemes.blueprints.node import Node, Text
from schemes.blueprints.wholeness import REF

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
#: Every blueprint has them; the builder leaves them alone.
FIXED_PARTS = frozenset({"blueprint", "category"})
_URN = "urn:touchstone:blueprint:{key}:{version}"


def identifier(key: str, version: int) -> str:
    """The `$id` of a version."""
    return _URN.format(key=key, version=version)


def renumbered(schema: Mapping[str, Any], key: str, version: int) -> Schema:
    """The schema under another name and number: `$id` and the const of `blueprint`."""
    ref = f"{key}/{version}"
    # Version 0 is of what was filed on paper; nobody builds it.
    if version < 1 or not REF.fullmatch(ref):
        raise StepRefused(_("“%(ref)s” is no name of a blueprint.") % {"ref": ref})
    new: Schema = copy.deepcopy(dict(schema))
    new["$id"] = identifier(key, version)
    new["properties"]["blueprint"]["const"] = ref
    return checked(new)


# --- sections -----------------------------------------------------------------------------


def add_section(schema: Mapping[str, Any], key: str, title: Text, help_: Text) -> Schema:
    """A new section at the end, without fields yet."""
    if not KEY.fullmatch(key):
        raise StepRefused(
            _("A section's key is lower-case letters, digits and hyphens, from a letter on.")
        )
    if any(section["key"] == key for section in schema["x-sections"]):
        raise StepRefused(_("There is a section “%(key)s” already.") % {"key": key})
    new = copied(schema)
    new["x-sections"].append(
        {"key": key, "x-title": dict(title), "x-help": dict(help_), "parts": []}
    )
    return checked(new)


def change_section(schema: Mapping[str, Any], key: str, title: Text, help_: Text) -> Schema:
    """The section under another title and help."""
    new = copied(schema)
    section = _section(new, key)
    section["x-title"], section["x-help"] = dict(title), dict(help_)
    return checked(new)


def move_section(schema: Mapping[str, Any], key: str, by: int) -> Schema:
    """The section some places further up (negative) or down; at the ends it stays."""
    new = copied(schema)
    sections = new["x-sections"]
    shift(sections, sections.index(_section(new, key)), by)
    return checked(new)


def remove_section(schema: Mapping[str, Any], key: str) -> Schema:
    """The schema without an empty section."""
    new = copied(schema)
    section = _section(new, key)
    if section["parts"]:
        raise StepRefused(_("The section still has fields. Move or remove them first."))
    new["x-sections"].remove(section)
    return checked(new)


def _section(schema: Schema, key: str) -> dict[str, Any]:
    for section in schema["x-sections"]:
        if section["key"] == key:
            return dict_of(section)
    raise StepRefused(_("There is no section “%(key)s” any more.") % {"key": key})


# --- fields -------------------------------------------------------------------------------


def add_field(
    schema: Mapping[str, Any], at: str, name: str, spec: FieldSpec, section: str = ""
) -> Schema:
    """A new field as the last of the object at an address; of the root, in a section."""
    if not NAME.fullmatch(name):
        raise name_refused()
    new = copied(schema)
    holder = object_at(new, at)
    if name in holder["properties"]:
        raise StepRefused(_("There is a field “%(name)s” here already.") % {"name": name})
    definitions = new.setdefault("$defs", {})
    for key, definition in definitions_for(spec.kind).items():
        definitions.setdefault(key, definition)
    holder["properties"][name] = schema_of(spec)
    set_required(holder, name, spec.is_required)
    if not steps_of(at):
        _section(new, section)["parts"].append(name)
    return checked(new)


def name_refused() -> StepRefused:
    """What is said of a name that no field can have."""
    return StepRefused(_("A field's name is lower-case letters, digits and _, from a letter on."))


def change_field(schema: Mapping[str, Any], address: str, spec: FieldSpec) -> Schema:
    """The field with other texts, limits or choices; its kind stays."""
    new = copied(schema)
    at, name = split(address)
    holder = object_at(new, at)
    node = Node.of("", holder, True, new.get("$defs", {})).child(name)
    if node is None or not isinstance(holder["properties"].get(name), dict):
        raise gone(address)
    if kind_of(node) is not spec.kind:
        raise StepRefused(
            _("The kind of a field does not change. Remove the field and add one of another name.")
        )
    field = holder["properties"][name]
    if constraints_of(spec) != constraints_of(spec_of(node)):
        field = holder["properties"][name] = _constrained(node, field, spec)
    for keyword in ("x-item", "x-unit", "x-material"):
        field.pop(keyword, None)
    field.update(texts_of(spec))
    if name not in FIXED_PARTS:
        set_required(holder, name, spec.is_required)
    return checked(new)


def _constrained(node: Node, field: dict[str, Any], spec: FieldSpec) -> dict[str, Any]:
    """The field with its definition written out, so that its limits are its own."""
    own: dict[str, Any] = copy.deepcopy(node.schema) if "$ref" in field else field
    kept = {k: v for k, v in own.items() if k not in _limiting(spec.kind)}
    return {**kept, **constraints_of(spec)}


def _limiting(kind: FieldKind) -> frozenset[str]:
    words = {*limits_of(kind), *(("pattern",) if kind in WITH_LENGTH else ())}
    if kind is FieldKind.CHOICE:
        words |= {"enum", "x-labels"}
    if kind is FieldKind.LINES:
        words.add("uniqueItems")
    return frozenset(words)


def move_field(schema: Mapping[str, Any], address: str, by: int) -> Schema:
    """The field some places further up (negative) or down among its siblings."""
    new = copied(schema)
    at, name = split(address)
    if not steps_of(at):
        section = next((s for s in new["x-sections"] if name in s["parts"]), None)
        if section is None:
            raise gone(address)
        shift(section["parts"], section["parts"].index(name), by)
        return checked(new)
    holder = object_at(new, at)
    if name not in holder["properties"]:
        raise gone(address)
    names = list(holder["properties"])
    shift(names, names.index(name), by)
    holder["properties"] = {each: holder["properties"][each] for each in names}
    return checked(new)


def move_to_section(schema: Mapping[str, Any], name: str, key: str) -> Schema:
    """A top-level field as the last of another section."""
    new = copied(schema)
    target = _section(new, key)
    for section in new["x-sections"]:
        if name in section["parts"] and section is not target:
            section["parts"].remove(name)
            target["parts"].append(name)
            return checked(new)
    if name in target["parts"]:
        return checked(new)
    raise gone(name)


def remove_field(schema: Mapping[str, Any], address: str) -> Schema:
    """The schema without a field; conditions and sections forget it too."""
    new = copied(schema)
    at, name = split(address)
    if not steps_of(at) and name in FIXED_PARTS:
        raise StepRefused(_("Every blueprint has this field; it cannot be removed."))
    holder = object_at(new, at)
    if name not in holder["properties"]:
        raise gone(address)
    del holder["properties"][name]
    set_required(holder, name, False)
    forget_field(holder, name)
    if not steps_of(at):
        for section in new["x-sections"]:
            section["parts"] = [part for part in section["parts"] if part != name]
    return checked(new)

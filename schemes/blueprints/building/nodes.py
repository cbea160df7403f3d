"""Addresses of the builder, and the way to a place of a schema that can be changed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.dialect import check_dialect
from schemes.blueprints.node import DECIDING_MARKS, Node, Text, resolve
from schemes.blueprints.problems import DialectError

Schema = dict[str, Any]


class StepRefused(ValueError):
    """A step that cannot be made; the message says why, for the person at the builder."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def checked(schema: Schema) -> Schema:
    """The schema, when it is of the dialect. Raises DialectError with every problem."""
    problems = check_dialect(schema)
    if problems:
        raise DialectError(problems)
    return schema


def node_of(schema: Mapping[str, Any], address: str) -> Node | None:
    """The node at an address of the builder, or None."""
    node: Node | None = Node.of("", schema, True, schema.get("$defs", {}))
    for step in steps_of(address):
        if node is None:
            return None
        if step == "-":
            node = node.item() if "items" in node.schema else None
        elif step.startswith("|"):
            index = int(step[1:]) if step[1:].isdecimal() else -1
            shapes = node.variants()
            node = shapes[index] if 0 <= index < len(shapes) else None
        else:
            node = node.child(step)
    return node


def steps_of(address: str) -> tuple[str, ...]:
    """The steps of an address."""
    return tuple(address.strip("/").split("/")) if address.strip("/") else ()


def path_of(address: str) -> tuple[str, ...]:
    """The names that lead to an address; the shapes of a variant are no step of a document."""
    return tuple(step for step in steps_of(address) if not step.startswith("|"))


def copied(schema: Mapping[str, Any]) -> Schema:
    """A copy that a step may change."""
    return copy.deepcopy(dict(schema))


def object_at(root: Schema, address: str) -> dict[str, Any]:
    """The object at an address, ready to be changed: definitions on the way are copied in."""
    schema = root
    for step in steps_of(address):
        schema = _step(root, schema, step, address)
    if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict):
        raise StepRefused(_("There is no group of fields at %(place)s.") % {"place": address})
    return schema


def _step(root: Schema, schema: dict[str, Any], step: str, address: str) -> dict[str, Any]:
    """The schema one step below, written out in place of its reference."""
    holder: Any
    key: Any
    if step == "-":
        holder, key = schema, "items"
    elif step.startswith("|") and step[1:].isdecimal():
        holder, key = schema.get("oneOf", []), int(step[1:])
    else:
        holder, key = schema.get("properties", {}), step
    try:
        inner = holder[key]
    except (LookupError, TypeError):
        raise gone(address) from None
    if "$ref" in inner:
        written_out, marks = resolve(inner, root.get("$defs", {}))
        if marks & {*DECIDING_MARKS}:
            raise StepRefused(_("There is no group of fields at %(place)s.") % {"place": address})
        inner = holder[key] = copy.deepcopy(written_out)
    return dict_of(inner)


def dict_of(value: Any) -> dict[str, Any]:
    """The value itself, known to be an object."""
    assert isinstance(value, dict)
    return value


def split(address: str) -> tuple[str, str]:
    """The address of the group that a field stands in, and the name of the field."""
    steps = steps_of(address)
    if not steps or steps[-1] == "-" or steps[-1].startswith("|"):
        raise gone(address)
    return "/".join(("", *steps[:-1])), steps[-1]


def gone(address: str) -> StepRefused:
    """What is said when somebody else removed the place meanwhile."""
    return StepRefused(_("There is nothing at %(place)s any more.") % {"place": address or "/"})


def set_required(holder: dict[str, Any], name: str, is_required: bool) -> None:
    """Put a field among those that a group asks for, in the order of its fields, or take it out."""
    required = [each for each in holder.get("required", ()) if each != name]
    if is_required:
        required = [each for each in holder["properties"] if each in {*required, name}]
    if required:
        holder["required"] = required
    else:
        holder.pop("required", None)


def shift(items: list[Any], index: int, by: int) -> None:
    """Move one item of a list; at the ends it stays."""
    target = max(0, min(len(items) - 1, index + by))
    items.insert(target, items.pop(index))


def lists_of(blueprint: Blueprint) -> list[tuple[str, Text]]:
    """The lists of records that a reference can name: address (with its key) and title."""
    found: list[tuple[str, Text]] = []

    def look(node: Node, address: str, depth: int) -> None:
        for part in node.children():
            here = f"{address}/{part.name}"
            if part.kind == "records":
                found.append((here, part.title))
            elif part.kind == "object" and depth:
                look(part, here, depth - 1)

    look(blueprint.root, "", 3)
    return found

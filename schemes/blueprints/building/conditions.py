"""Building conditions: which fields are asked for, or left out, by the value of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints.building.nodes import Schema, StepRefused, checked, copied, object_at
from schemes.blueprints.node import Condition, Node


def add_condition(schema: Mapping[str, Any], at: str, condition: Condition) -> Schema:
    """The object at an address with one more condition."""
    return _with_condition(schema, at, None, condition)


def change_condition(
    schema: Mapping[str, Any], at: str, index: int, condition: Condition
) -> Schema:
    """The object with one of its conditions replaced."""
    return _with_condition(schema, at, index, condition)


def _with_condition(
    schema: Mapping[str, Any], at: str, index: int | None, condition: Condition
) -> Schema:
    if not condition.values:
        raise StepRefused(_("Choose at least one value."))
    if not (condition.requires or condition.hides):
        raise StepRefused(_("Choose at least one field that depends on it."))
    if condition.field in (*condition.requires, *condition.hides):
        raise StepRefused(_("A field cannot depend on itself."))
    new = copied(schema)
    holder = object_at(new, at)
    members = list(holder.get("allOf", ()))
    if index is None:
        members.append(written_condition(condition))
    elif 0 <= index < len(members):
        members[index] = written_condition(condition)
    else:
        raise StepRefused(_("There is no such condition any more."))
    _set_conditions(holder, members)
    return checked(new)


def remove_condition(schema: Mapping[str, Any], at: str, index: int) -> Schema:
    """The object without one of its conditions."""
    new = copied(schema)
    holder = object_at(new, at)
    members = list(holder.get("allOf", ()))
    if not 0 <= index < len(members):
        raise StepRefused(_("There is no such condition any more."))
    del members[index]
    _set_conditions(holder, members)
    return checked(new)


def written_condition(condition: Condition) -> dict[str, Any]:
    """A condition in the one form of the dialect."""
    test = (
        {"const": condition.values[0]}
        if len(condition.values) == 1
        else {"enum": list(condition.values)}
    )
    written: dict[str, Any] = {
        "if": {"properties": {condition.field: test}, "required": [condition.field]},
        "then": {"required": list(condition.requires)} if condition.requires else {},
    }
    if condition.hides:
        written["else"] = {"properties": dict.fromkeys(condition.hides, False)}
    return written


def _set_conditions(holder: dict[str, Any], members: list[dict[str, Any]]) -> None:
    if members:
        holder["allOf"] = members
    else:
        holder.pop("allOf", None)


def rename_in_conditions(holder: dict[str, Any], old: str, name: str) -> None:
    """Conditions that name a field under its new name."""

    def renamed(each: str) -> str:
        return name if each == old else each

    written = [
        written_condition(
            Condition(
                renamed(condition.field),
                condition.values,
                tuple(map(renamed, condition.requires)),
                tuple(map(renamed, condition.hides)),
            )
        )
        for condition in Node.of("", holder, True, {}).conditions()
    ]
    _set_conditions(holder, written)


def forget_field(holder: dict[str, Any], name: str) -> None:
    """Conditions without a field: gone when they rest on it or have nothing left to say."""
    kept = []
    for condition in Node.of("", holder, True, {}).conditions():
        rest = Condition(
            condition.field,
            condition.values,
            tuple(n for n in condition.requires if n != name),
            tuple(n for n in condition.hides if n != name),
        )
        if condition.field != name and (rest.requires or rest.hides):
            kept.append(written_condition(rest))
    _set_conditions(holder, kept)

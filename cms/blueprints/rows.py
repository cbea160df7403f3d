"""Fields, groups and conditions as the builder lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.blueprints import Blueprint, Condition, Node
from schemes.blueprints.building.kinds import FieldKind, kind_of
from schemes.blueprints.building.nodes import node_of, steps_of
from schemes.blueprints.building.steps import FIXED_PARTS


@dataclass(frozen=True)
class Row:
    """One field of a section or group."""

    address: str
    node: Node
    kind: FieldKind
    #: Pages that show the fields inside: the address of each with its title.
    inside: tuple[tuple[str, str], ...]
    is_fixed: bool

    @property
    def title(self) -> str:
        """Its title in the language of the page."""
        return in_language(self.node.title) or self.node.name


@dataclass(frozen=True)
class ConditionLine:
    """One condition in words."""

    index: int
    field: str
    values: list[str]
    requires: list[str]
    hides: list[str]


def rows(holder: Node, at: str, names: tuple[str, ...] | None = None) -> list[Row]:
    """The fields of a group, or those of a section, in their order."""
    wanted = names if names is not None else tuple(part.name for part in holder.children())
    parts = [part for name in wanted if (part := holder.child(name)) is not None]
    return [_row(part, f"{at}/{part.name}") for part in parts]


def _row(node: Node, address: str) -> Row:
    is_fixed = len(steps_of(address)) == 1 and node.name in FIXED_PARTS
    inside = tuple(_inside(node, address))
    return Row(address, node, kind_of(node), inside, is_fixed or node.is_hidden)


def _inside(node: Node, address: str) -> Iterator[tuple[str, str]]:
    if node.kind == "object":
        yield address, ""
    elif node.kind == "records" and "clause" not in node.item().marks:
        yield f"{address}/-", ""
    elif node.kind == "variant":
        for index, shape in enumerate(node.variants()):
            if shape.kind == "object":
                yield f"{address}/|{index}", in_language(shape.title)


def conditions(holder: Node, about: tuple[str, ...] | None = None) -> list[ConditionLine]:
    """The conditions of a group; with `about` those that concern these fields."""
    found = []
    for index, condition in enumerate(holder.conditions()):
        names = {condition.field, *condition.requires, *condition.hides}
        if about is None or names & set(about):
            found.append(_line(index, holder, condition))
    return found


def _line(index: int, holder: Node, condition: Condition) -> ConditionLine:
    part = holder.child(condition.field)
    return ConditionLine(
        index=index,
        field=title_of(holder, condition.field),
        values=[value_label(part, value) for value in condition.values],
        requires=[title_of(holder, name) for name in condition.requires],
        hides=[title_of(holder, name) for name in condition.hides],
    )


def title_of(holder: Node, name: str) -> str:
    """The title of a field of a group."""
    part = holder.child(name)
    return (in_language(part.title) if part is not None else "") or name


def value_label(node: Node | None, value: object) -> str:
    """A value of a condition in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    label = node.labels.get(str(value)) if node is not None else None
    return in_language(label) if label else str(value)


@dataclass(frozen=True)
class Way:
    """One step of the way from a section to a group."""

    address: str
    title: str


def way_to(blueprint: Blueprint, address: str) -> list[Way]:
    """The groups around a place, outermost first, the place itself last."""
    found: list[Way] = []
    at = ""
    for step in steps_of(address):
        at = f"{at}/{step}"
        node = node_of(blueprint.schema, at)
        if node is None:
            break
        if step == "-":
            found[-1] = Way(at, found[-1].title)
            continue
        title = in_language(node.title) or step
        found.append(Way(at, title))
    return found

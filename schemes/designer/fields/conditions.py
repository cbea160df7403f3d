"""One-field conditions: when a part belongs to the document, when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints import Condition, Node
from schemes.reading import Reader


@dataclass(frozen=True)
class Dependence:
    """What the value of a neighbour means for a field."""

    #: The name of the neighbour's inputs; empty when it stands in another section.
    on: str
    #: The values with which the field belongs here, as the browser sends them.
    values: tuple[str, ...]
    holds: bool
    #: Whether the field does not belong to the document unless the condition holds.
    hides: bool
    #: Whether the field is asked for, the condition holding.
    requires: bool
    words: str

    @property
    def values_as_json(self) -> str:
        """For the page's script."""
        return json.dumps(self.values)


def dependence_of(
    reader: Reader,
    node: Node,
    part: Node,
    record: Mapping[str, Any],
    prefix: str | None,
) -> Dependence | None:
    """What the record's values mean for one of its parts; the first condition that names it.

    `prefix` is the name of the record's inputs, or None when the neighbour is not on the page.
    """
    for condition in node.conditions():
        hides = part.name in condition.hides
        if not hides and part.name not in condition.requires:
            continue
        holds = condition.holds(record)
        return Dependence(
            on="" if prefix is None else f"{prefix}/{condition.field}",
            values=tuple(_as_sent(value) for value in condition.values),
            holds=holds,
            hides=hides,
            requires=holds and part.name in condition.requires,
            words=_in_words(reader, node, condition, hides),
        )
    return None


def excluded(node: Node, record: Mapping[str, Any]) -> list[str]:
    """The parts that are there though a neighbour says that they do not belong there.

    A neighbour that has no value yet says nothing: what was typed first is not thrown away.
    """
    return [
        name
        for condition in node.conditions()
        if condition.field in record and not condition.holds(record)
        for name in condition.hides
        if name in record
    ]


def _as_sent(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _in_words(reader: Reader, node: Node, condition: Condition, hides: bool) -> str:
    neighbour = node.child(condition.field)
    if neighbour is None:
        return ""
    values = _(", ").join(str(reader.value(neighbour, value)) for value in condition.values)
    template = (
        _("Only when “%(field)s” is: %(values)s")
        if hides
        else _("Required when “%(field)s” is: %(values)s")
    )
    return template % {"field": reader.title(neighbour), "values": values}

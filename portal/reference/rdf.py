"""Registers as RDF in a file's form. Whoever imports this reads rdflib, which few requests need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from rdflib import URIRef

from portal.core.release import tag
from portal.reference import classification
from portal.reference.as_of import as_of
from portal.reference.changes import states
from portal.reference.classification_graph import about, classification_graph
from portal.reference.freshness import state_of_registers
from portal.reference.listing import rows_on
from portal.reference.registers import Register, find_register, register_of
from portal.reference.skos import graph_of, serialise

SECONDS = 86_400


def whole(key: str, form: str, on: date | None = None) -> bytes:
    """A whole register as RDF, made once for each state of what it says; or its rows of a day.

    Between two days on which a row begins or ends the same is said on each.
    """
    name = tag("rdf", key, form, "all" if on is None else "day", *_states_of(key, on)).strip('"')
    made = cache.get(name)
    if made is None:
        register = find_register(key)
        if register is None or key in classification.PARTS:
            graph = classification_graph()
        else:
            day = on or timezone.localdate()
            graph = graph_of(register, as_of(rows_on(register, on), day), day)
        made = serialise(graph, form)
        cache.set(name, made, SECONDS)
    return bytes(made)


def _states_of(key: str, on: date | None) -> tuple[str, ...]:
    """What names the state of a register and of those that its rows name, on a day."""
    register, today = find_register(key), timezone.localdate()
    if register is None or key in classification.PARTS:
        return state_of_registers()
    named = (
        register_of(kept.related_model) for kept in register.fields.values() if kept.is_relation
    )
    keys = {key, *(each.key for each in named if each is not None)}
    state = states(on or today)
    return tuple(state[each] for each in sorted(keys))


def rows(register: Register, records: list[Any], form: str, on: date | None = None) -> bytes:
    """Some rows of a register as of a day, today where none is asked for."""
    day = on or timezone.localdate()
    return serialise(graph_of(register, as_of(records, day), day), form)


def is_in_classification(concept: str) -> bool:
    """Whether the classification says anything of this address."""
    return (URIRef(concept), None, None) in classification_graph()


def part_of_classification(concept: str, form: str) -> bytes:
    """What the classification says of one address."""
    return serialise(about(classification_graph(), URIRef(concept)), form)

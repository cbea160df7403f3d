"""The check of the blueprint dialect (`docs/blueprint-dialect.md`).

A subset of JSON Schema small enough that a form, a report and a printed rule can be made from
every schema in it. The check names every problem at its place, since regulators write
blueprints too.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator

from schemes.blueprints import keywords, structure, values, wholeness
from schemes.blueprints.node import REF_PREFIX
from schemes.blueprints.pointer import pointer
from schemes.blueprints.problems import DialectProblem

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEPTH_LIMIT = 60


def check_dialect(schema: object) -> list[DialectProblem]:
    """Return every problem that keeps a schema from being a blueprint; none means it is one.

    Problems that would make later checks meaningless (not a JSON Schema, a value that has no
    digest, a `$ref` that leads nowhere, a circle) are returned alone; where an `x-reference`
    leads is looked at last.
    """
    for step in (_json_schema_problems, _reference_problems):
        problems = list(step(schema))
        if problems:
            return problems
    assert isinstance(schema, Mapping)
    problems = [*_node_problems(schema), *wholeness.check(schema)]
    return problems or list(wholeness.check_references(schema))


def _json_schema_problems(schema: object) -> Iterator[DialectProblem]:
    if not isinstance(schema, Mapping):
        yield DialectProblem("", "schema", {"detail": type(schema).__name__})
        return
    # The depth comes first: the validator of the meta-schema is recursive.
    if _is_deeper_than(schema, DEPTH_LIMIT):
        yield DialectProblem("", "depth", {"limit": DEPTH_LIMIT})
        return
    if schema.get("$schema") != DIALECT:
        yield DialectProblem("/$schema", "dialect", {"dialect": DIALECT})
        return
    unreadable = list(values.check(schema))
    yield from unreadable
    # The quick validator says whether; the one that takes a second says where.
    if unreadable or _quick_validator().is_valid(schema):
        return
    validator = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for error in validator.iter_errors(schema):
        yield DialectProblem(
            pointer(*error.absolute_path), "schema", {"detail": error.message[:200]}
        )


@cache
def _quick_validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(Draft202012Validator.META_SCHEMA)


def _is_deeper_than(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _reference_problems(schema: object) -> Iterator[DialectProblem]:
    assert isinstance(schema, Mapping)
    definitions = schema.get("$defs", {})
    edges: dict[str, set[str]] = {}
    for place in structure.places(schema):
        ref = place.schema.get("$ref")
        if ref is None:
            continue
        name = ref.removeprefix(REF_PREFIX)
        if not ref.startswith(REF_PREFIX) or not isinstance(definitions.get(name), Mapping):
            yield DialectProblem(place.pointer + "/$ref", "ref", {"ref": ref})
        else:
            edges.setdefault(place.definition, set()).add(name)
    for name in sorted(_circles(edges)):
        yield DialectProblem(pointer("$defs", name), "recursion", {"name": name})


def _circles(edges: Mapping[str, set[str]]) -> set[str]:
    """Return the definitions from which a way leads back to themselves."""
    found = set()
    for start in edges.keys() - {""}:
        seen: set[str] = set()
        ahead = set(edges[start])
        while ahead:
            seen |= ahead
            ahead = {name for step in ahead for name in edges.get(step, ())} - seen
        if start in seen:
            found.add(start)
    return found


def _node_problems(schema: Mapping[str, Any]) -> Iterator[DialectProblem]:
    definitions = schema.get("$defs", {})
    for place in structure.places(schema):
        yield from keywords.check(place, definitions)
        yield from structure.check(place, definitions)

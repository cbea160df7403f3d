"""Making blueprints from schemas, and the built-in ones from their files."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.dialect import check_dialect
from schemes.blueprints.problems import DialectError

BUILTIN_DIRECTORY = Path(__file__).parent / "builtin"


def load_blueprint(schema: Mapping[str, Any]) -> Blueprint:
    """Make a blueprint of a schema. Raises DialectError, with every problem, if it is not one."""
    problems = check_dialect(schema)
    if problems:
        raise DialectError(problems)
    return _blueprint(schema)


@cache
def builtin_blueprints() -> tuple[Blueprint, ...]:
    """Return the blueprints that ship with the portal, by name and version.

    Their dialect is checked by the tests, not at each start.
    """
    schemas = (json.loads(path.read_text("utf-8")) for path in BUILTIN_DIRECTORY.glob("*.json"))
    return tuple(
        sorted(map(_blueprint, schemas), key=lambda blueprint: (blueprint.key, blueprint.version))
    )


def _blueprint(schema: Mapping[str, Any]) -> Blueprint:
    key, version = schema["properties"]["blueprint"]["const"].split("/")
    return Blueprint(key=key, version=int(version), schema=dict(schema))

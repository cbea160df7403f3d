"""Blueprints (备案模板): the single source of truth for a kind of scheme.

A blueprint is a JSON Schema in our dialect (`docs/blueprint-dialect.md`). This package reads
it: no database, no clock, no user. The editor's form, validation, the reading view and the
printed rule are all made from the `Node`s it hands out.
"""

from schemes.blueprints.blueprint import Blueprint, Section
from schemes.blueprints.dialect import check_dialect
from schemes.blueprints.inheriting import inherited_at, material_at
from schemes.blueprints.loading import builtin_blueprints, load_blueprint
from schemes.blueprints.material import Material
from schemes.blueprints.node import Condition, Node
from schemes.blueprints.paper import PAPER, paper_blueprint
from schemes.blueprints.problems import DialectError, DialectProblem

__all__ = [
    "PAPER",
    "Blueprint",
    "Condition",
    "DialectError",
    "DialectProblem",
    "Material",
    "Node",
    "Section",
    "builtin_blueprints",
    "check_dialect",
    "inherited_at",
    "load_blueprint",
    "material_at",
    "paper_blueprint",
]

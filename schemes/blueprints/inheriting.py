"""What a part says nothing of, and therefore has from what is around it."""

from __future__ import annotations

from collections.abc import Sequence

from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.loading import builtin_blueprints
from schemes.blueprints.material import Material
from schemes.blueprints.node import Node


def material_at(blueprint: Blueprint, path: Sequence[str]) -> Material:
    """How material a change is at the place that a path of names leads to."""
    return _said(blueprint.node_at(path)) or inherited_at(blueprint, path)


def inherited_at(blueprint: Blueprint, path: Sequence[str]) -> Material:
    """How material a change is at a place that says nothing of it itself: as around it.

    A blueprint whose root says nothing is older than the words. What it leaves out, the first
    built-in blueprint of its category says.
    """
    if blueprint.root.material is None:
        model = _built_in(blueprint.category)
        said = _said(model.node_at(path)) if model is not None else None
        if said is not None:
            return said
    return material_at(blueprint, path[:-1]) if path else Material.PATCH


def _said(node: Node | None) -> Material | None:
    return node.material if node is not None else None


def _built_in(category: str) -> Blueprint | None:
    return next((each for each in builtin_blueprints() if each.category == category), None)

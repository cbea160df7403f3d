"""The step from one version number to the next, against what changed between the documents.

How far it has to go, the blueprint says of each part (`x-material`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from schemes.blueprints import Blueprint, material_at
from schemes.documents.addresses import parse
from schemes.documents.difference import Change, difference

_NUMBER = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")


class Step(IntEnum):
    """How far a version number moves, and how far a change reaches."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


def step_between(before: Any, after: Any) -> Step | None:
    """The step from one semantic version to another.

    NONE where it is the same number or a lower one; None where one of them is no such number.
    """
    old, new = _read(before), _read(after)
    if old is None or new is None:
        return None
    if new <= old:
        return Step.NONE
    if new[0] > old[0]:
        return Step.MAJOR
    return Step.MINOR if new[1] > old[1] else Step.PATCH


def step_needed(
    blueprint: Blueprint, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Step, str]:
    """The step that the difference asks for, and the address of the first change that does."""
    needed, address = Step.NONE, ""
    for change in difference(blueprint, dict(before), dict(after)):
        step = material_of(change, blueprint)
        if step > needed:
            needed, address = step, change.address
    return needed, address


def material_of(change: Change, blueprint: Blueprint) -> Step:
    """How far the version number has to move for a change; what only moved is editorial."""
    step = Step[material_at(blueprint, parse(change.address)).name]
    return min(step, Step.PATCH) if change.op == "move" else step


def _read(version: Any) -> tuple[int, ...] | None:
    found = _NUMBER.fullmatch(version) if isinstance(version, str) else None
    return tuple(int(part) for part in found.groups()) if found else None

"""The step from one version number to the next, against what changed between the documents.

MAJOR when what the scheme promises changes (parts that the blueprint marks as material), MINOR
when the procedure or the fees do, PATCH for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents.addresses import parse
from schemes.documents.difference import Change, difference

_NUMBER = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")
#: Parts that say how a client gets and keeps a certificate, and what it costs.
_PROCEDURE = frozenset(
    ["certificate", "complaints_appeals", "fees", "process", "records", "resources"]
)
#: What is written down again for each version; it is about the text, not of the scheme.
_ABOUT_THE_VERSION = frozenset(
    ["blueprint", "change_summary", "commitment", "lifecycle", "previous_version", "version"]
)
#: Inside material parts: when something was looked up, and with which result.
_LOOKED_UP = frozenset(["availability", "effective", "similarity", "status", "status_checked"])


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
        step = _step_of(change, blueprint)
        if step > needed:
            needed, address = step, change.address
    return needed, address


def _step_of(change: Change, blueprint: Blueprint) -> Step:
    steps = parse(change.address)
    if steps[0] in _ABOUT_THE_VERSION:
        return Step.NONE
    if change.op == "move" or _LOOKED_UP.intersection(steps[1:]):
        return Step.PATCH
    nodes = (blueprint.node_at(steps[: length + 1]) for length in range(len(steps)))
    if any(node is not None and node.is_material for node in nodes):
        return Step.MAJOR
    return Step.MINOR if steps[0] in _PROCEDURE else Step.PATCH


def _read(version: Any) -> tuple[int, ...] | None:
    found = _NUMBER.fullmatch(version) if isinstance(version, str) else None
    return tuple(int(part) for part in found.groups()) if found else None

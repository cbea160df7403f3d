"""The way from one document to another, as little as it takes, and going it.

Exact and positional: it leads from that very document alone. What people read of a change is
made by `difference`, which knows the blueprint.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from schemes.documents.addresses import identity_of

#: `{"value": …}` puts another value; of a record `set` and `drop` name parts and `in` leads on; of
#: a list `runs` says of what it consists, `[first, end]` of the list before or `{"put": […]}`, and
#: `in` leads on by the position that an item has then.
Patch = dict[str, Any]


class Unfit(ValueError):
    """A patch does not lead on from this document."""


def patch_between(held: Any, wanted: Any) -> Patch | None:
    """What leads from one value to another; None where they are the same.

    What both share in memory is not looked through. True is not 1.
    """
    if held is wanted:
        return None
    if isinstance(held, dict) and isinstance(wanted, dict):
        return _of_records(held, wanted)
    if isinstance(held, list) and isinstance(wanted, list):
        return _of_lists(held, wanted)
    return None if _is_same(held, wanted) else {"value": wanted}


def patched(held: Any, patch: Patch) -> Any:
    """The value to which a patch leads; what does not change is shared, not copied.

    Raises:
        Unfit: it was made of another value.
    """
    try:
        return _patched(held, patch)
    except (LookupError, TypeError, AttributeError) as trouble:
        raise Unfit(str(trouble)) from trouble


def count_of(patch: Patch) -> int:
    """How many values it puts, takes out or moves."""
    if "value" in patch:
        return 1
    here = len(patch.get("set", ())) + len(patch.get("drop", ()))
    runs = patch.get("runs", ())
    put = sum(len(run["put"]) for run in runs if isinstance(run, dict))
    kept = [run for run in runs if isinstance(run, list)]
    moved = sum(after[0] < before[0] for before, after in pairwise(kept))
    here += (put + moved) or bool(runs)
    return here + sum(count_of(inner) for inner in patch.get("in", {}).values())


def _of_records(held: dict[str, Any], wanted: dict[str, Any]) -> Patch | None:
    patch: Patch = {}
    for name, value in wanted.items():
        if name not in held:
            patch.setdefault("set", {})[name] = value
        elif (inner := patch_between(held[name], value)) is not None:
            patch.setdefault("in", {})[name] = inner
    if drop := [name for name in held if name not in wanted]:
        patch["drop"] = drop
    return patch or None


def _of_lists(held: list[Any], wanted: list[Any]) -> Patch | None:
    if stays_in_order(held, wanted):
        led = {
            str(at): patch_between(one, other)
            for at, (one, other) in enumerate(zip(held, wanted, strict=True))
            if one is not other
        }
        led = {at: inner for at, inner in led.items() if inner is not None}
        return {"in": led} if led else None
    sources = list(_sources(held, wanted))
    patch: Patch = {}
    if sources != list(range(len(held))):
        patch["runs"] = list(_runs(sources, wanted))
    for at, source in enumerate(sources):
        inner = patch_between(held[source], wanted[at]) if source is not None else None
        if inner is not None:
            patch.setdefault("in", {})[str(at)] = inner
    return patch or None


def stays_in_order(held: list[Any], wanted: list[Any]) -> bool:
    """Whether both lists have the same items in the same order, whatever these say."""
    return len(held) == len(wanted) and all(
        one is other or identity_of(one) == identity_of(other)
        for one, other in zip(held, wanted, strict=True)
    )


def _sources(held: list[Any], wanted: list[Any]) -> Iterator[int | None]:
    """For each item that is wanted, the position of what it is made from."""
    places: dict[str, int] = {}
    for at, item in enumerate(held):
        if (identity := identity_of(item)) is not None:
            places.setdefault(identity, at)
    if not places:
        yield from _by_place(held, wanted)
        return
    for item in wanted:
        identity = identity_of(item)
        yield places.pop(identity, None) if identity is not None else None


def _by_place(held: list[Any], wanted: list[Any]) -> Iterator[int | None]:
    """The same of items without identity: what is alike at both ends stays."""
    shorter = min(len(held), len(wanted))
    head = 0
    while head < shorter and patch_between(held[head], wanted[head]) is None:
        head += 1
    tail = 0
    while tail < shorter - head and patch_between(held[-1 - tail], wanted[-1 - tail]) is None:
        tail += 1
    is_as_long = len(held) == len(wanted)
    for at in range(len(wanted)):
        if at < head or is_as_long:
            yield at
        else:
            from_end = len(wanted) - at
            yield len(held) - from_end if from_end <= tail else None


def _runs(sources: list[int | None], wanted: list[Any]) -> Iterator[Any]:
    run: Any = None
    for at, source in enumerate(sources):
        if source is None:
            if isinstance(run, dict):
                run["put"].append(wanted[at])
                continue
            if run is not None:
                yield run
            run = {"put": [wanted[at]]}
        elif isinstance(run, list) and run[1] == source:
            run[1] = source + 1
        else:
            if run is not None:
                yield run
            run = [source, source + 1]
    if run is not None:
        yield run


def _is_same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _patched(held: Any, patch: Patch) -> Any:
    if "value" in patch:
        return patch["value"]
    if isinstance(held, list):
        return _patched_list(held, patch)
    dropped = set(patch.get("drop", ()))
    made = {name: part for name, part in held.items() if name not in dropped}
    if len(made) != len(held) - len(dropped):
        raise Unfit(str(sorted(dropped)))
    made.update(patch.get("set", {}))
    for name, inner in patch.get("in", {}).items():
        made[name] = _patched(held[name], inner)
    return made


def _patched_list(held: list[Any], patch: Patch) -> list[Any]:
    made: list[Any] = []
    for run in patch.get("runs", [[0, len(held)]]):
        if isinstance(run, dict):
            made.extend(run["put"])
        elif run[1] > len(held):
            raise Unfit(str(run))
        else:
            made.extend(held[run[0] : run[1]])
    for at, inner in patch.get("in", {}).items():
        made[int(at)] = _patched(made[int(at)], inner)
    return made

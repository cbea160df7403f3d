"""What one blueprint asks otherwise than another: the compatibility report.

The report is careful: what it does not call breaking cannot refuse a document that was right
before. A change that might refuse one (another pattern, say) is called breaking even where no
document at hand is touched by it; which ones are, the impact says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.compatibility.change import Change, ChangeKind, Place
from schemes.blueprints.compatibility.constraints import node_changes


def compatibility(before: Blueprint, after: Blueprint) -> list[Change]:
    """Every difference, breaking ones first, in the order of the blueprint otherwise.

    The name of the blueprint itself (`blueprint`) always differs and is not told.
    """
    changes = [
        *node_changes(before.root, after.root, Place(before, after)),
        *_section_changes(before, after),
    ]
    return sorted(changes, key=lambda change: not change.is_breaking)


def _section_changes(before: Blueprint, after: Blueprint) -> Iterator[Change]:
    """Chapters are for people: what changes in them refuses no document."""
    was = {part: section for section in before.sections for part in section.parts}
    for section in after.sections:
        for part in section.parts:
            if part in was and was[part].key != section.key:
                yield Change(
                    ChangeKind.MOVED,
                    f"/{part}",
                    "x-sections",
                    (after.part(part).title,),
                    {"before": was[part].title, "after": section.title},
                )
    yield from _words_and_order(before, after)
    if before.schema.get("x-phrasing") != after.schema.get("x-phrasing"):
        yield Change(ChangeKind.RELABELLED, "", "x-phrasing", (after.title,))


def _words_and_order(before: Blueprint, after: Blueprint) -> Iterator[Change]:
    old = {section.key: section for section in before.sections}
    for section in after.sections:
        same = old.get(section.key)
        if same is None:
            continue
        if (same.title, same.help) != (section.title, section.help):
            yield Change(ChangeKind.RELABELLED, "", "x-sections", (section.title,))
        if _in_both(same.parts, section.parts) != _in_both(section.parts, same.parts):
            yield Change(ChangeKind.MOVED, "", "properties", (section.title,))
    keys_before = [s.key for s in before.sections]
    keys_after = [s.key for s in after.sections]
    if _in_both(keys_before, keys_after) != _in_both(keys_after, keys_before):
        titles = [section.title for section in after.sections]
        params = {"before": [s.title for s in before.sections], "after": titles}
        yield Change(ChangeKind.MOVED, "", "x-sections", (after.title,), params)


def _in_both(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name in others]

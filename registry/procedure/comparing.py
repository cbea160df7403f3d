"""Two versions side by side, in words that an officer can read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diff_match_patch import diff_match_patch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.localised import document_language, in_language
from portal.core.units import Unit
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.models import ListedVersion
from schemes.blueprints import Node
from schemes.documents import Change, difference, name_of
from schemes.models import Version
from schemes.reading import Reader

#: Every version has a commitment of its own; that it differs says nothing.
ALWAYS_DIFFERENT = "/commitment"
#: Beyond this, marking the words that differ costs more than it helps.
LONGEST_MARKED = 4000


#: Of the old version and of the new one.
Readers = tuple[Reader, Reader]


@dataclass(frozen=True, slots=True)
class ReadableChange:
    """A change with its place and both sides in words."""

    op: str
    address: str
    place: str
    before: str | SafeString
    after: str | SafeString

    @property
    def alone(self) -> list[ReadableChange]:
        """A list of it alone, for the component that shows differences."""
        return [self]


def version_before(version: Version) -> Version | None:
    """The version that the register listed before this one."""
    listed = ListedVersion.objects.filter(entry__scheme=version.scheme_id).select_related(
        "version__blueprint"
    )
    earlier = listed.filter(version__sequence__lt=version.sequence).order_by("-version__sequence")
    row = earlier.first()
    return row.version if row is not None else None


def changes_between(old: Version, new: Version) -> list[ReadableChange]:
    """Every change from the old version to the new one, in the order of the document."""
    found = difference(new.blueprint.blueprint, old.document, new.document)
    shown = [change for change in found if not change.address.startswith(ALWAYS_DIFFERENT)]
    return readable(shown, old, new)


def readable(changes: Iterable[Change], old: Version, new: Version) -> list[ReadableChange]:
    """Changes from the old version to the new one, in words."""
    changes = list(changes)
    if not changes:
        return []
    here, units = document_language(), known_units()
    languages = (here, "zh" if here == "en" else "en")
    ours, others = (_readers(old, new, language, units) for language in languages)
    return [_readable(change, old, new, ours, others) for change in changes]


def _readers(old: Version, new: Version, language: str, units: Mapping[str, Unit]) -> Readers:
    blueprint = new.blueprint.blueprint
    return (
        Reader(blueprint, old.document, language, units, known_fields()),
        Reader(blueprint, new.document, language, units, known_fields()),
    )


def _readable(
    change: Change, old: Version, new: Version, readers: Readers, others: Readers
) -> ReadableChange:
    """A change in the language of the page, or in the other one where only that changed."""
    held_by = old if change.op == "remove" else new
    place = in_language(name_of(new.blueprint.blueprint, held_by.document, change.address))
    if change.op == "move":
        before, after = (_("position %(n)s") % {"n": n} for n in (change.before, change.after))
        return ReadableChange(change.op, change.address, place, before, after)
    before = _words(readers[0], change.node, change.before)
    after = _words(readers[1], change.node, change.after)
    if change.op == "change" and before == after:
        before = _words(others[0], change.node, change.before)
        after = _words(others[1], change.node, change.after)
    if change.op == "change":
        before, after = marked(before, after)
    return ReadableChange(change.op, change.address, place, before, after)


def _words(reader: Reader, node: Node | None, value: Any) -> str:
    """A value as people read it; where the blueprint knows no such place, as it is stored."""
    if value is None:
        return ""
    if node is None:
        return json.dumps(value, ensure_ascii=False)
    return str(reader.value(node, value))


def marked(before: str, after: str) -> tuple[str | SafeString, str | SafeString]:
    """Both texts with the words that differ marked; long ones as they are."""
    if not before or not after or len(before) + len(after) > LONGEST_MARKED:
        return before, after
    matcher = diff_match_patch()
    parts = matcher.diff_main(before, after)
    matcher.diff_cleanupSemantic(parts)
    return _side(parts, -1), _side(parts, 1)


def _side(parts: list[tuple[int, str]], side: int) -> SafeString:
    """One side of a text difference; what only it has stands in `mark`."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", text) if kind == side else text,)
            for kind, text in parts
            if kind in (0, side)
        ),
    )

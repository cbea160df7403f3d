"""What a version changes of the one that was listed before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from portal.core.localised import in_language
from registry.models import ListedVersion
from schemes import comparing
from schemes.amendments import place_of, reasons_of
from schemes.comparing import ReadableChange
from schemes.documents import Change, difference
from schemes.models import Version

#: Every version has a commitment of its own; that it differs says nothing.
ALWAYS_DIFFERENT = "/commitment"


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
    return with_reasons(new, readable(shown, old, new))


def with_reasons(version: Version, changes: list[ReadableChange]) -> list[ReadableChange]:
    """The changes with the reasons that the author gave, each at the first change of its place."""
    left = reasons_of(version)
    told = []
    for change in changes:
        reason = left.pop(place_of(change.address), None)
        told.append(replace(change, reason=in_language(reason.text)) if reason else change)
    return told


def readable(changes: Iterable[Change], old: Version, new: Version) -> list[ReadableChange]:
    """Changes from the old version to the new one, in words."""
    return comparing.readable(new.blueprint.blueprint, changes, old.document, new.document)

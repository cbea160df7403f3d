"""What a change can touch: drafts, versions under review, versions in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.models import Entry, Filing, SubjectKind
from schemes.models import Version
from schemes.states import VersionState


@dataclass(frozen=True)
class Standing:
    """As what a version stands there: a draft, the text of an open filing, the text in force."""

    kind: SubjectKind
    filing: Filing | None = None
    entry: Entry | None = None


def subjects() -> QuerySet[Version]:
    """Each version once: drafts, signed ones, those under review, and those in force.

    Versions that were replaced or set aside are history; nothing is asked of them any more.
    """
    under_review = Filing.objects.open().filter(version=OuterRef("pk"))
    in_force = Entry.objects.listed().filter(version=OuterRef("pk"))
    return (
        Version.objects.filter(
            Q(state__in=(VersionState.DRAFT, VersionState.FROZEN))
            | Exists(under_review)
            | Exists(in_force)
        )
        .select_related("scheme__organisation", "blueprint")
        .order_by("pk")
    )


def batches(
    versions: QuerySet[Version], after: int = 0, size: int = 200
) -> Iterator[list[Version]]:
    """The versions after a key in portions, so that few documents are held at a time."""
    while True:
        portion = list(versions.filter(pk__gt=after)[:size])
        if not portion:
            return
        yield portion
        after = portion[-1].pk


def standings(versions: list[Version]) -> dict[int, list[Standing]]:
    """By the key of each version, as what it stands there; one version may be two things."""
    found: dict[int, list[Standing]] = {version.pk: [] for version in versions}
    for filing in Filing.objects.open().filter(version__in=versions):
        found[filing.version_id].append(Standing(SubjectKind.FILING, filing=filing))
    for entry in Entry.objects.listed().filter(version__in=versions):
        found[entry.version_id].append(Standing(SubjectKind.ENTRY, entry=entry))
    for places in found.values():
        if not places:
            places.append(Standing(SubjectKind.DRAFT))
    return found

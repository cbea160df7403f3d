"""The blueprints as everybody may read them: their versions, and until when they are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from portal.reference.choices import Category
from registry.opendata.records import absolute
from schemes.models import BlueprintVersion


@dataclass(frozen=True)
class Kind:
    """All versions of one blueprint that were ever published, newest first."""

    key: str
    versions: list[BlueprintVersion]

    @property
    def title(self) -> dict[str, str]:
        """What the newest version is called."""
        return self.versions[0].title


def kinds() -> Iterator[Kind]:
    """The blueprints in the order of the categories."""
    by_key: dict[str, list[BlueprintVersion]] = {}
    for version in BlueprintVersion.objects.issued().order_by("key", "-version"):
        by_key.setdefault(version.key, []).append(version)
    order = list(Category.values)
    found = (Kind(key, versions) for key, versions in by_key.items())
    yield from sorted(found, key=lambda kind: (order.index(kind.versions[0].category), kind.key))


def state_of_blueprints() -> list[object]:
    """What the answers about blueprints are made of."""
    columns = ("key", "version", "state", "digest", "note", "drafts_until", "filing_until")
    return list(BlueprintVersion.objects.issued().order_by("pk").values_list(*columns))


def blueprint_record(version: BlueprintVersion, today: date) -> dict[str, Any]:
    """One version in the API: its days, what it may be used for today, and where its schema is."""
    return {
        "ref": version.ref,
        "key": version.key,
        "version": version.version,
        "category": version.category,
        "title": version.title,
        "state": version.state,
        "note": version.note,
        "published_at": version.published_at,
        "drafts_until": version.drafts_until,
        "filing_until": version.filing_until,
        "may_be_begun_with": version.may_be_begun_with(today),
        "may_be_filed_by": version.may_be_filed_by(today),
        "sha256": version.digest,
        "schema": absolute(reverse("register:blueprint-json", args=[version.key, version.version])),
    }

"""Where the places of a version stand in its rule, and how they are cited there."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache

from portal.core.localised import document_language
from portal.core.release import release
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.documents import digest
from schemes.models import Version
from schemes.reading import Standing, chapters, standing_of, standings

SECONDS = 86_400
#: A draft has another text soon.
DRAFT_SECONDS = 3_600


def standings_of(version: Version) -> dict[str, Standing]:
    """Where each place stands in the rule, in the language of the page; kept by the text."""
    language = document_language()
    blueprint = version.blueprint.blueprint

    def found() -> dict[str, Standing]:
        return standings(
            chapters(blueprint, version.document, language, known_units(), known_fields())
        )

    content = version.digest if version.is_frozen else digest(version.document)
    key = f"standings:{content}:{blueprint.digest}:{language}:{release()}"
    return cache.get_or_set(key, found, SECONDS if version.is_frozen else DRAFT_SECONDS) or {}


def chapter_keys(version: Version) -> set[str]:
    """The keys of the chapters of the rule that have text."""
    return {standing.chapter for standing in standings_of(version).values()}


def chapter_of(version: Version, address: str) -> str:
    """The key of the chapter of the rule in which a place stands; empty for the whole document."""
    standing = standing_of(standings_of(version), address)
    return standing.chapter if standing is not None else ""


def clause_of(version: Version, address: str) -> str:
    """How the clause is cited in which a place stands: 第6.1.3条; empty for the whole document."""
    return cited(standings_of(version), address)


def cited(found: Mapping[str, Standing], address: str) -> str:
    """The same, where it is known already where all places stand."""
    standing = standing_of(found, address)
    return standing.words if standing is not None else ""

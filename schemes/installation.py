"""Loading what ships with the portal: built-in blueprints, and words for codes of registers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import rfc8785
from django.utils import timezone

from portal.core.guards import append_only, freeze_columns
from portal.reference.words import name_codes
from schemes.blueprints import builtin_blueprints
from schemes.models import BlueprintEvent, BlueprintVersion, StoredReport, Version, VersionEvent
from schemes.rules.facts import certificate_field_names
from schemes.rules.limit_words import LIMIT_WORDS
from schemes.states import BlueprintState, VersionState


def install_builtin_blueprints() -> int:
    """Add the built-in blueprint versions that are missing; idempotent."""
    added = 0
    for blueprint in builtin_blueprints():
        _row, created = BlueprintVersion.objects.get_or_create(
            key=blueprint.key,
            version=blueprint.version,
            defaults={
                "category": blueprint.category,
                "state": BlueprintState.PUBLISHED,
                "schema": blueprint.schema,
                "digest": hashlib.sha256(rfc8785.dumps(blueprint.schema)).hexdigest(),
                "published_at": timezone.now(),
            },
        )
        added += created
    return added


def install_guards(using: str = "default") -> None:
    """Hold in the database: published blueprints, signed documents and reports never change."""
    freeze_columns(
        BlueprintVersion,
        ("schema", "digest", "key", "version"),
        once=f"{{old}}.state <> '{BlueprintState.DRAFT.value}'",
        using=using,
    )
    freeze_columns(
        Version,
        ("document", "digest", "blueprint_id"),
        once=f"{{old}}.state <> '{VersionState.DRAFT.value}'",
        using=using,
    )
    freeze_columns(
        StoredReport,
        ("version_id", "made_at", "day", "key", "rules", "reference", "findings"),
        once="1 = 1",
        using=using,
    )
    append_only(VersionEvent, using)
    append_only(BlueprintEvent, using)


def name_codes_of_registers() -> None:
    """Have codes that rules and blueprints have words for said in these words."""
    name_codes("limits", "name", lambda: LIMIT_WORDS)
    name_codes("certificate-contents", "code", certificate_field_names)
    name_codes("standards", "type", _types_of_bases)
    name_codes("number-patterns", "types", _types_of_bases)


@cache
def _types_of_bases() -> Mapping[str, Mapping[str, Any]]:
    """What the built-in blueprints call the types of standards."""
    words: dict[str, Mapping[str, Any]] = {}
    for blueprint in builtin_blueprints():
        bases = blueprint.schema["properties"]["basis"]["items"]["properties"]
        words |= bases["type"]["x-labels"]
    return words

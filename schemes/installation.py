"""Loading what ships with the portal: the built-in blueprints."""

from __future__ import annotations

import hashlib

import rfc8785
from django.utils import timezone

from portal.core.guards import append_only, freeze_columns
from schemes.blueprints import builtin_blueprints
from schemes.models import BlueprintEvent, BlueprintVersion, Version, VersionEvent
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
    """Hold in the database: published blueprints and signed documents never change."""
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
    append_only(VersionEvent, using)
    append_only(BlueprintEvent, using)

"""Loading what ships with the portal: built-in blueprints, and words for codes of registers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import rfc8785
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.guards import append_only, freeze_columns
from portal.core.moves import NOT_YET, Move, kind_of
from portal.reference.words import name_codes
from schemes.blueprints import Blueprint, builtin_blueprints, paper_blueprint
from schemes.models import BlueprintEvent, BlueprintVersion, StoredReport, Version, VersionEvent
from schemes.rules.facts import certificate_field_names
from schemes.rules.limit_words import LIMIT_WORDS
from schemes.states import BlueprintState, VersionState

#: A blueprint that ships with the portal needs no second person: it was reviewed with the code.
SHIP = Move(
    kind_of(BlueprintVersion),
    frozenset({NOT_YET}),
    BlueprintState.PUBLISHED,
    label=gettext_lazy("Ship with the portal"),
    who=gettext_lazy("whoever installs the portal"),
)
#: That of a rule on paper is for what was filed before: nobody begins with it.
SHIP_FOR_PAPER = Move(
    kind_of(BlueprintVersion),
    frozenset({NOT_YET}),
    BlueprintState.RETIRED,
    label=gettext_lazy("Ship with the portal, for what was filed on paper"),
    who=SHIP.who,
)


def install_builtin_blueprints() -> int:
    """Add the built-in blueprint versions that are missing, with those for paper; idempotent."""
    built_in = builtin_blueprints()
    first = {each.key: each for each in reversed(built_in)}
    return sum(_install(each, SHIP) for each in built_in) + sum(
        _install(paper_blueprint(each), SHIP_FOR_PAPER) for each in first.values()
    )


def _install(blueprint: Blueprint, ship: Move) -> bool:
    _row, created = BlueprintVersion.objects.get_or_create(
        key=blueprint.key,
        version=blueprint.version,
        defaults={
            "category": blueprint.category,
            **ship.beginning,
            "schema": blueprint.schema,
            "digest": hashlib.sha256(rfc8785.dumps(blueprint.schema)).hexdigest(),
            "published_at": timezone.now(),
        },
    )
    return created


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

"""Loading what ships with the portal: the built-in blueprints and the public commitment."""

from __future__ import annotations

import datetime
import hashlib

import rfc8785
from django.utils import timezone

from portal.core.guards import append_only, freeze_columns
from schemes.blueprints import builtin_blueprints
from schemes.models import BlueprintVersion, CommitmentText, Version, VersionEvent
from schemes.states import BlueprintState, VersionState

#: The text in force until the regulator changes it.
FIRST_COMMITMENT = {
    "zh": (
        "本机构对所备案认证规则的合法性、合规性、真实性、完整性、科学性和适用性负责，"
        "承诺按备案规则开展认证活动，不增加、减少、遗漏认证程序，接受监管部门和社会监督，"
        "并承担由此产生的法律责任。"
    ),
    "en": (
        "This body answers for the lawfulness, compliance, truth, completeness, soundness and "
        "fitness of the certification rules it files. It undertakes to certify by the rules as "
        "filed, without adding, reducing or skipping any procedure, to accept supervision by the "
        "authorities and the public, and to bear the legal responsibility that follows."
    ),
}


def install_builtin_blueprints() -> int:
    """Add the built-in blueprint versions and the commitment where missing; idempotent."""
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
    CommitmentText.objects.get_or_create(
        version="1",
        defaults={"text": FIRST_COMMITMENT, "in_force_from": datetime.date(2025, 1, 1)},
    )
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

"""New versions of schemes that the register has listed."""

from __future__ import annotations

from typing import Any

from portal.accounts.roles import Role
from schemes.actions import Sign
from schemes.drafts import begin_version
from schemes.models import Scheme, Version
from tests.factories import member_of


def next_version(scheme: Scheme, label: str, **parts: Any) -> Version:
    """A signed next version of a scheme with a number of its own."""
    scheme = Scheme.objects.get(pk=scheme.pk)
    version = begin_version(scheme, member_of(scheme.organisation, Role.AUTHOR))
    before = f"{version.document['id']}/versions/1.0.0"
    document = {**version.document, "version": label, "previous_version": before, **parts}
    document["change_summary"] = [
        {
            "id": "cs-1",
            "clause": "1",
            "kind": "modify",
            "text": {"zh": "修改表述"},
            "reason": {"zh": "更清楚"},
        }
    ]
    Version.objects.filter(pk=version.pk).update(document=document)
    signatory = member_of(scheme.organisation, Role.SIGNATORY)
    return Sign(Version.objects.get(pk=version.pk), signatory).run()

"""The row by which the gates know a scheme of the state that was issued here."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import CertificationField
from portal.core.localised import in_language
from portal.reference.changes import acting
from portal.reference.models import NationalScheme
from registry.models import Issue
from schemes.similarity.content import Localised, content_of


def keep_national(issue: Issue, by: Any) -> NationalScheme:
    """Write what was issued into the register of national schemes, from today on.

    It is written as by a form, so what it touches is examined; an amendment changes its row.
    """
    before = Issue.objects.filter(entry=issue.entry).order_by("pk").last()
    row = before.national if before is not None else _begun(issue)
    for name, value in _columns(issue).items():
        setattr(row, name, value)
    with acting(by, "form"):
        row.save()
    return row


def _begun(issue: Issue) -> NationalScheme:
    return NationalScheme(
        key=f"issued-{issue.entry.number.lower()}",
        valid_from=issue.issued_on,
        verified=True,
    )


def _columns(issue: Issue) -> dict[str, Any]:
    """What the document says, as the register of national schemes keeps it."""
    document = issue.filing.version.document
    content = content_of(document)
    title = document["title"]
    domains = list(document.get("domains") or ())
    return {
        "number": str(document["rule_number"])[:80],
        "title_zh": str(title.get("zh", ""))[:200],
        "title_en": str(title.get("en", ""))[:300],
        "category": content.category,
        "field": CertificationField.objects.filter(key__in=domains[:1]).first(),
        "scope_zh": "\n".join(map(_in_chinese, content.scope)),
        "objects_zh": [_in_chinese(one.name) for one in content.objects],
        "bases": [one.ref for one in content.bases],
        "criteria_zh": [
            ":".join(filter(None, (_in_chinese(one.title), _in_chinese(one.text))))
            for one in content.criteria
        ],
        "issuer_zh": "、".join(one.name_zh for one in issue.authorities)[:200],
        "source": issue.announcement_no,
    }


def _in_chinese(text: Localised) -> str:
    return str(text.get("zh") or in_language(dict(text)) or "")

"""Words to licensed bodies: a licence, its end, a new version to file."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.accounts.mailing import people_of
from portal.accounts.roles import Role
from portal.core.mail import send_later
from registry.models import Filing, Licence


def _words(licence: Licence, **more: Any) -> dict[str, Any]:
    return {
        "owner": licence.licensor.name_text,
        "body": licence.organisation.name_text,
        "title": licence.scheme.title,
        "since": licence.since.isoformat(),
        "until": licence.last_day.isoformat() if licence.last_day else "",
        **more,
    }


def tell_licence(licence: Licence, template: str, **more: Any) -> None:
    """To those who sign for the body."""
    people = people_of(licence.organisation, Role.SIGNATORY, Role.ADMINISTRATOR)
    send_later(template, people, _words(licence, **more), key=f"{template}:{licence.pk}")


def tell_released(filing: Filing) -> None:
    """To the signatories of each licensed body: the owner has a new text to be filed."""
    version = filing.version
    held = Licence.objects.on(timezone.localdate()).filter(scheme=filing.scheme_id)
    for licence in held.with_all():
        people = people_of(licence.organisation, Role.SIGNATORY)
        words = _words(licence, version=version.label, number=licence.pk)
        send_later(
            "licence_version", people, words, key=f"licence_version:{version.pk}:{licence.pk}"
        )

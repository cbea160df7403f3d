"""Mails about the last days of a blueprint version, to the bodies whose drafts follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.accounts.models import Membership, Organisation
from portal.accounts.roles import Role
from portal.core.mail import send_later
from schemes.last_days import LastDays, answers_a_correction, last_days_of, periods_on, successor_of
from schemes.models import BlueprintVersion, Version

#: Who writes drafts, and who would file them.
TOLD = (Role.AUTHOR, Role.SIGNATORY)


def announce(
    blueprint: BlueprintVersion, *, before: LastDays, reason: str, today: date, key: str
) -> None:
    """Tell each body with drafts of the days that were set; `key` names the announcement."""
    words = {
        "reason": reason,
        "was_announced": before != LastDays(),
        "days_before": before.as_json(),
    }
    _tell("blueprint_last_days", blueprint, words, today, f"last-days:{key}")


def remind(today: date) -> int:
    """Tell bodies once more that a last day for filing is near; for how many versions.

    Done every day, it tells each person once of each last day: the outbox takes a key once.
    """
    until = today + timedelta(days=periods_on(today).reminder_days)
    near = BlueprintVersion.objects.issued().filter(filing_until__range=(today, until))
    for blueprint in near:
        key = f"last-day-near:{blueprint.ref}:{blueprint.filing_until}"
        _tell("blueprint_last_day_near", blueprint, {}, today, key)
    return len(near)


def _tell(
    template: str, blueprint: BlueprintVersion, words: dict[str, Any], today: date, key: str
) -> None:
    newer = successor_of(blueprint, today)
    common = {
        "ref": blueprint.ref,
        "blueprint_title": blueprint.title,
        "days": last_days_of(blueprint).as_json(),
        "newer": newer.ref if newer is not None else "",
        **words,
    }
    for body, drafts in bodies_with_drafts(blueprint):
        people = Membership.objects.filter(
            organisation=body, role__in=TOLD, user__is_active=True
        ).values_list("user__email", flat=True)
        mail = {**common, "body": body.name_text, "drafts": drafts}
        send_later(template, people, mail, key=f"{key}:{body.pk}")


def bodies_with_drafts(
    blueprint: BlueprintVersion,
) -> Iterator[tuple[Organisation, list[dict[str, Any]]]]:
    """Each body with what it has not filed yet by a blueprint; corrections are not concerned."""
    rows = Version.objects.unsubmitted().filter(blueprint=blueprint)
    rows = rows.select_related("scheme__organisation", "blueprint")
    found: dict[Organisation, list[dict[str, Any]]] = {}
    for version in rows.order_by("scheme__organisation", "pk"):
        if not answers_a_correction(version):
            told = {"title": version.scheme.title, "scheme": version.scheme_id}
            found.setdefault(version.scheme.organisation, []).append(told)
    yield from found.items()

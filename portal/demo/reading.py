"""What bodies of the demonstration have opened: all letters but the newest to each of them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.demo.moments import moment
from registry.models import Letter, LetterReading
from registry.register.reading import note_reading


def read_letters() -> None:
    """Let signatories open their letters on the day after each was sent; once."""
    if LetterReading.objects.exists():
        return
    waiting: set[int] = set()
    for letter in Letter.objects.select_related("organisation").order_by("-sent_at", "-pk"):
        if letter.organisation_id not in waiting:
            waiting.add(letter.organisation_id)
            continue
        opened_on = timezone.localdate(letter.sent_at) + timedelta(days=1)
        signatory = User.objects.filter(
            memberships__organisation=letter.organisation, memberships__role=Role.SIGNATORY
        ).first()
        if signatory is not None and opened_on <= timezone.localdate():
            with moment(opened_on, 9, 20):
                note_reading(letter, signatory)

"""What tests of experts need: people of the pool, a draw, the link that was mailed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from portal.accounts.models import CertificationField
from portal.accounts.roles import Role
from registry.models import Expert, ExpertPanel, ExpertSeat, Filing
from registry.procedure.experts import DrawExperts
from registry.procedure.experts.links import secret_of
from registry.procedure.experts.pool import ExpertWords, keep_expert
from tests.factories import LONG_AGO, PersonFactory, officer


def add_expert(fields: list[str], number: int = 1, **words: Any) -> Expert:
    """Somebody in the pool who knows these fields and is tied to nothing."""
    said = {
        "name": f"专家{number}",
        "email": f"expert-{number}@test.example",
        "fields": fields,
        "active_from": LONG_AGO,
        **words,
    }
    return keep_expert(PersonFactory(role=Role.EDITOR), ExpertWords(**said))


def pool(filing: Filing, count: int) -> list[Expert]:
    """So many experts of the fields of a filing."""
    fields = filing.version.document["domains"]
    return [add_expert(fields, number) for number in range(1, count + 1)]


def draw(filing: Filing, wanted: int = 1, **words: Any) -> ExpertPanel:
    """A panel of the fields of the filing, drawn by its officer."""
    said = {
        "wanted": wanted,
        "fields": filing.version.document["domains"],
        "question": "检测方法是否适用？",
        "due_on": timezone.localdate() + timedelta(days=5),
        **words,
    }
    DrawExperts(filing, officer(), **said).run()
    return ExpertPanel.objects.latest("pk")


def secret(seat: ExpertSeat) -> str:
    """The secret of the link that opens a seat now."""
    return secret_of(seat.links.get(revoked_at=None))


def another_field(filing: Filing) -> str:
    """A field that the document does not name, of another category."""
    own = filing.version.document["domains"]
    category = CertificationField.objects.get(pk=own[0]).category
    return CertificationField.objects.exclude(category=category).first().key


def mailed() -> list[str]:
    """The bodies of the mails that left."""
    return [message.body for message in mail.outbox]

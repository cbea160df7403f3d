"""The link by which an expert comes in: a secret that no row holds, for one seat, until a day.

The secret is made from the nonce of the link and the key of the installation, at each mail anew and
always the same; the database has its digest alone. Whoever reads the database cannot come in by it,
and a mail that is sent a second time names the same address.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.core import outbox
from portal.core.errors import WrongState
from portal.core.mail import key_for, send
from portal.core.queues import Queue
from registry.models import ExpertLink, ExpertSeat, ExpertTerms, Filing
from registry.procedure.cases.acts import known_as
from registry.procedure.permissions import may_ask_for_opinions

SALT = "registry.procedure.experts.links"


class Shut(StrEnum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    OVER = "over"
    ENDED = "ended"
    CLOSED = "closed"


def give_link(seat: ExpertSeat) -> ExpertLink:
    """Make a link for a seat and send it to the expert; links from before open nothing any more."""
    seat.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    terms = ExpertTerms.objects.on(timezone.localdate())
    nonce = secrets.token_hex(16)
    link = ExpertLink.objects.create(
        seat=seat,
        nonce=nonce,
        digest=digest_of(_secret(nonce)),
        last_day=seat.panel.due_on + timedelta(days=terms.link_days),
    )
    mail_expert(link, "expert_asked", key=f"expert_asked:{link.pk}")
    return link


@transaction.atomic
def renew_link(seat: ExpertSeat, user: User) -> ExpertLink:
    """Send a new link in place of one that was lost or fell into other hands.

    Raises:
        NotAllowed: the case is somebody else's.
        WrongState: the opinion is not waited for any more.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=seat.panel.filing_id)
    may_ask_for_opinions(user, filing).require()
    if not ExpertSeat.objects.open().filter(pk=seat.pk).exists() or filing.standing.is_closed:
        raise WrongState(_("This opinion is not waited for any more; nothing was changed."))
    link = give_link(seat)
    state = {"from_state": filing.state, "to_state": filing.state}
    told = {"experts": [known_as(seat.expert)]}
    filing.record_event(event="expert_link_renewed", actor=user, data=told, **state)
    return link


def secret_of(link: ExpertLink) -> str:
    """The secret of a link, for the mail that names it.

    Where the key of the installation was exchanged meanwhile, the secret is another from now on.
    """
    secret = _secret(link.nonce)
    if link.digest != digest_of(secret):
        link.digest = digest_of(secret)
        link.save(update_fields=["digest"])
    return secret


def _secret(nonce: str) -> str:
    made = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of(secret: str) -> str:
    """What is kept of a secret: it cannot be guessed, so nothing slow is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(secret: str) -> tuple[ExpertLink | None, Shut | None]:
    """The link of a secret, and why it does not open where it does not.

    A given opinion stays readable while the link lasts.
    """
    links = ExpertLink.objects.select_related(
        "seat__expert",
        "seat__panel__filing__organisation",
        "seat__panel__filing__version__blueprint",
        "seat__declaration",
        "seat__opinion",
        "seat__ending",
    )
    link = links.filter(digest=digest_of(secret)).first()
    if link is None:
        return None, Shut.UNKNOWN
    if link.revoked_at is not None:
        return link, Shut.REVOKED
    if link.seat.is_ended:
        return link, Shut.ENDED
    if link.is_over:
        return link, Shut.OVER
    if link.seat.panel.filing.standing.is_closed and not link.seat.is_given:
        return link, Shut.CLOSED
    return link, None


def mail_expert(link: ExpertLink, template: str, *, key: str, **more: Any) -> None:
    """Put a mail to an expert into the outbox, in the expert's language; the link comes later."""
    panel, expert = link.seat.panel, link.seat.expert
    context = {"number": panel.filing.number, "due": panel.due_on.isoformat(), **more}
    payload = {
        "template": template,
        "to": expert.email,
        "only": expert.language,
        "context": {**context, "name": expert.name},
        "link": link.pk,
    }
    outbox.put("expert_mail", payload, key=key_for(key, expert.email))


@outbox.handles("expert_mail", Queue.MAIL, forgets=["context"])
def deliver(payload: Mapping[str, Any]) -> None:
    """Send a mail with the link, unless it opens nothing any more."""
    link = ExpertLink.objects.select_related("seat").get(pk=payload["link"])
    seat = ExpertSeat.objects.with_answers().get(pk=link.seat_id)
    if link.revoked_at is not None or seat.is_ended:
        return
    with override(payload["only"]):
        path = reverse("experts:start", args=[secret_of(link)])
    context = {**payload["context"], "address": f"{settings.SITE_URL}{path}"}
    send({**payload, "context": context})

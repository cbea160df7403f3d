"""The life of a token: an administrator asks for it, the person who answers for it takes it over.

Its secret is made at that moment and shown to that person once. docs/adr/0041.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation, User
from portal.core import security_log
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken
from portal.core.mail import send_later
from portal.core.moves import NOT_YET, Move, kind_of
from portal.core.security_log import SecurityEvent
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.models import ApiToken, Scope, TokenState
from registry.tokens.permissions import may_all, may_ask, may_revoke, may_take_over

#: By this people and scanners of code recognise one that was left lying about.
PREFIX = "touchstone_"
#: After that a token is made anew, by people who are still there.
LONGEST = timedelta(days=366)
#: Its use is noted that often, so that reading does not write each time.
NOTED_EVERY = timedelta(minutes=1)

ASK = Move(
    kind_of(ApiToken),
    frozenset({NOT_YET}),
    TokenState.ASKED,
    event="asked",
    label=gettext_lazy("Have a token made"),
    who=gettext_lazy("administrator of the certification body"),
)
TOKEN_MOVES = (ASK,)


@transaction.atomic
def ask_for(
    organisation: Organisation,
    by: User,
    *,
    name: str,
    scopes: Sequence[str],
    responsible: User,
    last_day: date,
) -> ApiToken:
    """A token that waits for the person who is to answer for it.

    Raises:
        NotAllowed: only administrators of the body ask.
        RulesBroken: it has no name, opens nothing, lasts too long, or the person may not do it.
    """
    may_ask(by, organisation).require()
    today = timezone.localdate()
    if not name.strip():
        raise RulesBroken(_("Name the system that will use the token."))
    if not scopes or not set(scopes) <= set(Scope.values):
        raise RulesBroken(_("Choose what the token opens."))
    if not today <= last_day <= today + LONGEST:
        raise RulesBroken(_("The last day lies between today and a year from now."))
    token = ApiToken(
        organisation=organisation,
        name=name.strip(),
        scopes=[scope for scope in Scope.values if scope in scopes],
        responsible=responsible,
        asked_by=by,
        last_day=last_day,
        **ASK.beginning,
    )
    access = may_all(responsible, token)
    if not access:
        raise RulesBroken(access.reason)
    token.save()
    token.record_event(event=ASK.event, to_state=token.state, actor=by)
    _tell_the_person(token)
    return token


def _tell_the_person(token: ApiToken) -> None:
    if token.responsible_id == token.asked_by_id:
        return
    words = {
        "token": token.name,
        "by": token.asked_by.name,
        "body": token.organisation.name_text,
        "number": token.pk,
    }
    send_later("token_asked", [token.responsible.email], words, key=f"token:{token.pk}")


class TakeOver(Action[ApiToken]):
    """Answer for a token: its secret is made and shown to this person once.

    Who lets a system file also agrees that the public commitment is signed in their name for each
    document that the system files.
    """

    name = "take_over"
    label = gettext_lazy("Answer for the token and see it")
    event = "taken_over"
    from_states = frozenset({TokenState.ASKED})
    to_state = TokenState.IN_USE
    who = gettext_lazy("the person named in it, who has the role that it needs")

    #: Known to nobody else and never stored.
    secret: str

    @classmethod
    def access(cls, user: Any, record: ApiToken) -> Access:
        """The person named in it."""
        return may_take_over(user, record)

    def check(self) -> None:
        """What signs in somebody's name was agreed to, and their name is known."""
        if self.record.is_over:
            raise RulesBroken(_("The last day of this token has passed; have a new one made."))
        if Scope.FILE not in self.record.scopes:
            return
        if not self.data.get("agreed"):
            raise RulesBroken(_("Say that the commitment is signed in your name."))
        if not (self.user.name and self.user.position):
            raise RulesBroken(
                _("Your name and position stand under the commitment; enter them first.")
            )

    def apply(self) -> None:
        """Make the secret; keep its digest and its last four characters."""
        self.secret = PREFIX + secrets.token_urlsafe(32)
        self.record.digest = digest_of(self.secret)
        self.record.ending = self.secret[-4:]
        if Scope.FILE in self.record.scopes:
            self.record.commitment = commitment_in_force()

    def tell(self) -> None:
        """Into the security log."""
        _record(SecurityEvent.TOKEN_GIVEN, self.record, self.user)

    def event_data(self) -> dict[str, Any]:
        """Which commitment was agreed to."""
        return {"commitment": self.record.commitment} if self.record.commitment else {}


class Revoke(Action[ApiToken]):
    """End a token; from then on it opens nothing."""

    name = "revoke"
    label = gettext_lazy("Revoke the token")
    event = "revoked"
    from_states = frozenset({TokenState.ASKED, TokenState.IN_USE})
    to_state = TokenState.REVOKED
    who = gettext_lazy("administrator of the body, or the person who answers for it")

    @classmethod
    def access(cls, user: Any, record: ApiToken) -> Access:
        """Who manages the body, or answers for the token."""
        return may_revoke(user, record)

    def tell(self) -> None:
        """Into the security log."""
        _record(SecurityEvent.TOKEN_TAKEN, self.record, self.user)


TOKEN_ACTIONS: tuple[type[Action[ApiToken]], ...] = (TakeOver, Revoke)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def commitment_in_force() -> str:
    """The version of the public commitment that is signed today."""
    text = RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate())
    assert text is not None, "The first text of the commitment ships with the portal."
    return str(text.version)


def token_of(secret: str) -> tuple[ApiToken | None, str]:
    """The token of a secret where it opens anything; else None and the code of the reason why."""
    tokens = ApiToken.objects.select_related("organisation", "responsible")
    token = tokens.filter(digest=digest_of(secret)).first()
    if token is None:
        return None, "unknown"
    if token.state != TokenState.IN_USE:
        return None, "revoked"
    if token.is_over:
        return None, "over"
    if not may_all(token.responsible, token):
        return None, "person"
    return token, ""


def note_use(token: ApiToken) -> None:
    """Keep when it was used last."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _record(event: SecurityEvent, token: ApiToken, by: User) -> None:
    body, number = token.organisation.slug, str(token.pk)
    transaction.on_commit(
        lambda: security_log.record(event, person=by, organisation=body, object=number)
    )

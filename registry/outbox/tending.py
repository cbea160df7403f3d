"""What people at the desk do about messages of the outbox that were given up."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core import outbox
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken
from portal.core.models import MessageState, OutboxMessage
from registry.outbox.permissions import may_tend_outbox


class TryAgain(Action[OutboxMessage]):
    """Put a message back into its queue with all its tries before it, for the worker to take."""

    name = "try-again"
    label = gettext_lazy("Try again")
    event = "tried_again"
    from_states = frozenset({MessageState.GIVEN_UP, MessageState.SET_ASIDE})
    to_state = MessageState.WAITING
    who = gettext_lazy("officer, decider or administrator of the regulator")

    @classmethod
    def access(cls, user: Any, record: OutboxMessage) -> Access:
        """Who looks after the outbox."""
        return may_tend_outbox(user)

    def check(self) -> None:
        """What was set aside long ago has been forgotten in part."""
        is_set_aside = self.record.state == MessageState.SET_ASIDE
        if is_set_aside and not outbox.is_whole(self.record):
            raise RulesBroken(_("Its words have been forgotten; it cannot be tried again."))

    def apply(self) -> None:
        """Due at once."""
        self.record.due_at = timezone.now()
        self.record.attempts = 0


class SetAside(Action[OutboxMessage]):
    """Decide, with a reason, that a message need not be carried out any more."""

    name = "set-aside"
    label = pgettext_lazy("action", "Set aside")
    event = "set_aside"
    from_states = frozenset({MessageState.GIVEN_UP})
    to_state = MessageState.SET_ASIDE
    who = TryAgain.who

    @classmethod
    def access(cls, user: Any, record: OutboxMessage) -> Access:
        """Who looks after the outbox."""
        return may_tend_outbox(user)

    def check(self) -> None:
        """Somebody will ask why a person never got their mail."""
        if not self.data.get("reason", "").strip():
            raise RulesBroken(_("Say why this need not be done any more."))

    def event_data(self) -> dict[str, Any]:
        """The reason."""
        return {"reason": self.data["reason"].strip()}


MESSAGE_ACTIONS = (TryAgain, SetAside)

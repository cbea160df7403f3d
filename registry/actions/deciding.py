"""Deciding: by another person than who reviewed, on what an officer proposed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from registry.actions.review import OutcomeWords
from registry.actions.submission import publish_later
from registry.clock import answer_limit_from
from registry.models import Decision, Entry, Filing
from registry.notifications import tell_decided
from registry.permissions import may_decide
from registry.states import FilingState, Outcome

WHO = gettext_lazy("decider of the regulator who neither reviewed the filing nor has a part in it")


class Decide(OutcomeWords, Action[Filing]):
    """What both outcomes share: a named decider, reasons, a record that is never changed."""

    from_states = frozenset({FilingState.PROPOSED})
    who = WHO
    decided: Outcome

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Deciders who neither reviewed the filing nor have a part in it."""
        return may_decide(user, record)

    @property
    def outcome(self) -> str:
        """The outcome that this class stands for, whatever was proposed."""
        return self.decided

    def apply(self) -> None:
        """Write the decision on the version that was reviewed."""
        Decision.objects.create(
            filing=self.record,
            round=self.record.round,
            outcome=self.outcome,
            reasons=self.reasons,
            reason_codes=self.reason_codes,
            sha256=self.record.version.digest,
            proposal=self.record.proposal,
            decided_by=self.user,
        )

    def entry(self) -> Entry:
        """The register's entry of this filing."""
        return Entry.objects.get(scheme=self.record.scheme, organisation=self.record.organisation)


class RecordNoObjection(Decide):
    """Close the review: nothing speaks against the filed text. No remark may be left unsent."""

    name = "record_no_objection"
    label = gettext_lazy("Record no objection")
    event = "no_objection"
    to_state = FilingState.NO_OBJECTION
    decided = Outcome.NO_OBJECTION

    def tell(self) -> None:
        """The public sees that the review ended; the body hears of it."""
        entry = self.entry()
        entry.record_event(
            event="reviewed", actor=self.user, data={"sha256": self.record.version.digest}
        )
        publish_later(entry)
        tell_decided(self.record, self.outcome, self.reasons, self.reason_codes)


class RequestCorrection(Decide):
    """Ask the body for a corrected version, once, with all remarks at their places.

    There must be at least one remark. The scheme stays listed: the filing took effect on
    submission. Remarks and reasons go to the body and are not published.
    """

    name = "request_correction"
    label = gettext_lazy("Request correction")
    event = "correction_requested"
    to_state = FilingState.CORRECTION_REQUESTED
    decided = Outcome.CORRECTION_REQUESTED

    def apply(self) -> None:
        """Send the remarks and start the body's clock."""
        super().apply()
        self.sent = self.record.remarks.unsent().update(
            sent_at=timezone.now(), round=self.record.round
        )
        self.record.answer_due = answer_limit_from(self.record.track, timezone.localdate())

    def tell(self) -> None:
        """The body hears what to correct and until when."""
        tell_decided(self.record, self.outcome, self.reasons, self.reason_codes, self.sent)

"""Review after the fact: taking a filing up, and its two outcomes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from registry.actions.submission import publish_later
from registry.clock import answer_limit_from
from registry.models import Decision, Entry, Filing, ReasonCode
from registry.notifications import tell_decided
from registry.permissions import may_decide, may_review_filing
from registry.states import FilingState, Outcome


def review_token(filing: Filing) -> str:
    """A short fingerprint of what a decision is made on: the text, and the remarks with it."""
    unsent = filing.remarks.unsent().order_by("pk")
    seen = [filing.version.digest, *unsent.values_list("pk", "address", "text", "kind")]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


class TakeUp(Action[Filing]):
    """An officer takes a filing up and answers for its review."""

    name = "take_up"
    label = gettext_lazy("Take up for review")
    event = "taken_up"
    from_states = frozenset({FilingState.RECEIVED})
    to_state = FilingState.UNDER_REVIEW
    who = gettext_lazy("officer or decider of the regulator, not of the filing's organisation")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    def apply(self) -> None:
        """The officer's name stands on the filing from now on."""
        self.record.officer = self.user


class Decide(Action[Filing]):
    """What both outcomes share: a named decider, reasons, a record that is never changed."""

    from_states = frozenset({FilingState.UNDER_REVIEW})
    who = gettext_lazy("officer or decider of the regulator, not of the filing's organisation")
    outcome: Outcome

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers and deciders without a part in the filing."""
        return may_decide(user, record)

    @property
    def reasons(self) -> str:
        """The decider's reasons as they stand on the record."""
        return str(self.data.get("reasons", "")).strip()

    @property
    def reason_codes(self) -> list[str]:
        """Codes of the reasons that the decision rests on."""
        return list(self.data.get("reason_codes", ()))

    def check(self) -> None:
        """A decision without reasons would not hold, nor one on a text that was not read.

        `seen` is the `review_token` of what the decider had before them; without it (commands,
        tests) the decision is on the filing as it is.
        """
        if not self.reasons:
            raise RulesBroken(_("Write the reasons of the decision; they stand on the record."))
        known = set(ReasonCode.objects.values_list("code", flat=True))
        if not known.issuperset(self.reason_codes):
            raise RulesBroken(_("One of the reasons is not in the regulator's list any more."))
        if self.data.get("seen") not in (None, review_token(self.record)):
            raise WrongState(
                _(
                    "The filing or its remarks changed while you were deciding. Nothing was "
                    "decided; read them again and decide anew."
                )
            )

    def apply(self) -> None:
        """Write the decision on the version that was reviewed."""
        Decision.objects.create(
            filing=self.record,
            round=self.record.round,
            outcome=self.outcome,
            reasons=self.reasons,
            reason_codes=self.reason_codes,
            sha256=self.record.version.digest,
            decided_by=self.user,
        )

    def event_data(self) -> dict[str, Any]:
        """What was decided about which text."""
        return {
            "outcome": str(self.outcome),
            "reason_codes": self.reason_codes,
            "sha256": self.record.version.digest,
        }

    def entry(self) -> Entry:
        """The register's entry of this filing."""
        return Entry.objects.get(scheme=self.record.scheme, organisation=self.record.organisation)


class RecordNoObjection(Decide):
    """Close the review: nothing speaks against the filed text."""

    name = "record_no_objection"
    label = gettext_lazy("Record no objection")
    event = "no_objection"
    to_state = FilingState.NO_OBJECTION
    outcome = Outcome.NO_OBJECTION

    def check(self) -> None:
        """Remarks that were never sent would be lost with the closing."""
        super().check()
        if self.record.remarks.unsent().exists():
            raise RulesBroken(_("There are remarks that were not sent; send or delete them first."))

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

    The scheme stays listed: the filing took effect on submission. Remarks and reasons go to the
    body and are not published.
    """

    name = "request_correction"
    label = gettext_lazy("Request correction")
    event = "correction_requested"
    to_state = FilingState.CORRECTION_REQUESTED
    outcome = Outcome.CORRECTION_REQUESTED

    def check(self) -> None:
        """There must be something to correct."""
        super().check()
        if not self.record.remarks.unsent().exists():
            raise RulesBroken(
                _("Write at least one remark that says what has to be corrected, and where.")
            )

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

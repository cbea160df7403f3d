"""Deciding: by another person than who reviewed, on what an officer proposed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.moves import Move, kind_of
from registry.lettered import Lettered
from registry.models import Decision, Duty, Filing, Notice, Proposal, Remark, Remedy
from registry.procedure.actions.review import OutcomeWords
from registry.procedure.clock import clock_begun
from registry.procedure.grounds import grounds_for_mail
from registry.procedure.notices import preview_notice, send_notice
from registry.procedure.notifications import tell_decided
from registry.procedure.outcome_conditions import binding, in_letters, set_conditions
from registry.procedure.permissions import may_decide
from registry.procedure.public_summaries import require_no_names
from registry.procedure.statements import state_impartiality
from registry.register.letters import LetterWords, send_letter
from registry.register.telling import publish
from registry.states import FilingState, Outcome, RemarkState

WHO = gettext_lazy("decider of the regulator who neither reviewed the filing nor has a part in it")


class Decide(OutcomeWords, Action[Filing]):
    """What both outcomes share: a named decider, reasons, a record that is never changed."""

    from_states = frozenset({FilingState.PROPOSED})
    who = WHO
    decided: Outcome
    decision: Decision
    #: Whether it burdens the body, which is then told what can be done against it.
    asks_grounds: ClassVar[bool] = False

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Deciders who neither reviewed the filing nor have a part in it."""
        return may_decide(user, record)

    @property
    def outcome(self) -> str:
        """The outcome that this class stands for, whatever was proposed."""
        return self.decided

    def apply(self) -> None:
        """Write the decision on the version that was reviewed; the decider declares."""
        state_impartiality(self.record, self.user, Duty.DECISION)
        self.decision = self._write(self.record, self.record.proposal)

    def _write(self, filing: Filing, proposal: Proposal | None = None) -> Decision:
        """The decision as a row of a filing; the proposal belongs to the one that was reviewed."""
        return Decision.objects.create(
            filing=filing,
            round=filing.round,
            outcome=self.outcome,
            reasons=self.reasons,
            reason_codes=self.reason_codes,
            sha256=filing.version.digest,
            proposal=proposal,
            conditions=self.conditions,
            public_summary=self.public_summary,
            remedy=self.remedy,
            decided_by=self.user,
        )

    def check(self) -> None:
        """What the public reads of it names nobody."""
        super().check()
        require_no_names(self.public_summary, self.record)

    @property
    def public_summary(self) -> str:
        """What the public digest says of it, where it burdens."""
        return str(self.data.get("public_summary") or "").strip() if self.asks_grounds else ""

    def follow(self, other: Filing) -> None:
        """The outcome of a joint text is that of each filing of it, with a letter of its own."""
        self.tell_of(self._write(other))

    def tell_of(self, decision: Decision) -> None:
        """What the body of one filing hears of it."""
        tell_decided(
            decision.filing, self.outcome, self.reasons, self.reason_codes, remedy=self.remedy
        )

    @property
    def remedy(self) -> dict[str, str]:
        """What the law gives against it, where it burdens; in both languages."""
        if not self.asks_grounds and not binding(self.conditions):
            return {}
        return Remedy.objects.on(timezone.localdate(), self.record.track)

    def letter_words(self) -> LetterWords:
        """What its letter says."""
        return LetterWords(
            reasons=self.reasons,
            told=self.record.told_of_delegation(self.user),
            note=self.letter_note,
            grounds=grounds_for_mail(self.reason_codes),
            conditions=in_letters(self.conditions),
            remedy=self.remedy,
        )


class RecordNoObjection(Decide, Lettered):
    """Close the review: nothing speaks against the filed text. No remark may be left unsent."""

    name = "record_no_objection"
    label = gettext_lazy("Record no objection")
    beforehand = gettext_lazy("A review that finds nothing to correct ends without objection.")
    event = "no_objection"
    to_state = FilingState.NO_OBJECTION
    decided = Outcome.NO_OBJECTION

    def tell(self) -> None:
        """The public sees that the review ended; the body hears of it."""
        self.decision.filing = self.record
        self.tell_of(self.decision)

    def tell_of(self, decision: Decision) -> None:
        """Of a joint text in the history of each entry, by a letter to each body."""
        filing = decision.filing
        entry = filing.entry
        set_conditions(decision, entry)
        entry.record_event(
            event="reviewed", actor=self.user, data={"sha256": filing.version.digest}
        )
        publish(entry)
        letter = send_letter(self.name, [filing], self.letter_words(), self.user)
        number = letter.number if letter else ""
        tell_decided(
            filing,
            self.outcome,
            self.reasons,
            self.reason_codes,
            letter=number,
            remedy=self.remedy,
        )


class RequestCorrection(Decide):
    """Ask the body for a corrected version by a notice with all remarks at their places.

    There must be at least one remark; a further notice in the same case needs a reason. The scheme
    stays listed: the filing took effect on submission. Remarks and reasons go to the body and are
    not published.
    """

    name = "request_correction"
    label = gettext_lazy("Request correction")
    beforehand = gettext_lazy(
        "If something has to be corrected, you get one notice of all of it, with reasons "
        "and a last day, and answer with a new version."
    )
    event = "correction_requested"
    to_state = FilingState.CORRECTION_REQUESTED
    decided = Outcome.CORRECTION_REQUESTED
    asks_grounds = True

    def apply(self) -> None:
        """Send the remarks; the body's clock starts with the state."""
        super().apply()
        now, told = timezone.now(), {"data": {"round": self.record.round}}
        self.sent = [
            self.move(remark, RemarkState.OPEN, told, **self._sending(remark, now))
            for remark in self.record.remarks.to_send().order_by("pk")
        ]

    def preview_notice(self) -> Notice | None:
        """The notice as it would be sent now; while nobody knows who decides, nobody signs."""
        filing = self.record
        clock = clock_begun(filing.procedure, self.to_state, timezone.localdate())
        decision = Decision(
            filing=filing,
            round=filing.round,
            reasons=self.reasons,
            reason_codes=self.reason_codes,
            remedy=self.remedy,
            decided_by=self.user,
        )
        words = self.again_because, self.letter_note
        return preview_notice(decision, clock, *words) if clock is not None else None

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """What is sent is open, for the first time or again."""
        sent = frozenset({RemarkState.WRITTEN, RemarkState.REOPENED})
        return (Move(kind_of(Remark), sent, RemarkState.OPEN, event="sent"),)

    def _sending(self, remark: Remark, now: datetime) -> dict[str, Any]:
        """A new remark is of this round; one that was reopened waits for another answer."""
        if remark.sent_at is None:
            return {"sent_at": now, "round": self.record.round}
        return {"answer_kind": "", "answer": "", "answered_by": None, "answered_at": None}

    def tell(self) -> None:
        """The body gets the notice: what to correct, what would satisfy, and until when."""
        self.decision.filing = self.record
        notice = send_notice(self.decision, self.sent, self.again_because, self.letter_note)
        words = self.outcome, self.reasons, self.reason_codes, len(self.sent)
        tell_decided(self.record, *words, notice.number, remedy=self.remedy)

"""Review after the fact: taking a filing up, proposing its outcome, handing a proposal back.

The officer proposes, another person decides (`registry.procedure.actions.deciding`).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from registry.models import Duty, Filing, Proposal, ReasonCode
from registry.models.remarks import WORDS
from registry.procedure.actions.awaiting import require_opinions
from registry.procedure.notices import require_reason_for_another
from registry.procedure.notifications import tell_handed_back, tell_proposed
from registry.procedure.outcome_conditions import require_sound
from registry.procedure.permissions import may_decide, may_review_filing
from registry.procedure.statements import state_impartiality
from registry.states import OUTCOMES_OF_A_REVIEW, FilingState, Outcome

WHO = gettext_lazy("officer of the regulator who has no part in the filing")


def review_token(filing: Filing) -> str:
    """A short fingerprint of what is judged: the text, its remarks, and what was proposed."""
    unsent = filing.remarks.to_send().order_by("pk")
    judged = filing.remarks.sent().order_by("pk")
    proposal = filing.proposal
    seen = [
        filing.version.digest,
        proposal.pk if proposal else None,
        *unsent.values_list("pk", "address", *WORDS),
        *judged.values_list("pk", "state"),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


class TakeUp(Action[Filing]):
    """An officer takes a filing up and answers for its review."""

    name = "take_up"
    label = gettext_lazy("Take up for review")
    beforehand = gettext_lazy("An officer takes the filing up and reviews it.")
    event = "taken_up"
    from_states = frozenset({FilingState.RECEIVED})
    to_state = FilingState.UNDER_REVIEW
    who = WHO

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    @classmethod
    def is_available(cls, user: Any, record: Filing) -> bool:
        """Not while a colleague has it."""
        return super().is_available(user, record) and record.officer_id in (None, user.pk)

    def check(self) -> None:
        """A case that a colleague has is taken over, with the reason, and not taken up."""
        if self.record.officer_id not in (None, self.user.pk):
            raise WrongState(
                _("%(person)s has this case. Take it over first, with the reason.")
                % {"person": self.record.officer}
            )

    def apply(self) -> None:
        """The officer's name stands on the filing from now on; the officer declares."""
        self.record.officer = self.user
        state_impartiality(self.record, self.user, Duty.REVIEW)


class OutcomeWords:
    """An outcome with its reasons: what a proposal and a decision have in common."""

    record: Filing
    data: dict[str, Any]

    @property
    def outcome(self) -> str:
        """The outcome that is meant."""
        return str(self.data.get("outcome", ""))

    @property
    def reasons(self) -> str:
        """The reasons as they stand on the record."""
        return str(self.data.get("reasons", "")).strip()

    @property
    def again_because(self) -> str:
        """Why a further notice is needed in a case in which one was sent."""
        return str(self.data.get("again_because", "")).strip()

    @property
    def conditions(self) -> list[dict[str, str]]:
        """Conditions and recommendations that go with it."""
        return list(self.data.get("conditions") or ())

    @property
    def letter_note(self) -> str:
        """A paragraph for the letter or the notice."""
        return str(self.data.get("letter_note", "")).strip()

    @property
    def reason_codes(self) -> list[str]:
        """Codes of the reasons that it rests on."""
        return list(self.data.get("reason_codes", ()))

    def check(self) -> None:
        """An outcome without reasons would not hold, nor one on a text that was not read.

        `seen` is the `review_token` of what the person had before them; without it (commands,
        tests) it is about the filing as it is.
        """
        if self.outcome not in OUTCOMES_OF_A_REVIEW:
            raise RulesBroken(_("Choose the outcome."))
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
        require_sound(self.record, self.outcome, self.conditions, self.reason_codes)
        self._check_remarks()

    def _check_remarks(self) -> None:
        """Unsent remarks would be lost with the closing; a correction without any says nothing.

        Answers are judged first: what is left open would be lost, or asked for without a word.
        """
        owner = self.record.scheme.organisation
        is_joint = self.record.answering_body != owner and owner.is_body
        if self.outcome == Outcome.CORRECTION_REQUESTED and is_joint:
            raise RulesBroken(
                _(
                    "The text is another body’s, and a member cannot correct it. Request the "
                    "correction at the filing of the owner, or act on the entry of this member."
                )
            )
        has_unsent = self.record.remarks.to_send().exists()
        if self.outcome == Outcome.NO_OBJECTION and has_unsent:
            raise RulesBroken(
                _("There are remarks that were not sent; send them or take them back first.")
            )
        if self.outcome == Outcome.CORRECTION_REQUESTED and not has_unsent:
            raise RulesBroken(
                _("Write at least one remark that says what has to be corrected, and where.")
            )
        if self.outcome == Outcome.NO_OBJECTION and self.record.remarks.unsettled().exists():
            raise RulesBroken(
                _(
                    "An item that must be corrected is not closed; close or reopen it under "
                    "“Answers to the notice”."
                )
            )
        if self.outcome == Outcome.CORRECTION_REQUESTED:
            self._check_judged()
            require_reason_for_another(self.record, self.again_because)

    def _check_judged(self) -> None:
        """The next notice is about what is open; that is known once every answer is judged."""
        if self.record.remarks.to_judge().exists():
            raise RulesBroken(
                _(
                    "Close or reopen each item that the body answered first, under “Answers to the "
                    "notice”."
                )
            )

    def event_data(self) -> dict[str, Any]:
        """Which outcome of which text."""
        return {
            "outcome": str(self.outcome),
            "reason_codes": self.reason_codes,
            "sha256": self.record.version.digest,
        }


class Propose(OutcomeWords, Action[Filing]):
    """Propose the outcome of a review, with its reasons; another person decides on it.

    The remarks stand as they are until then.
    """

    name = "propose"
    label = gettext_lazy("Propose the outcome")
    event = "proposed"
    from_states = frozenset({FilingState.UNDER_REVIEW})
    to_state = FilingState.PROPOSED
    who = WHO

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    def check(self) -> None:
        """Opinions of colleagues and experts are there, or let go with a reason."""
        require_opinions(self.record)
        super().check()

    def apply(self) -> None:
        """Write the proposal on the version that was reviewed; its author declares."""
        state_impartiality(self.record, self.user, Duty.REVIEW)
        Proposal.objects.create(
            filing=self.record,
            round=self.record.round,
            outcome=self.outcome,
            reasons=self.reasons,
            reason_codes=self.reason_codes,
            again_because=self.again_because,
            letter_note=self.letter_note,
            conditions=self.conditions,
            sha256=self.record.version.digest,
            proposed_by=self.user,
        )

    def tell(self) -> None:
        """The deciders hear that something waits for one of them."""
        tell_proposed(self.record, self.user)


class HandBack(Action[Filing]):
    """Hand a proposal back to the officer with the reason; the review goes on.

    The decider can decide otherwise than proposed, but writes no remarks: those are the officer's.
    """

    name = "hand_back"
    label = gettext_lazy("Hand back to the officer")
    event = "handed_back"
    from_states = frozenset({FilingState.PROPOSED})
    to_state = FilingState.UNDER_REVIEW
    who = gettext_lazy("whoever may decide on the filing")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Whoever may decide."""
        return may_decide(user, record)

    @property
    def reason(self) -> str:
        """What the officer reads."""
        return str(self.data.get("reason", "")).strip()

    def check(self) -> None:
        """The officer has to know what to do otherwise; the proposal is the one that was read."""
        if not self.reason:
            raise RulesBroken(_("Say what the officer has to look at again."))
        if self.data.get("seen") not in (None, review_token(self.record)):
            raise WrongState(self.wrong_state_message())

    def event_data(self) -> dict[str, Any]:
        """Why."""
        return {"reason": self.reason}

    def tell(self) -> None:
        """The officer hears why."""
        tell_handed_back(self.record, self.user, self.reason)

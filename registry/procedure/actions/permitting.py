"""Deciding on an application: an officer proposes, another person approves or refuses.

Source: Administrative Licensing Law, articles 38 (refusal with reasons and remedies), 40 (what is
approved is public), 42 (twenty working days) and 44 (delivery: the portal delivers with the act).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.errors import RulesBroken
from registry.lettered import Lettered
from registry.models import Decision, Filing, Proposal, Remedy
from registry.procedure.actions.awaiting import require_opinions
from registry.procedure.actions.entering import Enters
from registry.procedure.actions.reasoned import ByDecider, ByOfficer
from registry.procedure.notifications import tell_handed_back, tell_proposed
from registry.procedure.outcome_conditions import (
    binding,
    conditions_field,
    in_letters,
    require_sound,
    set_conditions,
)
from registry.procedure.public_summaries import public_summary_field, require_no_names
from registry.register.letters import LetterWords
from registry.states import ApplicationState, Outcome


class ProposeOutcome(ByOfficer):
    """What both proposals share: a row that the decision rests on. The body does not read it."""

    event = "outcome_proposed"
    from_states = frozenset({ApplicationState.ACCEPTED})
    to_state: ClassVar[str | None] = ApplicationState.DECISION_PROPOSED
    proposed: Outcome

    def check(self) -> None:
        """Opinions of colleagues and experts are there, or let go with a reason."""
        super().check()
        require_opinions(self.record)

    @property
    def conditions(self) -> list[dict[str, str]]:
        """Conditions and recommendations that go with it."""
        return list(self.data.get("conditions") or ())

    def apply(self) -> None:
        """Write the proposal on the version that was examined."""
        super().apply()
        Proposal.objects.create(
            filing=self.record,
            round=self.record.round,
            outcome=self.proposed,
            reasons=self.reason,
            reason_codes=self.reason_codes,
            conditions=self.conditions,
            sha256=self.record.version.digest,
            proposed_by=self.user,
        )

    def tell(self) -> None:
        """The deciders hear that something waits for one of them."""
        tell_proposed(self.record, self.user)


class ProposeApproval(ProposeOutcome):
    """Propose to approve the application; another person decides."""

    name = "propose_approval"
    label = gettext_lazy("Propose approval")
    proposed = Outcome.APPROVED
    explanation = gettext_lazy("The conditions of the law are met: say which, and how you saw it.")

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """What the approval is to be given with."""
        return {**super().fields(record), "conditions": conditions_field(record)}

    def check(self) -> None:
        """Conditions are complete."""
        super().check()
        require_sound(self.record, self.proposed, self.conditions, self.reason_codes)


class ProposeRefusal(ProposeOutcome):
    """Propose to refuse the application; another person decides."""

    name = "propose_refusal"
    label = gettext_lazy("Propose refusal")
    proposed = Outcome.REFUSED
    asks_grounds = True
    explanation = gettext_lazy("A condition of the law is not met: say which, and why.")


class ReturnToOfficer(ByDecider):
    """Return a proposal to the officer with the reason; the examination goes on."""

    name = "return_to_officer"
    label = gettext_lazy("Return it to the officer")
    event = "returned_to_officer"
    from_states = frozenset({ApplicationState.DECISION_PROPOSED})
    to_state: ClassVar[str | None] = ApplicationState.ACCEPTED
    explanation = gettext_lazy("The officer reads these words; the certification body does not.")

    def tell(self) -> None:
        """The officer hears why."""
        tell_handed_back(self.record, self.user, self.reason)


class DecideApplication(ByDecider, Lettered):
    """What both outcomes share: a named decider, reasons, a record that is never changed."""

    from_states = frozenset({ApplicationState.DECISION_PROPOSED})
    decided: Outcome
    decision: Decision

    @property
    def conditions(self) -> list[dict[str, str]]:
        """Conditions and recommendations that go with it."""
        return list(self.data.get("conditions") or ())

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """What the public digest says of it, where it burdens."""
        summary = {"public_summary": public_summary_field()} if cls.asks_grounds else {}
        return {**super().fields(record), **summary}

    @classmethod
    def as_proposed(cls, record: Filing) -> dict[str, Any]:
        """Its form as the officer would fill it in; empty where something else was proposed."""
        proposal = record.proposal
        if proposal is None or proposal.outcome != cls.decided:
            return {}
        return {"reason": proposal.reasons, "reason_code": "".join(proposal.reason_codes[:1])}

    @property
    def public_summary(self) -> str:
        """A sentence for the digest of outcomes without names."""
        return str(self.data.get("public_summary") or "").strip()

    def check(self) -> None:
        """What the public reads of it names nobody."""
        super().check()
        require_no_names(self.public_summary, self.record)

    def letter_words(self) -> LetterWords:
        """With conditions and recommendations."""
        return replace(super().letter_words(), conditions=in_letters(self.conditions))

    def apply(self) -> None:
        """Write the decision on the version that was examined."""
        super().apply()
        self.decision = Decision.objects.create(
            filing=self.record,
            round=self.record.round,
            outcome=self.decided,
            reasons=self.reason,
            reason_codes=self.reason_codes,
            sha256=self.record.version.digest,
            proposal=self.record.proposal,
            conditions=self.conditions,
            public_summary=self.public_summary,
            remedy=self.remedy,
            decided_by=self.user,
        )


class Approve(Enters, DecideApplication):
    """Approve the application: the scheme is listed, and in force from today at the earliest.

    Of a scheme that is listed, the version before is superseded by this act alone.
    """

    name = "approve"
    label = gettext_lazy("Approve")
    beforehand = gettext_lazy("The approval lists the scheme; until then it has no effect.")
    event = "approved"
    to_state = ApplicationState.APPROVED
    decided = Outcome.APPROVED
    begins_as = "approved"
    explanation = gettext_lazy(
        "The scheme is listed with this act, and its page is public at once. It is in force from "
        "today or, where its text names a later day, from that day on."
    )

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """What the approval is given with, as it was proposed."""
        return {**super().fields(record), "conditions": conditions_field(record)}

    @property
    def remedy(self) -> dict[str, str]:
        """An approval burdens by its conditions alone."""
        if not binding(self.conditions):
            return {}
        return Remedy.objects.on(timezone.localdate(), self.record.track)

    def check(self) -> None:
        """Conditions are complete."""
        super().check()
        require_sound(self.record, self.decided, self.conditions, self.reason_codes)

    def apply(self) -> None:
        """What binds becomes conditions of the entry."""
        super().apply()
        set_conditions(self.decision, self.entry)


class Refuse(DecideApplication):
    """Refuse the application, with the reasons and the remedies. What is listed stays as it is."""

    name = "refuse"
    label = pgettext_lazy("an application", "Refuse")
    beforehand = gettext_lazy(
        "An application that does not meet the conditions is refused, with reasons and "
        "what you can do against it."
    )
    event = "refused"
    to_state = ApplicationState.REFUSED
    decided = Outcome.REFUSED
    asks_grounds = True
    explanation = gettext_lazy(
        "Give the reasons, and tell the body that it may ask for administrative reconsideration "
        "or bring an action (Administrative Licensing Law, article 38)."
    )

    def check(self) -> None:
        """A refusal that nobody examined would surprise: the officer has to have proposed it."""
        super().check()
        proposal = self.record.proposal
        if proposal is None or proposal.outcome != Outcome.REFUSED:
            raise RulesBroken(
                _("The officer did not propose a refusal. Return the application with your reason.")
            )

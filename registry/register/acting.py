"""What acts on entries have in common: their words, who may, and who hears of them.

An act of the regulator that burdens a body is proposed by an officer and carried out by another
person (`ProposedAct`); others a decider does at once (`DecidersAct`). What the law gives to the
body is done by its signatory (`BodysAct`). What falls due has nobody (`ActOfTheCalendar`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from portal.core.localised import in_both_languages
from registry.lettered import Lettered
from registry.lifecycle import delegable_of
from registry.models import Duty, Entry, EntryProposal, EntryRuling, Remedy
from registry.register.declaring import declare
from registry.register.grounds import ground_of
from registry.register.letters import LetterWords, letter_of
from registry.register.permissions import (
    acting_by,
    may_act_for_body,
    may_carry_out,
    may_propose_act,
)
from registry.register.telling import publish, tell_act

AnyAct = type[ReasonedAction[Any]]


class EntryAct(ReasonedAction[Entry]):
    """An act on an entry: what it asks, what its public event keeps, and who hears of it."""

    #: Who acts, for the letter.
    is_of_body: ClassVar[bool] = False
    #: For which duty whoever carries it out declares to be impartial; None for acts of bodies.
    duty: ClassVar[Duty | None] = None
    #: What it carries out, where it was proposed.
    proposal: EntryProposal | None = None

    @transaction.atomic
    def run(self) -> Entry:
        """Do it; who does it for the regulator declares to be impartial in it."""
        record = super().run()
        if self.duty is not None:
            declare(record, self.user, self.duty, self.name, self.proposal)
        return record

    def check(self) -> None:
        """What was asked was said."""
        self.check_words()

    def check_words(self) -> None:
        """Raise `RulesBroken` when the words would not hold; asked before a proposal as well."""
        super().check()

    def kept(self) -> dict[str, Any]:
        """What the public event keeps beside the reason; its keys are those of `told.FACTS`."""
        return {}

    def event_data(self) -> dict[str, Any]:
        """The reason and what else the public reads."""
        return {"reason": self.reason, **{k: v for k, v in self.kept().items() if v}}

    def tell(self) -> None:
        """The public and the body."""
        publish(self.record)
        letter = letter_of(self)
        number = letter.number if letter else ""
        tell_act(self.record, self.label, self.reason, by_body=self.is_of_body, letter=number)

    def letter_words(self) -> LetterWords:
        """What the public event keeps, with a paragraph for the body alone."""
        told = {**self.event_data(), **self.told_of_delegation()}
        ground = told.get("ground")
        return LetterWords(
            reasons=self.reason,
            note=str(self.data.get("letter_note") or "").strip(),
            grounds=[ground] if ground else [],
            told=told,
            remedy=told.get("remedy") or {},
        )

    def under_name(self) -> dict[str, str]:
        """Under whose name it stands; nobody's while it is only looked at before somebody acts."""
        return in_both_languages(self.user) if self.user is not None else {}

    def told_of_delegation(self) -> dict[str, Any]:
        """By which branch for whom it is done, where by delegation; its event says the same."""
        given = delegable_of(self.name)
        held = acting_by(self.user, self.record, given.of_decider or given.of_officer)
        return held.told() if held is not None else {}

    def day(self, name: str) -> date | None:
        """A day among the words, which a proposal keeps as text."""
        value = self.data.get(name)
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None


class DecidersAct(EntryAct, Lettered):
    """What a decider without a tie to the body does at once: it burdens nobody."""

    who = gettext_lazy("decider of the regulator who has no part in the scheme")
    duty = Duty.DECISION

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Deciders who have no part in the scheme."""
        return may_carry_out(user, record, cls.name)

    def kept(self) -> dict[str, Any]:
        """Under whose name it stands."""
        return {"decided_by": self.under_name()}


class ProposedAct(EntryAct, Lettered):
    """What burdens the body: an officer proposes it, another person carries it out.

    Carrying it out takes the words of the proposal that waits; what it is given itself is heeded
    while it is proposed alone.
    """

    who = gettext_lazy(
        "decider of the regulator who has no part in the scheme, on the proposal of another person"
    )
    duty = Duty.DECISION
    asks_grounds = True

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Deciders who have no part in the scheme and did not propose what waits."""
        return may_carry_out(user, record, cls.name)

    @classmethod
    def is_proposable(cls, user: Any, record: Entry) -> bool:
        """Whether this person can propose it now."""
        free = record.state in cls.from_states and record.waiting_proposal is None
        return free and bool(may_propose_act(user, record, cls.name))

    def check(self) -> None:
        """A proposal for it waits, the one that was read, and its words still hold."""
        proposal = self.record.waiting_proposal
        is_this = proposal is not None and proposal.act == self.name
        if proposal is None or not is_this or self.data.get("seen") not in (None, proposal.pk):
            raise WrongState(
                _("No proposal for this waits as you read it. Look at the entry and go on there.")
            )
        self.proposal, self.data = proposal, dict(proposal.words)
        super().check()

    def apply(self) -> None:
        """The proposal is settled by the act."""
        assert self.proposal is not None, "`check` found it."
        EntryRuling.objects.create(
            proposal=self.proposal,
            is_carried_out=True,
            ruled_by=self.user,
            delegation=acting_by(self.user, self.record, delegable_of(self.name).of_decider),
        )

    def kept(self) -> dict[str, Any]:
        """Under whose name it stands, what it rests on, and what can be done against it."""
        if not self.asks_grounds:
            return {"decided_by": self.under_name()}
        return {
            "ground": ground_of(self.data.get("reason_code")),
            "decided_by": self.under_name(),
            "remedy": Remedy.objects.on(timezone.localdate()),
        }

    def check_words(self) -> None:
        """A burdening act rests on a reason of the list as well."""
        super().check_words()
        if self.asks_grounds and not ground_of(self.data.get("reason_code")):
            raise RulesBroken(_("Choose the reason from the list that the act rests on."))


class BodysAct(EntryAct):
    """What a body does to its own entry."""

    who = gettext_lazy("signatory of the certification body")
    is_of_body = True

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Signatories of the body."""
        return may_act_for_body(user, record)


class ActOfTheCalendar(EntryAct):
    """What happens by itself on a day: the daily work does it, and nobody else can."""

    who = gettext_lazy("the daily work")

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Nobody: the daily work names no person."""
        return Access(user is None, gettext_lazy("This happens by itself on its day."))

    @property
    def reason(self) -> str:
        """What the calendar says."""
        return str(self.data.get("reason", ""))

    def check_words(self) -> None:
        """There is nothing to say."""


def offered_to(user: Any, record: Entry, acts: Iterable[AnyAct]) -> Iterator[AnyAct]:
    """The acts that a person of the regulator can begin now: propose, or do at once."""
    for act in acts:
        if issubclass(act, ProposedAct):
            if act.is_proposable(user, record):
                yield act
        elif not issubclass(act, BodysAct) and act.is_available(user, record):
            yield act

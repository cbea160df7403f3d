"""Change of owner (变更所有者): a scheme of the register goes to another certification body."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import WrongState
from portal.core.localised import in_both_languages
from portal.core.moves import Move, kind_of
from registry.lifecycle import Lifecycle
from registry.models import Entry, Filing, OwnerChange
from registry.register.acting import ProposedAct
from registry.register.changing_owner import obstacles_to
from registry.register.grounds import ground_field
from registry.register.letters import LetterWords
from registry.register.telling import tell_owner_decided
from registry.states import LISTED_ENTRY_STATES, OwnerChangeCause, OwnerChangeState
from schemes.handing_over import hand_over


class _OnOwnerChange(ProposedAct):
    """What the regulator does with a change of owner that both bodies want."""

    from_states = LISTED_ENTRY_STATES
    change: OwnerChange | None = None

    @classmethod
    def is_proposable(cls, user: Any, record: Entry) -> bool:
        """While there is something to decide on."""
        waits = record.owner_changes.accepted().exists()
        return waits and super().is_proposable(user, record)

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """The request comes to its outcome."""
        accepted = frozenset({OwnerChangeState.ACCEPTED})
        done, refused = OwnerChangeState.CARRIED_OUT, OwnerChangeState.REFUSED
        return (
            Move(kind_of(OwnerChange), accepted, done, event="owner_changed"),
            Move(kind_of(OwnerChange), accepted, refused, event="owner_change_refused"),
        )

    def check_words(self) -> None:
        """Both bodies want it now."""
        super().check_words()
        self.change = self._accepted()
        if self.change is None:
            raise WrongState(_("No change of owner waits that the other body has accepted."))

    def _accepted(self) -> OwnerChange | None:
        waiting = self.record.owner_changes.accepted()
        return waiting.select_related("from_body", "to_body").first()

    def kept(self) -> dict[str, Any]:
        """From whom to whom, and why they want it."""
        change = self.change or self._accepted()
        if change is None:
            return super().kept()
        return {
            **super().kept(),
            "cause": in_both_languages(OwnerChangeCause(change.cause).label),
            "from_body": change.from_body.name_text,
            "to_body": change.to_body.name_text,
        }

    def tell(self) -> None:
        """The public, and people of both bodies; one gets the letter as well."""
        super().tell()
        if self.change is not None:
            tell_owner_decided(self.record, self.label, self.reason, self.change)


class ChangeOwner(_OnOwnerChange):
    """Let a scheme go over to the body that accepted it, from today on.

    Entry, scheme, versions, drafts, files and open filings are the new owner's; closed filings
    stay those of who filed them, and who owned it when stays public. Register number and rule
    number stay.
    """

    name = "change_owner"
    label = gettext_lazy("Change the owner of the scheme")
    event = "owner_changed"
    asks_grounds = False
    explanation = gettext_lazy(
        "The other body has accepted the scheme. From the decision on it owns it, under the same "
        "numbers, and works on its drafts and open filings. Closed filings stay those of the body "
        "that filed them; the public reads who owned the scheme until when."
    )

    def check_words(self) -> None:
        """What kept the other body from owning it keeps it still."""
        super().check_words()
        if self.change is not None:
            for obstacle in obstacles_to(self.record, self.change.to_body):
                raise obstacle

    def letter_words(self) -> LetterWords:
        """To the new owner, whose scheme it is from the act on."""
        change = self.change or self._accepted()
        to = change.to_body if change is not None else None
        return replace(super().letter_words(), to=to)

    def apply(self) -> None:
        """Everything that goes on is the new owner's."""
        super().apply()
        entry, change = self.record, self.change
        assert change is not None, "What is carried out was checked."
        hand_over(entry.scheme, change.to_body, self.user)
        entry.organisation = change.to_body
        # First, since who hears of the other lines reads from it whose they were.
        self.move(change, OwnerChangeState.CARRIED_OUT, {}, done_on=timezone.localdate())
        own = Filing.objects.filter(scheme=entry.scheme_id, organisation=change.from_body_id)
        for filing in own.open().select_for_update(of=("self",)):
            filing.organisation = change.to_body
            filing.save()
            states = {"from_state": filing.state, "to_state": filing.state}
            told = {"from_body": change.from_body.name_text, "to_body": change.to_body.name_text}
            filing.record_event(event=self.event, actor=self.user, data=told, **states)


class RefuseNewOwner(_OnOwnerChange):
    """Do not allow a change of owner; the scheme stays where it is."""

    name = "refuse_owner"
    label = gettext_lazy("Do not allow the change of owner")
    event = "owner_change_refused"
    asks_grounds = True
    explanation = gettext_lazy(
        "The scheme stays with its owner. Both bodies and the public read the reason, the ground "
        "and the remedy."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground."""
        return {"reason_code": ground_field()}

    def apply(self) -> None:
        """The request is over."""
        super().apply()
        assert self.change is not None, "What is carried out was checked."
        self.move(self.change, OwnerChangeState.REFUSED, {"data": {"reason": self.reason}})


LIFECYCLE = Lifecycle(
    acts=(ChangeOwner, RefuseNewOwner),
    events={
        "owner_changed": gettext_lazy("Went over to another certification body"),
        "owner_change_refused": gettext_lazy("Change of owner not allowed"),
    },
)

"""A promise (告知承诺): the scheme is listed on it at once; whether it is kept is checked later.

Source: Regulations of Shanghai on Optimising the Business Environment, article 27 (from memory):
who breaks a promise makes it good in time, or what was given on it is revoked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.access import Access
from portal.core.errors import DomainError, RulesBroken
from portal.core.localised import in_language
from portal.core.moves import Move
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.lettered import Lettered
from registry.models import Entry, Filing
from registry.procedure.actions.permitting import (
    DecideApplication,
    ProposeOutcome,
    ReturnToOfficer,
)
from registry.procedure.actions.reasoned import ByOfficer
from registry.procedure.clock import clock_of
from registry.procedure.public_summaries import public_summary_field
from registry.register.acts.removing import REMOVAL, Remove
from registry.register.grounds import OF_AN_ENTRY
from registry.register.letters import LetterWords
from registry.register.permissions import may_carry_out
from registry.register.telling import publish
from registry.states import EntryState, Outcome, PromiseState
from registry.tracks import Entrance
from schemes.models import Version


def text_of_today() -> RegulatorText | None:
    """The regulator's notice with the promise that is given on it, as it holds today."""
    kind = TextKind.NOTICE_AND_COMMITMENT
    text: RegulatorText | None = RegulatorText.objects.current(kind, timezone.localdate())
    return text


class Ticked(forms.CheckboxInput):
    """A box below a text that, when it is ticked, says which version was before the person."""

    def __init__(self, version: str, text: str) -> None:
        super().__init__(attrs={"value": version})
        #: Shown above the box: nobody agrees to what comes only afterwards.
        self.read_first = text

    def format_value(self, value: Any) -> None:
        """The version stands among its attributes."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The version, not only that the box is ticked."""
        return data.get(name, "")


class Promise(Entrance):
    """The signatory promises in the regulator's words, which the submission keeps."""

    @classmethod
    def fields(cls, version: Version) -> Mapping[str, forms.Field]:
        """The promise to be given, with the notice that it answers."""
        text = text_of_today()
        if text is None:
            return {}
        field = forms.CharField(
            label=gettext_lazy("We have read the notice and promise what it asks"),
            widget=Ticked(text.version, in_language(text.text)),
            error_messages={"required": gettext_lazy("Give the promise, or take another track.")},
        )
        return {"promise": field}

    @classmethod
    def obstacles(cls, version: Version) -> Iterable[DomainError]:
        """Without a notice nobody knows what to promise."""
        if text_of_today() is None:
            yield RulesBroken(
                _("The regulator has published no notice for this track; take another one.")
            )

    @classmethod
    def words(cls, version: Version, given: Mapping[str, Any]) -> dict[str, Any]:
        """Notice and promise as they stood before the person, with their version."""
        text = text_of_today()
        if text is None or str(given.get("promise") or "") != text.version:
            raise RulesBroken(
                _("Give the promise in the words that hold today. Read the notice and give it.")
            )
        return {"promise": {"version": text.version, "text": text.text}}


class AskToMakeGood(ByOfficer, Lettered):
    """Ask the body to make its promise good in time; the check pauses meanwhile."""

    name = "ask_to_make_good"
    label = gettext_lazy("Ask the body to make the promise good")
    beforehand = gettext_lazy(
        "If the check finds that a promise is not kept, you are asked to make it good in time."
    )
    event = "asked_to_make_good"
    from_states = frozenset({PromiseState.PROMISED})
    to_state = PromiseState.RECTIFYING
    asks_grounds = True
    explanation = gettext_lazy(
        "Say what was promised and what was found instead. The scheme stays listed; the body hands "
        "in a corrected version with a new promise, or shows you that the promise is kept. If it "
        "does neither in time, propose the revocation."
    )


class ConfirmPromise(ByOfficer, Lettered):
    """Record that the promise was checked and is kept; the procedure ends."""

    name = "confirm_promise"
    label = gettext_lazy("Record that the promise is kept")
    beforehand = gettext_lazy(
        "The regulator checks what you promised, and records it if it is kept."
    )
    event = "promise_kept"
    from_states = frozenset({PromiseState.PROMISED, PromiseState.RECTIFYING})
    to_state = PromiseState.KEPT
    explanation = gettext_lazy(
        "Say what was checked, and how. It burdens nobody and needs no second person; the public "
        "reads that the promise was verified."
    )

    def tell(self) -> None:
        """The public reads that the promise was verified; the body hears of it."""
        entry = self.record.entry
        data = {"sha256": self.record.version.digest}
        entry.record_event(event=self.event, actor=self.user, data=data)
        publish(entry)
        super().tell()


class ProposeRevocation(ProposeOutcome):
    """Propose to revoke what was given on a promise; another person decides.

    At once where the promise was false, otherwise when the time to make it good is over.
    """

    name = "propose_revocation"
    label = gettext_lazy("Propose the revocation")
    from_states = frozenset({PromiseState.PROMISED, PromiseState.RECTIFYING})
    to_state = PromiseState.REVOCATION_PROPOSED
    proposed = Outcome.REVOKED
    asks_grounds = True
    grounds_for = OF_AN_ENTRY
    explanation = gettext_lazy(
        "The promise was false, or was not made good in time: say which, and how it was found. The "
        "body reads nothing of it until another person has decided."
    )

    def check(self) -> None:
        """A time that was given is waited for."""
        super().check()
        clock = clock_of(self.record)
        if self.record.state == PromiseState.RECTIFYING and clock and not clock.is_overdue:
            raise RulesBroken(
                _("The body has time until %(day)s to make its promise good.") % {"day": clock.due}
            )


class ReturnRevocation(ReturnToOfficer):
    """Return the proposal to revoke with the reason; the check goes on."""

    name = "return_revocation"
    from_states = frozenset({PromiseState.REVOCATION_PROPOSED})
    to_state = PromiseState.PROMISED


class Revoke(DecideApplication):
    """Revoke what was given on a promise: the entry is removed with the same act.

    The public reads the ground, the decider, the remedy and what becomes of certificates, as of
    every removal.
    """

    name = "revoke"
    label = pgettext_lazy("a promise", "Revoke")
    beforehand = gettext_lazy(
        "If a promise was false, or is not made good in time, what was given on it is "
        "revoked and the scheme is removed: one person proposes it, another decides."
    )
    event = "promise_revoked"
    from_states = frozenset({PromiseState.REVOCATION_PROPOSED})
    to_state = PromiseState.REVOKED
    decided = Outcome.REVOKED
    asks_grounds = True
    grounds_for = OF_AN_ENTRY
    explanation = gettext_lazy(
        "What was given on the promise is revoked, and the scheme is removed with this act. Its "
        "page stays, with the reason, the ground, the name of the decider and the remedy."
    )
    removal: Remove

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Whoever may decide on the filing and act on its entry."""
        own, entry = super().access(user, record), record.entry
        return may_carry_out(user, entry, Remove.name) if own and entry is not None else own

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """What every removal asks: the ground, and what becomes of certificates until when."""
        return {**Remove.fields(record.entry), "public_summary": public_summary_field()}

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """The entry is removed with it."""
        return (REMOVAL,)

    def check(self) -> None:
        """The words hold for a removal as well."""
        super().check()
        self.removal = Remove(self.record.entry, self.user, **self.data)
        self.removal.check_words()

    def apply(self) -> None:
        """The decision, and the end of the entry."""
        super().apply()
        told = {"data": self.removal.event_data(), "effective_on": self.removal.ends_on}
        entry: Entry = self.removal.record
        self.entry = self.move(entry, EntryState.REMOVED, told, **self.removal.columns_of_end())

    def event_data(self) -> dict[str, Any]:
        """What the body reads of the removal; the ground is told by its code."""
        told = {key: value for key, value in self.removal.event_data().items() if key != "ground"}
        return {**told, **super().event_data()}

    def letter_words(self) -> LetterWords:
        """What becomes of certificates stands in it as well."""
        return replace(super().letter_words(), told=self.removal.event_data())

    def tell(self) -> None:
        """The public and the body."""
        publish(self.entry)
        super().tell()

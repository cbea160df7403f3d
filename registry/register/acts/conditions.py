"""Conditions of an entry: what a body has to show by a day, and the evidence for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.errors import RulesBroken, WrongState
from registry.delegable import Delegable, DelegatedAct
from registry.lettered import Lettered
from registry.lifecycle import Lifecycle
from registry.models import ConditionEvidence, Duty, Entry, EntryCondition
from registry.register.acting import BodysAct, EntryAct, ProposedAct
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.register.permissions import may_propose_act
from registry.states import LISTED_ENTRY_STATES


class SetCondition(ProposedAct):
    """Ask a body to show something about its scheme by a day. The scheme goes on meanwhile."""

    name = "set_condition"
    label = gettext_lazy("Set a condition")
    event = "condition_set"
    reason_label = gettext_lazy("The condition: what the body has to do or to show")
    from_states = LISTED_ENTRY_STATES
    explanation = gettext_lazy(
        "The body hands evidence in by the due date, and an officer accepts it or returns it. The "
        "public reads the condition and its date."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground, the due date, and what would show it."""
        return {
            "reason_code": ground_field(),
            "due_on": day_field(gettext_lazy("Due date"), timezone.localdate()),
            "evidence_wanted": forms.CharField(
                label=gettext_lazy("What would show that it is met"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
            ),
        }

    def check_words(self) -> None:
        """The body knows until when, and what will do."""
        super().check_words()
        due = self.day("due_on")
        if due is None or due < timezone.localdate():
            raise RulesBroken(_("Give a due date that is not over."))
        if not str(self.data.get("evidence_wanted") or "").strip():
            raise RulesBroken(_("Say what would show that the condition is met."))

    def apply(self) -> None:
        """The condition is a row of its own."""
        super().apply()
        due = self.day("due_on")
        assert due is not None, "`check_words` asked for it."
        EntryCondition.objects.create(
            entry=self.record,
            text=self.reason,
            due_on=due,
            evidence_wanted=str(self.data["evidence_wanted"]).strip(),
        )

    def kept(self) -> dict[str, Any]:
        """Until when, and what will do."""
        wanted = str(self.data["evidence_wanted"])
        return {**super().kept(), "due_on": self.day("due_on"), "evidence_wanted": wanted}


class OnCondition(EntryAct):
    """An act on one of the conditions of an entry that are open."""

    from_states = LISTED_ENTRY_STATES

    @classmethod
    def conditions(cls, record: Entry) -> list[EntryCondition]:
        """Those that it can be about."""
        raise NotImplementedError

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """Which one."""
        return {
            "condition": forms.TypedChoiceField(
                label=gettext_lazy("Condition"),
                choices=[(one.pk, one.text[:120]) for one in cls.conditions(record)],
                coerce=int,
                help_text=cls._wanted(record),
            )
        }

    @classmethod
    def _wanted(cls, record: Entry) -> str:
        """The words of the one condition that there is, and what would show it, as HTML."""
        found = cls.conditions(record)
        if len(found) != 1:
            return ""
        asked = _("What would show that it is met:")
        return format_html("{}<br>{} {}", found[0].text, asked, found[0].evidence_wanted)

    @classmethod
    def is_available(cls, user: Any, record: Entry) -> bool:
        """Where there is such a condition."""
        return super().is_available(user, record) and bool(cls.conditions(record))

    def check(self) -> None:
        """The condition is one of them."""
        about = self.data.get("condition")
        found = next((one for one in self.conditions(self.record) if one.pk == about), None)
        if found is None:
            raise WrongState(self.wrong_state_message())
        self.condition = found
        super().check()

    def event_data(self) -> dict[str, Any]:
        """Which condition; what was said of it is between body and regulator."""
        return {"condition": self.condition.text}


class HandInEvidence(OnCondition, BodysAct):
    """Hand in what shows that a condition is met."""

    name = "hand_in_evidence"
    label = gettext_lazy("Hand in evidence for a condition")
    event = "evidence_handed_in"
    reason_label = gettext_lazy("Evidence: what was done, and where it can be seen")
    explanation = gettext_lazy(
        "Say what was done and where it can be seen. The regulator reads it; the public does not."
    )

    @classmethod
    def conditions(cls, record: Entry) -> list[EntryCondition]:
        """Open ones for which no evidence waits."""
        return [one for one in _open(record) if one.waiting is None]

    def apply(self) -> None:
        """The evidence waits for an officer."""
        super().apply()
        ConditionEvidence.objects.create(
            condition=self.condition, text=self.reason, handed_in_by=self.user
        )


class OnEvidence(OnCondition, Lettered):
    """What an officer says of evidence."""

    who = gettext_lazy("officer of the regulator who has no part in the scheme")
    duty = Duty.REVIEW
    accepts: bool

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Officers who have no part in the scheme."""
        return may_propose_act(user, record, cls.name)

    @classmethod
    def conditions(cls, record: Entry) -> list[EntryCondition]:
        """Open ones for which evidence waits."""
        return [one for one in _open(record) if one.waiting is not None]

    def apply(self) -> None:
        """The answer stands with the evidence."""
        super().apply()
        evidence = self.condition.waiting
        assert evidence is not None, "`conditions` asked for it."
        evidence.is_accepted, evidence.answer = self.accepts, self.reason
        evidence.ruled_by, evidence.ruled_at = self.user, timezone.now()
        evidence.save()


class AcceptEvidence(OnEvidence):
    """Accept what a body handed in: the condition is met."""

    name = "accept_evidence"
    label = gettext_lazy("Accept the evidence for a condition")
    event = "condition_met"
    accepts = True

    def apply(self) -> None:
        """The condition is met from today."""
        super().apply()
        self.condition.met_on = timezone.localdate()
        self.condition.save()


class ReturnEvidence(OnEvidence):
    """Return what a body handed in: it does not show it; the due date stays."""

    name = "return_evidence"
    label = gettext_lazy("Return the evidence for a condition")
    event = "evidence_returned"
    accepts = False


def _open(record: Entry) -> list[EntryCondition]:
    return list(record.conditions.open().prefetch_related("evidence"))


EVIDENCE = Delegable(of_officer=DelegatedAct.JUDGE_EVIDENCE)

LIFECYCLE = Lifecycle(
    acts=(SetCondition, HandInEvidence, AcceptEvidence, ReturnEvidence),
    delegable={
        SetCondition.name: Delegable(DelegatedAct.PROPOSE_CONDITION, DelegatedAct.SET_CONDITION),
        AcceptEvidence.name: EVIDENCE,
        ReturnEvidence.name: EVIDENCE,
    },
    events={
        "condition_set": gettext_lazy("Condition set"),
        "evidence_handed_in": gettext_lazy("Evidence for a condition handed in"),
        "condition_met": gettext_lazy("Condition met"),
        "evidence_returned": gettext_lazy("Evidence for a condition returned"),
    },
)

"""Designating (指定实施) bodies that carry out a scheme of the state, and ending that.

They file nothing: the text is the state's. What they need is the regulator's approval for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.mailing import people_of
from portal.accounts.models import ApprovedField, Organisation
from portal.accounts.roles import OrganisationKind, Role
from portal.core.access import Access, refused
from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.lettered import Lettered
from registry.lifecycle import Lifecycle
from registry.models import Designation, DesignationEnd, Duty, Entry
from registry.register.acting import EntryAct, ProposedAct
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.register.letters import LetterWords, letter_of
from registry.register.permissions import may_carry_out, may_propose_act
from registry.register.telling import publish
from registry.states import LISTED_ENTRY_STATES

_OF_THE_STATE = gettext_lazy("Bodies are designated for schemes of the state alone.")


def _fields_of(entry: Entry) -> list[str]:
    return list(entry.version.document.get("domains") or ())


def bodies_approved_for(entry: Entry) -> list[Organisation]:
    """The bodies that are approved today for a field of the scheme and not designated yet."""
    approved = ApprovedField.objects.on(timezone.localdate()).filter(field__in=_fields_of(entry))
    carry = Designation.objects.not_ended().filter(entry=entry).values("organisation")
    bodies = Organisation.objects.filter(kind=OrganisationKind.BODY)
    bodies = bodies.filter(pk__in=approved.values("organisation")).exclude(pk__in=carry)
    return list(bodies.order_by("approval_no"))


class OnDesignation(EntryAct, Lettered):
    """What both acts share: the public reads it, and the body that it is about hears of it."""

    duty = Duty.DECISION

    @property
    def body(self) -> Organisation | None:
        """Which body it is about, also before it is checked; None where the words name none."""
        raise NotImplementedError

    def letter_words(self) -> LetterWords:
        """To the body that it is about; the scheme itself is the state's."""
        return replace(super().letter_words(), to=self.body)

    def kept(self) -> dict[str, Any]:
        """Which body, and under whose name it stands."""
        designated = self.body.name_text if self.body is not None else None
        return {"designated": designated, "decided_by": self.under_name()}

    def tell(self) -> None:
        """The public, and the body."""
        publish(self.record)
        assert self.body is not None, "`check_words` asked for it."
        letter = letter_of(self)
        event = self.record.events.latest("pk")
        words = {
            "number": self.record.number,
            "act": in_both_languages(self.label),
            "title": self.record.version.document.get("title", {}),
            "body": self.body.name_text,
            "reasons": self.reason,
            "letter_number": letter.number if letter else "",
        }
        people = people_of(self.body, Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR)
        send_later("designation", people, words, key=f"designation:{event.pk}")


class Designate(OnDesignation):
    """Let a body issue certificates under a scheme of the state, from a day on."""

    name = "designate"
    label = gettext_lazy("Designate a body to carry it out")
    event = "designated"
    from_states = LISTED_ENTRY_STATES
    who = gettext_lazy("decider of the regulator who has no part in the scheme")
    explanation = gettext_lazy(
        "The body issues certificates under this scheme within its approved fields. Only bodies "
        "that are approved for a field of it are offered. When the approval ends, it may no longer."
    )

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Deciders, for a scheme of the state."""
        return (
            may_carry_out(user, record, cls.name)
            if record.organisation.issues
            else refused(_OF_THE_STATE)
        )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """Which body, and the days."""
        today = timezone.localdate()
        bodies = [(str(one.pk), str(one)) for one in bodies_approved_for(record)]
        first = max(today, record.effective_from)
        return {
            "organisation": forms.ChoiceField(
                label=gettext_lazy("Certification body"), choices=bodies
            ),
            "since": day_field(gettext_lazy("From"), first, initial=first),
            "until": day_field(
                gettext_lazy("Until"),
                today,
                required=False,
                help_text=gettext_lazy("Empty: until somebody ends it."),
            ),
        }

    #: Found by `check_words`, since a body that is designated is not offered any more.
    found: Organisation | None = None

    @property
    def body(self) -> Organisation | None:
        """The one that was chosen."""
        return self.found or self._able().get(str(self.data.get("organisation") or ""))

    def _able(self) -> dict[str, Organisation]:
        return {str(one.pk): one for one in bodies_approved_for(self.record)}

    def check_words(self) -> None:
        """The body is approved and not designated yet; the days follow each other."""
        super().check_words()
        self.found = self.body
        if self.found is None:
            raise RulesBroken(
                _("Choose a body that is approved for a field of it and not designated yet.")
            )
        since, until = self.day("since"), self.day("until")
        first = max(timezone.localdate(), self.record.effective_from)
        if since is None or since < first or (until is not None and until < since):
            raise RulesBroken(
                _("The days begin on %(first)s at the earliest and end after they begin.")
                % {"first": first.isoformat()}
            )

    def apply(self) -> None:
        """Keep it."""
        since = self.day("since")
        assert since is not None, "`check_words` asked for it."
        assert self.found is not None, "It found it as well."
        Designation.objects.create(
            entry=self.record,
            organisation=self.found,
            since=since,
            until=self.day("until"),
            ground=self.reason,
            by=self.user,
        )

    def kept(self) -> dict[str, Any]:
        """The body and the days."""
        days = {"since": self.data["since"], "until": self.data.get("until")}
        return {**super().kept(), **{name: _text(day) for name, day in days.items() if day}}


class EndDesignation(OnDesignation, ProposedAct):
    """End that a body carries out a scheme of the state: proposed by one, done by another."""

    name = "end_designation"
    label = gettext_lazy("End a designation")
    event = "designation_ended"
    from_states = LISTED_ENTRY_STATES
    explanation = gettext_lazy(
        "The body issues no certificates under this scheme after the last day. Those that it has "
        "issued stay valid unless the reasons say otherwise."
    )

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """As all proposed acts, where there is something to end."""
        return (
            super().access(user, record) if record.organisation.issues else refused(_OF_THE_STATE)
        )

    @classmethod
    def is_proposable(cls, user: Any, record: Entry) -> bool:
        """Offered where a body carries it out."""
        current = Designation.objects.not_ended().filter(entry=record)
        may = record.organisation.issues and bool(may_propose_act(user, record, cls.name))
        return may and super().is_proposable(user, record) and current.exists()

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """Whose, with which day, on which ground."""
        current = Designation.objects.not_ended().filter(entry=record).with_all()
        return {
            "reason_code": ground_field(),
            "designation": forms.ChoiceField(
                label=gettext_lazy("Certification body"),
                choices=[(str(one.pk), str(one.organisation)) for one in current],
            ),
            "last_day": day_field(gettext_lazy("Last day"), timezone.localdate()),
        }

    #: Found by `check_words`, since one that has ended is not offered any more.
    designation: Designation | None = None

    @property
    def body(self) -> Organisation | None:
        """Whose designation ends."""
        ends = self.designation or self._wanted()
        return ends.organisation if ends is not None else None

    def _wanted(self) -> Designation | None:
        wanted = str(self.data.get("designation") or "")
        current = Designation.objects.not_ended().filter(entry=self.record).with_all()
        return next((one for one in current if str(one.pk) == wanted), None)

    def check_words(self) -> None:
        """It goes on today, and the last day is not over."""
        super().check_words()
        self.designation = self._wanted()
        if self.designation is None:
            raise RulesBroken(_("Choose a body that carries the scheme out."))
        last = self.day("last_day")
        if last is None or last < timezone.localdate():
            raise RulesBroken(_("Give the last day, today at the earliest."))

    def apply(self) -> None:
        """Keep it."""
        super().apply()
        last = self.day("last_day")
        assert last is not None, "`check_words` asked for it."
        assert self.designation is not None, "It found it as well."
        DesignationEnd.objects.create(
            designation=self.designation,
            last_day=last,
            reason=self.reason,
            by=self.user,
        )

    def kept(self) -> dict[str, Any]:
        """The body, the last day, and what a burdening act says."""
        last = self.day("last_day")
        told = {"no_new_after": last.isoformat() if last else None}
        return {**ProposedAct.kept(self), **super().kept(), **told}


def _text(day: date | str) -> str:
    return day if isinstance(day, str) else day.isoformat()


LIFECYCLE = Lifecycle(
    acts=(Designate, EndDesignation),
    events={
        "designated": gettext_lazy("Body designated to carry it out"),
        "designation_ended": gettext_lazy("Designation of a body ended"),
    },
)

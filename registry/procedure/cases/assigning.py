"""Assigning a case, taking it over from a colleague, releasing it: each stands on the record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.errors import RulesBroken, WrongState
from registry.models import Duty, Filing
from registry.procedure.absences import acting
from registry.procedure.cases.acts import CaseAction, known_as
from registry.procedure.notices_of_cases import tell_assigned, tell_taken_away
from registry.procedure.permissions import (
    may_assign,
    may_have_case,
    may_release,
    may_review_filing,
)
from registry.procedure.statements import state_impartiality


class ChangeOfOfficer(CaseAction):
    """A case comes to somebody, from somebody or from nobody."""

    #: Who has it afterwards.
    receiver: Any

    def check(self) -> None:
        """It is with whom the person thinks; from a colleague it is taken only with a reason.

        `seen` is the key of who had it on the page, 0 for nobody; without it, the act is about
        whoever has it.
        """
        seen = self.data.get("seen")
        if seen is not None and str(seen or 0) != str(self.record.officer_id or 0):
            raise WrongState(who_has_it_now(self.record))
        if self.record.officer_id == self.receiver.pk:
            raise WrongState(
                _("Nothing was changed: %(person)s has this case already.")
                % {"person": self.record.officer}
            )
        if self.record.officer_id is not None and not self.reason:
            raise RulesBroken(
                _("Somebody has this case. Say why it goes to another; the record keeps it.")
            )

    def apply(self) -> None:
        """The name on the case changes."""
        self.former = self.record.officer
        self.record.officer = self.receiver

    def event_data(self) -> dict[str, Any]:
        """From whom, to whom, why."""
        told = {"officer": known_as(self.receiver), "reason": self.reason}
        return {**told, "former": known_as(self.former)} if self.former else told


class Assign(ChangeOfOfficer):
    """Give an open case to an officer, who is told; a reason is asked when somebody has it.

    While the officer is away, it goes to the deputy. Whoever gets it must be able to review it
    and have no part in the filing.
    """

    name = "assign"
    label = gettext_lazy("Assign")
    event = "assigned"
    who = gettext_lazy("officer or decider of the regulator without a part in the filing")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Whoever reviews or decides, without a part in the filing."""
        return may_assign(user, record)

    def check(self) -> None:
        """The officer exists, reviews filings and has no part in this one."""
        self.receiver = self.data.get("officer")
        if self.receiver is None:
            raise RulesBroken(_("Choose the officer."))
        suitable = may_have_case(self.receiver, self.record)
        if not suitable:
            raise RulesBroken(suitable.reason)
        self.chosen, deputy = self.receiver, acting(self.receiver)
        if may_have_case(deputy, self.record):
            self.receiver = deputy
        super().check()

    def event_data(self) -> dict[str, Any]:
        """Also instead of whom, where a deputy stands in."""
        told = super().event_data()
        if self.chosen.pk != self.receiver.pk:
            told["instead_of"] = known_as(self.chosen)
        return told

    def tell(self) -> None:
        """Who gets it, and who loses it."""
        tell_assigned(self.record, self.receiver, self.user, self.reason)
        tell_taken_away(self.record, self.former, self.user, self.receiver, self.reason)


class TakeOver(ChangeOfOfficer):
    """Take a case from a colleague, or one that nobody has, and answer for it from now on.

    Whoever takes it over declares to be impartial; the colleague is told.
    """

    name = "take_over"
    label = gettext_lazy("Take over")
    event = "taken_over"
    who = gettext_lazy("officer of the regulator who has no part in the filing")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    @classmethod
    def is_available(cls, user: Any, record: Filing) -> bool:
        """Not to who has it."""
        return super().is_available(user, record) and record.officer_id != user.pk

    def check(self) -> None:
        """As for every change of officer."""
        self.receiver = self.user
        super().check()

    def apply(self) -> None:
        """The name changes, and the officer declares."""
        super().apply()
        state_impartiality(self.record, self.user, Duty.REVIEW)

    def tell(self) -> None:
        """The colleague who had it."""
        tell_taken_away(self.record, self.former, self.user, self.user, self.reason)


class Release(CaseAction):
    """Give a case back, with the reason; nobody has it then, and anybody can take it over."""

    name = "release"
    label = gettext_lazy("Release")
    event = "released"
    who = gettext_lazy("the officer who has the case")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Who has it."""
        return may_release(user, record)

    def check(self) -> None:
        """The next officer will ask why."""
        if not self.reason:
            raise RulesBroken(_("Say why; the record keeps it."))

    def apply(self) -> None:
        """Nobody's name stands on it."""
        self.record.officer = None

    def event_data(self) -> dict[str, Any]:
        """Whose it was, and why it is not any more."""
        return {"former": known_as(self.user), "reason": self.reason}


def who_has_it_now(filing: Filing) -> str:
    """What somebody is told whose page is older than the last change of officer."""
    if filing.officer is None:
        return _("Nothing was changed: nobody has this case now. Look at it again.")
    return _("Nothing was changed: %(person)s has this case now. Look at it again.") % {
        "person": filing.officer
    }

"""Drawing experts for a filing, at random and without those who have a tie."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.models import CertificationField
from portal.core.access import Access
from portal.core.errors import RulesBroken
from registry.models import ExpertPanel, Filing
from registry.procedure.cases.acts import CaseAction, known_as
from registry.procedure.experts.order import new_seed
from registry.procedure.experts.pausing import pause_for
from registry.procedure.experts.seating import seat_next
from registry.procedure.experts.ties import parted
from registry.procedure.permissions import may_ask_for_opinions

#: More would be a conference.
MOST = 15


class DrawExperts(CaseAction):
    """Draw experts by field, at random and without those who have a tie; the proposal waits.

    Kept are the seed, who could be drawn, and who could not and why. Each who is drawn gets a link
    by mail; who comes next in the order is a reserve.
    """

    name = "draw_experts"
    label = gettext_lazy("Draw experts")
    event = "experts_drawn"
    who = gettext_lazy("the officer who has the case")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Who has the case."""
        return may_ask_for_opinions(user, record)

    def check(self) -> None:
        """How many, of which fields, what they are asked, until when; and enough of them."""
        wanted, due_on = self.data.get("wanted"), self.data.get("due_on")
        self.fields = list(self.data.get("fields", ()))
        if not isinstance(wanted, int) or not 1 <= wanted <= MOST:
            raise RulesBroken(_("Say how many experts: from 1 to %(most)d.") % {"most": MOST})
        known = CertificationField.objects.filter(pk__in=self.fields).count()
        if not self.fields or known != len(set(self.fields)):
            raise RulesBroken(_("Choose the fields that the experts have to know."))
        if not str(self.data.get("question", "")).strip():
            raise RulesBroken(_("Write what you ask."))
        if not isinstance(due_on, date) or due_on < timezone.localdate():
            raise RulesBroken(_("The last day must not have passed."))
        self.free, self.excluded = parted(self.record, self.fields)
        if len(self.free) < wanted:
            raise RulesBroken(
                ngettext(
                    "Only %(n)d expert of these fields can be drawn; %(out)d cannot. Choose more "
                    "fields or fewer experts.",
                    "Only %(n)d experts of these fields can be drawn; %(out)d cannot. Choose more "
                    "fields or fewer experts.",
                    len(self.free),
                )
                % {"n": len(self.free), "out": len(self.excluded)}
            )

    def apply(self) -> None:
        """Draw, write it down, and seat the first in the order."""
        self.panel = ExpertPanel.objects.create(
            filing=self.record,
            round=self.record.round,
            wanted=self.data["wanted"],
            fields=self.fields,
            question=str(self.data["question"]).strip(),
            due_on=self.data["due_on"],
            pauses=bool(self.data.get("pauses")),
            seed=new_seed(),
            candidates=sorted(expert.pk for expert in self.free),
            exclusions=[exclusion.kept() for exclusion in self.excluded],
            drawn_by=self.user,
        )
        self.seats = [seat_next(self.panel, by=self.user) for _each in range(self.panel.wanted)]

    def event_data(self) -> dict[str, Any]:
        """Who was drawn, and from how many."""
        return {
            "panel": self.panel.pk,
            "experts": [known_as(seat.expert) for seat in self.seats if seat],
            "candidates": len(self.panel.candidates),
            "due_on": self.panel.due_on,
        }

    def tell(self) -> None:
        """The clock stands from now on where the officer says so."""
        if self.panel.pauses:
            pause_for(self.panel, self.user)

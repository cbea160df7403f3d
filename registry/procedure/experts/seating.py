"""Who gets a seat in a panel: the next of the draw, or somebody chosen by hand with a reason."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core.access import Access
from portal.core.errors import RulesBroken, WrongState
from registry.models import Expert, ExpertPanel, ExpertSeat, Filing
from registry.procedure.cases.acts import CaseAction, known_as
from registry.procedure.experts.links import give_link
from registry.procedure.experts.order import in_order
from registry.procedure.experts.ties import Facts, tie_of
from registry.procedure.permissions import may_ask_for_opinions


def reserves(panel: ExpertPanel) -> list[tuple[int, Expert]]:
    """Who comes next in the order of the draw, each with the place; as it stands today.

    Who left the pool since, or has got a tie, is passed over.
    """
    facts = Facts(panel.filing, timezone.localdate())
    order = in_order(panel.seed, panel.candidates)
    known = Expert.objects.on(facts.today).prefetch_related("posts__organisation")
    experts = known.in_bulk(panel.candidates)
    return [
        (place, experts[number])
        for place, number in enumerate(order, start=1)
        if number in experts and tie_of(experts[number], facts) is None
    ]


def seat_next(panel: ExpertPanel, by: User | None = None) -> ExpertSeat | None:
    """Ask the next of the draw, with a link by mail; None where nobody is left."""
    waiting = reserves(panel)
    if not waiting:
        return None
    place, expert = waiting[0]
    seat = ExpertSeat.objects.create(panel=panel, expert=expert, place=place, seated_by=by)
    give_link(seat)
    return seat


class SeatByHand(CaseAction):
    """Ask somebody of the pool who was not drawn; why stands on the record."""

    name = "seat_by_hand"
    label = gettext_lazy("Choose an expert by hand")
    event = "expert_seated"
    who = gettext_lazy("the officer who has the case")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Who has the case."""
        return may_ask_for_opinions(user, record)

    def check(self) -> None:
        """Somebody of the pool without a tie, and why it is not left to the draw."""
        self.panel: ExpertPanel = self.data["panel"]
        expert = self.data.get("expert")
        if expert is None or not expert.is_active_on(timezone.localdate()):
            raise RulesBroken(_("Choose somebody who is in the pool today."))
        if not self.reason:
            raise RulesBroken(
                _("Say why this expert is chosen and not drawn; the record keeps it.")
            )
        if self.panel.due_on < timezone.localdate():
            raise WrongState(_("The last day of this panel has passed; draw a new one."))
        tie = tie_of(expert, Facts(self.record, timezone.localdate()))
        if tie is not None:
            words = {"expert": expert, "tie": tie.tie.label, "detail": tie.detail}
            raise RulesBroken(_("%(expert)s cannot be asked: %(tie)s (%(detail)s).") % words)

    def apply(self) -> None:
        """The seat, with its link."""
        self.seat = ExpertSeat.objects.create(
            panel=self.panel,
            expert=self.data["expert"],
            reason=self.reason,
            seated_by=self.user,
        )
        give_link(self.seat)

    def event_data(self) -> dict[str, Any]:
        """Whom, and why."""
        return {"experts": [known_as(self.seat.expert)], "reason": self.reason}

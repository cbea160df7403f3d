"""The acts on a campaign and its tasks, one class each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action, ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from registry.models import Campaign, CampaignTask
from registry.states import OPEN_TASK_STATES, CampaignState, TaskState, TaskWay
from registry.supervision.campaigns.permissions import may_campaign, may_do_task, may_judge
from registry.supervision.campaigns.telling import tell_answered, tell_judged

OF_THE_BODY = gettext_lazy("author or signatory of the certification body")
OF_THE_REGULATOR = gettext_lazy("officer of the regulator who does not belong to the body")

#: What the history of a campaign and of a task says, by event.
CAMPAIGN_EVENTS: dict[str, Any] = {
    "begun": gettext_lazy("Campaign begun"),
    "closed": gettext_lazy("Campaign closed"),
}
#: What the desk alone reads in the history of a task: nobody outside hears of a proposal.
INSIDE = "suspension_proposed"
TASK_EVENTS: dict[str, Any] = {
    "asked": gettext_lazy("Asked of the certification body"),
    "way_chosen": gettext_lazy("The body said what it will do"),
    "justified": gettext_lazy("Justified as it is"),
    "justification_accepted": gettext_lazy("Justification accepted"),
    "justification_refused": gettext_lazy("Justification not accepted"),
    "excused": gettext_lazy("Found needless by the regulator"),
    "escalated": gettext_lazy("Overdue: the regulator takes the next step"),
    INSIDE: gettext_lazy("Suspension of the scheme proposed"),
    "amended": gettext_lazy("Amended: a new version is listed"),
    "ended": gettext_lazy("The scheme has ended"),
    "reopened": gettext_lazy("Open again: the new version was taken back"),
    "owner_changed": gettext_lazy("Went over to the new owner with the scheme"),
    "entry_suspended": gettext_lazy("The regulator suspended the scheme"),
    "suspension_over": gettext_lazy("Open again: the suspension ended, and nothing was done"),
}


class ChooseWay(Action[CampaignTask]):
    """Say how the body will do it: by a new version, or by ending the scheme.

    It settles nothing: the task is settled when the register has the new version or the end.
    """

    name = "choose_way"
    label = gettext_lazy("Say what you will do")
    event = "way_chosen"
    from_states = frozenset({TaskState.OPEN, TaskState.ESCALATED})
    who = OF_THE_BODY

    @classmethod
    def access(cls, user: Any, record: CampaignTask) -> Access:
        """Those who write for the body."""
        return may_do_task(user, record)

    def check(self) -> None:
        """A justification has an act of its own."""
        if self.data.get("way") not in (TaskWay.AMEND, TaskWay.END):
            raise RulesBroken(_("Choose what you will do."))

    def apply(self) -> None:
        """Remember it for both sides."""
        self.record.way = self.data["way"]

    def event_data(self) -> dict[str, Any]:
        """Which way."""
        return {"way": str(self.record.way)}


class Justify(ReasonedAction[CampaignTask]):
    """Say why the scheme may stay as it is; the regulator judges it."""

    name = "justify"
    label = gettext_lazy("Justify the scheme as it is")
    event = "justified"
    from_states = frozenset({TaskState.OPEN, TaskState.ESCALATED})
    to_state = TaskState.JUSTIFIED
    who = OF_THE_BODY

    @classmethod
    def access(cls, user: Any, record: CampaignTask) -> Access:
        """Those who write for the body."""
        return may_do_task(user, record)

    def apply(self) -> None:
        """The words stand on the task."""
        self.record.way = TaskWay.JUSTIFY
        self.record.justification = self.reason

    def tell(self) -> None:
        """The officers hear that something waits for them."""
        tell_answered(self.record)


class Judgement(ReasonedAction[CampaignTask]):
    """What an officer does about a task; the body hears of it."""

    who = OF_THE_REGULATOR

    @classmethod
    def access(cls, user: Any, record: CampaignTask) -> Access:
        """Officers who do not belong to the body."""
        return may_judge(user, record)

    def tell(self) -> None:
        """To the body."""
        tell_judged(self.record, self.label, self.reason)


class Settling(Judgement):
    """A judgement after which nothing is left to be done."""

    to_state = TaskState.SETTLED
    way: ClassVar[TaskWay]

    def apply(self) -> None:
        """It is settled now, and in this way."""
        self.record.way = self.way
        self.record.settled_at = timezone.now()


class AcceptJustification(Settling):
    """Accept that the scheme stays as it is; the task is settled."""

    name = "accept"
    label = gettext_lazy("Accept the justification")
    event = "justification_accepted"
    explanation = gettext_lazy("The task is settled; the scheme stays as it is.")
    from_states = frozenset({TaskState.JUSTIFIED})
    way = TaskWay.JUSTIFY


class RefuseJustification(Judgement):
    """Say why the justification is not enough; the task waits for the body again."""

    name = "refuse"
    label = gettext_lazy("Do not accept the justification")
    event = "justification_refused"
    explanation = gettext_lazy(
        "The task waits for the body again, which can amend the scheme, end it, or give a better "
        "justification."
    )
    from_states = frozenset({TaskState.JUSTIFIED})
    to_state = TaskState.OPEN


class Excuse(Settling):
    """Settle a task for which nothing needs to be done after all."""

    name = "excuse"
    label = gettext_lazy("Nothing needs to be done")
    event = "excused"
    explanation = gettext_lazy(
        "The task is settled without an act of the body, say because the change was taken back."
    )
    from_states = OPEN_TASK_STATES
    way = TaskWay.EXCUSED


class Escalate(Judgement):
    """Note that a body let the last day pass; the regulator turns to the entry itself.

    What the law allows then, such as a suspension, is an act on the entry with reasons of its own.
    """

    name = "escalate"
    label = gettext_lazy("Take the next step")
    event = "escalated"
    explanation = gettext_lazy(
        "The body is told that the regulator now turns to the entry itself. What the law allows, "
        "such as a suspension, is then decided at the entry, with reasons of its own."
    )
    from_states = frozenset({TaskState.OPEN})
    to_state = TaskState.ESCALATED

    @classmethod
    def is_available(cls, user: Any, record: CampaignTask) -> bool:
        """Offered after the last day."""
        is_over = record.campaign.is_over_on(timezone.localdate())
        return is_over and super().is_available(user, record)

    def check(self) -> None:
        """Only after the last day."""
        super().check()
        if not self.record.campaign.is_over_on(timezone.localdate()):
            raise WrongState(_("The last day has not passed yet; the body may still answer."))


class LeadAction(ReasonedAction[Campaign]):
    """What an officer does to a whole campaign."""

    who = gettext_lazy("officer of the regulator")

    @classmethod
    def access(cls, user: Any, record: Campaign) -> Access:
        """Officers."""
        return may_campaign(user)


class CloseCampaign(LeadAction):
    """Close a campaign; every task must be settled first."""

    name = "close"
    label = gettext_lazy("Close the campaign")
    event = "closed"
    explanation = gettext_lazy("All tasks are settled. The campaign stays on the record.")
    from_states = frozenset({CampaignState.RUNNING})
    to_state = CampaignState.CLOSED

    @classmethod
    def is_available(cls, user: Any, record: Campaign) -> bool:
        """Offered when nothing is left."""
        return super().is_available(user, record) and not record.tasks.open().exists()

    def check(self) -> None:
        """What is still open would be forgotten."""
        super().check()
        if self.record.tasks.open().exists():
            raise RulesBroken(
                _("There are tasks that are not settled; settle or excuse each of them first.")
            )


TASK_ACTIONS: tuple[type[Action[CampaignTask]], ...] = (
    ChooseWay,
    Justify,
    AcceptJustification,
    RefuseJustification,
    Excuse,
    Escalate,
)
CAMPAIGN_ACTIONS: tuple[type[Action[Campaign]], ...] = (CloseCampaign,)

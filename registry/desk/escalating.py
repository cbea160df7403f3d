"""From a task that its body let pass to the proposal of a suspension, on the campaign's ground.

Only a campaign that names a reason of the list leads there: what the law gives, and by which
clause, was said when it was begun. The words are proposed; the officer reads and changes them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.accounts.permissions import Visitor
from registry.models import CampaignTask, Entry
from registry.register.acting import ProposedAct
from registry.register.acts.suspending import Suspend
from registry.supervision.campaigns.acts import INSIDE
from registry.supervision.campaigns.progress import is_overdue

TASK = "task"


def way_to_suspension(user: Visitor, task: CampaignTask) -> str:
    """Where a person proposes to suspend the entry of a task; empty where that is not open."""
    campaign = task.campaign
    if not campaign.ground or not is_overdue(task, campaign, timezone.localdate()):
        return ""
    if not Suspend.is_proposable(user, task.entry):
        return ""
    page = reverse("desk:entry-act", args=[task.number, Suspend.name])
    return f"{page}?{urlencode({TASK: task.pk})}"


def task_behind(request: HttpRequest, entry: Entry) -> CampaignTask | None:
    """The overdue task from which a proposal is begun."""
    given = request.GET.get(TASK, "")
    if not given.isdecimal():
        return None
    tasks = CampaignTask.objects.select_related("campaign").filter(entry=entry)
    return tasks.overdue_on(timezone.localdate()).filter(pk=int(given)).first()


def words_for(task: CampaignTask | None, act: type[ProposedAct]) -> dict[str, Any]:
    """The ground of the campaign and what was asked and not done, to begin the proposal with."""
    if task is None or act is not Suspend:
        return {}
    campaign = task.campaign
    words = _(
        "Campaign %(number)s, “%(title)s”, asked until %(day)s to amend the scheme, to justify it "
        "or to end it. Nothing was done by then."
    )
    about = {
        "number": campaign.number,
        "title": campaign,
        "day": formats.date_format(campaign.due_on),
    }
    return {"reason_code": campaign.ground, "reason": words % about}


def record_proposal(task: CampaignTask | None, user: Any, act: type[ProposedAct]) -> None:
    """What was proposed because of a task stands in its history."""
    if task is not None and act is Suspend:
        task.record_event(event=INSIDE, from_state=task.state, to_state=task.state, actor=user)

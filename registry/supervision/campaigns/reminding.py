"""What a campaign does by itself each day: it reminds, and says who let the last day pass."""

from __future__ import annotations

from datetime import date, timedelta

from registry.models import Campaign, CampaignTask
from registry.states import CampaignState
from registry.supervision.campaigns.telling import tell_last_day_near, tell_over


def remind(day: date) -> int:
    """Mail whoever has something left to do, once before the last day and once after it.

    A day on which this did not run is made up for by the next; returns how many campaigns told.
    """
    told = 0
    for campaign in Campaign.objects.filter(state=CampaignState.RUNNING):
        left = list(_left(campaign))
        if not left:
            continue
        if campaign.is_over_on(day):
            tell_over(campaign, left)
        elif day >= campaign.due_on - timedelta(days=campaign.remind_days):
            tell_last_day_near(campaign, left)
        else:
            continue
        told += 1
    return told


def _left(campaign: Campaign) -> list[CampaignTask]:
    rows = campaign.tasks.waiting_for_body().select_related("organisation", "entry__scheme")
    return list(rows)

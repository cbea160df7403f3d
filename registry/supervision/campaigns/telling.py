"""Words to people about campaigns; every message leaves through the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.accounts.mailing import people_of, people_of_regulator
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.models import Campaign, CampaignTask
from registry.states import TaskWay


def tell_begun(campaign: Campaign) -> None:
    """To each body, one mail with all of its schemes."""
    tasks = campaign.tasks.select_related("organisation", "entry__scheme")
    _tell_bodies("campaign_begun", campaign, tasks, f"campaign:{campaign.number}")


def tell_last_day_near(campaign: Campaign, tasks: Iterable[CampaignTask]) -> None:
    """To each body that has still something to do."""
    key = f"campaign_near:{campaign.number}:{campaign.due_on}"
    _tell_bodies("campaign_reminder", campaign, tasks, key)


def tell_over(campaign: Campaign, tasks: Iterable[CampaignTask]) -> None:
    """To each body whose last day has passed, and to the officers."""
    tasks = list(tasks)
    key = f"campaign_over:{campaign.number}:{campaign.due_on}"
    _tell_bodies("campaign_overdue", campaign, tasks, key)
    words = _words(campaign, tasks)
    send_later("campaign_silence", people_of_regulator(Role.OFFICER), words, key=f"{key}:officers")


def tell_answered(task: CampaignTask) -> None:
    """To the officers: a body gave a justification that somebody has to judge."""
    event = task.events.latest("pk")
    words = _words(task.campaign, [task]) | {
        "body": task.organisation.name_text,
        "reasons": task.justification,
    }
    key = f"campaign_answered:{task.pk}:{event.pk}"
    send_later("campaign_answered", people_of_regulator(Role.OFFICER), words, key=key)


def tell_judged(task: CampaignTask, act: object, reason: str) -> None:
    """To the body: what the regulator said of its answer, or did because there was none."""
    event = task.events.latest("pk")
    words = _words(task.campaign, [task]) | {
        "body": task.organisation.name_text,
        "act": in_both_languages(act),
        "reasons": reason,
        "is_over": not task.is_open,
    }
    key = f"campaign_judged:{task.pk}:{event.pk}"
    send_later("campaign_judged", _correspondents(task.organisation), words, key=key)


def tell_handed_over(task: CampaignTask) -> None:
    """To the body that owns the scheme now: what the regulator asks comes with it."""
    event = task.events.latest("pk")
    words = _words(task.campaign, [task]) | {"body": task.organisation.name_text}
    people = _correspondents(task.organisation)
    send_later("campaign_handed_over", people, words, key=f"campaign_owner:{event.pk}")


def _tell_bodies(
    template: str, campaign: Campaign, tasks: Iterable[CampaignTask], key: str
) -> None:
    of_bodies: dict[Organisation, list[CampaignTask]] = defaultdict(list)
    for task in tasks:
        of_bodies[task.organisation].append(task)
    for body, own in of_bodies.items():
        words = _words(campaign, own) | {"body": body.name_text}
        send_later(template, _correspondents(body), words, key=f"{key}:{body.pk}")


def _correspondents(body: Organisation) -> list[str]:
    return people_of(body, Role.AUTHOR, Role.SIGNATORY)


#: A mail that named more schemes would not be read; the workspace lists all of them.
SHOWN = 20


def _words(campaign: Campaign, tasks: list[CampaignTask]) -> dict[str, Any]:
    return {
        "campaign": campaign.number,
        "title": campaign.title,
        "text": campaign.text,
        "due_on": _iso(campaign.due_on),
        "schemes": [_scheme(task) for task in tasks[:SHOWN]],
        "more": max(0, len(tasks) - SHOWN),
    }


def _scheme(task: CampaignTask) -> dict[str, Any]:
    way = in_both_languages(TaskWay(task.way).label) if task.way else {}
    return {"number": task.number, "title": task.scheme.title, "task": task.pk, "way": way}


def _iso(day: date) -> str:
    return day.isoformat()

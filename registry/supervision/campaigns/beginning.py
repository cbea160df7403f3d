"""Beginning a campaign: from the examination of a change to a task for each entry it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from portal.core.listing import alphabetically
from portal.core.moves import NOT_YET, Move, kind_of
from registry.models import Campaign, CampaignTask, Entry, ImpactRun, ReasonCode, SubjectKind
from registry.register.grounds import OF_AN_ENTRY
from registry.register.numbers import CAMPAIGN_SERIES, allocate_number
from registry.states import CampaignState, TaskState
from registry.supervision.campaigns.permissions import may_campaign
from registry.supervision.campaigns.telling import tell_begun

WHO = gettext_lazy("officer of the regulator")

BEGIN = Move(
    kind_of(Campaign),
    frozenset({NOT_YET}),
    CampaignState.RUNNING,
    event="begun",
    label=gettext_lazy("Begin the campaign"),
    who=WHO,
)
ASK = Move(
    kind_of(CampaignTask),
    frozenset({NOT_YET}),
    TaskState.OPEN,
    event="asked",
    label=gettext_lazy("Begin the campaign"),
    who=WHO,
)


@dataclass(frozen=True)
class Touched:
    """An entry with what a change finds in its text in force, as stored findings."""

    entry: Entry
    findings: list[dict[str, Any]]


def touched_by(run: ImpactRun) -> list[Touched]:
    """The listed entries in which a change finds something; not those with a task for it already.

    By body and number; two queries.
    """
    hits = run.hits.filter(kind=SubjectKind.ENTRY, appears=True)
    findings: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry_id, finding in hits.values_list("entry_id", "finding"):
        findings[entry_id].append(finding)
    asked = CampaignTask.objects.open().filter(campaign__run=run)
    entries = (
        Entry.objects.listed()
        .filter(pk__in=findings)
        .exclude(pk__in=asked.values("entry"))
        .select_related("organisation", "scheme", "version")
        .order_by(alphabetically("organisation__"), "number")
    )
    return [Touched(entry, findings[entry.pk]) for entry in entries]


@transaction.atomic
def begin_campaign(
    run: ImpactRun,
    user: User,
    *,
    title: Mapping[str, str],
    text: Mapping[str, str],
    due_on: date,
    remind_days: int,
    entries: Collection[int],
    ground: str = "",
) -> Campaign:
    """Ask something of the bodies whose entries (by key) are chosen, and tell them.

    Raises:
        NotAllowed: not an officer.
        WrongState: the change is not examined to its end, or was not made.
        RulesBroken: nothing is asked for, the last day has passed, the ground is not one of the
            list, or a chosen entry is not touched by the change or has a task for it already.
    """
    may_campaign(user).require()
    run = ImpactRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _check(run, title, text, due_on)
    _check_ground(ground)
    chosen = [touched for touched in touched_by(run) if touched.entry.pk in set(entries)]
    if not chosen or len(chosen) != len(set(entries)):
        raise RulesBroken(
            _(
                "Choose the entries that are to be asked. One that has ended, or that has a task "
                "for this change already, cannot be chosen."
            )
        )
    campaign = Campaign.objects.create(
        number=allocate_number(CAMPAIGN_SERIES, timezone.localdate().year),
        title=dict(title),
        text=dict(text),
        run=run,
        due_on=due_on,
        remind_days=remind_days,
        ground=ground,
        begun_by=user,
        **BEGIN.beginning,
    )
    campaign.record_event(event=BEGIN.event, to_state=campaign.state, actor=user)
    for touched in chosen:
        _ask(campaign, touched, user)
    tell_begun(campaign)
    return campaign


def _check(run: ImpactRun, title: Mapping[str, str], text: Mapping[str, str], due: date) -> None:
    if run.is_preview or run.finished_at is None:
        raise WrongState(_("A campaign follows a change that was made and is examined to its end."))
    if not str(title.get("zh", "")).strip() or not str(text.get("zh", "")).strip():
        raise RulesBroken(_("Say in Chinese what the campaign is called and what it asks for."))
    if due <= timezone.localdate():
        raise RulesBroken(_("The last day lies in the future."))


def _check_ground(ground: str) -> None:
    used = ReasonCode.objects.given_for(*OF_AN_ENTRY)
    if ground and not used.filter(code=ground).exists():
        raise RulesBroken(_("Choose a reason from the list, or none."))


def _ask(campaign: Campaign, touched: Touched, user: User) -> None:
    entry = touched.entry
    task = CampaignTask.objects.create(
        campaign=campaign,
        entry=entry,
        organisation=entry.organisation,
        version=entry.version,
        findings=touched.findings,
        **ASK.beginning,
    )
    task.record_event(event=ASK.event, to_state=task.state, actor=user)

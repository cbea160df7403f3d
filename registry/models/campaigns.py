"""Campaigns: what the regulator asks of everybody whose scheme a change touches, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import (
    Visitor,
    bodies_of,
    seated_in,
    sees_desk,
    territory_of,
)
from portal.core.localised import in_language
from portal.core.models import Event
from portal.core.sorting import Alphabetised
from registry.models.entries import OWNER, Entry
from registry.models.entry_proposals import EntryProposal
from registry.models.impact import ImpactRun
from registry.models.owner_changes import OwnerChange
from registry.states import OPEN_TASK_STATES, CampaignState, TaskState, TaskWay
from schemes.models import Scheme, Version


class Campaign(Alphabetised):
    """One change and what the regulator asks for because of it: words, a last day, tasks."""

    number = models.CharField(_("campaign number"), max_length=20, unique=True)
    title = models.JSONField(_("title"), help_text=_("In Chinese and English."))
    text = models.JSONField(_("what is asked for"), help_text=_("In Chinese and English."))
    run = models.ForeignKey(
        ImpactRun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
        help_text=_("The examination of the change that it follows."),
    )
    due_on = models.DateField(_("last day"))
    remind_days = models.PositiveSmallIntegerField(
        _("reminder, days before the last day"), default=10
    )
    ground = models.CharField(
        _("reason of the list"),
        max_length=40,
        blank=True,
        help_text=_("On what a suspension of an entry rests whose body lets the last day pass."),
    )
    state = models.CharField(_("state"), max_length=20, choices=CampaignState.choices)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)

    NAMED_BY = frozenset({"title"})

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return in_language(self.title)

    @property
    def name_text(self) -> dict[str, str]:
        """By what lists order it: its title."""
        return dict(self.title)

    @property
    def words(self) -> str:
        """What is asked for, in the language of the page."""
        return in_language(self.text)

    def is_over_on(self, day: date) -> bool:
        """Whether its last day has passed."""
        return day > self.due_on

    def record_event(self, **event: Any) -> CampaignEvent:
        """Append one line to its history."""
        return self.events.create(**event)


class CampaignEvent(Event):
    """One line of a campaign's history."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events")


class CampaignTaskQuerySet(QuerySet["CampaignTask"]):
    """Tasks of campaigns."""

    def open(self) -> CampaignTaskQuerySet:
        """Those that are not settled."""
        return self.filter(state__in=sorted(OPEN_TASK_STATES))

    def waiting_for_body(self) -> CampaignTaskQuerySet:
        """Those on which the body has to do something."""
        return self.filter(state__in=sorted(OPEN_TASK_STATES - {TaskState.JUSTIFIED}))

    def overdue_on(self, day: date) -> CampaignTaskQuerySet:
        """Those that wait for the body although the last day has passed."""
        return self.waiting_for_body().filter(campaign__due_on__lt=day)

    def judgeable_by(self, user: Visitor) -> CampaignTaskQuerySet:
        """Those of bodies to which a person does not belong, whoever of them owned the scheme."""
        bodies = bodies_of(user)
        gone = OwnerChange.objects.carried_out().filter(from_body__in=bodies).order_by()
        return self.exclude(organisation__in=bodies).exclude(entry__in=gone.values("entry"))

    def to_go_on_with(self, day: date) -> CampaignTaskQuerySet:
        """Those that are overdue and with which nobody at the desk has gone on.

        While an act on the entry is proposed, it is the decider who has to do something.
        """
        proposed = EntryProposal.objects.waiting().values("entry")
        return self.overdue_on(day).filter(state=TaskState.OPEN).exclude(entry__in=proposed)

    def seen_at_desk(self, user: Visitor) -> CampaignTaskQuerySet:
        """All, or of a branch those of bodies seated in its territory."""
        return self if sees_desk(user) else self.filter(seated_in(territory_of(user), OWNER))

    def visible_to(self, user: Visitor) -> CampaignTaskQuerySet:
        """Those of the bodies for which a person works."""
        return self.filter(organisation__in=bodies_of(user))


class CampaignTask(models.Model):
    """What one body has to do for one entry: amend it, justify it as it is, or end it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="campaign_tasks")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaign_tasks"
    )
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The text in force when the task was begun."),
    )
    findings = models.JSONField(
        default=list, help_text=_("What the change finds in the text in force, with its places.")
    )
    state = models.CharField(_("state"), max_length=20, choices=TaskState.choices)
    way = models.CharField(
        _("way chosen by the body"), max_length=20, choices=TaskWay.choices, blank=True
    )
    justification = models.TextField(_("why the scheme stays as it is"), blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = CampaignTaskQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "organisation", "entry"]
        verbose_name = _("task of a campaign")
        verbose_name_plural = _("tasks of campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "entry"], name="one_task_per_campaign_and_entry"
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.SETTLED, settled_at__isnull=False)
                | (~Q(state=TaskState.SETTLED) & Q(settled_at__isnull=True)),
                name="a_settled_task_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entry"],
                name="open_campaign_tasks",
                condition=~Q(state=TaskState.SETTLED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign.number} {self.entry}"

    @property
    def number(self) -> str:
        """What it is called by: the number of its entry."""
        return self.entry.number

    @property
    def scheme(self) -> Scheme:
        """The scheme that it is about."""
        return self.entry.scheme

    @property
    def is_open(self) -> bool:
        """Whether it is not settled."""
        return self.state in OPEN_TASK_STATES

    @property
    def last_reason(self) -> str:
        """The reason of the last act that had one."""
        reasons = (event.data.get("reason", "") for event in self.events.order_by("-at", "-pk"))
        return next(filter(None, reasons), "")

    def record_event(self, **event: Any) -> CampaignTaskEvent:
        """Append one line to its history."""
        return self.events.create(**event)


class CampaignTaskEvent(Event):
    """One line of a task's history."""

    task = models.ForeignKey(CampaignTask, on_delete=models.PROTECT, related_name="events")

"""What the outbox carries out for this package, and what follows a change of reference data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from portal.core import outbox
from portal.core.daily import each_day
from portal.core.queues import Queue
from portal.reference.changes import is_preview, reference_changed
from portal.reference.models import ReferenceChange
from registry.models import CampaignTask, Entry
from registry.register.telling import entries_changed
from registry.supervision.campaigns.following import follow
from registry.supervision.campaigns.reminding import remind
from registry.supervision.campaigns.settling import settle
from schemes.models import StoredFile


@receiver(entries_changed, dispatch_uid="registry.publication")
def have_published(entries: Sequence[Entry], **kwargs: Any) -> None:
    """An act and what the public sees of it are one transaction, so no place is behind another."""
    from registry.publication.publishing import rebuild_together

    rebuild_together([entry.pk for entry in entries])


@receiver(entries_changed, dispatch_uid="registry.supervision.campaigns")
def have_settled(entries: Sequence[Entry], **kwargs: Any) -> None:
    """What an act on an entry does of the tasks of campaigns belongs to its transaction."""
    tasks = CampaignTask.objects.filter(entry__in=entries)
    having = set(tasks.values_list("entry_id", flat=True).distinct())
    for entry in entries:
        if entry.pk in having:
            settle(entry)
            follow(entry)


@each_day("campaigns")
def remind_of_campaigns(day: date) -> None:
    """Mail whoever has something left to do in a campaign."""
    remind(day)


@outbox.handles("publish", Queue.PUBLICATION)
def publish(payload: Mapping[str, Any]) -> None:
    """Rebuild the publication of one entry, and tell what the registers say of it."""
    from registry.publication.publishing import rebuild

    publication = rebuild(Entry.objects.get(pk=payload["entry"]))
    _note_and_tell([publication.pk])


def _note_and_tell(publications: Iterable[int]) -> None:
    """Note which caveats began or ceased, mail the bodies, freeze what nobody may certify by."""
    from registry.footing.noting import note
    from registry.footing.telling import tell
    from registry.register.due import freeze_and_thaw

    publications = list(publications)
    today = timezone.localdate()
    if note(publications, today):
        tell(today)
    freeze_and_thaw(today, publications)


@outbox.handles("render", Queue.RENDERING)
def render(payload: Mapping[str, Any]) -> None:
    """Make the rule document of one frozen version as PDF, unless it is there already."""
    from registry.pdf.documents import rule_pdf
    from schemes.models import Version

    rule_pdf(Version.objects.get(pk=payload["version"]), payload["language"])


@outbox.handles("notice", Queue.RENDERING)
def make_notice(payload: Mapping[str, Any]) -> None:
    """Make a correction notice as PDF, unless it is there already."""
    from registry.models import Notice
    from registry.pdf.documents import notice_pdf

    notice_pdf(Notice.objects.get(pk=payload["notice"]), payload["language"])


@outbox.handles("letter", Queue.RENDERING)
def make_letter(payload: Mapping[str, Any]) -> None:
    """Make a letter as PDF, unless it is there already."""
    from registry.models import Letter
    from registry.pdf.documents import letter_pdf

    letter_pdf(Letter.objects.get(pk=payload["letter"]), payload["language"])


#: Rows of a list that are taken over before other work of the queue has its turn.
ROWS_AT_ONCE = 1_000


@outbox.handles("stock", Queue.EXAMINATION)
def take_stock_over(payload: Mapping[str, Any]) -> None:
    """Take the next rows of a list over, and leave the rest to the next message."""
    from registry.models import StockImport
    from registry.stock.acts import finish, have_next_portion
    from registry.stock.preparing import kept_source
    from registry.stock.taking import take_portion

    stock = StockImport.objects.get(pk=payload["stock"])
    with kept_source(stock) as source:
        left = take_portion(stock, source, ROWS_AT_ONCE, lambda _rows: outbox.still_at_work())
    if left:
        have_next_portion(stock)
    else:
        finish(stock)


@outbox.handles("impact", Queue.EXAMINATION)
def examine(payload: Mapping[str, Any]) -> None:
    """Examine what a change of reference data touches, from where it was left."""
    from registry.models import ImpactRun
    from registry.supervision.impact.runs import carry_out

    run = ImpactRun.objects.get(pk=payload["run"])
    carry_out(run, progress=lambda _count: outbox.still_at_work())


#: Changes that somebody made on purpose; what an installation or a preview writes has no impact.
EXAMINED_ORIGINS = frozenset({"form", "import", "command"})


@receiver(reference_changed, dispatch_uid="registry.supervision.impact")
def have_examined(changes: list[ReferenceChange], **kwargs: Any) -> None:
    """A change of reference data is examined by the worker once it is committed."""
    from registry.supervision.impact.runs import begin

    if changes and changes[0].origin in EXAMINED_ORIGINS:
        begin(changes)


#: As many publications are renewed while somebody waits; more are left to the worker.
RENEWED_AT_ONCE = 500


@receiver(reference_changed, dispatch_uid="registry.footing")
def have_told(changes: list[ReferenceChange], **kwargs: Any) -> None:
    """What the registers say now is public as soon as the change is committed."""
    from registry.footing.keeping import renew
    from registry.footing.touched import footings_of_changes, resting_on

    if is_preview():
        return
    _publish_renamed(changes)
    touched = resting_on(footings_of_changes(changes))
    if len(touched) <= RENEWED_AT_ONCE:
        renew(touched)
        _note_and_tell(touched)
    else:
        outbox.put("renew", {"publications": sorted(touched), "count": len(touched)})


def _publish_renamed(changes: Iterable[ReferenceChange]) -> None:
    """The names of bodies stand in what is published of their schemes."""
    of_bodies = [change for change in changes if change.register == "bodies"]
    rows = (row for change in of_bodies for row in (change.before, change.after) if row)
    numbers = {row["approval_no"] for row in rows}
    _publish_soon(Entry.objects.filter(organisation__approval_no__in=numbers))


@receiver(post_save, sender=StoredFile, dispatch_uid="registry.publication.pictures")
def have_shown(instance: StoredFile, created: bool, **kwargs: Any) -> None:
    """The picture of a mark that is uploaded after the filing belongs to the publication."""
    if created:
        mark = {"publication__summary__mark__sha256": instance.sha256}
        _publish_soon(Entry.objects.filter(organisation=instance.organisation_id, **mark))


def _publish_soon(entries: QuerySet[Entry]) -> None:
    for pk in entries.values_list("pk", flat=True):
        outbox.put("publish", {"entry": pk})


@outbox.handles("renew", Queue.PUBLICATION)
def renew_publications(payload: Mapping[str, Any]) -> None:
    """Work out anew what the registers say of many publications."""
    from registry.footing.keeping import renew

    renew(payload["publications"], lambda _count: outbox.still_at_work())
    _note_and_tell(payload["publications"])

"""The Atom feed of the register: its newest events, for the whole catalogue or for a part of it.

Among them what the regulator's registers began to say of entries. That such a caveat has ceased
is told by the same entry of the feed, updated.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import feedgenerator, timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.localised import in_language
from registry.models import CaveatNote, EntryEvent
from registry.opendata.records import absolute
from registry.publication.freshness import fresh_register
from registry.publication.history import note_of
from registry.register.numbers import normalise_number
from registry.register.told import facts_in
from registry.search.browsing import Search
from registry.search.filters import Filters, read_filters
from registry.states import CaveatKind

NEWEST = 50


def _state_of_notes() -> object:
    """What the feed shows that is not in publications."""
    return CaveatNote.objects.aggregate(Max("changed_at"), Max("pk"))


@require_safe
@fresh_register("feed", is_page=False, also=_state_of_notes)
def atom(request: HttpRequest) -> HttpResponseBase:
    """Events, newest first; takes the parameters of the catalogue, and `number` for one scheme."""
    filters = read_filters(request.GET)
    events = EntryEvent.objects.select_related("entry__publication")
    notes = CaveatNote.objects.select_related("entry__publication")
    wanted = _wanted(request, filters)
    feed = feedgenerator.Atom1Feed(
        title=_("News of the register: %(regulator)s")
        % {"regulator": in_language(settings.REGULATOR_NAME)},
        link=absolute(f"/{get_language()}/catalogue/"),
        description="",
        language=get_language(),
        feed_url=absolute(request.get_full_path()),
        feed_guid=absolute(request.path),
        author_name=in_language(settings.REGULATOR_NAME),
    )
    found: list[EntryEvent | CaveatNote] = [
        *events.filter(wanted).order_by("-at", "-pk")[:NEWEST],
        *notes.filter(wanted).order_by("-changed_at", "-pk")[:NEWEST],
    ]
    for each in sorted(found, key=_when, reverse=True)[:NEWEST]:
        if isinstance(each, CaveatNote):
            _add_note(feed, each)
        else:
            _add(feed, each)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _wanted(request: HttpRequest, filters: Filters) -> Q:
    """Which entries are asked for."""
    wanted = Q(entry__publication__isnull=False)
    if number := request.GET.get("number", ""):
        wanted &= Q(entry__number=normalise_number(number[:80]))
    if filters.q or filters.chosen:
        matching = Search(filters, timezone.localdate()).matching()
        wanted &= Q(entry__publication__in=matching.values("pk"))
    return wanted


def _when(each: EntryEvent | CaveatNote) -> datetime:
    return each.changed_at if isinstance(each, CaveatNote) else each.at


def _add_note(feed: feedgenerator.Atom1Feed, note: CaveatNote) -> None:
    publication, caveat = note.entry.publication, note.said
    address = absolute(publication.get_absolute_url())
    label = _("No longer in the registers") if note.ceased_at else CaveatKind(note.kind).label
    words = [caveat.sentence, publication.body, publication.rule_number, publication.number]
    feed.add_item(
        title=_("%(event)s: %(title)s") % {"event": label, "title": publication.title},
        link=address,
        description=" · ".join(words),
        unique_id=f"{address}#caveat-{note.pk}",
        pubdate=note.began_at,
        updateddate=note.changed_at,
    )


def _colon() -> str:
    return pgettext("after a name", ": ")


def _add(feed: feedgenerator.Atom1Feed, event: EntryEvent) -> None:
    publication = event.entry.publication
    address = absolute(publication.get_absolute_url())
    words = [publication.body, publication.rule_number, publication.number, note_of(event)]
    words += [f"{label}{_colon()}{told}" for label, told in facts_in(event.data)]
    feed.add_item(
        title=_("%(event)s: %(title)s") % {"event": event.label, "title": publication.title},
        link=address,
        description=" · ".join(filter(None, words)),
        unique_id=f"{address}#event-{event.pk}",
        pubdate=event.at,
        updateddate=event.at,
    )

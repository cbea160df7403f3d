"""The Atom feed of the register: its newest events, for the whole catalogue or for a part of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import feedgenerator, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.localised import in_language
from registry.catalogue.browsing import Search
from registry.catalogue.filters import read_filters
from registry.catalogue.freshness import fresh_register
from registry.catalogue.records import absolute
from registry.catalogue.timeline import note_of
from registry.models import EntryEvent
from registry.numbers import normalise_number

NEWEST = 50


@require_safe
@fresh_register("feed", is_page=False)
def atom(request: HttpRequest) -> HttpResponseBase:
    """Events, newest first; takes the parameters of the catalogue, and `number` for one scheme."""
    filters = read_filters(request.GET)
    events = EntryEvent.objects.select_related("entry__organisation", "entry__version")
    if number := request.GET.get("number", ""):
        events = events.filter(entry__number=normalise_number(number[:80]))
    if filters.q or filters.chosen:
        matching = Search(filters, timezone.localdate()).matching()
        events = events.filter(entry__publication__in=matching.values("pk"))
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
    for event in events.order_by("-at", "-pk")[:NEWEST]:
        _add(feed, event)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _add(feed: feedgenerator.Atom1Feed, event: EntryEvent) -> None:
    entry = event.entry
    address = absolute(entry.get_absolute_url())
    words = [str(entry.organisation), entry.rule_number, entry.number, note_of(event)]
    feed.add_item(
        title=_("%(event)s: %(title)s") % {"event": event.label, "title": entry.version.title},
        link=address,
        description=" · ".join(filter(None, words)),
        unique_id=f"{address}#event-{event.pk}",
        pubdate=event.at,
        updateddate=event.at,
    )

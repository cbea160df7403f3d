"""The digest of outcomes as an Atom feed: one item for each month that is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.localised import in_language
from registry.figures.outcome_months import Line, Month, months
from registry.figures.outcomes import month_moved
from registry.opendata.records import absolute


@require_safe
def outcomes_atom(request: HttpRequest) -> HttpResponse:
    """The months, newest first; each names what its page does, and nobody."""
    page = absolute(reverse("figures:outcomes"))
    regulator = in_language(settings.REGULATOR_NAME)
    feed = feedgenerator.Atom1Feed(
        title=_("Digest of negative outcomes"),
        link=page,
        description="",
        language=get_language(),
        feed_url=absolute(request.get_full_path()),
        feed_guid=absolute(request.path),
        author_name=regulator,
    )
    for month in months():
        _add(feed, page, month)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _add(feed: feedgenerator.Atom1Feed, page: str, month: Month) -> None:
    """A month is told on the first day of the next, and does not change any more."""
    told = timezone.make_aware(datetime.combine(month_moved(month.month, 1), time.min))
    cases = sum(line.cases for line in month.lines)
    words = {"month": date_format(month.month, "YEAR_MONTH_FORMAT"), "count": cases}
    feed.add_item(
        title=ngettext("%(month)s: %(count)d case", "%(month)s: %(count)d cases", cases) % words,
        link=f"{page}#{month.anchor}",
        description="\n".join(map(_sentence, month.lines)),
        unique_id=f"{absolute('/outcomes.json')}#{month.anchor}",
        pubdate=told,
        updateddate=told,
    )


def _sentence(line: Line) -> str:
    """One line: outcome, track, reasons, what the decider wrote, field, cases."""
    return " · ".join(filter(None, _parts(line)))


def _parts(line: Line) -> Iterator[str]:
    yield f"{line.outcome}{pgettext('after a name', ': ')}{line.track}"
    for ground in line.grounds:
        yield f"{ground.name} {ground.basis}".strip()
    yield " ".join(line.summary.split())
    yield line.fields
    yield ngettext("%(count)d case", "%(count)d cases", line.cases) % {"count": line.cases}

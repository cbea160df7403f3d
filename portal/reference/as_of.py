"""The registers as of a day: what was asked, and what the rows say on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import wraps
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


class BadDay(ValueError):
    """What was asked for as a day is none; the sentence says how one is written."""


def day_asked(query: Mapping[str, str]) -> date | None:
    """The day in the query of an address, `on=2026-01-31`; None where none is asked for.

    Raises:
        BadDay: it is no day.
    """
    typed = query.get("on", "").replace("\x00", " ").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        text = _("“%(day)s” is not a date. Write it like 2026-01-31.")
        raise BadDay(text % {"day": typed[:40]}) from error


def for_a_day(view: View) -> View:
    """For data: hand the view the day that is asked for as `on`, or say that it is none (400)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            day = day_asked(request.GET.dict())
        except BadDay as bad:
            body = {"code": "bad_day", "message": str(bad)}
            response = JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
            response["Access-Control-Allow-Origin"] = "*"
            return response
        return view(request, *args, on=day, **kwargs)

    return answer


def as_of(records: Iterable[Any], day: date) -> Iterator[Any]:
    """The rows with the status that they have on a day, for showing; never to be saved."""
    for record in records:
        if hasattr(record, "status_on"):
            record.status = record.status_on(day)
        yield record


def with_status(rows: models.QuerySet[Any], status: str, day: date) -> models.QuerySet[Any]:
    """The rows that have a status on a day: by their days where these decide it."""
    of_status = getattr(rows, "of_status", None)
    found: models.QuerySet[Any] = (
        of_status(status, day) if of_status is not None else rows.filter(status=status)
    )
    return found

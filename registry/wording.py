"""What the regulator sets of tracks and states, from a day on, in place of what ships.

A track and a state are declared in code with their words. Those words are lazy, as translations
are: each time one is shown, the row in force today is looked for here, so that pages, letters,
mails, data and exports all follow without knowing of it. What no row says stays as it ships. The
rows are few; all are kept together until one changes, and chosen from once in each request.

Records are above this module, so the models are named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from asgiref.local import Local
from django.apps import apps
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import lazy

from portal.core.localised import document_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TRACK, STATE = "track", "state"
#: The models with the rows, by what they are about; each has the key under the same name.
MODELS = {TRACK: "TrackTerms", STATE: "StateWords"}
#: What the rows say in both languages, as columns `…_zh` and `…_en`.
PARTS = {
    TRACK: ("name", "why", "legal_basis"),
    STATE: ("label", "to_body", "without_effect"),
}
#: The rows are kept for so long, should another process have missed that one changed.
SECONDS = 60
KEPT = "rows-of-tracks-and-states"


class Row(NamedTuple):
    """What the regulator set of one track or state from a day on."""

    of: str
    key: str
    since: date
    #: By part and language; what is left empty is not there.
    words: Mapping[tuple[str, str], str]
    #: Of a track: whether it takes new filings.
    is_open: bool = True


#: What holds in the request that is being answered; nothing outside of one.
_request = Local()
_as_shipped: ContextVar[bool] = ContextVar("words as they ship", default=False)


def worded(of: str, key: str, part: str, shipped: StrOrPromise) -> StrOrPromise:
    """The words of one part of a track or state: the regulator's of today, else as shipped.

    What ships empty has no place to be shown in, and stays so.
    """
    if isinstance(shipped, str) and not shipped:
        return shipped
    return _lazily_said(of, str(key), part, shipped)


def _said(of: str, key: str, part: str, shipped: StrOrPromise) -> str:
    row = None if _as_shipped.get() else in_force().get((of, key))
    own = row.words.get((part, document_language())) if row is not None else None
    return own or str(shipped)


_lazily_said = lazy(_said, str)


def row_of(of: str, key: str) -> Row | None:
    """The row of a track or state that is in force today, if there is one."""
    return in_force().get((of, key))


def row_to_come(of: str, key: str) -> Row | None:
    """The next row of a track or state that has not begun yet, if there is one."""
    today = timezone.localdate()
    rows = (row for row in _all_rows() if (row.of, row.key) == (of, key) and row.since > today)
    return min(rows, key=lambda row: row.since, default=None)


def state_of_words() -> str:
    """What names all of it today, for conditional requests; empty where all is as it ships."""
    rows = [row for _place, row in sorted(in_force().items())]
    said = [(row.of, row.key, row.since.isoformat(), sorted(row.words.items())) for row in rows]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16] if rows else ""


def in_force() -> Mapping[tuple[str, str], Row]:
    """By what and key, the rows in force today."""
    known: dict[str, Any] | None = getattr(_request, "known", None)
    if known is None:
        return _chosen()
    if "rows" not in known:
        known["rows"] = _chosen()
    return known["rows"]


def _chosen() -> Mapping[tuple[str, str], Row]:
    today = timezone.localdate()
    return {(row.of, row.key): row for row in _all_rows() if row.since <= today}


def _all_rows() -> list[Row]:
    try:
        return cache.get_or_set(KEPT, _read, SECONDS) or []
    except DatabaseError:  # commands show words before the tables are there
        return []


def _read() -> list[Row]:
    """All rows, the oldest first, so that of one place the newest is chosen; two queries."""
    return [row for of, model in MODELS.items() for row in _rows_of(of, model)]


def _rows_of(of: str, model: str) -> Iterator[Row]:
    columns = [(part, code) for part in PARTS[of] for code in ("zh", "en")]
    rows = apps.get_model("registry", model)._default_manager.order_by("in_force_from")
    for row in rows:
        words = {place: getattr(row, "_".join(place)) for place in columns}
        said = {place: text for place, text in words.items() if text}
        is_open = getattr(row, "is_open", True)
        since = getattr(row, "holds_from", row.in_force_from)
        if since is not None:
            yield Row(of, getattr(row, of), since, said, is_open)


def keep_no_rows() -> None:
    """Take it that there are none, without asking; for what runs where there is no database."""
    cache.set(KEPT, [], SECONDS)


def forget_rows(**_signal: Any) -> None:
    """Read them anew, since one has changed."""
    cache.delete(KEPT)
    if getattr(_request, "known", None) is not None:
        _request.known = {}


@contextmanager
def as_shipped() -> Iterator[None]:
    """Everything inside reads the words that ship, as the generated documentation does."""
    token = _as_shipped.set(True)
    try:
        yield
    finally:
        _as_shipped.reset(token)


def _begin(**_signal: Any) -> None:
    _request.known = {}


def _end(**_signal: Any) -> None:
    _request.known = None


request_started.connect(_begin, dispatch_uid="registry.wording")
request_finished.connect(_end, dispatch_uid="registry.wording")

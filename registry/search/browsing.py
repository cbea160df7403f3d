"""Finding publications: filters in; a page of results with facets out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from registry.models import (
    Publication,
    PublicationQuerySet,
    PublishedCaveat,
    PublishedStandard,
)
from registry.search.filters import ON_PAPER, Filters
from registry.search.index import search_index
from registry.search.words import filed_under

PER_PAGE = 20
#: Ranking costs time for every hit; beyond this number the newest stand first.
MOST_RANKED = 1_000
FACETS = ("category", "field", "author", "body", "track", "status", "caveat", "mark", "form")
FACET_SECONDS = 3_600

#: What a row of the catalogue does not show.
HEAVY = ("fingerprint", "rebuilt_at")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many publications would be left."""

    key: str
    count: int


class Search:
    """One question to the catalogue; each part is asked of the database once, when needed."""

    def __init__(self, filters: Filters, day: date) -> None:
        self.filters = filters
        self.day = day

    @cached_property
    def ranked(self) -> list[int] | None:
        """The hits of the text search, best first; None without one or when they are too many."""
        query = self.filters.search
        return search_index().best(query, MOST_RANKED) if query else None

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """One condition for each filter in force."""
        filters, found = self.filters, {}
        if filters.search:
            if self.ranked is not None:
                found["q"] = Q(pk__in=self.ranked)
            else:
                found["q"] = search_index().matching(filters.search)
        if filters.standard:
            found["standard"] = Q(pk__in=_resting_on(filters.standard))
        if filters.caveat:
            said = PublishedCaveat.objects.on(self.day).filter(kind=filters.caveat)
            found["caveat"] = Q(pk__in=said.values("publication_id"))
        if filters.mark:
            found["mark"] = Q(has_mark=filters.mark == "yes")
        if filters.form:
            found["form"] = Q(is_structured=filters.form == "structured")
        if filters.track:
            found["track"] = Q(track="" if filters.track == ON_PAPER else filters.track)
        simple = {
            "category": "category",
            "field": "field_rows__key",
            "body": "body_slug",
            "author": "author",
            "status": "status_code",
        }
        for name, column in simple.items():
            if value := getattr(filters, name):
                found[name] = Q(**{column: value})
        return found

    def matching(self, without: str = "") -> PublicationQuerySet:
        """The publications that fit all filters, or all but one."""
        found = Publication.objects.with_status(self.day)
        for name, condition in self.conditions.items():
            if name != without:
                found = found.filter(condition)
        return found

    def ordered(self) -> PublicationQuerySet | _Ranked:
        """The publications that fit, in the order asked for."""
        order = self.filters.order
        if order == "relevance" and self.ranked is not None:
            return _Ranked(self.matching(), self.ranked)
        if order == "changed":
            return self.matching().defer(*HEAVY).order_by("-changed_at", "-pk")
        return self.matching().defer(*HEAVY).newest_first()

    @cached_property
    def page(self) -> Page[Publication]:
        """The page asked for, or the last one there is."""
        paginator: Paginator[Publication] = Paginator(self.ordered(), PER_PAGE)  # type: ignore[arg-type]
        return paginator.get_page(self.filters.page)

    @property
    def count(self) -> int:
        """How many fit."""
        return self.page.paginator.count

    @property
    def is_beyond_the_end(self) -> bool:
        """Whether a page was asked for that there is not."""
        return self.filters.page > self.page.paginator.num_pages

    @cached_property
    def facets(self) -> dict[str, list[FacetValue]]:
        """For each facet its values with counts, as if it alone were not chosen."""
        key = f"facets:{register_head()}:{self.day}:{self._asked()}"
        return cache.get_or_set(key, self._count_facets, FACET_SECONDS) or {}

    def _asked(self) -> str:
        asked = sorted([("q", self.filters.q), *self.filters.chosen.items()])
        return hashlib.sha256(repr(asked).encode()).hexdigest()

    def _count_facets(self) -> dict[str, list[FacetValue]]:
        return {
            "category": list(self._counted("category")),
            "field": list(self._counted("field", "field_rows__key")),
            "body": list(self._counted("body", "body_slug")),
            "author": list(self._counted("author")),
            "track": list(_facet_values(self._counts("track"), empty=ON_PAPER)),
            "status": list(self._counted("status", "status_code")),
            "caveat": list(self._counted_caveats()),
            "mark": list(_yes_and_no(self._counted("mark", "has_mark"), "yes", "no")),
            "form": list(
                _yes_and_no(self._counted("form", "is_structured"), "structured", "paper")
            ),
        }

    def _counted(self, name: str, column: str = "") -> Iterator[FacetValue]:
        yield from _facet_values(self._counts(name, column))

    def _counts(self, name: str, column: str = "") -> Iterable[tuple[Any, int]]:
        rows = self.matching(without=name).order_by().values_list(column or name)
        return rows.annotate(n=Count("pk"))

    def _counted_caveats(self) -> Iterator[FacetValue]:
        """One scheme counts once for each kind, however many of its standards are replaced."""
        fitting = self.matching(without="caveat").order_by().values("pk")
        rows = PublishedCaveat.objects.on(self.day).filter(publication__in=fitting)
        counted = (
            rows.order_by().values_list("kind").annotate(n=Count("publication", distinct=True))
        )
        yield from _facet_values(counted)

    def notices(self) -> list[str]:
        """What the reader should know about how the question was understood."""
        found = [str(problem.message) for problem in self.filters.problems]
        if self.is_beyond_the_end:
            found.append(_("There are not that many pages; the last one is shown."))
        if self.filters.search and self.ranked is None:
            found.append(_("So many schemes match that the newest are shown first."))
        return found


def _facet_values(counted: Iterable[tuple[Any, int]], empty: str = "") -> Iterator[FacetValue]:
    """The most frequent first; what has no value is none, or has the key `empty`."""
    for value, count in sorted(counted, key=lambda row: (-row[1], str(row[0]))):
        if key := empty if value in (None, "") else str(value):
            yield FacetValue(key, count)


def _yes_and_no(counted: Iterable[FacetValue], yes: str, no: str) -> Iterator[FacetValue]:
    """What is true and what is not, by the words of the filter."""
    for value in counted:
        yield FacetValue(yes if value.key == str(True) else no, value.count)


class _Ranked:
    """The hits in the order of their rank, for a paginator; only one page is read in full."""

    def __init__(self, matching: QuerySet[Publication], ranked: list[int]) -> None:
        self.matching = matching
        self.ranked = ranked

    @cached_property
    def keys(self) -> list[int]:
        places = {pk: place for place, pk in enumerate(self.ranked)}
        return sorted(self.matching.values_list("pk", flat=True), key=places.__getitem__)

    def count(self) -> int:
        return len(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: slice) -> list[Publication]:
        keys = self.keys[wanted]
        found = Publication.objects.defer(*HEAVY).in_bulk(keys)
        return [found[key] for key in keys]


def _resting_on(text: str) -> QuerySet[PublishedStandard, int]:
    """Keys of publications that rest on a standard, however its number is written."""
    compact, year = filed_under(text)
    standards = PublishedStandard.objects.filter(compact=compact)
    if year:
        standards = standards.filter(year=year)
    return standards.values_list("publication_id", flat=True)


def register_head() -> str:
    """Changes whenever anything public in the register changes."""
    newest = (
        Publication.objects.order_by("-rebuilt_at", "-pk").values_list("rebuilt_at", "pk").first()
    )
    return f"{newest[0].timestamp():.6f}-{newest[1]}" if newest else "empty"

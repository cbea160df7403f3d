"""The parameters of the catalogue, read once for its pages, its files and the API.

Nothing that stands in an address can break an answer: what makes no sense is left out and named
as a problem. Pages show the problems above the results, the API refuses with them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField, Organisation
from portal.accounts.roles import WRITING_KINDS
from portal.reference.choices import Category
from registry.models import PublishedField
from registry.public_status import statuses
from registry.search.query import LONGEST_QUERY, SearchQuery, parse_query
from registry.states import AuthorKind, CaveatKind
from registry.tracks import track_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SORTS: dict[str, StrOrPromise] = {
    "relevance": _("Best match first"),
    "newest": _("Newest first"),
    "changed": _("Last changed first"),
}
MARKS: dict[str, StrOrPromise] = {"yes": _("With a mark"), "no": _("Without a mark")}
FORMS: dict[str, StrOrPromise] = {
    "structured": _("As a structured document"),
    "paper": _("Filed on paper, in a file"),
}
#: What stands for the track of a text that came in by none: it was filed on paper.
ON_PAPER = "paper"
FARTHEST_PAGE = 100_000
LONGEST_VALUE = 120


def ways_in() -> dict[str, StrOrPromise]:
    """By what the text in force of an entry came in, with its words: a track, or paper."""
    return {**dict(track_choices()), ON_PAPER: _("Filed on paper")}


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that was left out, and why."""

    parameter: str
    value: str
    message: str | Promise


@dataclass(frozen=True)
class Filters:
    """What is asked of the catalogue; empty means everything."""

    q: str = ""
    category: str = ""
    field: str = ""
    body: str = ""
    author: str = ""
    track: str = ""
    status: str = ""
    caveat: str = ""
    standard: str = ""
    mark: str = ""
    form: str = ""
    sort: str = ""
    page: int = 1
    problems: tuple[Problem, ...] = dataclasses.field(default=(), compare=False)

    @cached_property
    def search(self) -> SearchQuery:
        """The question that was typed, understood."""
        return parse_query(self.q)

    @property
    def order(self) -> str:
        """The order asked for, or the one that fits: best first when something is searched."""
        return self.sort or ("relevance" if self.search else "newest")

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force, without the question, the order and the page."""
        names = (
            "category",
            "field",
            "body",
            "author",
            "track",
            "status",
            "caveat",
            "standard",
            "mark",
            "form",
        )
        return {name: value for name in names if (value := getattr(self, name))}


def query_of(filters: Filters, **changes: str) -> str:
    """The query string of these filters with some changed; the page is always the first."""
    values = {"q": filters.q, **filters.chosen, "sort": filters.sort, **changes}
    kept = [(name, value) for name, value in values.items() if value]
    return "?" + urlencode(kept)


def read_filters(parameters: Mapping[str, str]) -> Filters:
    """The filters in the parameters of a request; two queries at most."""
    reader = _Reader(parameters)
    filters = Filters(
        q=reader.question(),
        category=reader.one_of("category", Category.values),
        field=reader.known_field(),
        body=reader.known_body(),
        author=reader.one_of("author", AuthorKind.values),
        track=reader.one_of("track", ways_in()),
        status=reader.one_of("status", statuses()),
        caveat=reader.one_of("caveat", CaveatKind.values),
        standard=reader.text("standard"),
        mark=reader.one_of("mark", MARKS),
        form=reader.one_of("form", FORMS),
        sort=reader.one_of("sort", SORTS),
        page=reader.page(),
    )
    return replace(filters, problems=tuple(reader.problems))


class _Reader:
    """Takes values that make sense and notes the others."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self.parameters = parameters
        self.problems: list[Problem] = []

    def refuse(self, name: str, value: str, message: StrOrPromise) -> None:
        self.problems.append(Problem(name, value[:LONGEST_VALUE], message))

    def text(self, name: str) -> str:
        value = self.parameters.get(name, "").replace("\x00", "").strip()
        if len(value) > LONGEST_VALUE:
            self.refuse(name, value, _("This value is too long and was left out."))
            return ""
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        value = self.text(name)
        if value and value not in known:
            message = _("“%(value)s” is not one of: %(known)s. It was left out.")
            self.refuse(name, value, _formatted(message, value=value, known=", ".join(known)))
            return ""
        return value

    def question(self) -> str:
        value = self.parameters.get("q", "").replace("\x00", "").strip()
        query = parse_query(value)
        if value and not query:
            self.refuse("q", value, _("There is no letter, digit or Chinese character to search."))
            return ""
        if query.was_cut:
            self.refuse("q", value, _("The question is too long; only its beginning was searched."))
        return value[:LONGEST_QUERY]

    def known_field(self) -> str:
        value = self.text("field")
        if not value or CertificationField.objects.filter(key=value).exists():
            return value
        if PublishedField.objects.filter(key=value).exists():
            return value
        message = _("There is no field “%(value)s”. It was left out.")
        self.refuse("field", value, _formatted(message, value=value))
        return ""

    def known_body(self) -> str:
        value = self.text("body")
        bodies = Organisation.objects.filter(kind__in=WRITING_KINDS, slug=value)
        if value and not bodies.exists():
            message = _("There is no certification body “%(value)s”. It was left out.")
            self.refuse("body", value, _formatted(message, value=value))
            return ""
        return value

    def page(self) -> int:
        value = self.text("page") or "1"
        if value.isascii() and value.isdecimal() and 0 < int(value) <= FARTHEST_PAGE:
            return int(value)
        message = _("“%(value)s” is not the number of a page; the first one is shown.")
        self.refuse("page", value, _formatted(message, value=value))
        return 1


def _formatted(message: StrOrPromise, **words: str) -> str:
    return str(message) % words

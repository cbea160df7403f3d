"""Lists as every page shows them: columns declared once, each of them an order, and as a file.

The address carries the order (`sort`), so that it lasts across pages and filters. With `file` it
answers the same rows in the same order as a table for office programs: all that the filters let
through, or those that were chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from portal.core.errors import RulesBroken
from portal.core.localised import document_language
from portal.core.tables.writing import CONTENT_TYPE, WORKBOOK, csv_file, xlsx_file

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The names in the address: order, page, file, and what is chosen for it.
SORT, PAGE, FILE, CHOSEN, ONLY_CHOSEN = "sort", "page", "file", "chosen", "only_chosen"
WRITERS = {"csv": (csv_file, CONTENT_TYPE), "xlsx": (xlsx_file, WORKBOOK)}
#: So many rows of a file are read at once.
PORTION = 1000


def _as_they_are(rows: Sequence[Any]) -> Sequence[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class Worked:
    """An order that stands in no column of the database: the primary keys of all rows in it."""

    keys: Callable[[QuerySet[Any], bool], list[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what stands in it in a file, by what its rows are ordered.

    The order is a path, a function that gives an expression (the language of the page may matter),
    or worked out; of rows that are no records, a function of a row.
    """

    key: str
    heading: StrOrPromise
    cell: Callable[[Any], Any] | None = None
    order: str | Worked | Callable[..., Any] | None = None
    #: Whether it stands on the page too, or in files alone.
    is_shown: bool = True
    is_number: bool = False

    @property
    def falling(self) -> StrOrPromise:
        """The name of the order the other way round."""
        return format_lazy("{heading} ↓", heading=self.heading)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading on the page: what it asks for next, and how it is sorted now, for `aria-sort`."""

    heading: StrOrPromise
    #: Empty where it is no order.
    next: str
    now: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it is declared. Rows come in the order in which they are given, unless asked."""

    #: What its files are called.
    name: str
    columns: tuple[Column, ...]
    #: What a page or a portion of a file shows of its records; asked once for all of them.
    complete: Callable[[Sequence[Any]], Sequence[Any]] = _as_they_are
    #: By which field rows are chosen for a file; empty where they cannot be.
    chosen_by: str = ""
    per_page: int = 25

    def shown(self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Shown:
        """The list as a request asks for it."""
        return Shown(self, request, rows)

    def orders(self) -> list[tuple[str, StrOrPromise]]:
        """Every order, both ways, by what the address calls it."""
        both = [
            ((one.key, one.heading), (f"-{one.key}", one.falling))
            for one in self.columns
            if one.order is not None
        ]
        return [choice for pair in both for choice in pair]


class Shown:
    """A list as one request asks for it: a page of it, or a file."""

    def __init__(
        self, listing: Listing, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]
    ) -> None:
        self.listing, self.asked, self._rows = listing, request.GET, rows
        asked = request.GET.get(SORT, "").strip()
        self._column = next(
            (
                column
                for column in listing.columns
                if column.key == asked.removeprefix("-") and column.order is not None
            ),
            None,
        )
        self.sort = asked if self._column else ""
        #: An order that this list does not have; the page says so and keeps its usual one.
        self.unknown = asked if self._column is None else ""

    @cached_property
    def page(self) -> Page[Any]:
        """The page that is asked for, its rows complete."""
        page = Paginator(self._in_order(self._rows), self.listing.per_page).get_page(
            self.asked.get(PAGE)
        )
        page.object_list = list(self._completed(list(page.object_list)))
        return page

    @property
    def rows(self) -> list[Any]:
        """The rows of the page."""
        return list(self.page.object_list)

    @property
    def heads(self) -> list[Head]:
        """The headings of the columns that stand on the page."""
        now = {self.sort.removeprefix("-"): "descending" if self._falls else "ascending"}
        return [
            Head(
                column.heading,
                "" if column.order is None else self._next(column.key),
                now.get(column.key, "none"),
                column.is_number,
            )
            for column in self.listing.columns
            if column.is_shown
        ]

    @property
    def orders(self) -> list[tuple[str, StrOrPromise, bool]]:
        """Every order with whether it is this one, for narrow screens, which show no headings."""
        return [(value, name, value == self.sort) for value, name in self.listing.orders()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters in the address, for forms that ask for another order or for a file."""
        own = {SORT, PAGE, FILE, CHOSEN, ONLY_CHOSEN, "all"}
        return [(name, v) for name, values in self.asked.lists() if name not in own for v in values]

    @property
    def all_chosen(self) -> bool:
        """Whether every row of the page is ticked."""
        return "all" in self.asked

    @property
    def is_file(self) -> bool:
        """Whether a file is asked for instead of the page."""
        return FILE in self.asked

    def file(self, form: str = "", name: str = "") -> HttpResponse:
        """All rows, or those that were chosen, as a file; every cell is guarded.

        `name` is that of what the list belongs to, where it belongs to something.

        Raises:
            RulesBroken: it is asked for in an order that is none, or nothing is chosen.
        """
        form = form or self.asked.get(FILE, "")
        if form not in WRITERS:
            raise Http404
        if self.unknown:
            raise RulesBroken(self.no_such_order)
        write, kind = WRITERS[form]
        response = HttpResponse(write(self._lines(self._meant())), content_type=kind)
        called = "-".join(filter(None, [self.listing.name, name, timezone.localdate().isoformat()]))
        response["Content-Disposition"] = f'attachment; filename="{called}.{form}"'
        return response

    @property
    def no_such_order(self) -> str:
        """What is said of an order that this list does not have."""
        words = {"order": self.unknown[:40], "orders": self._known_orders()}
        return _("This list has no order “%(order)s”. It can be ordered by: %(orders)s.") % words

    def _known_orders(self) -> str:
        return _(", ").join(
            str(column.heading) for column in self.listing.columns if column.order is not None
        )

    @property
    def _falls(self) -> bool:
        return self.sort.startswith("-")

    def _next(self, key: str) -> str:
        return f"-{key}" if self.sort == key else key

    def _meant(self) -> Any:
        """All rows, or those that were chosen."""
        if ONLY_CHOSEN not in self.asked:
            return self._rows
        chosen = self.asked.getlist(CHOSEN)
        if not chosen or not self.listing.chosen_by or not isinstance(self._rows, QuerySet):
            raise RulesBroken(_("Choose at least one row of the list."))
        return self._rows.filter(**{f"{self.listing.chosen_by}__in": chosen})

    def _in_order(self, rows: Any) -> Any:
        """The rows, or their keys where the order is worked out."""
        order = self._column.order if self._column else None
        if order is None:
            return rows
        if isinstance(order, Worked):
            return order.keys(rows, self._falls)
        if not isinstance(rows, QuerySet):
            assert callable(order), "Rows that are no records have no path."
            return sorted(rows, key=order, reverse=self._falls)
        by = F(order) if isinstance(order, str) else order()
        first = by.desc(nulls_last=True) if self._falls else by.asc(nulls_last=True)
        alike = rows.query.order_by or rows.model._meta.ordering or ()
        return rows.order_by(first, *alike, "pk")

    def _completed(self, part: list[Any]) -> Sequence[Any]:
        """What is shown of some records, or of the records behind some keys."""
        if part and isinstance(self._rows, QuerySet) and not hasattr(part[0], "pk"):
            known = {row.pk: row for row in self._rows.order_by().filter(pk__in=part)}
            part = [known[key] for key in part if key in known]
        return self.listing.complete(part)

    def _lines(self, rows: Any) -> Iterator[list[Any]]:
        columns = [column for column in self.listing.columns if column.cell is not None]
        yield [str(column.heading) for column in columns]
        ordered = self._in_order(rows)
        if isinstance(ordered, QuerySet):
            ordered = list(dict.fromkeys(ordered.values_list("pk", flat=True)))
        for start in range(0, len(ordered), PORTION):
            for row in self._completed(list(ordered[start : start + PORTION])):
                yield [column.cell(row) for column in columns if column.cell is not None]


def by_name(way: str = "") -> Callable[[], Any]:
    """By the name of what is alphabetised, in the language of the page; `way` leads to it."""

    def order() -> Any:
        key = "sort_en" if document_language() == "en" else "sort_zh"
        return NullIf(F(f"{way}{key}"), Value(""), output_field=TextField())

    return order


def alphabetically(way: str = "") -> OrderBy:
    """The same for a list that nobody orders otherwise; what has no name comes last."""
    order: OrderBy = by_name(way)().asc(nulls_last=True)
    return order

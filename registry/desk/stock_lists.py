"""The lists of stock as a list: columns, and how much of each is taken over."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.listing import Column, Listing, by_name
from registry.models import StockImport
from registry.states import Verdict

LISTS = Listing(
    "stock",
    (
        Column("name", _("List"), lambda row: row.name, "name"),
        Column(
            "handed_in",
            _("Handed in"),
            lambda row: timezone.localdate(row.handed_in_at),
            "handed_in_at",
            is_shown=False,
        ),
        Column(
            "who",
            _("By whom"),
            lambda row: row.handed_in_by,
            by_name("handed_in_by__"),
            is_shown=False,
        ),
        Column("state", _("State"), lambda row: row.get_state_display(), "state"),
        Column("rows", _("Rows"), lambda row: row.n_rows, "n_rows", is_number=True),
        Column(
            "taken",
            pgettext_lazy("stock", "Taken over"),
            lambda row: row.n_taken,
            "n_taken",
            is_number=True,
        ),
        Column("bad", _("With faults"), lambda row: row.n_bad, "n_bad", is_number=True),
    ),
    chosen_by="pk",
    per_page=50,
)


def with_counts(lists: QuerySet[StockImport]) -> QuerySet[StockImport]:
    """The newest first, with the rows of each, those taken over, those with faults; one query."""
    counted: QuerySet[StockImport] = lists.select_related("handed_in_by", "begun_by").annotate(
        n_rows=Count("rows"),
        n_taken=Count("rows", filter=Q(rows__entry__isnull=False)),
        n_bad=Count("rows", filter=Q(rows__verdict=Verdict.BAD)),
    )
    return counted.order_by("-pk")

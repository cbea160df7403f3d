"""Stock at the desk: lists of rules filed on paper, what is wrong with them, their taking over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import Door, person
from portal.accounts.permissions import Visitor, works_at_desk
from portal.accounts.second_factor import confirm_with_factor
from portal.core.access import Access
from portal.core.errors import RulesBroken
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.writing import CONTENT_TYPE, csv_file
from registry.desk.stock_lists import LISTS, with_counts
from registry.models import StockImport, StockRow
from registry.models.stock import StockRowQuerySet
from registry.states import StockState, Verdict
from registry.stock.acts import BeginTakingOver, PutAside
from registry.stock.columns import COLUMNS
from registry.stock.judging import heading, sentence
from registry.stock.permissions import may_take_over
from registry.stock.preparing import add_files, hand_in
from registry.stock.sources import Archive, FileSource

ROWS_PER_PAGE = 50
#: Of the rows that are good, and of those taken over, the first are enough.
SHOWN = 10


def _may_look(user: Visitor) -> Access:
    """Whether a person works at the desk or may take over stock."""
    reason = gettext_lazy("This page is for people of the regulator.")
    return Access(works_at_desk(user) or bool(may_take_over(user)), reason)


for_lookers = Door(_may_look)
for_takers = Door(may_take_over)


class ListForm(forms.Form):
    """A list with the files that it names."""

    table = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy("CSV in any usual encoding, or an Excel workbook (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose the list.")},
    )
    archive = forms.FileField(
        label=gettext_lazy("Files of the rules"),
        help_text=gettext_lazy(
            "A ZIP with the PDF and Word files that the list names, 50 MB at most. More archives "
            "can be added on the next page; without any, the rules are listed without their text."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class ArchiveForm(forms.Form):
    """One more archive."""

    archive = forms.FileField(
        label=gettext_lazy("One more archive (ZIP)"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": gettext_lazy("Choose an archive.")},
    )


@for_lookers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    """The lists that were handed in, and handing in another."""
    form, status = ListForm(), 200
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        may_take_over(request.user).require()
        if form.is_valid() and (made := _handed_in(request, form)) is not None:
            return redirect("desk:stock-list", pk=made.pk)
        status = 422
    listing = LISTS.shown(request, with_counts(StockImport.objects.all()))
    if listing.is_file:
        return listing.file()
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "columns": COLUMNS,
        "may_take_over": bool(may_take_over(request.user)),
    }
    return render(request, "desk/stock.html", context, status=status)


def _handed_in(request: HttpRequest, form: ListForm) -> StockImport | None:
    """The list with its files; what cannot be read becomes an error at its field."""
    upload, archive = form.cleaned_data["table"], form.cleaned_data["archive"]
    try:
        holders = [Archive(archive.name, archive.read())] if archive else []
    except RulesBroken as refusal:
        form.add_error("archive", str(refusal.message))
        return None
    files = [archive] if archive else []
    try:
        with FileSource(holders) as source:
            return hand_in(upload.name, upload.read(), person(request), source, files)
    except TableUnreadable as fault:
        words = {"line": fault.line, "message": fault.message}
        form.add_error("table", _("Line %(line)d: %(message)s") % words)
        return None


@for_lookers
@never_cache
@require_safe
def stock_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what can be taken over, every bad row, how far it is."""
    return _page(request, get_object_or_404(StockImport, pk=pk), ArchiveForm())


@for_takers
@require_POST
def add_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """More files for a list; its rows are judged anew, by the registers as they are now."""
    found = get_object_or_404(StockImport, pk=pk)
    form = ArchiveForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_files(found, form.cleaned_data["archive"], person(request))
        except RulesBroken as refusal:
            form.add_error("archive", str(refusal.message))
    if not form.is_valid():
        return _page(request, found, form, 422)
    messages.success(request, _("The list was checked again with the files of the archive."))
    return redirect("desk:stock-list", pk=pk)


@for_takers
@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge the rows by the registers as they are now."""
    add_files(get_object_or_404(StockImport, pk=pk), None, person(request))
    messages.success(request, _("The list was checked again."))
    return redirect("desk:stock-list", pk=pk)


@for_takers
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the good rows taken over."""
    found = get_object_or_404(StockImport, pk=pk)
    confirm_with_factor(request)
    try:
        BeginTakingOver(found, person(request)).run()
    except RulesBroken as refusal:
        form = ArchiveForm()
        messages.error(request, str(refusal.message))
        return _page(request, found, form, refusal.status)
    messages.success(request, _("The worker takes the rows over now, one after the other."))
    return redirect("desk:stock-list", pk=pk)


@for_takers
@require_POST
def put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a list that was handed in."""
    PutAside(get_object_or_404(StockImport, pk=pk), person(request)).run()
    messages.success(request, _("The list was put aside. Nothing of it is in the register."))
    return redirect("desk:stock")


@for_lookers
@require_safe
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """All bad rows as they were written, with what is wrong, to be mended and handed in again."""
    found = get_object_or_404(StockImport, pk=pk)
    response = HttpResponse(csv_file(_fault_lines(found)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="stock-{pk}-faults.csv"'
    return response


def _fault_lines(found: StockImport) -> Iterator[list[Any]]:
    """The columns of the list, so that it can be handed in as it is, and before them the faults."""
    yield [_("Line"), _("Faults"), *(column.heading for column in COLUMNS)]
    for row in found.rows.filter(verdict=Verdict.BAD).iterator(1000):
        said = [f"{heading(fault['column'])}: {sentence(fault)}" for fault in row.faults]
        cells = [row.cells.get(column.key, "") for column in COLUMNS]
        yield [row.line, " | ".join(said), *cells]


@for_lookers
@require_safe
def empty_list(request: HttpRequest) -> HttpResponse:
    """A list with its headings alone."""
    response = HttpResponse(
        csv_file([[column.heading for column in COLUMNS]]), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="stock.csv"'
    return response


def _counts(found: StockImport) -> dict[str, int]:
    """How many rows there are, and how many of each kind."""
    rows = dict(found.rows.order_by().values_list("verdict").annotate(n=Count("pk")))
    done = found.rows.exclude(entry=None).count()
    good = rows.get(Verdict.GOOD, 0)
    return {
        "all": sum(rows.values()),
        "good": good,
        "known": rows.get(Verdict.KNOWN, 0),
        "bad": rows.get(Verdict.BAD, 0),
        "done": done,
        "left": good - done,
    }


def _by_column(bad: StockRowQuerySet) -> list[tuple[Any, int]]:
    """How many rows have a fault in each column, the most first: what to mend in the whole list."""
    every = (
        {fault["column"] for fault in faults} for faults in bad.values_list("faults", flat=True)
    )
    counted = Counter(chain.from_iterable(every))
    return [(heading(column), n) for column, n in counted.most_common()]


def _told(row: StockRow) -> list[tuple[Any, str, str]]:
    """The faults of a row: column, what stands there, what is wrong and what is valid."""
    return [
        (heading(one["column"]), row.cells.get(one["column"], ""), sentence(one))
        for one in row.faults
    ]


def _page(
    request: HttpRequest, found: StockImport, form: ArchiveForm, status: int = 200
) -> HttpResponse:
    bad = found.rows.filter(verdict=Verdict.BAD)
    page = Paginator(bad, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    taken = found.rows.exclude(entry=None).select_related("entry__scheme")
    context = {
        "list": found,
        "form": form,
        "counts": _counts(found),
        "by_column": _by_column(bad),
        "page": page,
        "bad": [(row, _told(row)) for row in page],
        "good": found.rows.filter(verdict=Verdict.GOOD, entry=None)[:SHOWN],
        "taken": taken.order_by("-line")[:SHOWN],
        "archives": found.archives.all(),
        "is_ready": found.state == StockState.READY,
        "is_running": found.state == StockState.RUNNING,
        "is_done": found.state == StockState.DONE,
        "may_take_over": bool(may_take_over(request.user)),
    }
    return render(request, "desk/stock_list.html", context, status=status)

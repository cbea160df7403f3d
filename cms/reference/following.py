"""Rows that only ever follow each other: beginning one, confirming it, taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.reference.forms import TakeBackForm
from cms.reference.pages import RegisterPage
from portal.accounts.doors import person
from portal.core.errors import DomainError, RulesBroken
from portal.reference.registers import FROM_DAY, Register
from portal.reference.taking_back import last_day_to_take_back, take_back, why_it_stays
from portal.reference.wording import heading, said
from portal.reference.words import row_from, word_for, words_of
from registry.models import TrackTerms
from registry.procedure.closing import confirm_terms, entered_by
from registry.procedure.permissions import may_confirm_terms

#: What a new row does not take over from the one that it follows.
NOT_TAKEN_OVER = (FROM_DAY, "confirmed_on")


@dataclass(frozen=True)
class Beginning:
    """What a new row can be about, and since when a row holds of it, if one does."""

    name: str
    query: str
    #: From which day on what holds does; empty where all is as it ships.
    since: str = ""


def holding_rows(register: Register) -> dict[tuple[str, ...], Any]:
    """By what they are about, the rows that hold today."""
    rows = register.records.filter(**{f"{FROM_DAY}__lte": timezone.localdate()})
    found: dict[tuple[str, ...], Any] = {}
    for row in rows.order_by(FROM_DAY):
        if not getattr(row, "awaits_confirmation", False):
            found[tuple(str(getattr(row, name)) for name in register.about)] = row
    return found


def beginnings(register: Register) -> Iterator[Beginning]:
    """What a new row can be about: what rows are about already, and each code of one column."""
    holding = holding_rows(register)
    known = set(holding)
    if len(register.about) == 1:
        known |= {(code,) for code in words_of(register.key, *register.about)}
    named = sorted((_name(register, about), about) for about in known)
    for name, about in named:
        query = urlencode(dict(zip(register.about, about, strict=True)))
        row = holding.get(about)
        yield Beginning(name, query, row_from(getattr(row, FROM_DAY)) if row is not None else "")


def _name(register: Register, about: tuple[str, ...]) -> str:
    pairs = zip(register.about, about, strict=True)
    words = [word_for(register.key, column, code) or code for column, code in pairs if code]
    return " / ".join(words) or _("Everything without a row of its own")


def beginning_of(register: Register, query: Mapping[str, str]) -> Any:
    """A new row: what holds today of the same thing, without its day."""
    about = tuple(str(query.get(name, "")) for name in register.about)
    found = holding_rows(register).get(about)
    if found is not None:
        return without_days(register, found)
    return register.model(**dict(zip(register.about, about, strict=True)))


def without_days(register: Register, row: Any) -> Any:
    """A row as a new one that is about the same."""
    kept = {name: getattr(row, name) for name in register.columns if name not in NOT_TAKEN_OVER}
    return register.model(**kept)


class Begin(RegisterPage):
    """What the new row is about; its form then begins with what holds today."""

    template_name = "cms/reference/begin.html"
    permission_required = "add"
    step = gettext_lazy("New row")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list to choose from."""
        register = self.declared
        if not (register.is_followed and register.about):
            return redirect(self.link("add"))
        context = self.get_context_data(beginnings=beginnings(register), add=self.link("add"))
        return self.render_to_response(context)


class Confirm(RegisterPage):
    """Agreeing, as the second person, that a track is closed."""

    template_name = "cms/reference/confirm.html"
    permission_required = "add"
    step = gettext_lazy("Confirm as the second person")

    @property
    def terms(self) -> TrackTerms:
        """The row; only those of tracks wait for somebody."""
        if not isinstance(self.record, TrackTerms):
            raise Http404
        return self.record

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """What would be confirmed, or why this person cannot."""
        terms = self.terms
        access = may_confirm_terms(request.user, entered_by(terms))
        context = self.get_context_data(
            record=terms,
            waits=terms.awaits_confirmation,
            refusal="" if access else access.reason,
            cells=self._cells(terms),
            back=self.link("inspect", terms),
        )
        return self.render_to_response(context)

    def _cells(self, terms: TrackTerms) -> list[dict[str, str]]:
        """All that the row says, with the source that it is compared with."""
        register = self.declared
        said_of = ((name, said(register, terms, name)) for name in register.columns)
        return [
            {"heading": heading(register, name), "after": text} for name, text in said_of if text
        ]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Do it, or say why not."""
        terms = self.terms
        try:
            terms = confirm_terms(terms, person(request))
        except DomainError as error:
            messages.error(request, error.message)
        else:
            told = _("%(row)s: confirmed. The track takes no new filings from its day on.")
            messages.success(request, told % {"row": terms})
        return redirect(self.link("inspect", terms))


class TakeBack(RegisterPage):
    """Taking back a row that was entered by mistake, with a reason that stays in the history."""

    template_name = "cms/reference/take_back.html"
    permission_required = "add"
    step = gettext_lazy("Take back")

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask why."""
        return self._page(TakeBackForm())

    def _page(self, form: TakeBackForm, status: int = 200) -> HttpResponse:
        register, record = self.declared, self.record
        stays = why_it_stays(register, record)
        context = self.get_context_data(
            form=form,
            record=record,
            stays=stays,
            last=last_day_to_take_back(register, record) if not stays else None,
            back=self.link("inspect" if register.only_added else "list", record),
        )
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Take it back, or say what is missing beside what was typed."""
        form = TakeBackForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        record = self.record
        name = str(record)
        try:
            take_back(self.declared, record, request.user, form.cleaned_data["reason"])
        except RulesBroken as error:
            form.add_error("reason", str(error.message))
            return self._page(form, status=422)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(self.link("inspect", record))
        messages.success(request, _("%(row)s: taken back. The history keeps both.") % {"row": name})
        return redirect(self.link("changes"))

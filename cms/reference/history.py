"""Who changed what: the history of a row and of a register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.reference.pages import RegisterPage
from portal.reference.changes import changes_of
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register
from portal.reference.wording import changed_cells, name_in_history

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 50
WAYS: dict[str, StrOrPromise] = {
    "form": _("by hand"),
    "import": _("by import of a CSV file"),
    "command": _("by a command of the operator"),
    "installation": _("with the installation"),
}


@dataclass(frozen=True)
class Told:
    """A change with its cells in words, and by which way it came."""

    change: ReferenceChange
    name: str
    way: StrOrPromise
    cells: list[dict[str, str]]


def told(register: Register, changes: Iterable[ReferenceChange]) -> list[Told]:
    """The changes in words."""
    return [
        Told(
            change,
            name_in_history(register, change),
            WAYS.get(change.origin, ""),
            changed_cells(register, change),
        )
        for change in changes
    ]


class _History(RegisterPage):
    template_name = "cms/reference/history.html"
    header_icon = "history"
    step = _("History")

    def answer(self, changes: Any, *, names: bool) -> HttpResponse:
        """A page of changes; `names` where they are of several rows."""
        page = Paginator(changes, PER_PAGE).get_page(self.request.GET.get("p"))
        context = self.get_context_data(page=page, told=told(self.declared, page), names=names)
        return self.render_to_response(context)


class RowHistory(_History):
    """All changes of one row, also under names that it had before."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The list, newest first."""
        return self.answer(changes_of(self.declared, self.declared.row(self.record)), names=False)


class RegisterHistory(_History):
    """All changes of all rows, also of those that are no more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, newest first."""
        changes = ReferenceChange.objects.filter(register=self.declared.key)
        return self.answer(changes.select_related("actor").order_by("-pk"), names=True)

"""Importing a CSV file: it is read, shown, tried if wanted, and taken whole or not at all.

Between the pages the file waits in the session of the person who uploaded it, on the server.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.reference.forms import UploadForm
from cms.reference.pages import ASKS_IMPACT, RegisterPage, show_impact
from portal.reference.faults import ChangedMeanwhile, NoTable, UnreadableTable
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row
from portal.reference.tabular import Plan, plan
from portal.reference.wording import heading

MAX_BYTES = 5_000_000
#: As many rows of each kind are shown before they are taken.
SHOWN = 200
WAITING = "reference-import"


@dataclass(frozen=True)
class Waiting:
    """A file between upload and decision."""

    register: str
    name: str
    content: bytes
    #: The last change of the register when the file was shown; see `Decide`.
    seen: int

    def keep(self, request: HttpRequest) -> None:
        """Put it into the session, where it replaces the one before."""
        packed = base64.b64encode(zlib.compress(self.content)).decode()
        request.session[WAITING] = [self.register, self.name, packed, self.seen]


def waiting(request: HttpRequest, register: Register) -> Waiting | None:
    """The file of this person that waits for this register."""
    kept = request.session.get(WAITING)
    if kept is None or kept[0] != register.key:
        return None
    key, name, packed, seen = kept
    return Waiting(key, name, zlib.decompress(base64.b64decode(packed)), seen)


def last_change(register: Register) -> int:
    """What names the state of a register now."""
    found = ReferenceChange.objects.filter(register=register.key).aggregate(last=Max("pk"))
    return found["last"] or 0


@dataclass(frozen=True)
class ShownRow:
    """A row that would be added or changed: its name, and what stands in its columns."""

    name: str
    cells: list[dict[str, str]]


class _Importing(RegisterPage):
    permission_required = "add"
    step = gettext_lazy("Import from CSV")


class Upload(_Importing):
    """Choosing the file; what is wrong with it is listed whole."""

    template_name = "cms/reference/import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._page(UploadForm())

    def _page(self, form: UploadForm, **context: Any) -> HttpResponse:
        status = 422 if form.is_bound else 200
        columns = [(name, heading(self.declared, name)) for name in self.declared.columns]
        context |= {"form": form, "columns": columns, "max_mb": MAX_BYTES // 1_000_000}
        context["back"] = self.link("list")
        return self.render_to_response(self.get_context_data(**context), status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the file."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        if file.size > MAX_BYTES:
            size = {"size": MAX_BYTES // 1_000_000}
            form.add_error("file", _("The file is larger than %(size)d MB.") % size)
            return self._page(form)
        content = file.read()
        try:
            plan(self.declared, content)
        except UnreadableTable as error:
            return self._page(
                form, faults=error.faults, name=file.name, is_no_table=isinstance(error, NoTable)
            )
        seen = last_change(self.declared)
        Waiting(self.declared.key, str(file.name), content, seen).keep(request)
        return redirect(self.link("import_decide"))


class Decide(_Importing):
    """What the file would do, and doing it.

    Where the register moved since the file was shown, the file is shown again instead of taken.
    """

    template_name = "cms/reference/import_decide.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What would be added and changed."""
        kept = waiting(request, self.declared)
        if kept is None:
            return self._begin_anew()
        try:
            planned = plan(self.declared, kept.content)
        except UnreadableTable:
            messages.error(request, _("The file does not fit the register any more."))
            return redirect(self.link("import"))
        Waiting(kept.register, kept.name, kept.content, last_change(self.declared)).keep(request)
        return self.render_to_response(self.get_context_data(**self._shown(kept, planned)))

    def _begin_anew(self) -> HttpResponse:
        messages.warning(self.request, _("Choose the file again."))
        return redirect(self.link("import"))

    def _shown(self, kept: Waiting, planned: Plan) -> dict[str, Any]:
        register = self.declared
        return {
            "name": kept.name,
            "plan": planned,
            "added": [_added(register, register.row(record)) for record in planned.added[:SHOWN]],
            "changed": [
                _changed(register, before, register.row(record))
                for before, record in planned.changed[:SHOWN]
            ],
            "respelled": planned.respelled[:SHOWN],
            "more_respelled": max(0, len(planned.respelled) - SHOWN),
            "more_added": max(0, len(planned.added) - SHOWN),
            "more_changed": max(0, len(planned.changed) - SHOWN),
            "does_something": bool(planned.added or planned.changed),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the file, try it, or leave it."""
        kept = waiting(request, self.declared)
        if kept is None:
            return self._begin_anew()
        if "leave" in request.POST:
            del request.session[WAITING]
            messages.success(request, _("Nothing was imported."))
            return redirect(self.link("list"))
        if kept.seen != last_change(self.declared):
            return self._look_again()
        try:
            planned = plan(self.declared, kept.content)
        except UnreadableTable:
            messages.error(request, _("The file does not fit the register any more."))
            return redirect(self.link("import"))
        try:
            if ASKS_IMPACT in request.POST:
                return show_impact(request, planned.apply)
            return self._take(planned)
        except ChangedMeanwhile:
            return self._look_again()

    def _look_again(self) -> HttpResponse:
        text = _("The register was changed meanwhile. Look again at what the import would do.")
        messages.warning(self.request, text)
        return redirect(self.link("import_decide"))

    def _take(self, planned: Plan) -> HttpResponse:
        if planned.changed and not self.user_has_permission("change"):
            messages.error(self.request, _("You may add rows but not change them."))
            return redirect(self.link("import_decide"))
        planned.apply()
        del self.request.session[WAITING]
        added, changed = len(planned.added), len(planned.changed)
        told = [
            ngettext("%(n)d row added", "%(n)d rows added", added) % {"n": added},
            ngettext("%(n)d row changed", "%(n)d rows changed", changed) % {"n": changed},
        ]
        messages.success(self.request, _("Imported: %(what)s.") % {"what": ", ".join(told)})
        return redirect(self.link("list"))


def _added(register: Register, row: Row) -> ShownRow:
    cells = [
        {"heading": heading(register, name), "before": "", "after": text}
        for name, text in row.items()
        if text and name not in register.identity
    ]
    return ShownRow(register.name_of_row(row), cells)


def _changed(register: Register, before: Row, after: Row) -> ShownRow:
    cells = [
        {"heading": heading(register, name), "before": before[name], "after": after[name]}
        for name in register.columns
        if before[name] != after[name]
    ]
    return ShownRow(register.name_of_row(after), cells)

"""Adding, changing, ending and deleting one row; each can be tried before it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CopyView, CreateView, DeleteView, EditView, InspectView

from cms.reference.following import beginning_of, without_days
from cms.reference.forms import EndForm
from cms.reference.listing import can_end
from cms.reference.pages import ASKS_IMPACT, RegisterMixin, RegisterPage, show_impact
from portal.reference.models import ProtectedMark
from portal.reference.registers import Register
from portal.reference.taking_back import why_it_stays
from portal.reference.wording import heading, said
from schemes.files.pictures import picture_of_protected


def doubts_about(register: Register, record: Any) -> list[str]:
    """What keeps one from relying on a row: no source, or a source that nobody compared."""
    doubts = []
    if "source" in register.columns and not record.source:
        doubts.append(_("The row names no source."))
    if "verified" in register.columns and not record.verified:
        doubts.append(_("Nobody has compared the row with its source yet."))
    return doubts


class _Saving(RegisterMixin):
    """The form of a row, which can be tried as well as saved."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or say what saving would do."""
        if ASKS_IMPACT not in self.request.POST:  # type: ignore[attr-defined]
            for kept in form.kept_as:
                messages.info(self.request, _("Saved as %(kept)s.") % {"kept": kept})  # type: ignore[attr-defined]
            if form.kept_without:
                messages.warning(self.request, form.kept_without)  # type: ignore[attr-defined]
            return super().form_valid(form)  # type: ignore[misc]
        try:
            return show_impact(self.request, form.save)  # type: ignore[attr-defined]
        finally:
            for file in form.new_files:
                if file:
                    file.storage.delete(file.name)


class Create(_Saving, CreateView):
    """A new row; one that follows others begins with what holds now of the same thing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask first what a row is about that follows another, then show the form."""
        register = self.declared
        if register.is_followed and register.about and not request.GET.keys() & {*register.about}:
            return redirect(self.link("begin"))
        return super().get(request, *args, **kwargs)

    def get_initial_form_instance(self) -> Any:
        """What holds now, without its day; what is sent brings all of it."""
        if self.request.method == "GET" and self.declared.is_followed:
            return beginning_of(self.declared, self.request.GET)
        return super().get_initial_form_instance()

    def get_success_message(self, instance: Any) -> str | None:
        """That a second person is needed, where one is."""
        if getattr(instance, "awaits_confirmation", False):
            words = {"row": instance}
            return _("%(row)s: entered. It counts when a second person has confirmed it.") % words
        said: str | None = super().get_success_message(instance)
        return said

    def get_success_buttons(self) -> list[Any]:
        """Only what can be done with the row."""
        if not self.declared.only_added:
            return list(super().get_success_buttons())
        return [messages.button(self.link("inspect", self.object), _("Read"))]


class Copy(_Saving, CopyView):
    """A successor, which begins as a copy."""

    def get_initial_form_instance(self) -> Any:
        """The row that it follows; from which day on it holds is said anew."""
        copied = super().get_initial_form_instance()
        return without_days(self.declared, copied) if self.declared.is_followed else copied


class Edit(_Saving, EditView):
    """A row that is there."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows of the register alone, where the model has others too."""
        return self.declared.records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is doubtful about the row, and the ways on from here."""
        ends = can_end(self.declared) and self.object.valid_until is None
        return super().get_context_data(
            doubts=doubts_about(self.declared, self.object),
            end_url=self.link("end", self.object) if ends else "",
            **kwargs,
        )


class Inspect(RegisterMixin, InspectView):
    """A row that is never changed: what it says, whether it holds, and what can be done with it."""

    page_title = gettext_lazy("Reading")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether it waits for a second person, and the ways on from here."""
        register, row = self.declared, self.object
        may_add = self.permission_policy.user_has_permission(self.request.user, "add")
        about = {name: getattr(row, name) for name in register.about}
        return super().get_context_data(
            waits=getattr(row, "awaits_confirmation", False),
            confirm_url=self.link("confirm", row),
            take_back_url=self.link("take_back", row) if not why_it_stays(register, row) else "",
            follow_url=f"{self.link('add')}?{urlencode(about)}",
            may_add=may_add,
            **kwargs,
        )

    def get_fields_context(self) -> list[dict[str, Any]]:
        """All columns in words."""
        register = self.declared
        return [
            {
                "label": heading(register, name),
                "value": said(register, self.object, name),
                "component": None,
            }
            for name in register.columns
        ]


class Delete(RegisterMixin, DeleteView):
    """Deleting a row that was made by mistake; one that others refer to stays."""

    template_name = "cms/reference/delete.html"

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows of the register alone."""
        return self.declared.records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The better way, where there is one."""
        ends = can_end(self.declared)
        return super().get_context_data(
            end_url=self.link("end", self.object) if ends else "", **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, try it, or say why it stays."""
        try:
            if ASKS_IMPACT in self.request.POST:
                return show_impact(self.request, self.object.delete)
            return super().form_valid(form)
        except models.ProtectedError:
            text = _("Other rows or documents refer to this row, so it cannot be deleted.")
            messages.error(self.request, text)
            return redirect(self.link("edit", self.object))


class End(RegisterPage):
    """Giving a row its last day: what was judged by it can still be explained."""

    template_name = "cms/reference/end.html"
    permission_required = "change"
    step = gettext_lazy("End on a day")

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask for the day."""
        day = self.record.valid_until or timezone.localdate()
        return self._page(EndForm(initial={"day": day}))

    def _page(self, form: EndForm) -> HttpResponse:
        context = self.get_context_data(
            form=form, record=self.record, back=self.link("edit", self.record)
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """End the row, or say what that would do."""
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        record = self.record
        record.valid_until = form.cleaned_data["day"]
        try:
            record.full_clean()
        except ValidationError as error:
            form.add_error("day", error.messages)
            return self._page(form)
        if ASKS_IMPACT in request.POST:
            return show_impact(request, record.save)
        with transaction.atomic():
            record.save()
        messages.success(request, _("“%(row)s” ends on this day.") % {"row": record})
        return redirect(self.link("list"))


class Picture(RegisterPage, View):
    """The picture of a protected mark; never the file as it was uploaded."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """A PNG, or nothing."""
        record = self.record
        drawn = picture_of_protected(record) if isinstance(record, ProtectedMark) else None
        return HttpResponse(drawn or b"", "image/png", status=200 if drawn else 404)

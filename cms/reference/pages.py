"""What the pages of a register share: which register it is, its way back, trying a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.reference.registers import Register
from registry.supervision.impact.examining import read_by
from registry.supervision.impact.runs import preview

#: The name of the button that asks what a change would do, in every form.
ASKS_IMPACT = "action-impact"


def is_read_by_rules(register: Register) -> bool:
    """Whether a change of the register can change what is found in a document."""
    return register.key in read_by()


def show_impact(request: HttpRequest, apply: Callable[[], object]) -> HttpResponse:
    """Try a change, take it back, and go to the page that says what it would do."""
    run = preview(apply, request.user)
    return redirect("desk:impact-run", run.pk)


class RegisterMixin:
    """What Wagtail's own views are told of the register; every view of ours has it."""

    register: Register | None = None
    urls: Any = None

    @property
    def declared(self) -> Register:
        """The register that the page is about."""
        assert self.register is not None, "The view set names the register."
        return self.register

    def link(self, name: str, record: models.Model | None = None) -> str:
        """The address of a page of this register, or of one of its rows."""
        return reverse(self.urls(name), args=() if record is None else (quote(record.pk),))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The register, and whether trying a change makes sense."""
        kwargs.setdefault("register", self.declared)
        kwargs["asks_impact"] = is_read_by_rules(self.declared)
        return dict(super().get_context_data(**kwargs))  # type: ignore[misc]


class RegisterPage(RegisterMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A page of a register that Wagtail does not have."""

    permission_policy: Any = None
    header_icon = "table"
    breadcrumbs_items: Any = ()
    any_permission_required: Any = ("view", "add", "change", "delete")
    #: The name of the page.
    step: Any = ""

    @cached_property
    def record(self) -> Any:
        """The row that the page is about."""
        return get_object_or_404(self.declared.records, pk=unquote(str(self.kwargs["pk"])))

    def get_page_title(self) -> str:
        """The name of the page and what it is about."""
        about = str(self.record) if "pk" in self.kwargs else self.declared.title
        return f"{self.step}: {about}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way from the admin's home to here."""
        items = [
            *self.breadcrumbs_items,
            {"url": self.link("list"), "label": self.declared.title},
        ]
        if "pk" in self.kwargs:
            page = "inspect" if self.declared.only_added else "edit"
            items.append({"url": self.link(page, self.record), "label": str(self.record)})
        return [*items, {"url": "", "label": self.step}]

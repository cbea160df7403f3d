"""The list of blueprint versions, and the page of one: its state and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.blueprints.history import history
from portal.accounts.models import User
from portal.core.actions import available
from portal.core.errors import DomainError
from schemes.blueprint_actions import BLUEPRINT_ACTIONS, Propose, Publish, SetLastDays
from schemes.blueprint_drafts import begin_blueprint_version, save_blueprint_draft, version_before
from schemes.blueprints.compatibility.report import compatibility
from schemes.models import BlueprintVersion
from schemes.permissions import may_write_blueprints
from schemes.states import IN_PREPARATION, BlueprintState


class BlueprintView(WagtailAdminTemplateMixin, View):
    """A page of the blueprint administration, for those who may write blueprints."""

    header_icon = "form"
    #: The name of the page in the way back to it; the version's own page has none.
    step: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        may_write_blueprints(request.user).require()
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Who is at work."""
        assert isinstance(self.request.user, User)
        return self.request.user

    @cached_property
    def version(self) -> BlueprintVersion:
        """The version that the page is about."""
        return get_object_or_404(BlueprintVersion, pk=self.kwargs["pk"])

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.version.state == BlueprintState.DRAFT

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way from the admin's home to here."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("blueprints:index"), "label": _("Blueprints")},
        ]
        if "pk" in self.kwargs:
            address = reverse("blueprints:version", args=[self.version.pk])
            items.append({"url": address, "label": self.version.ref})
        if self.step:
            items.append({"url": "", "label": self.step})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page shows of the version."""
        if "pk" in self.kwargs:
            kwargs |= {"version": self.version, "is_draft": self.is_draft}
        return dict(super().get_context_data(**kwargs))

    def get_page_title(self) -> str:
        """The title of the browser's window."""
        return " – ".join(str(item["label"]) for item in self.get_breadcrumbs_items()[1:])

    def refuse(self, error: DomainError) -> None:
        """Say why something was not done."""
        messages.error(self.request, str(error.message))


def typed(request: HttpRequest, name: str, longest: int) -> str:
    """What a person wrote; a NUL, which no database takes, is a blank."""
    return request.POST.get(name, "").replace("\x00", " ").strip()[:longest]


@dataclass(frozen=True)
class Kind:
    """All versions of one blueprint, newest first."""

    key: str
    versions: list[BlueprintVersion]

    @property
    def newest(self) -> BlueprintVersion:
        """The one whose title stands above the list."""
        return next((v for v in self.versions if v.published_at), self.versions[0])

    @property
    def in_preparation(self) -> BlueprintVersion | None:
        """The one that is being written or waits for the second person."""
        return next((v for v in self.versions if v.state in IN_PREPARATION), None)


class Index(BlueprintView):
    """All blueprints with their versions; a new version begins here."""

    template_name = "cms/blueprints/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.render_to_response(self.get_context_data(kinds=list(_kinds())))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin a version from the last one."""
        try:
            begun = begin_blueprint_version(typed(request, "key", 40), self.person)
        except DomainError as error:
            self.refuse(error)
            return redirect("blueprints:index")
        messages.success(
            request, _("Blueprint %(ref)s was begun from the last version.") % {"ref": begun.ref}
        )
        return redirect("blueprints:version", pk=begun.pk)


def _kinds() -> Iterator[Kind]:
    rows = BlueprintVersion.objects.select_related("published_by", "proposed_by", "created_by")
    by_key: dict[str, list[BlueprintVersion]] = {}
    for row in rows.order_by("category", "key", "-version"):
        by_key.setdefault(row.key, []).append(row)
    for key, versions in by_key.items():
        yield Kind(key, versions)


class VersionPage(BlueprintView):
    """One version: where it stands, what comes next, what was done."""

    template_name = "cms/blueprints/version.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        version = self.version
        before = version_before(version)
        changes = compatibility(before.blueprint, version.blueprint) if before else []
        actions = available(BLUEPRINT_ACTIONS, self.person, version)
        waiting = version.state == BlueprintState.PROPOSED and Publish not in actions
        context = self.get_context_data(
            before=before,
            changes=changes,
            breaking=sum(change.is_breaking for change in changes),
            primary=next((a for a in actions if a in (Propose, Publish)), None),
            others=[a for a in actions if a not in (Propose, Publish, SetLastDays)],
            may_set_last_days=SetLastDays in actions,
            waiting=Publish.access(self.person, version).reason if waiting else "",
            history=history(version),
        )
        return self.render_to_response(context)


class Note(BlueprintView):
    """What is new, in words for the authors of certification bodies."""

    step = gettext_lazy("What is new")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the words."""
        note = typed(request, "note", 4000)
        try:
            save_blueprint_draft(
                self.version, self.person, seen=self.version.digest, note=note, what="note:"
            )
            messages.success(request, _("Saved."))
        except DomainError as error:
            self.refuse(error)
        return redirect("blueprints:version", pk=pk)

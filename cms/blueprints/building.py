"""What all pages of the builder share: making one step, and saying why it was not made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.pages import BlueprintView
from portal.core.errors import DomainError
from schemes.blueprint_drafts import save_blueprint_draft
from schemes.blueprints import DialectError
from schemes.blueprints.building.nodes import Schema, StepRefused, steps_of

Step = Callable[[Mapping[str, Any]], Schema]


class BuilderView(BlueprintView):
    """A page of the builder; only drafts have one."""

    step = gettext_lazy("Builder")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What cannot be changed any more is shown on its own page."""
        self.request, self.kwargs = request, kwargs
        if request.user.is_authenticated and not self.is_draft:
            messages.warning(request, _("This version cannot be changed; begin a new one."))
            return redirect("blueprints:version", pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def take(self, make: Step, what: str) -> list[str]:
        """Make a step on the draft and save it; what stands in its way, in words."""
        seen = self.request.POST.get("seen", "")
        try:
            schema = make(self.version.schema)
            save_blueprint_draft(self.version, self.person, seen=seen, schema=schema, what=what)
        except StepRefused as refusal:
            return [str(refusal.message)]
        except DialectError as error:
            return [f"{problem.pointer or '/'}: {problem.message}" for problem in error.problems]
        except DomainError as error:
            return [str(error.message)]
        return []

    def take_or_tell(self, make: Step, what: str) -> bool:
        """Make a step; what stands in its way is told above the next page."""
        problems = self.take(make, what)
        for problem in problems:
            messages.error(self.request, problem)
        return not problems

    def section_of(self, address: str) -> str:
        """The key of the section in which a place lies; the first where it lies in none."""
        top = steps_of(address)[:1]
        sections = self.version.blueprint.sections
        return next((s.key for s in sections if top and top[0] in s.parts), sections[0].key)

    def page_of(self, address: str, section: str = "") -> str:
        """The address of the page that shows the fields of a group, or of a section."""
        if steps_of(address):
            return self.link("group", at=address)
        return self.link("builder", section=section)

    def link(self, name: str, **query: str) -> str:
        """The address of a page of this builder."""
        address = reverse(f"blueprints:{name}", args=[self.version.pk])
        return f"{address}?{urlencode(query)}" if query else address

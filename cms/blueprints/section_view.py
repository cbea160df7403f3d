"""A section of the builder: a new one, its title and help, its removal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.blueprints.building import BuilderView
from cms.blueprints.forms import SectionForm
from schemes.blueprints import Section
from schemes.blueprints.building.steps import add_section, change_section, remove_section


class SectionPage(BuilderView):
    """The form of a section; without a key, of a new one."""

    template_name = "cms/blueprints/section.html"

    @property
    def section(self) -> Section | None:
        """The section that is there already."""
        key = self.request.GET.get("key")
        if not key:
            return None
        try:
            return self.version.blueprint.section(key)
        except LookupError:
            raise Http404(key) from None

    def _form(self, data: Any = None) -> SectionForm:
        section = self.section
        initial = {}
        if section is not None:
            initial = {f"title_{k}": v for k, v in section.title.items()}
            initial |= {f"help_{k}": v for k, v in section.help.items()}
        return SectionForm(data, is_new=section is None, initial=initial)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        context = self.get_context_data(form=self._form(), section=self.section)
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save or remove the section."""
        section = self.section
        if section is not None and request.POST.get("do") == "remove":
            what = f"section-removed:{section.key}"
            done = self.take_or_tell(lambda s: remove_section(s, section.key), what)
            return redirect(self.link("builder", section="" if done else section.key))
        form = self._form(request.POST)
        if form.is_valid():
            problems = self._save(form, section)
            if not problems:
                key = section.key if section else form.cleaned_data["key"]
                return redirect(self.link("builder", section=key))
            form.add_error(None, problems)
        context = self.get_context_data(form=form, section=section)
        return self.render_to_response(context, status=422)

    def _save(self, form: SectionForm, section: Section | None) -> list[str]:
        title, help_ = form.text("title") or {}, form.text("help") or {}
        if section is None:
            key = form.cleaned_data["key"]
            return self.take(lambda s: add_section(s, key, title, help_), f"section-added:{key}")
        what = f"section-changed:{section.key}"
        return self.take(lambda s: change_section(s, section.key, title, help_), what)

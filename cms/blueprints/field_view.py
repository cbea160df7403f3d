"""A field of the builder: a new one of a chosen kind, an existing one, its removal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from cms.blueprints.building import BuilderView
from cms.blueprints.forms import FieldForm, initial_of
from cms.blueprints.rows import rows, way_to
from schemes.blueprints import Node, inherited_at, material_at
from schemes.blueprints.building.kinds import OFFERED, FieldKind, spec_of
from schemes.blueprints.building.nodes import Schema, node_of, path_of, steps_of
from schemes.blueprints.building.renaming import rename_field
from schemes.blueprints.building.steps import (
    FIXED_PARTS,
    add_field,
    change_field,
    move_to_section,
    remove_field,
)


class NewField(BuilderView):
    """First the kind, then the form of that kind."""

    template_name = "cms/blueprints/field.html"

    @property
    def at(self) -> str:
        """The group that the field will stand in; empty for a section."""
        return self.request.GET.get("at", "")

    @property
    def section(self) -> str:
        """The section that a top-level field will stand in."""
        return self.request.GET.get("section", "")

    @cached_property
    def kind(self) -> FieldKind | None:
        """The kind that was chosen."""
        wanted = self.request.GET.get("kind", "")
        return FieldKind(wanted) if wanted in OFFERED else None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The kinds, or the form."""
        if self.kind is None:
            return self._answer(kinds=[(kind, self._to(kind)) for kind in OFFERED])
        return self._answer(form=self._form(self.kind))

    def _to(self, kind: FieldKind) -> str:
        return self.link("new-field", at=self.at, section=self.section, kind=kind.value)

    def _form(self, kind: FieldKind, data: Any = None) -> FieldForm:
        blueprint = self.version.blueprint
        inherited = material_at(blueprint, path_of(self.at))
        return FieldForm(data, kind=kind, blueprint=blueprint, inherited=inherited, is_new=True)

    def _answer(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "kind": self.kind,
            "way": way_to(self.version.blueprint, self.at),
            "section": self.section or self.section_of(self.at),
            "back": self.page_of(self.at, self.section),
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add the field."""
        if self.kind is None:
            raise Http404
        form = self._form(self.kind, request.POST)
        if form.is_valid():
            name = form.cleaned_data["name"]
            what = f"field-added:{self.at}/{name}"
            problems = self.take(
                lambda s: add_field(s, self.at, name, form.spec, self.section), what
            )
            if not problems:
                return redirect(self.page_of(self.at, self.section))
            form.add_error(None, problems)
        return self._answer(422, form=form)


class ExistingField(BuilderView):
    """A field that is there."""

    @cached_property
    def at(self) -> str:
        """Its address."""
        return self.request.GET.get("at", "")

    @cached_property
    def node(self) -> Node:
        """The field itself."""
        node = node_of(self.version.blueprint.schema, self.at)
        if node is None or not node.name:
            raise Http404(self.at)
        return node

    @property
    def is_fixed(self) -> bool:
        """Whether every blueprint has it."""
        return not steps_of(self.group) and self.node.name in FIXED_PARTS

    @property
    def group(self) -> str:
        """The address of the group that it stands in."""
        return self.at.rpartition("/")[0]

    def back(self) -> str:
        """The page that lists it."""
        return self.page_of(self.group, self.section_of(self.at))

    def answer(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page, with what it always shows."""
        context |= {"node": self.node, "at": self.at, "back": self.back()}
        context |= {"way": way_to(self.version.blueprint, self.group)}
        return self.render_to_response(self.get_context_data(**context), status=status)


class FieldPage(ExistingField):
    """The form of an existing field."""

    template_name = "cms/blueprints/field.html"

    def _form(self, data: Any = None) -> FieldForm:
        spec = spec_of(self.node)
        return FieldForm(
            data,
            kind=spec.kind,
            blueprint=self.version.blueprint,
            inherited=inherited_at(self.version.blueprint, path_of(self.at)),
            is_new=False,
            initial={**initial_of(spec), "name": "" if self.is_fixed else self.node.name},
        )

    @property
    def _sections(self) -> list[tuple[str, Any, bool]]:
        """For a top-level field: every section, and whether it is the field's own."""
        if len(steps_of(self.at)) != 1:
            return []
        own = self.section_of(self.at)
        return [(s.key, s.title, s.key == own) for s in self.version.blueprint.sections]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        return self._page(self._form())

    def _page(self, form: FieldForm, status: int = 200) -> HttpResponse:
        return self.answer(status, form=form, kind=form.kind, sections=self._sections)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the field."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        problems = self.take(lambda s: self._changed(s, form), self._what(form))
        if problems:
            form.add_error(None, problems)
            return self._page(form, 422)
        return redirect(self.page_of(self.group, self._wanted_section()))

    def _wanted_section(self) -> str:
        return self.request.POST.get("section") or self.section_of(self.at)

    def _changed(self, schema: Mapping[str, Any], form: FieldForm) -> Schema:
        changed = change_field(schema, self.at, form.spec)
        wanted = self.request.POST.get("section")
        if self._sections and wanted:
            changed = move_to_section(changed, self.node.name, wanted)
        name = self._new_name(form)
        return rename_field(changed, self.at, name) if name else changed

    def _new_name(self, form: FieldForm) -> str:
        """The name that the field is given; empty where it keeps its own."""
        name = str(form.cleaned_data.get("name", ""))
        return "" if name == self.node.name else name

    def _what(self, form: FieldForm) -> str:
        name = self._new_name(form)
        return f"field-renamed:{self.at} → {name}" if name else f"field-changed:{self.at}"


class RemoveField(ExistingField):
    """Asks before a field is removed, with everything inside it."""

    template_name = "cms/blueprints/remove.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask."""
        return self.answer(is_fixed=self.is_fixed, inside=rows(self.node, self.at))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove it."""
        back = self.back()
        self.take_or_tell(lambda s: remove_field(s, self.at), f"field-removed:{self.at}")
        return redirect(back)

"""The builder: the fields of one section or of one group at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.blueprints.building import BuilderView
from cms.blueprints.rows import conditions, rows, way_to
from schemes.blueprints import Node, Section
from schemes.blueprints.building.nodes import node_of
from schemes.blueprints.building.steps import move_field, move_section

_BY = {"up": -1, "down": 1}


class Builder(BuilderView):
    """The sections, and the fields of the one that is open."""

    template_name = "cms/blueprints/builder.html"

    @property
    def section(self) -> Section:
        """The open section: the one named, else the first."""
        sections = self.version.blueprint.sections
        wanted = self.request.GET.get("section")
        return next((s for s in sections if s.key == wanted), sections[0])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The fields of the section."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sections, fields, conditions."""
        blueprint, section = self.version.blueprint, self.section
        return super().get_context_data(
            blueprint=blueprint,
            section=section,
            rows=rows(blueprint.root, "", section.parts),
            conditions=conditions(blueprint.root, section.parts),
            at="",
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a section or a field."""
        carry_out(self, request.POST.get("do", ""))
        return redirect(self.link("builder", section=self.section.key))


class Group(BuilderView):
    """The fields inside a group, a record of a list, or a shape of a variant."""

    template_name = "cms/blueprints/group.html"

    @property
    def at(self) -> str:
        """The address of the group."""
        return self.request.GET.get("at", "")

    @property
    def holder(self) -> Node:
        """The group itself."""
        node = node_of(self.version.blueprint.schema, self.at)
        if node is None or node.kind != "object" or not self.at:
            raise Http404(self.at)
        return node

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The fields of the group."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way here, fields, conditions."""
        blueprint, holder = self.version.blueprint, self.holder
        way = way_to(blueprint, self.at)
        return super().get_context_data(
            blueprint=blueprint,
            section=blueprint.section(self.section_of(self.at)),
            rows=rows(holder, self.at),
            conditions=conditions(holder),
            at=self.at,
            around=way[:-1],
            group=way[-1],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a field."""
        carry_out(self, request.POST.get("do", ""))
        return redirect(self.link("group", at=self.at))


def carry_out(view: BuilderView, command: str) -> None:
    """What a button of a list asks for: `up:/basis/title`, `section-down:scope`."""
    verb, _colon, subject = command.partition(":")
    if verb in _BY:
        view.take_or_tell(lambda s: move_field(s, subject, _BY[verb]), f"field-moved:{subject}")
    elif verb.startswith("section-") and verb.removeprefix("section-") in _BY:
        by = _BY[verb.removeprefix("section-")]
        view.take_or_tell(lambda s: move_section(s, subject, by), f"section-moved:{subject}")

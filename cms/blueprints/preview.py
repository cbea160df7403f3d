"""The form that authors will see, made from the draft as it stands. Nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from cms.blueprints.pages import BlueprintView
from portal.core.localised import document_language
from schemes.blueprints import Blueprint, Node, Section
from schemes.designer.commands import Command, carry_out
from schemes.designer.fields import FormSurroundings
from schemes.designer.form import SectionForm, section_neighbours
from schemes.designer.posted import Posted
from schemes.documents import Document, with_ids
from schemes.documents.addresses import parse
from schemes.validation import check

#: A section as a person types it while trying; more is no trial.
LONGEST = 300_000


@method_decorator(xframe_options_sameorigin, name="dispatch")
class Preview(BlueprintView):
    """One section of the form, to read and to try."""

    template_name = "cms/blueprints/preview.html"
    step = gettext_lazy("Preview")

    @cached_property
    def blueprint(self) -> Blueprint:
        """The draft as it stands."""
        return self.version.blueprint

    @cached_property
    def section(self) -> Section:
        """The section shown: the one named, else the first."""
        wanted = self.request.GET.get("section")
        if not wanted:
            return self.blueprint.sections[0]
        try:
            return self.blueprint.section(wanted)
        except LookupError:
            raise Http404(wanted) from None

    def _form(self, document: Document, open_at: str = "") -> SectionForm:
        around = FormSurroundings(
            self.blueprint,
            document,
            document_language(),
            open_at=open_at,
            are_items_inside=True,
        )
        return SectionForm(around, self.section)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The empty form, with one item in each list so that its fields can be seen."""
        return self._page(self._form(one_of_each(self.blueprint, self.section)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form again, as it was typed, with what the check says of it."""
        before = self._posted_document()
        form = self._form(before)
        others = {name: part for name, part in before.items() if name not in form.parts}
        typed = {**others, **form.read(Posted(request.POST))}
        command = Command.of(request.POST.get("do", ""))
        opened = ""
        if command.is_structural and parse(command.address)[0] in form.parts:
            outcome = carry_out(command, self.blueprint, typed)
            typed, opened = outcome.document, outcome.address
        tried = self._form(with_ids(typed), opened)
        report = check(tried.around.document, self.blueprint, rules=())
        tried.place(report.by_section(self.blueprint)[self.section.key])
        return self._page(tried, is_tried=True)

    def _posted_document(self) -> Document:
        """What the form was made from; it travels with the form, as nothing is stored."""
        text = self.request.POST.get("document", "")[:LONGEST]
        try:
            document = json.loads(text)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            return one_of_each(self.blueprint, self.section)
        return {**document, **_named(self.blueprint)}

    def _page(self, form: SectionForm, *, is_tried: bool = False) -> HttpResponse:
        before, after = section_neighbours(self.blueprint.sections, self.section.key)
        context = self.get_context_data(
            blueprint=self.blueprint,
            section=self.section,
            form=form,
            document=json.dumps(form.around.document, ensure_ascii=False),
            is_tried=is_tried,
            is_framed="framed" in self.request.GET,
            before=before,
            after=after,
        )
        return self.render_to_response(context)


def _named(blueprint: Blueprint) -> dict[str, Any]:
    return {"blueprint": blueprint.ref, "category": blueprint.category}


def one_of_each(blueprint: Blueprint, section: Section) -> Document:
    """An example with one empty item in every list of records of a section.

    What a condition leaves out of an empty document stays out, or the check would complain of
    what nobody typed.
    """
    document: Document = _named(blueprint)
    for name in section.parts:
        if name in _left_out(blueprint.root, document):
            continue
        example = _example(blueprint.part(name))
        if example is not None:
            document[name] = example
    filled: Document = with_ids(document)
    return filled


def _example(node: Node) -> Any:
    """Lists of records with one item; groups that hold such a list; nothing else."""
    if node.kind == "records":
        return [_example(node.item()) or {}]
    if node.kind == "object":
        hidden = _left_out(node, {})
        parts = {
            part.name: _example(part)
            for part in node.children()
            if not part.is_hidden and part.name not in hidden
        }
        return {name: value for name, value in parts.items() if value is not None} or None
    return None


def _left_out(node: Node, record: Mapping[str, Any]) -> set[str]:
    """The parts that conditions leave out of a record."""
    return {
        name
        for condition in node.conditions()
        if not condition.holds(record)
        for name in condition.hides
    }

"""A condition of the builder: first the field that it rests on, then what depends on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.blueprints.building import BuilderView
from cms.blueprints.forms import ConditionForm
from cms.blueprints.rows import conditions, title_of, value_label, way_to
from schemes.blueprints import Condition, Node
from schemes.blueprints.building.conditions import add_condition, change_condition, remove_condition
from schemes.blueprints.building.nodes import node_of
from schemes.blueprints.building.steps import FIXED_PARTS

_TRUE, _FALSE = "true", "false"


class ConditionPage(BuilderView):
    """The form of a condition of one group."""

    template_name = "cms/blueprints/condition.html"

    @cached_property
    def at(self) -> str:
        """The group; empty for the document as a whole."""
        return self.request.GET.get("at", "")

    @cached_property
    def holder(self) -> Node:
        """The group itself."""
        node = node_of(self.version.blueprint.schema, self.at)
        if node is None or node.kind != "object":
            raise Http404(self.at)
        return node

    @cached_property
    def index(self) -> int | None:
        """Which condition is changed; None for a new one."""
        wanted = self.request.GET.get("index", "")
        if not wanted:
            return None
        if (
            not wanted.isdecimal()
            or len(wanted) > 4
            or int(wanted) >= len(self.holder.conditions())
        ):
            raise Http404(wanted)
        return int(wanted)

    @cached_property
    def present(self) -> Condition | None:
        """The condition that is changed."""
        return None if self.index is None else self.holder.conditions()[self.index]

    @cached_property
    def field(self) -> Node | None:
        """The field that it rests on."""
        name = self.present.field if self.present else self.request.GET.get("field", "")
        return self.holder.child(name)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The fields to choose from, or the form."""
        if self.field is None:
            return self._answer(fields=self._fields())
        return self._answer(form=self._form(self.field))

    def _fields(self) -> list[tuple[str, str]]:
        """The fields whose values are known beforehand: choices, and yes or no."""
        return [
            (self._to(part.name), title_of(self.holder, part.name))
            for part in self.holder.children()
            if part.kind in ("choice", "boolean")
            and not part.is_hidden
            and not self._is_fixed(part)
        ]

    def _to(self, name: str) -> str:
        section = self.request.GET.get("section", "")
        return self.link("condition", at=self.at, section=section, field=name)

    def _is_fixed(self, part: Node) -> bool:
        """Whether it has one value in every document, as the category has."""
        return not self.at and part.name in FIXED_PARTS

    def _form(self, field: Node, data: Any = None) -> ConditionForm:
        initial: dict[str, Any] = {"field": field.name}
        if self.present is not None:
            initial |= {
                "values": [_word(value) for value in self.present.values],
                "requires": self.present.requires,
                "hides": self.present.hides,
            }
        return ConditionForm(data, holder=self.holder, choices=_values(field), initial=initial)

    def _answer(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "field": self.field,
            "field_title": title_of(self.holder, self.field.name) if self.field else "",
            "way": way_to(self.version.blueprint, self.at),
            "back": self._back(),
            "is_new": self.present is None,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _back(self) -> str:
        name = self.field.name if self.field else ""
        section = self.request.GET.get("section") or self.section_of(f"/{name}")
        return self.page_of(self.at, section)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the condition."""
        if self.field is None:
            raise Http404
        form = self._form(self.field, request.POST)
        if form.is_valid():
            problems = self._save(self._said(self.field, form))
            if not problems:
                return redirect(self._back())
            form.add_error(None, problems)
        return self._answer(422, form=form)

    def _said(self, field: Node, form: ConditionForm) -> Condition:
        data = form.cleaned_data
        values = tuple(_value(field, word) for word in data["values"])
        return Condition(field.name, values, tuple(data["requires"]), tuple(data["hides"]))

    def _save(self, condition: Condition) -> list[str]:
        index = self.index
        if index is None:
            what = f"condition-added:{self.at}/{condition.field}"
            return self.take(lambda s: add_condition(s, self.at, condition), what)
        what = f"condition-changed:{self.at}/{condition.field}"
        return self.take(lambda s: change_condition(s, self.at, index, condition), what)


class RemoveCondition(ConditionPage):
    """Asks before a condition is removed."""

    template_name = "cms/blueprints/remove_condition.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask."""
        return self._answer(each=conditions(self.holder)[self._present_index()])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove it."""
        index, back = self._present_index(), self._back()
        self.take_or_tell(
            lambda s: remove_condition(s, self.at, index), f"condition-removed:{self.at}"
        )
        return redirect(back)

    def _present_index(self) -> int:
        if self.index is None:
            raise Http404
        return self.index


def _values(field: Node) -> list[tuple[str, str]]:
    if field.kind == "boolean":
        return [(_TRUE, _("Yes")), (_FALSE, _("No"))]
    return [(code, value_label(field, code)) for code in field.schema.get("enum", ())]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    return str(value)


def _value(field: Node, word: str) -> Any:
    return word == _TRUE if field.kind == "boolean" else word

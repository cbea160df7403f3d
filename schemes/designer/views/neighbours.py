"""Schemes that resemble the draft: found, read side by side, and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.core.localised import LANGUAGES, in_language
from schemes.blueprints import Blueprint
from schemes.designer.views.access import for_bodies, newest_version
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.saving import Conflict, save_section, section_token
from schemes.similarity.answers import PART, answer_to, searched_on, with_answer, with_search
from schemes.similarity.gate import Neighbour, compared, search
from schemes.similarity.neighbours import comparison, shown

_RELATION = (PART, "related_schemes", "items", "0", "relation")
_LONGEST = 2000


class DifferenceForm(forms.Form):
    """How the scheme relates to a neighbour, and how it differs from it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    relation = forms.ChoiceField(
        label=gettext_lazy("How does your scheme relate to it?"),
        error_messages={"required": gettext_lazy("Choose how your scheme relates to it.")},
    )
    difference_zh = forms.CharField(
        label=gettext_lazy("How does yours differ? In Chinese"),
        help_text=gettext_lazy(
            "The real difference in object, requirement or mode. It is published with the scheme."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
        max_length=_LONGEST,
        error_messages={"required": gettext_lazy("Say in Chinese how your scheme differs.")},
    )
    difference_en = forms.CharField(
        label=gettext_lazy("In English (optional)"),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
        max_length=_LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, relations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["relation"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Choose")), *relations]

    @property
    def difference(self) -> dict[str, str]:
        """What was written, as localised text."""
        said = {language: self.cleaned_data[f"difference_{language}"] for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}


@for_bodies
@require_safe
def neighbours(request: HttpRequest, pk: int) -> HttpResponse:
    """The schemes that the newest version resembles today, and which of them are answered."""
    version = newest_version(request, pk)
    found = search(version.document, **_asked(version))
    context = _context(request, version) | {
        "neighbours": [shown(version.document, neighbour) for neighbour in found],
        "searched": searched_on(version.document),
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "designer/neighbours.html", context)


@for_bodies
@require_POST
def record_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the day of this search into the draft."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    part = with_search(version.document, timezone.localdate())
    seen = request.POST.get("seen", "")
    if _save(request, version, part, seen):
        messages.success(request, _("The search of today is recorded in the draft."))
    return redirect("designer:neighbours", pk=pk)


@for_bodies
@require_http_methods(["GET", "POST"])
def neighbour(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One of them beside the draft, and the form for the answer."""
    version = newest_version(request, pk)
    near = _compared(version, key)
    relations = _relations(version.blueprint.blueprint)
    if request.method == "POST":
        may_edit(request.user, version).require()
        form = DifferenceForm(request.POST, relations=relations)
        if form.is_valid() and _answer(request, version, near, form):
            return redirect("designer:neighbours", pk=pk)
        if form.is_valid():
            version.refresh_from_db()
            form = _with_token(form, version, relations)
        return _beside(request, version, near, form, status=409 if not form.errors else 422)
    form = DifferenceForm(initial=_said(version, near), relations=relations)
    return _beside(request, version, near, form)


def _beside(
    request: HttpRequest, version: Version, near: Neighbour, form: DifferenceForm, status: int = 200
) -> HttpResponse:
    context = _context(request, version) | {
        "near": shown(version.document, near),
        "rows": comparison(version.document, near),
        "form": form,
    }
    return render(request, "designer/neighbour.html", context, status=status)


def _context(request: HttpRequest, version: Version) -> dict[str, Any]:
    sections = version.blueprint.blueprint.sections
    return {
        "version": version,
        "scheme": version.scheme,
        "may_edit": bool(may_edit(request.user, version)),
        "seen": section_token(version.document, (PART,)),
        "section": next((section for section in sections if PART in section.parts), None),
    }


def _asked(version: Version) -> dict[str, Any]:
    return {
        "organisation": version.scheme.organisation,
        "on": timezone.localdate(),
        "exclude_scheme_id": version.scheme_id,
    }


def _compared(version: Version, key: str) -> Neighbour:
    organisation = version.scheme.organisation
    near = compared(version.document, key, organisation=organisation, on=timezone.localdate())
    if near is None:
        raise Http404
    return near


def _relations(blueprint: Blueprint) -> list[tuple[str, str]]:
    """The relations of the blueprint, each with its words."""
    node = blueprint.node_at(_RELATION)
    return [(code, in_language(text)) for code, text in node.labels.items()] if node else []


def _said(version: Version, near: Neighbour) -> dict[str, Any]:
    """What the draft says about it so far, for the form."""
    item: Mapping[str, Any] = answer_to(version.document, near.names) or {}
    difference = item.get("difference")
    texts = difference if isinstance(difference, dict) else {}
    return {
        "seen": section_token(version.document, (PART,)),
        "relation": item.get("relation"),
        **{f"difference_{language}": texts.get(language, "") for language in LANGUAGES},
    }


def _with_token(
    form: DifferenceForm, version: Version, relations: list[tuple[str, str]]
) -> DifferenceForm:
    """The form as it was typed, to be saved over what was saved meanwhile."""
    seen = section_token(version.document, (PART,))
    return DifferenceForm({**form.cleaned_data, "seen": seen}, relations=relations)


def _answer(request: HttpRequest, version: Version, near: Neighbour, form: DifferenceForm) -> bool:
    said = form.cleaned_data
    part = with_answer(
        version.document,
        near.fact,
        relation=said["relation"],
        difference=form.difference,
        day=timezone.localdate(),
    )
    saved = _save(request, version, part, said["seen"])
    if saved:
        title = in_language(near.title)
        messages.success(request, _("Your answer about “%(title)s” is saved.") % {"title": title})
    return saved


def _save(request: HttpRequest, version: Version, part: dict[str, Any], seen: str) -> bool:
    """Save the part of the draft; False, with a word to the person, when it changed meanwhile."""
    try:
        save_section(version, person(request), (PART,), {PART: part}, seen)
    except Conflict:
        messages.error(
            request,
            _("This part of the draft was changed meanwhile. Nothing was saved; look again."),
        )
        return False
    return True

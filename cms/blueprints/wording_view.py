"""How documents of a blueprint read as a rule: its sentences, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.building import BuilderView
from cms.blueprints.pages import typed
from portal.core.localised import document_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.blueprints.building.sentences import (
    WordedText,
    texts_of,
    with_texts,
    without_wording,
    wording_of,
)
from schemes.blueprints.phrasing import LANGUAGES
from schemes.models import Version
from schemes.reading import Chapter, chapters
from schemes.states import VersionState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The longest sentence with its choices by code has 700 signs.
LONGEST = 4_000
ROLES: dict[str, StrOrPromise] = {
    "title": gettext_lazy("Title"),
    "lead": gettext_lazy("Words that lead to a list or table"),
    "say": gettext_lazy("Sentence"),
    "heading": gettext_lazy("Heading of a column"),
    "cell": gettext_lazy("Cell"),
}


@dataclass(frozen=True)
class ShownText:
    """A text with what it is and what was typed for it."""

    text: WordedText
    words: Mapping[str, str]

    @property
    def label(self) -> StrOrPromise:
        """What it is."""
        return ROLES[self.text.role]


class WordingPage(BuilderView):
    """The sentences of one chapter in both languages, and how a filed rule reads by them."""

    template_name = "cms/blueprints/wording.html"
    step = gettext_lazy("Wording")

    @cached_property
    def wording(self) -> dict[str, Any]:
        """The outline by which documents read."""
        return dict(wording_of(self.version.schema))

    @cached_property
    def chapter(self) -> dict[str, Any]:
        """The chapter that is shown: the one named, else the first."""
        key = self.request.GET.get("chapter")
        found = (one for one in self.wording["chapters"] if one["key"] == key or not key)
        chapter: dict[str, Any] | None = next(found, None)
        if chapter is None:
            raise Http404(key)
        return chapter

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sentences as they are."""
        return self._page({})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save those that differ, or go back to the built-in wording."""
        key = self.chapter["key"]
        if request.POST.get("do") == "built-in":
            if self.take_or_tell(without_wording, "wording-removed:"):
                messages.success(request, _("Documents read as the built-in blueprints word them."))
            return redirect(self.link("wording", chapter=key))
        words = {one.at: self._typed(one.at) for one in texts_of(self.chapter)}
        changed = {
            one.at: words[one.at] for one in texts_of(self.chapter) if words[one.at] != one.words
        }
        if not changed:
            messages.success(request, _("Nothing was changed."))
            return redirect(self.link("wording", chapter=key))
        problems = self.take(lambda schema: with_texts(schema, key, changed), f"wording:{key}")
        if problems:
            return self._page(words, problems, 422)
        messages.success(request, _("The wording is saved."))
        return redirect(self.link("wording", chapter=key))

    def _typed(self, at: str) -> dict[str, str]:
        return {of: typed(self.request, f"{of}{at}", LONGEST) for of in LANGUAGES}

    def _page(
        self,
        words: Mapping[str, Mapping[str, str]],
        problems: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        example = self._example()
        context = self.get_context_data(
            chapters=self.wording["chapters"],
            chapter=self.chapter,
            is_own="x-phrasing" in self.version.schema,
            texts=[ShownText(one, words.get(one.at, one.words)) for one in texts_of(self.chapter)],
            problems=problems,
            example=example,
            reads=self._reads(example),
        )
        return self.render_to_response(context, status=status)

    def _example(self) -> Version | None:
        """The newest text of this category that was filed."""
        filed = Version.objects.filter(
            state=VersionState.SUBMITTED, blueprint__category=self.version.category
        )
        return filed.exclude(blueprint__version=0).order_by("-pk").first()

    def _reads(self, example: Version | None) -> list[Chapter]:
        """This chapter of the example, as the draft words it; nothing where it says nothing."""
        if example is None:
            return []
        text = chapters(
            self.version.blueprint,
            example.document,
            document_language(),
            known_units(),
            known_fields(),
        )
        return [one for one in text if one.key == self.chapter["key"]]

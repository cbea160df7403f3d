"""The places that an expert's notes are about: a chapter, and words that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.core.errors import RulesBroken
from portal.core.localised import in_language
from registry.procedure.quotes import Quoted, quoted
from schemes.models import Version


def chapters_to_choose(version: Version) -> list[tuple[str, str]]:
    """The chapters of a document by their keys, with their titles in the language of the page."""
    sections = version.blueprint.blueprint.sections
    return [(section.key, in_language(section.title)) for section in sections]


def require_places(version: Version, notes: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The notes as they are kept; lines in which nothing was written are left out.

    Raises:
        RulesBroken: a note has no words or no chapter, or its quote does not stand there.
    """
    kept = [{name: str(note.get(name, "")).strip() for name in PARTS} for note in notes]
    kept = [note for note in kept if note["text"] or note["quote"]]
    for number, note in enumerate(kept, start=1):
        _require_place(version, number, note)
    return kept


PARTS = ("chapter", "quote", "text")


def _require_place(version: Version, number: int, note: Mapping[str, str]) -> None:
    titles = dict(chapters_to_choose(version))
    if not note["text"]:
        raise RulesBroken(
            _("Note %(number)d: write what you say of the quoted words.") % {"number": number}
        )
    if note["chapter"] not in titles:
        raise RulesBroken(_("Note %(number)d: choose the chapter.") % {"number": number})
    if note["quote"] and not stands_in(version, note["chapter"], note["quote"]):
        raise RulesBroken(
            _(
                "Note %(number)d: the quoted words do not stand in the chapter “%(chapter)s”. Copy "
                "them from the document, or leave the quote empty."
            )
            % {"number": number, "chapter": titles[note["chapter"]]}
        )


def stands_in(version: Version, chapter: str, quote: str) -> bool:
    """Whether words stand in a chapter; spaces and line breaks do not count."""
    sections = version.blueprint.blueprint.sections
    section = next(section for section in sections if section.key == chapter)
    return any(quoted(version, f"/{part}", quote) is Quoted.STANDS for part in section.parts)

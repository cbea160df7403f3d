"""The printed rule of one document: what stands on its cover, in its contents and its chapters.

Everything here follows from the values given, so the same document makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.units import Unit
from portal.reference.choices import Category
from registry.pdf.pictures import public_address, qr_code
from registry.pdf.sheets import for_paper
from registry.pdf.titles import title_in, title_in_the_other
from schemes.blueprints import Blueprint
from schemes.documents import Document, digest, find, text
from schemes.reading import Chapter, chapters

#: The interface language of each document language.
INTERFACE = {"zh": "zh-hans", "en": "en"}
#: More lines than these are more than one page of contents.
MOST_LINES = 88
#: The date of a file whose document gives none.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rule:
    """A document about to be printed. `number` is that of the register, empty when not listed.

    `units` are those that thresholds may name, by code; `fields` what fields of certification are
    called in English. `issuers` are the names, in both languages,
    of those who issue a scheme of the state together; others are named by their document.
    """

    blueprint: Blueprint
    document: Document
    language: str
    units: Mapping[str, Unit]
    fields: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    is_draft: bool = False
    is_demonstration: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    issuers: Sequence[Mapping[str, str]] = ()

    @property
    def dated(self) -> datetime:
        """The day of signing, else that of issue: a date of the document, never the clock's."""
        for address in ("/commitment/signed_at", "/lifecycle/issued"):
            if (day := self.day(address)) is not None:
                return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return UNDATED

    def day(self, address: str) -> date | None:
        """A date of the document."""
        try:
            return date.fromisoformat(self.words(address))
        except ValueError:
            return None

    def words(self, address: str, language: str = "") -> str:
        """A text of the document in the language of the print, or in the one named."""
        return text(find(self.document, address), language or self.language)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the contents."""

    anchor: str
    number: str
    title: str
    level: int


def rule_html(rule: Rule) -> str:
    """The page that the PDF is made of."""
    with override(INTERFACE[rule.language]):
        read = chapters(rule.blueprint, rule.document, rule.language, rule.units, rule.fields)
        printed = for_paper(read, rule.document, rule.language)
        context = {
            **page_words(rule.language),
            **_cover(rule),
            "rule": rule,
            "chapters": printed,
            "contents": in_two_columns(contents(printed)),
            "pictures": rule.pictures,
        }
        return render_to_string("pdf/rule.html", context)


def page_words(language: str) -> dict[str, Any]:
    """What every printed page needs: its language, and the words around the page numbers."""
    # Translators: at the foot of a printed page; keep {page} and {pages}.
    before, _page, rest = _("Page {page} of {pages}").partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    return {
        "lang": "en" if language == "en" else "zh-Hans",
        "before_page": before,
        "between_pages": between,
        "after_pages": after,
    }


def contents(printed: Iterable[Chapter]) -> list[Line]:
    """The chapters and their numbered clauses; of a long rule the chapters alone."""
    lines: list[Line] = []
    for chapter in printed:
        lines.append(Line(chapter.anchor, chapter.number, chapter.title, 1))
        lines += [
            Line(block.clause_anchor, block.number, block.title, 2)
            for block in chapter.blocks
            if block.number and block.title
        ]
    fits = len(lines) <= MOST_LINES
    return lines if fits else [line for line in lines if line.level == 1]


def in_two_columns(lines: list[Line]) -> list[list[Line]]:
    """The lines in two columns of about the same length; no chapter is torn apart."""
    starts = [index for index, line in enumerate(lines) if line.level == 1 and index]
    middle = min(starts, key=lambda index: abs(2 * index - len(lines)), default=len(lines))
    return [lines[:middle], lines[middle:]]


def in_groups(sha256: str) -> str:
    """A digest in groups of eight, as people compare them."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def _cover(rule: Rule) -> dict[str, Any]:
    """What stands on the first page and in the running head and foot."""
    written = find(rule.document, "/title") or {rule.language: _("Untitled scheme")}
    title = title_in(written, rule.language)
    sha256 = "" if rule.is_draft else digest(rule.document)
    return {
        "title": title,
        "other_title": title_in_the_other(written, rule.language),
        "short_title": rule.words("/short_title") or title.words,
        "rule_number": rule.words("/rule_number"),
        "version": rule.words("/version"),
        "issued": rule.day("/lifecycle/issued"),
        "effective": rule.day("/lifecycle/effective"),
        "category": _category(rule.words("/category")),
        "authors": _authors(rule),
        "members": _members(rule),
        "bodies": _bodies(rule),
        "mark": rule.pictures.get(rule.words("/mark/artwork/sha256"), ""),
        "mark_name": rule.words("/mark/name"),
        "sha256": sha256,
        "sha256_in_groups": in_groups(sha256),
        "public_address": public_address(rule.number) if rule.number else "",
        "qr": qr_code(public_address(rule.number)) if rule.number else "",
    }


def _category(code: str) -> str:
    return str(Category(code).label) if code in Category.values else code


def _authors(rule: Rule) -> list[str]:
    """Whose rule it is: the authorities that issue it, the alliance, or the owner."""
    alliance = rule.words("/alliance/name")
    issuers = [text(name, rule.language) for name in rule.issuers]
    return issuers or [alliance or rule.words("/owner/name")]


def _members(rule: Rule) -> list[str]:
    """The members of the alliance whose rule it is."""
    members = find(rule.document, "/alliance/members")
    named = [one for one in members if isinstance(one, dict)] if members else []
    return [words for one in named if (words := text(one.get("name"), rule.language))]


def _bodies(rule: Rule) -> list[dict[str, str]]:
    """Who certifies by the rule, each with its approval number; else the body that owns it."""
    operators = find(rule.document, "/operators")
    named = [one for one in operators if isinstance(one, dict)] if operators else []
    if not named:
        owner = find(rule.document, "/owner")
        is_body = isinstance(owner, dict) and owner.get("kind") == "cb"
        named = [{**owner, "cb": owner.get("name")}] if is_body else []
    return [
        {
            "name": text(one.get("cb"), rule.language),
            "approval_no": text(one.get("approval_no")),
        }
        for one in named
    ]

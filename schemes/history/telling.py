"""Lines of a history in words: where, what became of it, which version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.localised import in_language
from schemes.blueprints import Blueprint
from schemes.documents import name_of
from schemes.documents.addresses import parent
from schemes.history.places import Touched
from schemes.models import BlueprintVersion, DraftChange, Scheme

#: So many places are named, the rest counted.
NAMED = 3


@dataclass(frozen=True)
class Told:
    """A line as a page shows it."""

    change: DraftChange
    chapters: list[str]
    places: list[str]
    more: int
    #: The number that the version gives itself.
    version: str

    @property
    def cause(self) -> str:
        """By what it changed, in words."""
        return str(self.change.get_cause_display())

    @property
    def where(self) -> str:
        """All of it on one line, for a file."""
        return _(", ").join([*self.chapters, *self.places])


def lines_of(scheme: Scheme) -> QuerySet[DraftChange]:
    """The history of a scheme, newest first, without what is long."""
    lines = DraftChange.objects.filter(version__scheme=scheme).select_related("by", "version")
    return lines.defer("back", "whole", "version__document", "version__set_aside").annotate(
        label=KeyTextTransform("version", "version__document")
    )


def told(lines: Sequence[DraftChange]) -> list[Told]:
    """Lines in words; each blueprint is read once."""
    blueprints = BlueprintVersion.objects.in_bulk({line.version.blueprint_id for line in lines})
    return [_told(line, blueprints[line.version.blueprint_id].blueprint) for line in lines]


def _told(line: DraftChange, blueprint: Blueprint) -> Told:
    titles = {section.key: in_language(section.title) for section in blueprint.sections}
    chapters = [titles.get(key, key) for key in line.chapters.strip("|").split("|") if key]
    places = [Touched.from_json(kept) for kept in line.places]
    label = getattr(line, "label", None) or str(line.version.sequence)
    named = [place_words(blueprint, place) for place in places[:NAMED]]
    return Told(line, chapters, named, max(len(places) - NAMED, 0), label)


def place_words(blueprint: Blueprint, place: Touched) -> str:
    """What a place is called, and what became of it unless it was just written in."""
    address = parent(place.address) if place.position else place.address
    name = in_language(name_of(blueprint, {}, address))
    if place.items:
        return f"{name} – {_items(place)}"
    if place.position:
        words = _("%(list)s, item %(n)d")
        name = words % {"list": name, "n": place.position}
    done = _done(place.op)
    return f"{name} – {done}" if done else name


def _items(place: Touched) -> str:
    n = place.items
    if place.op == "add":
        return ngettext("%(n)d item added", "%(n)d items added", n) % {"n": n}
    if place.op == "remove":
        return ngettext("%(n)d item taken out", "%(n)d items taken out", n) % {"n": n}
    return ngettext("%(n)d item changed", "%(n)d items changed", n) % {"n": n}


def _done(op: str) -> str:
    return {
        "add": pgettext("a place of a draft", "added"),
        "remove": pgettext("a place of a draft", "taken out"),
        "move": pgettext("a place of a draft", "moved"),
    }.get(op, "")


def chapters_met(lines: Iterable[str], blueprint: Blueprint) -> list[tuple[str, str]]:
    """The chapters that some lines are about, in the order of the blueprint."""
    met = {key for chapters in lines for key in chapters.split("|")}
    return [(s.key, in_language(s.title)) for s in blueprint.sections if s.key in met]

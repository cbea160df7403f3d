"""What the mark gate found, as pages show it: pictures side by side, a score in words, reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.localised import in_language
from portal.reference.choices import MarkKind
from schemes.marks.gate import Looked, Similar
from schemes.marks.library import FILED

#: From which score on, which words; the threshold is the lowest.
_WORDS = (
    (0.95, gettext_lazy("Almost the same")),
    (0.85, gettext_lazy("Very alike")),
    (0.0, gettext_lazy("Alike")),
)
#: Of the measures the nearest are named; the circumstances all are.
_MEASURES_NAMED = 3
#: Address of a picture, from the table and the key of a row; of a stored file, from its digest.
KnownPicture = Callable[[str, int], str]
FilePicture = Callable[[str], str]


@dataclass(frozen=True)
class Pair:
    """A mark of somebody else beside the artwork that it resembles."""

    name: str
    owner: str
    kind: str
    #: The register number of the scheme and its title; empty for a protected mark.
    number: str
    scheme: str
    picture: str
    has_ended: bool
    ended_on: Any
    percent: int
    words: str
    #: How the two had to be looked at, and what then agrees, with how nearly in percent.
    circumstances: tuple[str, ...]
    measures: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Shown:
    """One artwork of the document with the marks that resemble it."""

    title: str
    picture: str
    is_compared: bool
    is_uploaded: bool
    pairs: tuple[Pair, ...]


def shown(
    found: tuple[Looked, ...], file_picture: FilePicture, known_picture: KnownPicture
) -> list[Shown]:
    """What was found, in words of the page's language."""
    return [
        Shown(
            title=_title(looked),
            picture=file_picture(looked.artwork.sha256) if looked.similar is not None else "",
            is_compared=looked.similar is not None,
            is_uploaded=looked.stored is not None,
            pairs=tuple(_pair(similar, known_picture) for similar in looked.similar or ()),
        )
        for looked in found
    ]


def _title(looked: Looked) -> str:
    if not looked.artwork.level:
        return _("The mark")
    return _("The mark of level %(level)s") % {"level": looked.artwork.level}


def _pair(similar: Similar, known_picture: KnownPicture) -> Pair:
    mark, reasons = similar.mark, similar.likeness.reasons
    measures = [reason for reason in reasons if reason.nearness is not None]
    return Pair(
        name=in_language(mark.name),
        owner=in_language(mark.owner),
        kind=_kind(mark.kind),
        number=mark.number,
        scheme=in_language(mark.title),
        picture=known_picture(mark.table, mark.pk),
        has_ended=similar.has_ended,
        ended_on=mark.ended_on,
        percent=percent(similar.likeness.score),
        words=str(next(words for least, words in _WORDS if similar.likeness.score >= least)),
        circumstances=tuple(str(r.label) for r in reasons if r.nearness is None),
        measures=tuple(
            (str(r.label), percent(r.nearness or 0.0)) for r in measures[:_MEASURES_NAMED]
        ),
    )


def _kind(kind: str) -> str:
    return str(_("filed mark") if kind == FILED else MarkKind(kind).label)


def percent(score: float) -> int:
    """A score as whole per cent, never rounded up to all."""
    return min(round(score * 100), 99) if score < 1 else 100

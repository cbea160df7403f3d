"""Why a scheme counts as near, in words that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.localised import document_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ASPECT_NAMES: Mapping[str, StrOrPromise] = {
    "title": gettext_lazy("Title"),
    "scope": gettext_lazy("Scope"),
    "objects": gettext_lazy("Objects"),
    "basis": gettext_lazy("Basis"),
    "criteria": gettext_lazy("Criteria"),
}
#: More than these would not be read.
_MOST_NAMED = 5


@dataclass(frozen=True)
class Reason:
    """One aspect: its name, how alike it is in percent, and what both have."""

    aspect: str
    name: StrOrPromise
    percent: int
    words: str


def reasons_in_words(reasons: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """The reasons of a neighbour (`Part.to_json`) in words; aspects with nothing shared too."""
    return [
        Reason(
            reason["aspect"],
            ASPECT_NAMES[reason["aspect"]],
            round(reason["score"] * 100),
            _words(reason),
        )
        for reason in reasons
    ]


def _words(reason: Mapping[str, Any]) -> str:
    # In the language of the page, unless the schemes share something in the other one alone.
    found = reason.get("by_language", {}).get(document_language()) or reason["shared"]
    shared = [_code_in_words(each) for each in found]
    named = _(", ").join(shared[:_MOST_NAMED])
    if reason["aspect"] == "basis":
        counted = _("%(common)d of %(ours)d also there") % reason
        return (
            _("%(counted)s: %(named)s") % {"counted": counted, "named": named} if named else counted
        )
    if not named:
        return _("nothing in common")
    return _("in common: %(named)s") % {"named": named}


def _code_in_words(shared: str) -> str:
    """A code of a classification by the name of it; phrases as they are."""
    system, colon, code = shared.partition(":")
    names = {"gbt7635": "GB/T 7635", "gbt4754": "GB/T 4754", "isic": "ISIC", "hs": "HS"}
    return f"{names[system]} {code}" if colon and system in names else shared

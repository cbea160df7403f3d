"""What the event of an act tells beside its reason: one table for page, letter and data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.core.localised import in_language
from registry.states import CertificateFate, WindDown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: What an event keeps where nothing follows the scheme.
NO_SUCCESSOR = "none"


class Fact(NamedTuple):
    """What one key of an event's data is called, and how its value reads."""

    label: StrOrPromise
    words: Callable[[Any], str]


def _ground(value: Mapping[str, Any]) -> str:
    name, basis = in_language(value["name"]), in_language(value.get("basis"))
    return f"{name} · {basis}" if basis else name


def _day(value: str | date) -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return str(formats.date_format(day))


def _fate(value: str) -> str:
    return str(CertificateFate(value).label)


def _successor(value: str) -> str:
    return str(_("none")) if value == NO_SUCCESSOR else value


#: In the order in which they are told.
FACTS: dict[str, Fact] = {
    "ground": Fact(_("Legal ground"), _ground),
    "designated": Fact(_("Certification body"), in_language),
    "since": Fact(_("From"), _day),
    "cause": Fact(_("Cause"), in_language),
    "from_body": Fact(_("Owner until then"), in_language),
    "to_body": Fact(_("New owner"), in_language),
    "national": Fact(_("National scheme"), in_language),
    "wind_down": Fact(_("Wind-down"), lambda value: str(WindDown(value).label)),
    "no_new_after": Fact(_("No new certificates after"), _day),
    "certificates_until": Fact(_("Certificates valid until"), _day),
    "transfer_to": Fact(_("Transferred to"), str),
    "successor": Fact(_("Successor"), _successor),
    "pilot_until": Fact(_("Pilot until"), _day),
    "until": Fact(_("At the longest until"), _day),
    "wrong": Fact(_("As filed"), str),
    "right": Fact(_("To be read as"), str),
    "condition": Fact(_("Condition"), str),
    "due_on": Fact(_("Due date"), _day),
    "evidence_wanted": Fact(_("What would show that it is met"), str),
    "certificates": Fact(_("Certificates already issued"), _fate),
    "decided_by": Fact(_("Decided by"), in_language),
    "by_branch": Fact(_("Done by delegation, by"), in_language),
    "for_regulator": Fact(_("Delegated by"), in_language),
    "remedy": Fact(_("Remedy"), in_language),
}


def facts_in(data: Mapping[str, Any]) -> list[tuple[StrOrPromise, str]]:
    """The facts of an event as label and words, in the language of the page."""
    return [(fact.label, fact.words(data[key])) for key, fact in FACTS.items() if data.get(key)]


def facts_in_both_languages(data: Mapping[str, Any]) -> list[dict[str, dict[str, str]]]:
    """The same for a letter: plain values, each in both languages."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            found[code] = [(str(label), words) for label, words in facts_in(data)]
    return [
        {"label": {"zh": zh[0], "en": en[0]}, "words": {"zh": zh[1], "en": en[1]}}
        for zh, en in zip(found["zh"], found["en"], strict=True)
    ]


def details_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same as data, under the keys of the table."""
    return {key: data[key] for key in FACTS if data.get(key)}

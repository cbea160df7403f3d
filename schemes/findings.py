"""A finding: one thing that the blueprint or a rule says about one place of a document.

A finding is a plain value that can be stored as JSON and read again. Its words are not
stored: they are made from its code and parameters in the reader's language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils import formats
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.core.localised import document_language
from schemes.documents.language import text

Words = str | Promise

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Severity(StrEnum):
    """How much a finding weighs: an error blocks filing, a warning needs a written reason."""

    ERROR = "error"
    WARNING = "warning"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> Words:
        """The word for people."""
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS: dict[Severity, Words] = {
    Severity.ERROR: _("Error"),
    Severity.WARNING: _("Warning"),
    Severity.UNCHECKED: _("Not checked"),
}


@dataclass(frozen=True)
class Explanation:
    """The words behind a code: a sentence per case, what to do, and where it is laid down.

    A sentence is a `%(name)s` template over the finding's parameters.
    """

    messages: Mapping[str, Words]
    help: Words = ""
    source: Words = ""
    title: Words = ""
    #: The cases that only say that something is still to be filled in.
    gaps: frozenset[str] = frozenset()


_explanations: dict[str, Explanation] = {}


def explain(code: str, explanation: Explanation) -> None:
    """Make the words of a code known; rules and the blueprint's keywords do so when loaded."""
    _explanations[code] = explanation


def explanation_of(code: str) -> Explanation:
    """The words of a code; a code that nobody knows any more says so."""
    return _explanations.get(code, _NOT_KNOWN)


_NOT_KNOWN = Explanation(messages={"": _("This finding is of a kind that is no longer known.")})


@dataclass(frozen=True)
class Finding:
    """What was found, how much it weighs, and where (an address with ids, not positions).

    `params` holds JSON values only: `case` chooses the sentence, `place` is the localised
    name of the place, the others fill the sentence; localised ones are read in the
    reader's language.
    """

    code: str
    severity: Severity
    address: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> Words:
        """The place and the sentence, as in `Basis, item 2: “Title” is missing`."""
        return _in_reader_s_language(self._message)

    @property
    def sentence(self) -> Words:
        """The sentence alone, where the place is shown beside it."""
        return _in_reader_s_language(self._sentence)

    @property
    def place(self) -> Words:
        """The name of the place in the reader's language, empty for the whole document."""
        return _in_reader_s_language(self._place)

    @property
    def help(self) -> Words:
        """What the author can do."""
        return explanation_of(self.code).help

    @property
    def source(self) -> Words:
        """The clause of the law or standard behind it."""
        return explanation_of(self.code).source

    @property
    def blocks_filing(self) -> bool:
        """Whether a document with this finding cannot be filed."""
        return self.severity is Severity.ERROR

    @property
    def is_gap(self) -> bool:
        """Whether it is an error that only says that something is still to be filled in."""
        case = str(self.params.get("case", ""))
        return self.blocks_filing and case in explanation_of(self.code).gaps

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON values, for storage."""
        return {**asdict(self), "severity": self.severity.value, "params": dict(self.params)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Finding:
        """The finding that `as_json` made."""
        return cls(
            value["code"], Severity(value["severity"]), value["address"], dict(value["params"])
        )

    def _place(self) -> str:
        return text(self.params.get("place"), document_language())

    def _sentence(self) -> str:
        explanation = explanation_of(self.code)
        case = str(self.params.get("case", ""))
        template = explanation.messages.get(case) or next(iter(explanation.messages.values()))
        return str(template) % _Readable(self.params)

    def _message(self) -> str:
        place, sentence = self._place(), self._sentence()
        if not place:
            return sentence
        return str(_("%(place)s: %(sentence)s")) % {"place": place, "sentence": sentence}


#: Who knows what a field of certification is called in English; nobody, until a portal says so.
_names_of_fields: list[Callable[[], Mapping[str, str]]] = []


def name_fields_by(names: Callable[[], Mapping[str, str]]) -> None:
    """Say in English findings what fields are called, which documents name in Chinese."""
    _names_of_fields[:] = [names]


class _Readable(dict[str, Any]):
    """Parameters as text in the reader's language; a missing one is shown as a dash."""

    def __getitem__(self, name: str) -> Any:
        value = self.get(name, "–")
        if name == "field" and isinstance(value, str) and document_language() == "en":
            return next((names().get(value, value) for names in _names_of_fields), value)
        if isinstance(value, list):
            separator = pgettext("between the entries of a list", ", ")
            return separator.join(text(part, document_language()) for part in value)
        if isinstance(value, dict):
            return text(value, document_language())
        return _day_in_words(value) if isinstance(value, str) else value


def _day_in_words(value: str) -> str:
    """An ISO date as a day of the reader's calendar; any other text as it is."""
    if not _ISO_DAY.fullmatch(value):
        return value
    try:
        return formats.date_format(dt.date.fromisoformat(value))
    except ValueError:
        return value


def _said(words: Callable[[], str]) -> str:
    return words()


#: Made once: `lazy` makes a class, which costs more than all the words of a finding.
_in_reader_s_language: Callable[[Callable[[], str]], Words] = lazy(_said, str)

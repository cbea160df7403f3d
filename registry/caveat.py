"""A caveat: what a register of the regulator says against something that an entry rests on.

The one place of its words and of its fields: pages, lists, data, mail and feed all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.localised import in_both_languages, in_language
from portal.reference.uris import uri
from registry.states import CaveatKind, Gap, holds_on

APPROVALS = frozenset(kind for kind in CaveatKind if kind.startswith("approval"))
Localised = Mapping[str, str]
LONGEST_IDENTITY = 300


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing that a register says, from a day to a day, about one place of a document."""

    kind: CaveatKind
    #: Its place in the document: `/domains/0`, `/operators/@op-2`, `/basis/@b3`.
    address: str
    #: The field's key, or the number of the standard as the register writes it.
    subject: str
    #: The days on which it holds while the entry lives; None where that side is open.
    begins: date | None = None
    ends: date | None = None
    #: The register, and the path of the row in it; no path where the register has no row.
    register: str = "standards"
    row: str = ""
    #: The day that the register gives: the last of an approval, the first without a standard,
    #: the first on which either is in force, or the one on which a status was recorded.
    day: date | None = None
    #: Of an approval: whose it is, with the number under which the register has it.
    body: Localised = field(default_factory=dict)
    approval_no: str = ""
    #: Of a field, its name.
    name: Localised = field(default_factory=dict)
    #: Of a standard, its successors.
    replaced_by: tuple[str, ...] = ()
    #: The first day on which the register has it otherwise again.
    resumes: date | None = None
    #: Whether the document says of the standard itself that it has ended.
    is_declared: bool = False
    #: The last day of the transition period that the document names.
    transition_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the register says so about that day."""
        return holds_on(day, self.begins, self.ends)

    @property
    def gap(self) -> Gap:
        """The days on which it holds."""
        return self.begins, self.ends

    @property
    def is_of_approval(self) -> bool:
        """Whether it is about an approval, so that nobody may certify in the field."""
        return self.kind in APPROVALS

    @property
    def identity(self) -> str:
        """What stays the same while the caveat does, within one entry."""
        about = f"{self.approval_no}:{self.subject}" if self.is_of_approval else self.row
        return f"{self.kind}:{self.begins or ''}:{about}"[:LONGEST_IDENTITY]

    @property
    def sentence(self) -> str:
        """What the register says, in the language of the page."""
        said = _SENTENCES[self.kind](self)
        if self.resumes:
            more = _("A new approval begins on %(day)s.") % {"day": _in_words(self.resumes)}
            said = _("%(sentence)s %(next)s") % {"sentence": said, "next": more}
        if self.transition_until:
            text = _("The transition period that the scheme names ends on %(day)s.")
            more = text % {"day": _in_words(self.transition_until)}
            said = _("%(sentence)s %(next)s") % {"sentence": said, "next": more}
        return said

    @property
    def note(self) -> str:
        """The same beside the name of the field or standard; a few words."""
        return _in_short(self)

    @property
    def anchor(self) -> str:
        """Its place on a page that shows the document, where a plain list is one place."""
        before, _slash, last = self.address.rpartition("/")
        return before if last.isdecimal() else self.address

    @property
    def href(self) -> str:
        """The page of the row, or of the register where there is no row."""
        if self.row:
            return reverse("reference:row", args=[self.register, self.row])
        address = reverse("reference:register", args=[self.register])
        return f"{address}?organisation={quote(self.approval_no)}"

    @property
    def source(self) -> str:
        """The permanent address of the row, or of the register where there is no row."""
        return uri(self.register, self.row) if self.row else uri(self.register)

    def as_record(self) -> dict[str, Any]:
        """The caveat as public data; the same wherever it is given."""
        return {
            "kind": self.kind.value,
            "sentence": in_both_languages(Sentence(self)),
            "address": self.address,
            "subject": self.subject,
            "approval_no": self.approval_no or None,
            "since": self.begins,
            "until": self.ends,
            "replaced_by": list(self.replaced_by),
            "source": self.source,
        }

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON values, for storage."""
        return {
            "kind": self.kind.value,
            "address": self.address,
            "subject": self.subject,
            "register": self.register,
            "row": self.row,
            "body": dict(self.body),
            "approval_no": self.approval_no,
            "name": dict(self.name),
            "replaced_by": list(self.replaced_by),
            "is_declared": self.is_declared,
            **{name: _written(getattr(self, name)) for name in _DAYS},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Caveat:
        """The caveat that `as_json` made."""
        parts: dict[str, Any] = {name: value[name] for name in _PLAIN}
        for name in _DAYS:
            parts[name] = date.fromisoformat(value[name]) if value[name] else None
        successors = tuple(value["replaced_by"])
        return cls(kind=CaveatKind(value["kind"]), replaced_by=successors, **parts)


_DAYS = ("begins", "ends", "day", "resumes", "transition_until")
_PLAIN = (
    "address",
    "subject",
    "register",
    "row",
    "body",
    "approval_no",
    "name",
    "is_declared",
)


class Sentence:
    """The sentence in whichever language it is asked for."""

    def __init__(self, caveat: Caveat) -> None:
        self.caveat = caveat

    def __str__(self) -> str:
        return self.caveat.sentence


def sentences(caveats: Iterable[Caveat]) -> str:
    """Several caveats in one line, for tables."""
    return " | ".join(caveat.sentence for caveat in caveats)


def _in_words(day: date) -> str:
    return formats.date_format(day)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _approval_words(caveat: Caveat) -> dict[str, str]:
    return {
        "body": in_language(caveat.body),
        "field": in_language(caveat.name) or caveat.subject,
        "day": _in_words(caveat.day) if caveat.day else "",
    }


def _approval_ended(caveat: Caveat) -> str:
    text = _("The approval of %(body)s for the field “%(field)s” ended on %(day)s.")
    return text % _approval_words(caveat)


def _approval_suspended(caveat: Caveat) -> str:
    if caveat.day is None:
        text = _("The approval of %(body)s for the field “%(field)s” is suspended.")
    else:
        text = _(
            "The approval of %(body)s for the field “%(field)s” is suspended, as recorded on "
            "%(day)s."
        )
    return text % _approval_words(caveat)


def _approval_withdrawn(caveat: Caveat) -> str:
    if caveat.day is None:
        text = _("The approval of %(body)s for the field “%(field)s” has been withdrawn.")
    else:
        text = _(
            "The approval of %(body)s for the field “%(field)s” has been withdrawn, as recorded "
            "on %(day)s."
        )
    return text % _approval_words(caveat)


def _approval_missing(caveat: Caveat) -> str:
    text = _("There is no approval of %(body)s for the field “%(field)s”.")
    return text % _approval_words(caveat)


def _standard_words(caveat: Caveat) -> dict[str, str]:
    return {
        "ref": caveat.subject,
        "others": _(", ").join(caveat.replaced_by),
        "day": _in_words(caveat.day) if caveat.day else "",
    }


def _standard_withdrawn(caveat: Caveat) -> str:
    if caveat.day is None:
        text = _("%(ref)s has been withdrawn.")
    else:
        text = _("%(ref)s has been withdrawn and has not been in force since %(day)s.")
    return text % _standard_words(caveat)


def _standard_replaced(caveat: Caveat) -> str:
    if not caveat.replaced_by:
        text = _("%(ref)s has been replaced.")
        if caveat.day is not None:
            text = _("%(ref)s has been replaced and has not been in force since %(day)s.")
    elif caveat.day is None:
        text = _("%(ref)s has been withdrawn, replaced by %(others)s.")
    else:
        text = _("%(ref)s was withdrawn from %(day)s on, replaced by %(others)s.")
    return text % _standard_words(caveat)


def _standard_upcoming(caveat: Caveat) -> str:
    return _("%(ref)s comes into force only on %(day)s.") % _standard_words(caveat)


_SENTENCES = {
    CaveatKind.APPROVAL_ENDED: _approval_ended,
    CaveatKind.APPROVAL_SUSPENDED: _approval_suspended,
    CaveatKind.APPROVAL_WITHDRAWN: _approval_withdrawn,
    CaveatKind.APPROVAL_MISSING: _approval_missing,
    CaveatKind.STANDARD_WITHDRAWN: _standard_withdrawn,
    CaveatKind.STANDARD_REPLACED: _standard_replaced,
    CaveatKind.STANDARD_UPCOMING: _standard_upcoming,
}


#: With the day that the register gives, and without one.
_SHORT = {
    CaveatKind.APPROVAL_ENDED: (
        pgettext_lazy("an approval", "ended on %(day)s"),
        pgettext_lazy("an approval", "ended"),
    ),
    CaveatKind.APPROVAL_SUSPENDED: (
        pgettext_lazy("an approval", "suspended, as recorded on %(day)s"),
        pgettext_lazy("an approval", "suspended"),
    ),
    CaveatKind.APPROVAL_WITHDRAWN: (
        pgettext_lazy("an approval", "withdrawn, as recorded on %(day)s"),
        pgettext_lazy("an approval", "withdrawn"),
    ),
    CaveatKind.APPROVAL_MISSING: (gettext_lazy("not approved"), gettext_lazy("not approved")),
    CaveatKind.STANDARD_WITHDRAWN: (
        pgettext_lazy("a standard", "withdrawn from %(day)s on"),
        pgettext_lazy("a standard", "withdrawn"),
    ),
    CaveatKind.STANDARD_REPLACED: (
        pgettext_lazy("a standard", "replaced from %(day)s on"),
        pgettext_lazy("a standard", "replaced"),
    ),
    CaveatKind.STANDARD_UPCOMING: (
        pgettext_lazy("a standard", "in force only from %(day)s on"),
        pgettext_lazy("a standard", "not yet in force"),
    ),
}


def _in_short(caveat: Caveat) -> str:
    with_day, without = _SHORT[caveat.kind]
    note = str(with_day if caveat.day else without) % _standard_words(caveat)
    if caveat.replaced_by:
        words = {"note": note, "others": _(", ").join(caveat.replaced_by)}
        note = _("%(note)s, by %(others)s") % words
    if caveat.resumes:
        words = {"note": note, "day": _in_words(caveat.resumes)}
        note = _("%(note)s; again from %(day)s on") % words
    return note

"""How columns and values of registers are said to people, on public pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.localised import document_language, in_language
from portal.reference.choices import Category
from portal.reference.models import ReferenceChange
from portal.reference.registers import FROM_DAY, Register, Row, as_text, register_of
from portal.reference.uris import row_path
from portal.reference.words import has_named_codes, word_for

#: Columns that have a place of their own on the page, or that are for sorting alone.
ELSEWHERE = frozenset({"valid_from", "valid_until", "source", "verified", "order"})

#: The column of a key that means something to programs alone.
KEY = "key"
#: Such as GB/T 18204.1-2013; what is longer may break.
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Cell:
    """A value as people read it, with what it leads to, and the language if not the page's."""

    heading: str
    text: str
    href: str = ""
    language: str = ""

    @property
    def is_number(self) -> bool:
        """Whether the text is a number or code that should stand on one line."""
        return self.text.isascii() and len(self.text) <= LONGEST_NUMBER


@dataclass(frozen=True)
class Standing:
    """Where a row stands in time: nothing to say, `expired` or `not_yet_effective`."""

    state: str
    word: str


def heading(register: Register, column: str) -> str:
    """The name of a column."""
    kept = register.fields.get(column)
    return capfirst(str(kept.verbose_name)) if kept is not None else column


def list_columns(register: Register) -> list[str]:
    """The columns of the public list; of a name in two languages the first stands for both."""
    columns = register.shown or register.columns
    return [name for name in columns if name not in ELSEWHERE and not _is_second(register, name)]


def link_column(register: Register) -> int:
    """Which cell of the list leads to the row: what names it, else the first."""
    columns = list_columns(register)
    return columns.index(register.notation) if register.notation in columns else 0


def list_heading(register: Register, column: str) -> str:
    """The name of a column in the list, where a name in both languages is one column."""
    stem = column.removesuffix("_zh")
    if stem != column and f"{stem}_en" in register.columns:
        words = {"name": pgettext("of a row", "Name"), "title": pgettext("of a row", "Title")}
        words |= {"owner": _("Owner"), "basis": _("Legal basis")}
        return words.get(stem, heading(register, column))
    if column == register.label_zh and register.label_en:
        return pgettext("of a row", "Name")
    return heading(register, column)


def list_cells(register: Register, record: models.Model, day: date) -> list[Cell]:
    """The cells of a row in the public list, as of a day."""
    cells = []
    for column in list_columns(register):
        other = _in_english(register, column)
        title = list_heading(register, column)
        if other:
            pair = {"zh": getattr(record, column), "en": getattr(record, other)}
            cells.append(Cell(title, in_language(pair), language=_foreign(pair)))
        else:
            cells.append(Cell(title, said_on(register, record, column, day)))
    return cells


def all_cells(register: Register, record: models.Model, day: date) -> list[Cell]:
    """Every value of a row that there is, for its own page, as of a day."""
    cells = []
    for column in register.columns:
        text = said_on(register, record, column, day) if column not in ELSEWHERE else ""
        if text:
            href = _href(register, record, column)
            cells.append(Cell(heading(register, column), text, href, _own_language(column)))
    return cells


def title_of(register: Register, record: models.Model) -> str:
    """What a row is called above its page."""
    pair = {
        "zh": getattr(record, register.label_zh) if register.label_zh else "",
        "en": getattr(record, register.label_en) if register.label_en else "",
    }
    if name := in_language(pair):
        return name
    code = as_text(record, register.notation) if register.notation else ""
    return word_for(register.key, register.notation, code) or str(record)


def said_on(register: Register, record: models.Model, column: str, day: date) -> str:
    """A value in words as of a day: what has ended is not called in force."""
    if column == "status" and not hasattr(record, "status_on"):
        stands = standing(record, day)
        if stands is not None and getattr(record, column) == "in_force":
            return stands.word
    return said(register, record, column)


def said(register: Register, record: models.Model, column: str) -> str:
    """A value in words."""
    value, kept = getattr(record, column), register.fields[column]
    if isinstance(value, bool):
        return _truth(value)
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list):
        return _("; ").join(word(register, column, str(part)) for part in value)
    if isinstance(kept, models.FileField):
        return _("kept by the regulator")
    return word(register, column, value)


def word(register: Register, column: str, value: Any) -> str:
    """The word for a code, or the value itself."""
    kept = register.fields[column]
    if known := word_for(register.key, column, str(value)):
        return known
    choices = dict(kept.flatchoices) or (dict(Category.choices) if column == "category" else {})
    return str(choices.get(value, value))


def _truth(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


def changed_cells(register: Register, change: ReferenceChange) -> list[dict[str, str]]:
    """What a change of the history did, column by column, in words."""
    return [
        {
            "heading": heading(register, column),
            "before": said_of_text(register, column, before),
            "after": said_of_text(register, column, after),
        }
        for column, before, after in change.changed_columns
    ]


def said_of_text(register: Register, column: str, text: str) -> str:
    """A value that is held as text (see `registers.as_text`), in words."""
    kept = register.fields.get(column)
    if isinstance(kept, models.BooleanField):
        return _truth(text == "yes")
    if isinstance(kept, models.DateField) and text:
        return date_format(date.fromisoformat(text))
    if kept is not None and kept.is_relation:
        return _row_named(kept.related_model, text)
    return word(register, column, text) if kept is not None else text


def _row_named(model: type[models.Model], text: str) -> str:
    """What another row is called, by what names it in its own register; else that."""
    register = register_of(model)
    if not text or register is None or len(register.identity) > 1:
        return text
    record = register.all_rows.filter(**{register.identity[0]: text}).first()
    return title_of(register, record) if record is not None else text


def record_name(name: str) -> str:
    """The name of a row in a history without the parts that are empty, such as an open day."""
    return " / ".join(part for part in name.split(" / ") if part.strip(" /"))


def name_with_title(register: Register, row: Row) -> str:
    """What names a row that is held as text, with its title where that says more.

    A key is for addresses: where the row has a title, people read that in its place.
    """
    title = in_language({"zh": row.get(register.label_zh), "en": row.get(register.label_en)})
    if register.notation and not title:
        title = word_for(register.key, register.notation, row.get(register.notation, ""))
    named = {
        column: said_of_text(register, column, row.get(column, "")) for column in register.identity
    }
    if title and KEY in named:
        named[KEY] = title
    name = record_name(" / ".join(named.values()))
    return name if not title or title in name else f"{name} {title}"


def name_in_history(register: Register, change: ReferenceChange) -> str:
    """The name of a row in a history, with the words for its codes where somebody knows any."""
    row = change.after or change.before or {}
    if not any(has_named_codes(register.key, name) for name in register.identity):
        return record_name(change.record)
    said = {name: row.get(name, "") for name in register.identity}
    words = (word_for(register.key, name, code) or code for name, code in said.items())
    return record_name(" / ".join(words)) or record_name(change.record)


def validity(record: Any) -> str:
    """From when until when a row holds; empty where nothing is known."""
    begins, ends = getattr(record, "valid_from", None), getattr(record, "valid_until", None)
    days = {"since": date_format(begins) if begins else ""}
    days["until"] = date_format(ends) if ends else ""
    if begins and ends:
        return _("%(since)s to %(until)s") % days
    if begins:
        return _("since %(since)s") % days
    return _("until %(until)s") % days if ends else ""


def standing(record: Any, day: date) -> Standing | None:
    """Whether a row has ended, or has not begun, on a day."""
    begins = getattr(record, "valid_from", None) or getattr(record, FROM_DAY, None)
    ends = getattr(record, "valid_until", None)
    if ends and ends < day:
        return Standing("expired", pgettext("a row", "ended"))
    if getattr(record, "awaits_confirmation", False):
        return Standing("not_yet_effective", _("waits for a second person"))
    if begins and begins > day:
        return Standing("not_yet_effective", _("not yet in effect"))
    return None


def _is_second(register: Register, column: str) -> bool:
    """Whether the column is the English of one that stands in the list."""
    return any(_in_english(register, first) == column for first in register.columns)


def _in_english(register: Register, column: str) -> str:
    if column == register.label_zh and register.label_en:
        return register.label_en
    stem = column.removesuffix("_zh")
    return f"{stem}_en" if stem != column and f"{stem}_en" in register.columns else ""


def _own_language(column: str) -> str:
    ending = column.rpartition("_")[2]
    own = {"zh": "zh-Hans", "en": "en"}.get(ending, "")
    return own if ending != document_language() else ""


def language_of(text: str) -> str:
    """The language of a text in either one, if it is not the page's."""
    own = "en" if text.isascii() else "zh-Hans"
    return own if text and not own.startswith(document_language()) else ""


def _foreign(pair: Mapping[str, str]) -> str:
    here = document_language()
    if pair.get(here):
        return ""
    return "zh-Hans" if here == "en" else "en"


def _href(register: Register, record: models.Model, column: str) -> str:
    """Where a value leads: to the row that it names, or to the page that it is an address of."""
    value = getattr(record, column)
    if isinstance(value, models.Model):
        target = register_of(type(value))
        return (
            reverse("reference:row", args=[target.key, row_path(target, value)]) if target else ""
        )
    return str(value) if isinstance(register.fields[column], models.URLField) else ""

"""What is wrong with the rows of a list, cell by cell, with what would be right.

A fault is kept as a code with its words, so that each reader gets it in their language.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import rfc8785
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField, Organisation
from portal.accounts.roles import OrganisationKind
from portal.core.file_errors import FileRefused
from portal.core.folding import fold, identity, visible
from portal.reference.days import day_of
from registry.models import Entry, PaperFiling
from registry.states import Verdict
from registry.stock.columns import COLUMNS
from registry.stock.sources import FileSource, NoSuchFile, SeveralSuchFiles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: As many names are told where one is not known.
SHOWN = 3
LONGEST = {"number": 80, "rule_number": 80, "title": 300, "title_en": 400}
FAULTS: dict[str, StrOrPromise] = {
    "missing": _("This must be filled in."),
    "too_long": _("It is longer than %(most)s characters."),
    "unknown_body": _(
        "No certification body of the register has this number or name. Near it: %(near)s."
    ),
    "unknown_field": _("“%(value)s” is not in the list of fields. Near it: %(near)s."),
    "several_categories": _(
        "The fields belong to different categories (%(near)s). Make one row for each."
    ),
    "no_day": _("“%(value)s” is no day. Write it as 2019-05-06."),
    "future": _("This day is still to come."),
    "before": _("It ends before it begins (%(near)s)."),
    "number_here": _("Line %(near)s has this number already."),
    "number_used": _("The number was taken over before, with other contents (%(near)s)."),
    "rule_here": _("Line %(near)s has this rule number of the same body already."),
    "rule_used": _("The rule number of this body is in the register already (%(near)s)."),
    "taken_meanwhile": _(
        "The number of the paper or of the rule was used meanwhile. Hand the row in again."
    ),
    "no_file": _("There is no file of this name."),
    "several_files": _("Several files have this name (%(near)s). Write the folder before it."),
    "bad_file": "%(near)s",
}
_BETWEEN = re.compile(r"\s*[;；|\n]\s*")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell."""

    column: str
    code: str
    value: str = ""
    near: str = ""

    def as_json(self) -> dict[str, str]:
        """As the row keeps it."""
        return {"column": self.column, "code": self.code, "value": self.value, "near": self.near}


def sentence(fault: Mapping[str, str]) -> str:
    """What a kept fault says, in the language of the page."""
    words = {"value": fault["value"], "near": fault["near"], "most": LONGEST.get(fault["column"])}
    return str(FAULTS[fault["code"]]) % words


def heading(key: str) -> StrOrPromise:
    """What a column is called in the language of the page."""
    return next(column.heading for column in COLUMNS if column.key == key)


@dataclass
class Judged:
    """One row with what was understood of it."""

    line: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    is_known: bool = False

    @property
    def sha256(self) -> str:
        """What tells it from the same number with other contents; where its file lay does not."""
        said = {name: value for name, value in self.values.items() if name != "file"}
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if self.faults:
            return Verdict.BAD
        return Verdict.KNOWN if self.is_known else Verdict.GOOD

    def refuse(self, column: str, code: str, value: str = "", near: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(column, code, value[:80], near))


class Judge:
    """Judges rows by the registers as they are now; a handful of queries for all of them."""

    def __init__(self, source: FileSource, today: date) -> None:
        self.source = source
        self.today = today
        bodies = list(Organisation.objects.filter(kind=OrganisationKind.BODY))
        self.bodies = {identity(body.approval_no): body for body in bodies}
        self.names = {name: body for body in bodies for name in _names_of(body)}
        self.fields = {
            fold(name): one for one in CertificationField.objects.all() for name in _labels(one)
        }
        self.numbers = dict(PaperFiling.objects.values_list("folded", "row_sha256"))
        self.entries = dict(PaperFiling.objects.values_list("folded", "entry__number"))
        rules = Entry.objects.values_list("organisation_id", "rule_number", "number")
        self.rules = {(body, identity(rule)): number for body, rule, number in rules}
        self._known = {
            "body": {fold(number): body.approval_no for number, body in self.bodies.items()}
            | {name: body.name_zh for name, body in self.names.items()},
            "fields": {label: one.key for label, one in self.fields.items()},
        }
        self._found_near: dict[tuple[str, str], str] = {}
        self.lines: dict[str, int] = {}
        self.rule_lines: dict[tuple[int, str], int] = {}

    def judge(self, line: int, cells: Mapping[str, str]) -> Judged:
        """One row; rows of a list are judged in their order."""
        row = Judged(line, dict(cells))
        self._texts(row)
        self._body(row)
        self._fields(row)
        self._days(row)
        self._file(row)
        self._numbers(row)
        return row

    def _texts(self, row: Judged) -> None:
        for name, most in LONGEST.items():
            text = row.cells.get(name, "").strip()
            row.values[name] = " ".join(visible(text).split())
            if len(text) > most:
                row.refuse(name, "too_long")
            elif not row.values[name] and name != "title_en":
                row.refuse(name, "missing")

    def _body(self, row: Judged) -> None:
        text = row.cells.get("body", "").strip()
        body = self.bodies.get(identity(text)) or self.names.get(fold(text))
        if not text:
            row.refuse("body", "missing")
        elif body is None:
            row.refuse("body", "unknown_body", text, self._near("body", text))
        else:
            row.values["body"] = body.pk

    def _near(self, column: str, text: str) -> str:
        """What is called alike; looked for once for each spelling."""
        if (column, text) not in self._found_near:
            known = self._known[column]
            near = difflib.get_close_matches(fold(text), known, SHOWN, cutoff=0.4)
            names = dict.fromkeys(known[name] for name in near or sorted(known)[:SHOWN])
            self._found_near[column, text] = translated(", ").join(names)
        return self._found_near[column, text]

    def _fields(self, row: Judged) -> None:
        names = self._named_fields(row.cells.get("fields", ""))
        if not names:
            row.refuse("fields", "missing")
        found = []
        for name in names:
            if (one := self.fields.get(fold(name))) is None:
                row.refuse("fields", "unknown_field", name, self._near("fields", name))
            else:
                found.append(one)
        categories = list(dict.fromkeys(one.category for one in found))
        if len(categories) > 1:
            row.refuse("fields", "several_categories", near=", ".join(categories))
        row.values["fields"] = list(dict.fromkeys(one.key for one in found))
        row.values["category"] = categories[0] if categories else ""

    def _named_fields(self, text: str) -> list[str]:
        """The fields in a cell; a semicolon stands between them, and within some of their names."""
        parts = [part for part in _BETWEEN.split(text.strip()) if part]
        names = []
        while parts:
            ends = range(len(parts), 1, -1)
            known = (end for end in ends if fold("；".join(parts[:end])) in self.fields)
            end = next(known, 1)
            names.append("；".join(parts[:end]))
            parts = parts[end:]
        return names

    def _days(self, row: Judged) -> None:
        for name in ("filed_on", "effective_from", "expires_on"):
            row.values[name] = self._day(row, name)
        filed_on, begins = row.values["filed_on"], row.values["effective_from"]
        if filed_on and filed_on > self.today.isoformat():
            row.refuse("filed_on", "future")
        begins = row.values["effective_from"] = begins or filed_on
        ends = row.values["expires_on"]
        if begins and ends and ends < begins:
            row.refuse("expires_on", "before", near=begins)

    def _day(self, row: Judged, name: str) -> str:
        text = row.cells.get(name, "").strip()
        if not text:
            if name == "filed_on":
                row.refuse(name, "missing")
            return ""
        try:
            return day_of(text).isoformat()
        except (ValidationError, OverflowError):
            row.refuse(name, "no_day", text)
            return ""

    def _file(self, row: Judged) -> None:
        row.values["file"] = ""
        name = row.cells.get("file", "").strip()
        if not name:
            return
        try:
            row.values["file"] = self.source.find(name)
            self.source.check(row.values["file"])
        except NoSuchFile:
            row.refuse("file", "no_file", name)
        except SeveralSuchFiles as found:
            row.refuse("file", "several_files", name, ", ".join(found.names[:SHOWN]))
        except FileRefused as refusal:
            row.refuse("file", "bad_file", name, str(refusal.message))

    def _numbers(self, row: Judged) -> None:
        """After all else: what is known already has no further fault."""
        number = identity(row.values["number"])
        if not number:
            return
        if number in self.lines:
            row.refuse("number", "number_here", row.values["number"], str(self.lines[number]))
            return
        self.lines[number] = row.line
        if number in self.numbers:
            if self.numbers[number] == row.sha256:
                row.is_known = True
                # Its file was taken over with it.
                row.faults = [fault for fault in row.faults if fault.column != "file"]
            else:
                row.refuse("number", "number_used", row.values["number"], self.entries[number])
            return
        self._rule_number(row)

    def _rule_number(self, row: Judged) -> None:
        rule = (row.values.get("body", 0), identity(row.values["rule_number"]))
        if not all(rule):
            return
        if rule in self.rule_lines:
            row.refuse("rule_number", "rule_here", rule[1], str(self.rule_lines[rule]))
        elif rule in self.rules:
            row.refuse("rule_number", "rule_used", rule[1], self.rules[rule])
        self.rule_lines.setdefault(rule, row.line)


def _names_of(body: Organisation) -> Iterable[str]:
    return (fold(name) for name in (body.name_zh, body.name_en) if name)


def _labels(one: CertificationField) -> Iterable[str]:
    return (name for name in (one.key, one.name_en, one.code) if name)

"""`check_document`: the check report of documents on disk."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.localised import interface_language, language_of_terminal, spoken_language
from schemes.blueprints import Blueprint
from schemes.documents import DocumentUnreadable, parse, to_pointer
from schemes.documents.parsing import MAX_BYTES
from schemes.findings import Severity
from schemes.reports.unfiled import check_unfiled, known_blueprints
from schemes.validation import find_blueprint


@dataclass(frozen=True)
class Row:
    """One finding of one file, as it is printed."""

    file: str
    code: str
    severity: str
    pointer: str
    message: str
    place: str
    sentence: str

    def as_json(self) -> dict[str, str]:
        """The keys that people script against; the message names the place."""
        return {
            "file": self.file,
            "code": self.code,
            "severity": self.severity,
            "pointer": self.pointer,
            "message": self.message,
        }

    def as_text(self) -> str:
        """Two lines: the place by its title and its pointer, then what is the matter there."""
        label, pointer = Severity(self.severity).label, self.pointer or "/"
        where = f"{self.place} ({pointer})" if self.place else pointer
        return f"{self.file}: {label} {self.code} {where}\n  {self.sentence}"


@dataclass(frozen=True)
class Check:
    """What documents are checked with."""

    blueprints: Sequence[Blueprint]
    key: str
    body: str
    on: dt.date

    def rows(self, file: str) -> list[Row]:
        """The findings of one file. Raises `DocumentUnreadable`."""
        document = parse(_bytes_of(file))
        findings = check_unfiled(document, self.blueprints, self.on, self.key, self.body)
        return [
            Row(
                file,
                finding.code,
                finding.severity.value,
                to_pointer(document, finding.address),
                str(finding.message),
                str(finding.place),
                str(finding.sentence),
            )
            for finding in findings
        ]


class Command(BaseCommand):
    """Exit status 0: nothing found; 1: errors or warnings; 2: a file could not be read."""

    help = "Check scheme documents on disk against their blueprint and the rules."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the contract."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--blueprint", default="", metavar="KEY", help="product or product/1")
        parser.add_argument("--body", default="", metavar="APPROVAL_NO")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--errors", action="store_true", help="exit 1 for errors alone")
        parser.add_argument(
            "--language",
            default="",
            help="of the whole report: zh-hans or en; else that of LANG, else that of the site",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every file, then say how it went."""
        with translation.override(spoken_language(_language(options["language"]))):
            status = self._check(options)
        if status:
            sys.exit(status)

    def _check(self, options: dict[str, Any]) -> int:
        blueprints = list(known_blueprints())
        if options["blueprint"] and not find_blueprint({}, blueprints, options["blueprint"]):
            refusal = _("There is no blueprint “%(value)s”. Known are: %(known)s.") % {
                "value": options["blueprint"],
                "known": _listed(blueprint.ref for blueprint in blueprints),
            }
            raise CommandError(refusal, returncode=2)
        checking = Check(blueprints, options["blueprint"], options["body"], timezone.localdate())
        rows: list[Row] = []
        unreadable = 0
        for file in options["files"]:
            try:
                rows.extend(checking.rows(file))
            except DocumentUnreadable as problem:
                unreadable += 1
                self.stderr.write(f"{file}: {problem}")
        self._print(rows, options)
        if options["format"] == "text":
            self.stdout.write(summary(rows, len(options["files"]), unreadable))
        counted = {Severity.ERROR} if options["errors"] else {Severity.ERROR, Severity.WARNING}
        return 2 if unreadable else int(any(row.severity in counted for row in rows))

    def _print(self, rows: list[Row], options: dict[str, Any]) -> None:
        if options["format"] == "json":
            listed = [row.as_json() for row in rows]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(row.as_text())


def summary(rows: Sequence[Row], files: int, unreadable: int) -> str:
    """The last line: how many documents, how many findings of each weight."""
    count = Counter(row.severity for row in rows)
    checked = files - unreadable
    parts = [
        ngettext("%(n)d document checked", "%(n)d documents checked", checked) % {"n": checked},
        ngettext("%(n)d error", "%(n)d errors", count["error"]) % {"n": count["error"]},
        ngettext("%(n)d warning", "%(n)d warnings", count["warning"]) % {"n": count["warning"]},
        _("%(n)d not checked") % {"n": count["unchecked"]},
    ]
    if unreadable:
        parts.append(
            ngettext("%(n)d file unreadable", "%(n)d files unreadable", unreadable)
            % {"n": unreadable}
        )
    return _listed(parts)


def _language(wanted: str) -> str:
    if not wanted:
        return language_of_terminal()
    language = interface_language(wanted)
    if language is None:
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        raise CommandError(f"--language {wanted}: known are {known}", returncode=2)
    return language


def _listed(parts: Iterable[str]) -> str:
    return pgettext("between the entries of a list", ", ").join(parts)


def _bytes_of(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            # One byte more than allowed is enough to know that there is more.
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise DocumentUnreadable(_refusal(problem)) from None


def _refusal(problem: OSError) -> str:
    """Why a file cannot be opened; the machine's own words come in the machine's language."""
    known = {
        FileNotFoundError: _("There is no such file."),
        IsADirectoryError: _("This is a folder, not a file."),
        PermissionError: _("The file may not be read."),
    }
    return known.get(type(problem)) or _("The file cannot be read.")

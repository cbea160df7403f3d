"""`check_document`: the check report of documents on disk."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        parser.add_argument("--language", default="", help="of the messages, such as zh-hans or en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every file, then say how it went."""
        language = options["language"] or translation.get_language() or "en"
        with translation.override(language):
            status = self._check(options)
        if status:
            sys.exit(status)

    def _check(self, options: dict[str, Any]) -> int:
        blueprints = list(known_blueprints())
        if options["blueprint"] and not find_blueprint({}, blueprints, options["blueprint"]):
            raise CommandError(f"no such blueprint: {options['blueprint']}", returncode=2)
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
            listed = [asdict(row) for row in rows]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for row in rows:
            label = Severity(row.severity).label
            self.stdout.write(
                f"{row.file}: {label} {row.code} {row.pointer or '/'}\n  {row.message}"
            )


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
    return ", ".join(parts)


def _bytes_of(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            # One byte more than allowed is enough to know that there is more.
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise DocumentUnreadable(problem.strerror or str(problem)) from None

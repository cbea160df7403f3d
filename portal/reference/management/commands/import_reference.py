"""`import_reference`: the rows of a CSV file into a register, all of them or none."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.commands import SpokenCommand
from portal.reference.faults import NoTable, UnreadableTable
from portal.reference.registers import Register, find_register, registers
from portal.reference.tabular import Plan, plan


class Command(SpokenCommand):
    """Exit status 0: taken, or nothing to do; 1: rows are refused; 2: it is no such table."""

    help = "Add and change rows of a register from CSV or a workbook. Names every bad row."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("key", metavar="KEY", help=", ".join(one.key for one in registers()))
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, then save all of it, then say how it went."""
        register = _register(options["key"])
        try:
            planned = plan(register, _content(options["file"]))
            if not options["dry_run"]:
                planned.apply()
        except UnreadableTable as refusal:
            for fault in refusal.faults:
                self.stderr.write(str(fault))
            self.stdout.write(_refused(len(refusal.faults)))
            sys.exit(2 if isinstance(refusal, NoTable) else 1)
        for kept in planned.respelled:
            self.stderr.write(str(kept))
        self.stdout.write(summary(planned, dry_run=options["dry_run"]))


def summary(planned: Plan, *, dry_run: bool) -> str:
    """The last line: how many rows were added, were changed, or stay as they are."""
    added, changed, same = len(planned.added), len(planned.changed), planned.unchanged
    if dry_run:
        first = ngettext("%(n)d row would be added", "%(n)d rows would be added", added)
    else:
        first = ngettext("%(n)d row added", "%(n)d rows added", added)
    parts = [
        first % {"n": added},
        ngettext("%(n)d changed", "%(n)d changed", changed) % {"n": changed},
        ngettext("%(n)d as before", "%(n)d as before", same) % {"n": same},
    ]
    return ", ".join(parts)


def _refused(faults: int) -> str:
    text = ngettext(
        "Nothing was changed: %(n)d fault in the file", "Nothing was changed: %(n)d faults", faults
    )
    return text % {"n": faults}


def _register(key: str) -> Register:
    register = find_register(key)
    if register is None:
        known = ", ".join(one.key for one in registers())
        text = _("There is no register “%(key)s”. There are: %(known)s.")
        raise CommandError(text % {"key": key, "known": known})
    return register


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}", returncode=2) from None

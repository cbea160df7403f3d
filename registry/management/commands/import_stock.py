"""`import_stock`: rules filed on paper, from a list with their files, into the register."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from portal.accounts.models import Membership, User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.commands import SpokenCommand
from portal.core.errors import DomainError
from portal.core.tables.errors import TableUnreadable
from registry.models import StockImport
from registry.states import StockState, Verdict
from registry.stock.acts import BeginTakingOver, finish
from registry.stock.columns import Listed, read_list
from registry.stock.judging import Judged, heading, sentence
from registry.stock.permissions import may_take_over
from registry.stock.preparing import begun_before, hand_in, judged
from registry.stock.sources import Archive, FileSource, Folder
from registry.stock.taking import take_portion

#: Rows between two looks at how many are left.
PORTION = 500


class Command(SpokenCommand):
    """Exit status 0: all is in the register; 1: rows have faults; 2: it is no such list."""

    help = "Take over rules filed on paper. Names every bad row. Run again to go on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", metavar="FILE", help="CSV or .xlsx")
        parser.add_argument("--files", default="", metavar="DIRECTORY|ZIP", help="PDF, Word")
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")
        parser.add_argument(
            "--leave-bad", action="store_true", help="take the good rows, leave those with faults"
        )
        parser.add_argument(
            "--user", default="", metavar="EMAIL", help="who imports; else the first decider"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge every row, name the bad ones, then take over the good ones."""
        content = _content(options["file"])
        with _source(options["files"]) as source:
            stock = self._begun(options, content, source)
            taken = self._take(stock, source)
        tally = Counter(stock.rows.values_list("verdict", flat=True))
        self.stdout.write(_summary(tally, taken=taken))
        if tally[Verdict.BAD]:
            sys.exit(1)

    def _begun(self, options: dict[str, Any], content: bytes, source: FileSource) -> StockImport:
        """The import of this file that did not come to its end, or a new one."""
        before = None if options["dry_run"] else begun_before(content)
        if before is not None:
            return before
        rows = list(judged(self._read(content), source))
        tally = Counter(str(row.verdict) for row in rows)
        self._name_faults(rows)
        bad = tally[Verdict.BAD]
        if options["dry_run"] or (bad and not options["leave_bad"]):
            self.stdout.write(_summary(tally, taken=0))
            sys.exit(1 if bad else 0)
        return self._begin(options, content, source)

    def _read(self, content: bytes) -> Listed:
        try:
            found = read_list(content)
        except TableUnreadable as fault:
            self.stderr.write(f"{fault.line}: {fault.message}")
            sys.exit(2)
        for name in found.left_out:
            self.stderr.write(_("The column “%(name)s” is left out.") % {"name": name})
        return found

    def _name_faults(self, rows: list[Judged]) -> None:
        for row in rows:
            for fault in row.faults:
                words = {
                    "line": row.line,
                    "column": heading(fault.column),
                    "message": sentence(fault.as_json()),
                }
                self.stderr.write(_("Line %(line)d, %(column)s: %(message)s") % words)

    def _begin(self, options: dict[str, Any], content: bytes, source: FileSource) -> StockImport:
        user = _person(options["user"])
        try:
            stock = hand_in(Path(options["file"]).name, content, user, source)
            if not stock.rows.left().exists():
                return stock
            return BeginTakingOver(stock, user, is_here=True).run()
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from None

    def _take(self, stock: StockImport, source: FileSource) -> int:
        """All rows that are left, each a transaction of its own; killed, the next run goes on."""
        if stock.state != StockState.RUNNING:
            return 0
        before = left = stock.rows.left().count()
        with tqdm(total=left, disable=None, file=sys.stderr) as bar:
            while left:
                left = take_portion(stock, source, PORTION, bar.update)
        finish(stock)
        return before


def _summary(tally: Counter[str], *, taken: int) -> str:
    """The last line: how many rows are good, in the register already, or bad."""
    good, known, bad = tally[Verdict.GOOD], tally[Verdict.KNOWN], tally[Verdict.BAD]
    if taken:
        first = ngettext("%(n)d rule taken over", "%(n)d rules taken over", taken) % {"n": taken}
    else:
        first = ngettext("%(n)d rule could be taken over", "%(n)d rules could be taken over", good)
        first %= {"n": good}
    parts = [
        first,
        ngettext("%(n)d in the register already", "%(n)d in the register already", known)
        % {"n": known},
        ngettext("%(n)d row with faults", "%(n)d rows with faults", bad) % {"n": bad},
    ]
    return ", ".join(parts)


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}", returncode=2) from None


def _source(files: str) -> FileSource:
    path = Path(files)
    if not files:
        return FileSource()
    if path.is_dir():
        return FileSource([Folder(path)])
    try:
        return FileSource([Archive(path.name, path.open("rb"))])
    except OSError as problem:
        raise CommandError(f"{files}: {problem.strerror}", returncode=2) from None
    except DomainError as refusal:
        raise CommandError(str(refusal.message), returncode=2) from None


def _person(email: str) -> User:
    """The person of this address, or the regulator's first decider."""
    if email:
        named = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if named is None:
            raise CommandError(_("Nobody signs in as “%(email)s”.") % {"email": email})
        access = may_take_over(named)
        if not access:
            raise CommandError(str(access.reason))
        return named
    first = Membership.objects.filter(
        organisation__kind=OrganisationKind.REGULATOR, role=Role.DECIDER, user__is_active=True
    ).select_related("user")
    found = first.order_by("pk").first()
    if found is None:
        raise CommandError(_("The regulator has no decider. Name who imports by --user."))
    return found.user

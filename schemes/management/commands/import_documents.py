"""`import_documents`: drafts from a document, from documents one a line, or from a bundle."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.commands import SpokenCommand
from schemes.importing import (
    ImportRefused,
    Incoming,
    check_import,
    import_once,
    imported_digests,
    read_documents,
)
from schemes.permissions import may_begin


class Outcome(StrEnum):
    """What became of one document."""

    IMPORTED = "imported"
    SKIPPED = "skipped"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Importer:
    """Imports for one body in one person's name, and remembers what it has imported."""

    body: Organisation
    user: User
    dry_run: bool
    known: set[str]
    #: Takes a sentence on a file that is not kept as it came.
    tell: Callable[[str], object]

    def take(self, incoming: Incoming) -> Outcome:
        """Import one document, as a whole or not at all. Raises `ImportRefused`."""
        if incoming.digest in self.known:
            return Outcome.SKIPPED
        prepared = check_import(self.body, self.user, incoming)
        for file in prepared.files:
            if file.sentence:
                self.tell(f"{file.place}: {file.sentence}")
        for name in prepared.missing:
            told = _("The document names “%(name)s”, which did not come along.")
            self.tell(told % {"name": name})
        is_new = True
        if not self.dry_run:
            # Another importer may have been quicker.
            is_new = import_once(self.body, self.user, incoming, prepared) is not None
        self.known.add(incoming.digest)
        return Outcome.IMPORTED if is_new else Outcome.SKIPPED


class Command(SpokenCommand):
    """Exit status 0: all imported or here already; 1: some refused; 2: some unreadable."""

    help = "Make drafts of the documents in a .json, .jsonl or .zip file. Run again to go on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the contract."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--body", required=True, metavar="APPROVAL_NO")
        parser.add_argument(
            "--user", default="", metavar="EMAIL", help="who imports; else the first author"
        )
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import document by document, then say how it went."""
        body = _body(options["body"])
        user = _person(body, options["user"])
        importer = Importer(body, user, options["dry_run"], imported_digests(body), self._tell)
        tally: Counter[Outcome] = Counter()
        with _opened(options["file"]) as stream, _progress(stream) as bar:
            for each in read_documents(options["file"], stream):
                tally[self._take(importer, each)] += 1
                bar.update(stream.tell() - bar.n)
        if not tally:
            self.stderr.write(_("The file is empty: there is no document in it."))
            tally[Outcome.UNREADABLE] += 1
        self.stdout.write(summary(tally, dry_run=options["dry_run"]))
        status = 2 if tally[Outcome.UNREADABLE] else int(tally[Outcome.REFUSED] > 0)
        if status:
            sys.exit(status)

    def _tell(self, sentence: str) -> None:
        # The bar stands on the same terminal; it steps aside for the message.
        with tqdm.external_write_mode(file=sys.stderr):
            self.stdout.write(sentence)

    def _take(self, importer: Importer, each: Incoming | ImportRefused) -> Outcome:
        try:
            if isinstance(each, ImportRefused):
                raise each
            return importer.take(each)
        except ImportRefused as refusal:
            with tqdm.external_write_mode(file=sys.stderr):
                self.stderr.write(str(refusal))
            return Outcome.UNREADABLE if refusal.is_unreadable else Outcome.REFUSED


def summary(tally: Mapping[Outcome, int], *, dry_run: bool) -> str:
    """The last line: how many documents came in, were here already, or were not taken."""
    skipped = tally.get(Outcome.SKIPPED, 0)
    refused, unreadable = tally.get(Outcome.REFUSED, 0), tally.get(Outcome.UNREADABLE, 0)
    parts = [
        _imported(tally.get(Outcome.IMPORTED, 0), dry_run=dry_run),
        ngettext("%(n)d imported earlier", "%(n)d imported earlier", skipped) % {"n": skipped},
        ngettext("%(n)d refused", "%(n)d refused", refused) % {"n": refused},
        ngettext("%(n)d unreadable", "%(n)d unreadable", unreadable) % {"n": unreadable},
    ]
    return ", ".join(parts)


def _imported(number: int, *, dry_run: bool) -> str:
    if dry_run:
        text = ngettext(
            "%(n)d document would be imported", "%(n)d documents would be imported", number
        )
    else:
        text = ngettext("%(n)d document imported", "%(n)d documents imported", number)
    return text % {"n": number}


def _body(approval_no: str) -> Organisation:
    wanted = approval_no.strip()
    body = Organisation.objects.filter(kind=OrganisationKind.BODY, approval_no=wanted).first()
    if body is None:
        raise CommandError(
            _("There is no certification body with the approval number “%(number)s”.")
            % {"number": wanted}
        )
    return body


def _person(body: Organisation, email: str) -> User:
    """The person of this address, or the body's first author, or else its first signatory."""
    if email:
        return _named_person(body, email.strip())
    writers = Membership.objects.filter(
        organisation=body, role__in=(Role.AUTHOR, Role.SIGNATORY), user__is_active=True
    ).select_related("user")
    # False sorts before True: authors come first, then who joined first.
    first = min(writers, key=lambda each: (each.role != Role.AUTHOR, each.pk), default=None)
    if first is None:
        raise CommandError(
            _("The body has no author and no signatory. Name the person who imports by --user.")
        )
    return first.user


def _named_person(body: Organisation, email: str) -> User:
    named = User.objects.filter(email__iexact=email, is_active=True).first()
    if named is None:
        raise CommandError(_("Nobody signs in as “%(email)s”.") % {"email": email})
    access = may_begin(named, body)
    if not access:
        raise CommandError(str(access.reason))
    return named


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    try:
        stream = Path(file).open("rb")  # noqa: SIM115  closed by the `with` below
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}", returncode=2) from None
    with stream:
        if not stream.seekable():
            raise CommandError(_("%(file)s is not a file on disk.") % {"file": file}, returncode=2)
        yield stream


def _progress(stream: BinaryIO) -> tqdm[Any]:
    """A bar over the bytes of the file, drawn on a terminal alone."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return tqdm(total=size, unit="B", unit_scale=True, disable=None, file=sys.stderr, leave=False)

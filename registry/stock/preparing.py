"""Handing in a list: it is read and judged whole, and kept so that everybody sees the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import WrongState
from portal.core.moves import locked
from registry.models import StockFiles, StockImport, StockRow
from registry.states import StockState
from registry.stock.columns import Listed, read_list
from registry.stock.judging import Judge, Judged
from registry.stock.permissions import may_take_over
from registry.stock.sources import Archive, FileSource

#: Rows written in one statement.
BATCH = 1_000


def judged(found: Listed, source: FileSource) -> Iterator[Judged]:
    """The rows of a list with what is wrong with each."""
    judge = Judge(source, timezone.localdate())
    return (judge.judge(line, cells) for line, cells in found.rows)


def begun_before(content: bytes) -> StockImport | None:
    """The import of the same file that was begun and did not come to its end."""
    begun = StockImport.objects.filter(state=StockState.RUNNING, sha256=_digest(content))
    return begun.first()


def hand_in(
    name: str, content: bytes, user: User, source: FileSource, archives: Iterable[Any] = ()
) -> StockImport:
    """Read a list, judge its rows, and keep both with the archives; nothing is taken over yet.

    Raises:
        NotAllowed: the person may not.
        TableUnreadable: it is no such list.
    """
    may_take_over(user).require()
    found = read_list(content)
    with transaction.atomic():
        stock = StockImport.objects.create(
            name=name[-200:],
            sha256=_digest(content),
            left_out=found.left_out,
            handed_in_by=user,
        )
        keep_rows(stock, judged(found, source))
        for archive in archives:
            _keep_archive(stock, archive)
    return stock


@transaction.atomic
def add_files(stock: StockImport, archive: Any | None, user: User) -> StockImport:
    """Keep one more archive with a list, and judge its rows anew.

    Raises:
        NotAllowed: the person may not.
        WrongState: the list was begun or put aside meanwhile.
        RulesBroken: it is no archive.
    """
    may_take_over(user).require()
    stock = locked(stock)
    if stock.state != StockState.READY:
        raise WrongState(_("This list was begun or put aside; hand in another one."))
    if archive is not None:
        Archive(archive.name, archive.read()).close()
        _keep_archive(stock, archive)
    rows = [(row.line, row.cells) for row in stock.rows.order_by("line")]
    stock.rows.all().delete()
    with kept_source(stock) as source:
        judge = Judge(source, timezone.localdate())
        keep_rows(stock, (judge.judge(line, cells) for line, cells in rows))
    return stock


def _keep_archive(stock: StockImport, archive: Any) -> None:
    archive.seek(0)
    kept = StockFiles(stock=stock, name=str(archive.name)[-200:])
    kept.content.save(f"{stock.pk}.zip", ContentFile(archive.read()), save=True)


def keep_rows(stock: StockImport, rows: Iterable[Judged]) -> None:
    """Write the rows in few statements."""
    StockRow.objects.bulk_create(
        (
            StockRow(
                stock=stock,
                line=row.line,
                cells=row.cells,
                values=row.values,
                faults=[fault.as_json() for fault in row.faults],
                verdict=row.verdict,
                sha256=row.sha256,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def kept_source(stock: StockImport) -> FileSource:
    """The files that were handed in with a list."""
    archives = stock.archives.order_by("pk")
    opened = ((one.name, cast("BinaryIO", one.content.open("rb"))) for one in archives)
    return FileSource(Archive(name, content) for name, content in opened)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

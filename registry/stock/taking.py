"""Taking over the rows of an import: some together, each once, a row that cannot be told alone."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from portal.accounts.models import Organisation
from portal.core.file_errors import FileRefused
from registry.models import StockImport, StockRow
from registry.states import Verdict
from registry.stock.entering import Paper, enter, keeper_of_papers
from registry.stock.judging import Fault
from registry.stock.sources import FileSource, NoSuchFile
from schemes.files.rule_files import media_type, words_of
from schemes.files.uploads import Accepted, keep_accepted
from schemes.models import FileText, StoredFile

#: Rows that are written in one transaction, which takes half a second or so. Two in one cost
#: little more than one, and somebody else who wants to write waits for the end of it.
TOGETHER = 100
#: Seconds. On SQLite one transaction writes at a time, and who waits for its end looks every tenth
#: of a second whether it has come.
TURN_OF_OTHERS = 0.12

#: Told how many rows more are done; none where a file was read on the way.
Progress = Callable[[int], object]


def take_portion(stock: StockImport, source: FileSource, most: int, progress: Progress) -> int:
    """Take over the next rows of an import that was begun; returns how many are left.

    Rows that are written together are all in the register or none of them is, so what was killed
    goes on with the first row that is not.
    """
    rows = list(stock.rows.left().select_related("stock__begun_by")[:most])
    for start in range(0, len(rows), TOGETHER):
        together = rows[start : start + TOGETHER]
        take_together(_with_files(together, source, progress))
        progress(len(together))
        _let_others_write()
    return stock.rows.left().count()


def take_together(papers: Sequence[Paper]) -> None:
    """Enter rows into the register in one transaction; what is there already is left alone.

    Where the database refuses one of them, each is tried alone, and the one has a fault.
    """
    try:
        with transaction.atomic():
            enter(_left_of(papers))
    except IntegrityError:
        if len(papers) > 1:
            for paper in papers:
                take_together([paper])
            return
        # Between the judging and now, somebody else used the number of the paper or of the rule.
        (paper,) = papers
        _refuse(paper.row, Fault("number", "taken_meanwhile", paper.values["number"]))


def _left_of(papers: Sequence[Paper]) -> list[Paper]:
    """Those that nobody took over meanwhile, locked until the end of the transaction."""
    left = StockRow.objects.left().filter(pk__in=[paper.row.pk for paper in papers])
    locked = {row.pk for row in left.select_for_update(of=("self",)).only("pk")}
    return [paper for paper in papers if paper.row.pk in locked]


def _let_others_write() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(TURN_OF_OTHERS)


def _with_files(rows: Sequence[StockRow], source: FileSource, progress: Progress) -> list[Paper]:
    """The rows with their files in the storage; a row whose file cannot be kept has a fault."""
    bodies = Organisation.objects.in_bulk({row.values["body"] for row in rows})
    papers = []
    for row in rows:
        if not row.values["file"]:
            papers.append(Paper(row))
        elif (file := _file_of(row, bodies[row.values["body"]], source)) is not None:
            papers.append(Paper(row, file))
            progress(0)
    return papers


def _file_of(row: StockRow, body: Organisation, source: FileSource) -> dict[str, Any] | None:
    path = row.values["file"]
    try:
        return kept_file(body, path, source.read(path))
    except NoSuchFile:
        _refuse(row, Fault("file", "no_file", path))
    except FileRefused as refusal:
        _refuse(row, Fault("file", "bad_file", path, str(refusal.message)))
    return None


def kept_file(body: Organisation, name: str, data: bytes) -> dict[str, Any]:
    """How a document names a file that is kept once for each body, with its words.

    It is kept before the row is taken over, in a transaction of its own: reading it may take
    seconds. What was killed in between finds it again.
    """
    mime = media_type(data)
    found = StoredFile.objects.filter(
        organisation=body, sha256=hashlib.sha256(data).hexdigest(), text__isnull=False
    )
    words = None if found.exists() else words_of(data, mime)
    with transaction.atomic():
        reference = keep_accepted(body, keeper_of_papers(), name, Accepted(data, mime))
        if words is not None:
            stored = StoredFile.objects.get(organisation=body, sha256=reference["sha256"])
            said = {"passages": list(words.passages), "is_cut": words.is_cut}
            FileText.objects.get_or_create(file=stored, defaults=said)
    return reference


def _refuse(row: StockRow, fault: Fault) -> None:
    row.verdict = Verdict.BAD
    row.faults = [fault.as_json()]
    row.save(update_fields=["verdict", "faults"])

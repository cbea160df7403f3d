"""Taking rows over: each whole or not at all, and going on after an interruption."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest import mock

import pytest

from portal.core import outbox
from portal.core.errors import RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.integrity.checks import faults
from registry.models import Entry, PaperFiling, StockFiles, StockRow
from registry.outbox import handlers
from registry.states import EntryState, StockState, Verdict
from registry.stock import entering
from registry.stock.acts import BeginTakingOver, PutAside, finish
from registry.stock.entering import KEEPER, Paper
from registry.stock.preparing import begun_before, hand_in
from registry.stock.taking import take_portion, take_together
from schemes.models import DOC, DOCX, FileText, Scheme, StoredFile
from tests.factories import decider
from tests.registry.stock.lists import (
    PAPER_NUMBER,
    WORDS,
    archive,
    body,
    entry_from_paper,
    handed_in,
    row,
    source,
    table,
    taken_over,
    word_file,
)

pytestmark = pytest.mark.django_db


def running(content: bytes, files: dict[str, bytes] | None = None) -> Any:
    stock = handed_in(content, files)
    return BeginTakingOver(stock, decider(), is_here=True).run()


def test_a_row_becomes_an_entry_with_its_version_its_file_and_its_number_on_paper() -> None:
    entry = entry_from_paper()
    assert (entry.state, entry.effective_from) == (EntryState.LISTED, date(2019, 6, 1))
    assert entry.version.blueprint.ref == "service/0"
    assert entry.version.document["title"] == {"zh": "蓝莓干果认证规则第12号"}
    assert entry.paper.number == PAPER_NUMBER
    assert entry.paper.filed_on == date(2019, 5, 6)
    (annex,) = entry.version.document["annexes"]
    stored = StoredFile.objects.get(sha256=annex["file"]["sha256"], organisation=body())
    assert (stored.mime, stored.extension, stored.name) == (DOCX, ".docx", "rule.docx")
    assert FileText.objects.get(file=stored).passages == ["第一章", WORDS]
    event = entry.events.get()
    assert (event.event, event.effective_on) == ("taken_over", date(2019, 5, 6))
    assert event.actor == decider()


def test_nobody_of_the_regulator_has_a_part_in_what_was_taken_over() -> None:
    entry = entry_from_paper()
    keepers = {entry.scheme.created_by, entry.version.updated_by, entry.version.events.get().actor}
    assert {one.email for one in keepers if one} == {KEEPER}
    assert not any(one.is_active for one in keepers if one)


def test_the_register_still_verifies() -> None:
    entry_from_paper()
    assert not list(faults())


def test_verifying_notices_that_another_text_stands_for_the_paper() -> None:
    entry = entry_from_paper()
    with mock.patch.object(PaperFiling.objects, "select_related") as asked:
        asked.return_value.iterator.return_value = [mock.Mock(entry=entry, sha256="0" * 64)]
        assert [fault.check for fault in faults() if fault.check == "submissions"]


def test_an_older_file_of_word_is_kept_without_words() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    (entry,) = taken_over(table(row(文件="rule.doc")), {"rule.doc": old})
    stored = StoredFile.objects.get(organisation=body())
    assert (stored.mime, stored.extension) == (DOC, ".doc")
    assert FileText.objects.get(file=stored).passages == []
    assert entry.publication.is_structured is False


def test_a_row_that_fails_leaves_nothing_behind() -> None:
    stock = running(table(row()))
    with (
        mock.patch.object(entering, "_keep_papers", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        take_portion(stock, source(), 10, lambda _rows: None)
    assert not Entry.objects.exists()
    assert not Scheme.objects.exists()
    assert stock.rows.left().count() == 1


def test_an_import_goes_on_where_it_was_killed_and_takes_no_row_twice() -> None:
    stock = running(table(*map(row, range(1, 5))))
    assert take_portion(stock, source(), 3, lambda _rows: None) == 1
    first = stock.rows.order_by("line").first()
    assert first is not None
    take_together([Paper(StockRow.objects.get(pk=first.pk))])
    assert take_portion(stock, source(), 3, lambda _rows: None) == 0
    assert Entry.objects.count() == 4


def test_a_number_that_was_used_meanwhile_makes_a_bad_row_of_it() -> None:
    stock = running(table(row()))
    taken_over(table(row(13, 备案号=PAPER_NUMBER)))
    assert take_portion(stock, source(), 10, lambda _rows: None) == 0
    (left,) = stock.rows.all()
    assert [fault["code"] for fault in left.faults] == ["taken_meanwhile"]
    assert Entry.objects.count() == 1


def test_a_file_that_is_gone_makes_a_bad_row_of_it() -> None:
    stock = running(table(row(文件="rule.docx")), {"rule.docx": word_file("x")})
    take_portion(stock, source(), 10, lambda _rows: None)
    (left,) = stock.rows.all()
    assert (left.verdict, left.faults[0]["code"]) == (Verdict.BAD, "no_file")


def test_the_worker_takes_rows_in_portions_and_ends_the_import(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(handlers, "ROWS_AT_ONCE", 2)
    stock = handed_in(table(*map(row, range(1, 6))))
    BeginTakingOver(stock, decider()).run()
    while OutboxMessage.objects.waiting().filter(kind="stock").exists():
        outbox.deliver_waiting()
    stock.refresh_from_db()
    assert stock.state == StockState.DONE
    assert list(stock.events.values_list("event", flat=True)) == ["begun", "finished"]
    assert Entry.objects.count() == 5
    assert OutboxMessage.objects.filter(kind="stock").count() == 3


def test_the_archives_of_an_import_are_gone_when_it_is_over(
    django_capture_on_commit_callbacks: Any,
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = {"rule.docx": word_file(WORDS)}
    zipped = SimpleUploadedFile("files.zip", archive(files))
    stock = hand_in("l.csv", table(row(文件="rule.docx")), decider(), source(files), [zipped])
    kept = StockFiles.objects.get().content
    BeginTakingOver(stock, decider()).run()
    with django_capture_on_commit_callbacks(execute=True):
        outbox.deliver_waiting()
    assert Entry.objects.count() == 1
    assert not StockFiles.objects.exists()
    assert not kept.storage.exists(str(kept.name))


def test_an_import_ends_once_and_not_before_its_last_row() -> None:
    stock = running(table(row()))
    assert finish(stock).state == StockState.RUNNING
    take_portion(stock, source(), 10, lambda _rows: None)
    assert finish(stock).state == StockState.DONE
    assert finish(stock).events.filter(event="finished").count() == 1


def test_a_list_of_bad_rows_alone_is_not_begun() -> None:
    with pytest.raises(RulesBroken, match=r"No row"):
        running(table(row(备案日期="")))


def test_a_list_is_begun_once() -> None:
    stock = running(table(row()))
    with pytest.raises(WrongState, match=r"."):
        BeginTakingOver(stock, decider()).run()


def test_a_list_that_was_put_aside_keeps_no_row() -> None:
    stock = handed_in(table(row()))
    assert PutAside(stock, decider()).run().state == StockState.DISCARDED
    assert not stock.rows.exists()


def test_the_same_file_is_known_while_its_import_is_under_way() -> None:
    content = table(row())
    assert begun_before(content) is None
    stock = running(content)
    assert begun_before(content) == stock

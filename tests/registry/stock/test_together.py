"""Rows that are written together: all of them or none, each once, whoever kills the worker."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.roles import Role
from registry.integrity.checks import faults
from registry.models import (
    Delivery,
    Entry,
    PaperFiling,
    Publication,
    PublishedText,
    StockImport,
    Topic,
)
from registry.register.numbers import ENTRY_SERIES, allocate_number, allocate_numbers
from registry.search.index import search_index
from registry.search.query import parse_query
from registry.states import Verdict
from registry.stock import taking
from registry.stock.acts import BeginTakingOver
from registry.stock.entering import Paper
from registry.stock.taking import take_portion, take_together
from registry.webhooks.addresses import enter
from schemes.models import FileText, Scheme, SchemeProfile, StoredFile
from tests.factories import decider, member_of
from tests.portal.core.outbox.killing import killed
from tests.registry.stock.lists import (
    PAPER_NUMBER,
    body,
    handed_in,
    row,
    source,
    table,
    taken_over,
    word_file,
)

pytestmark = pytest.mark.django_db


def running(*rows: list[str], files: dict[str, bytes] | None = None) -> StockImport:
    stock = handed_in(table(*rows), files)
    return BeginTakingOver(stock, decider(), is_here=True).run()


def take(stock: StockImport, files: dict[str, bytes] | None = None) -> int:
    return take_portion(stock, source(files), 1_000, lambda _rows: None)


def queries_for(*numbers: int) -> int:
    stock = running(*map(row, numbers))
    with CaptureQueriesContext(connection) as asked:
        assert take(stock) == 0
    return len(asked)


def test_forty_rows_take_hardly_more_queries_than_four() -> None:
    taken_over(table(row(1)))  # whoever keeps the papers is made once
    assert queries_for(*range(10, 50)) <= queries_for(*range(50, 54)) + 5


def test_what_is_taken_over_together_is_what_is_taken_over_one_by_one() -> None:
    with mock.patch.object(taking, "TOGETHER", 1):
        alone = taken_over(table(*map(row, (901, 902, 903))))
    together = taken_over(table(*map(row, (904, 905, 906))))
    assert len({tuple(said(entry)) for entry in (*alone, *together)}) == 1
    assert not list(faults())


def said(entry: Entry) -> list[str]:
    """What the register and the public know of an entry, but for what numbers it."""
    publication, event = entry.publication, entry.events.get()
    words = [
        entry.rule_number,
        publication.title_zh,
        f"{publication.state} {publication.fields} {publication.is_structured}",
        f"{publication.gaps} {[(each['kind'], each['subject']) for each in publication.caveats]}",
        f"{publication.field_rows.count()} {publication.footing_rows.count()}",
        f"{[place for place, _words in publication.text.passages]}",
        f"{event.event} {event.actor} {event.to_state} {event.data['paper_number']}",
        f"{entry.listed_versions.get().label} {entry.version.events.get().event}",
        f"{entry.scheme.profile.terms.exists()} {entry.paper.number}",
    ]
    return [re.sub(r"90\d", "№", each) for each in words]


def test_all_are_found_and_numbered_in_the_order_of_the_list() -> None:
    entries = taken_over(table(*map(row, (31, 12, 23))))
    numbers = [entry.number for entry in entries]
    assert numbers == sorted(numbers)
    assert [entry.paper.number for entry in entries] == [row(n)[0] for n in (31, 12, 23)]
    question = parse_query(row(23)[0])
    assert search_index().best(question, 10) == [entries[2].publication.pk]


def test_one_row_that_the_database_refuses_keeps_no_other_from_the_register() -> None:
    stock = running(*map(row, (11, 12, 13)))
    taken_over(table(row(99, 备案号=PAPER_NUMBER)))
    assert take(stock) == 0
    assert [one.verdict for one in stock.rows.order_by("line")] == [
        Verdict.GOOD,
        Verdict.BAD,
        Verdict.GOOD,
    ]
    assert Entry.objects.count() == 3
    assert not list(faults())


def test_a_worker_that_was_overtaken_enters_nothing_twice() -> None:
    stock = running(*map(row, (1, 2, 3)))
    papers = [Paper(one) for one in stock.rows.left().select_related("stock")]
    take_together(papers[:2])
    take_together(papers)
    assert Entry.objects.count() == PaperFiling.objects.count() == 3


def test_a_file_that_was_kept_before_the_end_is_kept_once() -> None:
    files = {"rule.docx": word_file("本规则")}
    stock = running(row(文件="rule.docx"), files=files)
    with (
        mock.patch.object(taking, "take_together", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        take(stock, files)
    kept = StoredFile.objects.get()
    with mock.patch.object(taking, "words_of", side_effect=AssertionError("read again")):
        assert take(stock, files) == 0
    assert StoredFile.objects.get() == kept
    assert FileText.objects.count() == 1


def test_a_system_of_the_body_hears_of_each_entry(settings: Any) -> None:
    settings.WEBHOOKS = {**settings.WEBHOOKS, "LOOPBACK": True}
    administrator = member_of(body(), Role.ADMINISTRATOR)
    address = "http://127.0.0.1:9999/"
    enter(body(), administrator, address=address, topics=[Topic.ENTRY_CHANGED])
    entries = taken_over(table(row(1), row(2)))
    told = [one.body["data"] for one in Delivery.objects.order_by("pk")]
    assert [(one["entry"], one["event"]) for one in told] == [
        (entry.number, "taken_over") for entry in entries
    ]


def test_numbers_are_allocated_in_one_row_after_the_last() -> None:
    first = allocate_number(ENTRY_SERIES, 2026)
    many = allocate_numbers(ENTRY_SERIES, 2026, 3)
    last = allocate_number(ENTRY_SERIES, 2026)
    assert [int(one[8:14]) for one in (first, *many, last)] == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_amid_the_rows_leaves_none_half_and_none_is_taken_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "TOGETHER", 3)
    stock = running(*map(row, range(1, 11)))
    killed(lambda: take(stock), "registry.stock.entering._keep_papers", after=True, count=2)
    assert Entry.objects.count() == Publication.objects.count() == 3
    assert stock.rows.left().count() == 7
    assert take(stock) == 0
    assert {model.objects.count() for model in (Entry, Scheme, PaperFiling, SchemeProfile)} == {10}
    assert PublishedText.objects.count() == 10
    assert [int(one.number[8:14]) for one in Entry.objects.order_by("pk")] == list(range(1, 11))
    assert not list(faults())

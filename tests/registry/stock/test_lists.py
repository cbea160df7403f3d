"""Lists as offices write them: what is understood of them, and what is said of bad rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.core.errors import NotAllowed
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.writing import csv_file
from registry.models import StockImport
from registry.states import Verdict
from registry.stock.columns import COLUMNS, read_list
from registry.stock.judging import FAULTS, sentence
from tests.factories import OrganisationFactory, PersonFactory, decider
from tests.registry.stock.lists import (
    PAPER_NUMBER,
    body,
    entry_from_paper,
    field_name,
    handed_in,
    row,
    table,
    taken_over,
    word_file,
    workbook,
)

pytestmark = pytest.mark.django_db


def only_row(stock: StockImport) -> Any:
    (found,) = stock.rows.all()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_every_usual_encoding(encoding: str) -> None:
    found = only_row(handed_in(table(row(), encoding=encoding)))
    assert found.verdict == Verdict.GOOD
    assert found.values["number"] == PAPER_NUMBER
    assert found.values["body"] == body().pk
    assert found.values["category"] == "service"


def test_a_workbook_is_read_with_a_title_above_and_days_of_every_form(tmp_path: Path) -> None:
    days = [datetime(2019, 5, 6), date(2019, 5, 6), 43591, "2019年5月6日", "20190506", "2019/5/6"]
    rows = [row(n, 备案日期=day) for n, day in enumerate(days, start=1)]
    found = handed_in(workbook(tmp_path / "list.xlsx", *rows)).rows.all()
    assert [one.values["filed_on"] for one in found] == ["2019-05-06"] * len(days)
    assert [one.line for one in found] == [3, 4, 5, 6, 7, 8]


def test_headings_are_known_in_both_languages() -> None:
    english = [str(column.heading) for column in COLUMNS]
    found = read_list(csv_file([[*english, "Remarks"], ["x"] * (len(english) + 1)]))
    assert list(found.names) == [column.key for column in COLUMNS]
    assert found.left_out == ["Remarks"]


def test_a_field_whose_name_has_a_semicolon_is_one_field() -> None:
    name = next(key for key in _keys_of("product") if "；" in key)
    other = next(key for key in _keys_of("product") if "；" not in key)
    found = only_row(handed_in(table(row(认证领域=f"{name}；{other}"))))
    assert found.values["fields"] == [name, other]


def _keys_of(category: str) -> list[str]:
    from portal.accounts.models import CertificationField

    rows = CertificationField.objects.filter(category=category)
    return list(rows.values_list("key", flat=True))


def test_a_body_is_known_by_its_name_as_well() -> None:
    found = only_row(handed_in(table(row(机构批准号="Paper body"))))
    assert found.values["body"] == body().pk


#: The cells that make a row bad, with the column and the code of its fault.
BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no number": ({"备案号": ""}, "number", "missing"),
    "long title": ({"规则名称": "规" * 301}, "title", "too_long"),
    "no title": ({"规则名称": ""}, "title", "missing"),
    "no body": ({"机构批准号": ""}, "body", "missing"),
    "unknown body": ({"机构批准号": "CNCA-R-1999-001"}, "body", "unknown_body"),
    "no field": ({"认证领域": ""}, "fields", "missing"),
    "unknown field": ({"认证领域": "占星服务"}, "fields", "unknown_field"),
    "no day": ({"备案日期": "去年"}, "filed_on", "no_day"),
    "empty day": ({"备案日期": ""}, "filed_on", "missing"),
    "day to come": ({"备案日期": "2999-01-01"}, "filed_on", "future"),
    "ends first": ({"失效日期": "2018-01-01"}, "expires_on", "before"),
    "no file": ({"文件": "missing.pdf"}, "file", "no_file"),
    "two files": ({"文件": "rule.docx"}, "file", "several_files"),
    "bad file": ({"文件": "page.html"}, "file", "bad_file"),
}
FILES = {"a/rule.docx": word_file("a"), "b/rule.docx": word_file("b"), "page.html": b"<p>"}


@pytest.mark.parametrize(("cells", "column", "code"), BAD.values(), ids=list(BAD))
def test_what_is_wrong_with_a_row_is_said_at_its_cell(
    cells: dict[str, str], column: str, code: str
) -> None:
    found = only_row(handed_in(table(row(**cells)), FILES))
    assert found.verdict == Verdict.BAD
    assert [(fault["column"], fault["code"]) for fault in found.faults] == [(column, code)]
    assert all(map(sentence, found.faults))


def test_fields_of_two_categories_are_two_rows() -> None:
    names = f"{field_name('service')};{field_name('product')}"
    found = only_row(handed_in(table(row(认证领域=names))))
    assert [fault["code"] for fault in found.faults] == ["several_categories"]


def test_a_number_stands_once_in_a_list_and_a_rule_number_once_in_a_body() -> None:
    other = OrganisationFactory()
    rows = [
        row(1),
        row(2, 备案号="认监委备 (2019) 1号"),
        row(3, 规则编号="pr-1:2019"),
        row(4, 规则编号="PR-1:2019", 机构批准号=other.approval_no),
    ]
    found = handed_in(table(*rows)).rows.all()
    codes = [[fault["code"] for fault in one.faults] for one in found]
    assert codes == [[], ["number_here"], ["rule_here"], []]


def test_what_was_taken_over_is_known_and_other_contents_under_its_number_are_refused() -> None:
    content = table(row())
    taken_over(content)
    assert only_row(handed_in(content)).verdict == Verdict.KNOWN
    changed = only_row(handed_in(table(row(规则名称="另一认证规则"))))
    assert [fault["code"] for fault in changed.faults] == ["number_used"]


def test_what_is_known_needs_its_file_no_more() -> None:
    content = table(row(文件="rule.docx"))
    taken_over(content, {"rule.docx": word_file("x")})
    assert only_row(handed_in(content)).verdict == Verdict.KNOWN


def test_a_rule_number_of_the_register_is_not_given_twice() -> None:
    entry_from_paper()
    found = only_row(handed_in(table(row(13, 规则编号="PR-12:2019"))))
    assert [fault["code"] for fault in found.faults] == ["rule_used"]


def test_every_fault_has_words_for_all_that_it_names() -> None:
    for code in FAULTS:
        assert sentence({"column": "title", "code": code, "value": "v", "near": "n"})


@pytest.mark.parametrize("content", [b"a,b\r\n1,2\r\n", b""], ids=["other headings", "nothing"])
def test_a_file_without_the_headings_is_no_list(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        handed_in(content)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableUnreadable) as refusal:
        handed_in("备案号,规则编号\r\n1,2\r\n".encode())
    assert refusal.value.line == 1


@pytest.mark.parametrize(
    "make",
    [decider, lambda: PersonFactory(role="administrator", organisation=_regulator())],
    ids=["decider", "administrator"],
)
def test_deciders_and_administrators_of_the_regulator_hand_in(make: Callable[[], Any]) -> None:
    assert handed_in(table(row()), user=make()).rows.count() == 1


def _regulator() -> Any:
    from tests.factories import organisation_for

    return organisation_for("officer")


@pytest.mark.parametrize("role", ["officer", "editor", "signatory", "author"])
def test_nobody_else_does(role: str) -> None:
    with pytest.raises(NotAllowed, match=r"."):
        handed_in(table(row()), user=PersonFactory(role=role))

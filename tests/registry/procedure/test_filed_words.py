"""What a filing is found by at the desk: every number, body and standard, however it is spelled."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from registry.models import Entry, Filing, FilingWords
from registry.procedure.actions import Submit
from registry.procedure.extra_changes import declare
from registry.procedure.filed_words import complete_words, entries_named, filings_named
from registry.procedure.remarks import answer_remark
from registry.states import FilingState
from tests.factories import FilingFactory, member_of, valid_document
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def _found(words):
    return set(Filing.objects.filter(filings_named(words)))


def _with_standard(**more):
    """A filing that names a standard which no other names, beside its own."""
    basis = valid_document("product")["basis"]
    named = {**basis[-1], "ref": "GB/T 99501.2-2017", "id": "b-only"}
    return FilingFactory(parts={"version": "7.31.0", "basis": [*basis, named]}, **more)


@pytest.fixture
def filing():
    FilingFactory(category="service")
    return _with_standard()


@pytest.mark.parametrize(
    "spelled",
    [
        "GB/T 99501.2-2017",
        "gb/t99501.2",
        "ＧＢ／Ｔ　９９５０１．２－２０１７",
        "《GB/T 99501.2−2017》",
        "GBT 99501.2—2017",
        "99501.2",
        "引用标准：GB/T 99501.2-2017（中文版）",
    ],
)
def test_a_standard_that_the_document_names_finds_the_filing(filing, spelled):
    assert _found(spelled) == {filing}


def _spellings_of(filing: Filing) -> dict[str, list[str]]:
    entry = Entry.objects.get(scheme=filing.scheme)
    body, rule = filing.organisation, filing.scheme.rule_number
    return {
        "filing": [filing.number, filing.number.lower(), filing.number.replace("-", " ")],
        "receipt": [f"回执编号：{filing.number}。", f"«{filing.number}»"],
        "register": [entry.number, f"https://register.example/v/{entry.number}", entry.number[3:]],
        "rule": [rule, rule.lower(), rule.replace("-", "—"), rule.replace("TEST", "ＴＥＳＴ")],
        "version": ["7.31.0"],
        "body": [body.name_zh, body.name_en.upper(), body.approval_no, body.approval_no.lower()],
        "code": [body.uscc, body.uscc.lower(), f"{body.uscc[:8]} {body.uscc[8:]}"],
    }


def test_every_number_and_every_name_of_the_body_finds_the_filing_in_every_spelling(filing):
    for what, spellings in _spellings_of(filing).items():
        for spelled in spellings:
            assert filing in _found(spelled), (what, spelled)
    others = set(Filing.objects.exclude(scheme=filing.scheme))
    for what in ("filing", "register", "rule", "version", "code"):
        for spelled in _spellings_of(filing)[what]:
            assert not _found(spelled) & others, (what, spelled)


def test_several_words_find_what_has_them_all(filing):
    title = filing.version.document["title"]["zh"]
    assert _found(f"99501.2 {title[:4]}") == {filing}
    assert _found("99501.2 没有这样的词") == set()


@pytest.mark.parametrize("nothing", ["——", "。", "没有这样的词", "FL-2026-999999-X"])
def test_what_names_nothing_finds_nothing(filing, nothing):
    assert _found(nothing) == set()


@pytest.mark.parametrize("state", FilingState.values)
def test_a_number_is_found_in_the_queue_whatever_has_become_of_the_filing(desk, state):
    filing = FilingFactory(reached=state)
    response = desk.get(reverse("desk:queue"), {"q": filing.number})
    assert [found for found, _clock in response.context["rows"]] == [filing]


def test_the_words_of_an_earlier_round_still_find_the_filing():
    filing = _with_standard(correction_requested=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind="explained", answer="无需修改")
    declare(filing, author, {f"/basis/@{filing.version.document['basis'][-1]['id']}": "不再采用"})
    version = next_version(filing.scheme, "8.0.0", basis=filing.version.document["basis"][:-1])
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    assert _found("GB/T 99501.2") == _found("7.31.0") == _found("8.0.0") == {filing}


def test_the_register_at_the_desk_finds_the_same(filing):
    [entry] = Entry.objects.filter(scheme=filing.scheme)
    for spelled in ("gb/t99501.2", entry.number, filing.number, filing.organisation.uscc):
        assert list(Entry.objects.filter(entries_named(spelled))) == [entry], spelled


def test_filings_from_before_are_given_their_words_once(filing):
    FilingWords.objects.all().delete()
    assert complete_words() == Filing.objects.count()
    assert complete_words() == 0
    assert filing in _found("GB/T 99501.2")

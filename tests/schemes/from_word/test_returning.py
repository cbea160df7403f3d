"""A file of ours that a colleague changed: what changed where, taken over one by one."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.documents import find
from schemes.documents.editing import put
from schemes.from_word.reading import open_word
from schemes.from_word.receiving import receive, take_over, told_of
from schemes.from_word.returning import Told, changes_in
from schemes.importing.as_word import rule_as_word
from schemes.models import Placement, Scheme, Standing, WordImport
from schemes.saving import save_section, section_token
from tests.factories import SchemeFactory, member_of
from tests.schemes.from_word.make_corpus import FOLDER
from tests.schemes.from_word.making import rewritten

pytestmark = pytest.mark.django_db

SCOPE = "/scope/included/zh"


@pytest.fixture
def scheme() -> Scheme:
    return SchemeFactory()


@pytest.fixture
def author(scheme: Scheme) -> User:
    return member_of(scheme.organisation, Role.AUTHOR)


def edited(data: bytes, *changes: Callable[[Any], None]) -> bytes:
    """The file after somebody worked in it."""
    word = docx.Document(io.BytesIO(data))
    for change in changes:
        change(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def paragraphs(word: Any) -> list[Any]:
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    return [*word.paragraphs, *(p for cell in cells for p in cell.paragraphs)]


def reworded(before: str, after: str) -> Callable[[Any], None]:
    def change(word: Any) -> None:
        one = next(p for p in paragraphs(word) if before in p.text)
        one.runs[0].text = one.text.replace(before, after)
        for run in one.runs[1:]:
            run.text = ""

    return change


def tracked(before: str, after: str) -> Callable[[Any], None]:
    """Words replaced with tracked changes that nobody has accepted."""

    def change(word: Any) -> None:
        one = next(p for p in paragraphs(word) if before in p.text)
        run = one.runs[0]._r
        start, end = one.text.split(before, 1)
        attributes = 'w:id="9001" w:author="李律师" w:date="2026-03-01T09:00:00Z"'
        space = 'xml:space="preserve"'
        made = (
            f"<w:p {nsdecls('w')}><w:r><w:t {space}>{start}</w:t></w:r>"
            f"<w:del {attributes}><w:r><w:delText {space}>{before}</w:delText></w:r></w:del>"
            f"<w:ins {attributes}><w:r><w:t {space}>{after}</w:t></w:r></w:ins>"
            f"<w:r><w:t {space}>{end}</w:t></w:r></w:p>"
        )
        for part in list(parse_xml(made)):
            run.addprevious(part)
        run.getparent().remove(run)

    return change


def row_removed(words: str) -> Callable[[Any], None]:
    def change(word: Any) -> None:
        rows = [row for table in word.tables for row in table.rows]
        row = next(r for r in rows if any(words in cell.text for cell in r.cells))
        row._tr.getparent().remove(row._tr)

    return change


def added_behind(words: str, text: str) -> Callable[[Any], None]:
    def change(word: Any) -> None:
        one = next(p for p in word.paragraphs if words in p.text)
        new = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{text}</w:t></w:r></w:p>")
        one._p.addnext(new)

    return change


def returned(scheme: Scheme, author: User, data: bytes) -> WordImport:
    original = open_word(data)
    told = told_of(scheme.newest, original)
    assert told is not None
    return receive(scheme.newest, author, "rule.docx", data, original, told, lambda _ref: {})


def of(brought: WordImport) -> dict[str, tuple[str, str]]:
    """Before and after by address."""
    rows = brought.placements.filter(place__startswith="ts_")
    return {one.address: (one.value["before"], one.value["after"]) for one in rows}


def now(scheme: Scheme) -> dict[str, Any]:
    return Scheme.objects.get(pk=scheme.pk).newest.document


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_nobody_touched_says_nothing_new(
    scheme: Scheme, author: User, language: str
) -> None:
    brought = returned(scheme, author, rule_as_word(scheme.newest, language))
    assert list(brought.placements.all()) == []


def test_a_change_is_found_at_its_place_and_taken_over(scheme: Scheme, author: User) -> None:
    words = find(scheme.newest.document, SCOPE)
    data = edited(rule_as_word(scheme.newest, "zh"), reworded(words, f"{words}另行规定的除外。"))
    brought = returned(scheme, author, data)
    assert of(brought) == {"/scope/included": (words, f"{words}另行规定的除外。")}
    assert find(now(scheme), SCOPE) == words
    outcome = take_over(brought, author, [one.pk for one in brought.placements.all()])
    assert (outcome.placed, outcome.troubles) == (1, [])
    assert find(now(scheme), SCOPE) == f"{words}另行规定的除外。"


@pytest.mark.parametrize("decided", ["open", "accepted", "rejected"])
def test_tracked_changes_count_whether_open_or_accepted_and_not_when_rejected(
    scheme: Scheme, author: User, decided: str
) -> None:
    words = find(scheme.newest.document, SCOPE)
    start = words[:6]
    data = rule_as_word(scheme.newest, "zh")
    if decided == "open":
        data = edited(data, tracked(start, "新的开头"))
    elif decided == "accepted":
        data = edited(data, reworded(start, "新的开头"))
    brought = returned(scheme, author, data)
    if decided == "rejected":
        assert of(brought) == {}
        return
    assert of(brought) == {"/scope/included": (words, words.replace(start, "新的开头", 1))}
    (one,) = brought.placements.all()
    assert one.value["by"] == ("李律师" if decided == "open" else "")


def test_a_clause_and_a_number_are_taken_over_as_what_they_are(
    scheme: Scheme, author: User
) -> None:
    data = edited(
        rule_as_word(scheme.newest, "zh"),
        reworded("有效期届满未申请再认证", "有效期届满三十日未申请再认证"),
        reworded("60个月", "48个月"),
    )
    brought = returned(scheme, author, data)
    take_over(brought, author, [one.pk for one in brought.placements.all()])
    document = now(scheme)
    clause = find(document, "/certificate/deregistration/conditions/@de-1")
    assert clause["text"]["zh"] == "有效期届满三十日未申请再认证"
    assert clause["code"] == "not_renewed"
    assert find(document, "/certificate/validity_months") == 48


def test_a_row_that_was_deleted_is_one_change_that_takes_the_record_out(
    scheme: Scheme, author: User
) -> None:
    document = scheme.newest.document
    data = edited(rule_as_word(scheme.newest, "zh"), row_removed("检查员与企业存在利益关系"))
    brought = returned(scheme, author, data)
    (address,) = of(brought)
    assert address.startswith("/risk/@")
    take_over(brought, author, [one.pk for one in brought.placements.all()])
    assert len(now(scheme)["risk"]) == len(document["risk"]) - 1


def test_what_was_added_is_proposed_behind_what_precedes_it(scheme: Scheme, author: User) -> None:
    data = edited(
        rule_as_word(scheme.newest, "zh"),
        added_behind("持证人主动申请注销", "持证人被依法吊销营业执照的。"),
    )
    brought = returned(scheme, author, data)
    (one,) = brought.placements.all()
    assert one.address == "/certificate/deregistration/conditions"
    assert one.standing == Standing.PROPOSED
    assert one.value[0]["text"] == {"zh": "持证人被依法吊销营业执照的。"}


def test_a_place_that_the_draft_lost_meanwhile_is_told(scheme: Scheme, author: User) -> None:
    version = scheme.newest
    words = find(version.document, SCOPE)
    data = edited(rule_as_word(version, "zh"), reworded(words, "另一个范围。"))
    brought = returned(scheme, author, data)
    document = put(version.document, "/scope/included", {"zh": "已经改过。"})
    save_section(version, author, ("scope",), document, section_token(version.document, ("scope",)))
    (one,) = brought.placements.all()
    assert take_over(brought, author, [one.pk]).placed == 1
    version = Scheme.objects.get(pk=scheme.pk).newest
    rest = {key: value for key, value in version.document.items() if key != "scope"}
    save_section(version, author, ("scope",), rest, section_token(version.document, ("scope",)))
    Placement.objects.update(standing=Standing.PROPOSED)
    assert [each.why for each in take_over(brought, author, [one.pk]).troubles] == ["gone"]


def test_where_a_program_dropped_what_we_wrote_the_draft_of_today_is_compared(
    scheme: Scheme, author: User
) -> None:
    words = find(scheme.newest.document, SCOPE)
    data = edited(rule_as_word(scheme.newest, "zh"), reworded(words, "另一个范围。"))
    bare = rewritten(
        data,
        change={
            "word/_rels/document.xml.rels": lambda s: s.replace("relationships/customXml", "gone")
        },
    )
    brought = returned(scheme, author, bare)
    assert of(brought) == {"/scope/included": (words, "另一个范围。")}


def test_what_the_register_gives_is_not_taken_over(scheme: Scheme, author: User) -> None:
    identity = scheme.newest.document["id"]
    data = edited(rule_as_word(scheme.newest, "zh"), reworded(identity, "https://other.example/"))
    brought = returned(scheme, author, data)
    (one,) = brought.placements.all()
    assert [each.why for each in take_over(brought, author, [one.pk]).troubles] == ["given"]
    assert now(scheme)["id"] == identity


def test_a_file_of_another_scheme_is_none_of_this_one(scheme: Scheme) -> None:
    other = SchemeFactory()
    assert told_of(scheme.newest, open_word(rule_as_word(other.newest, "zh"))) is None


def test_what_libreoffice_saved_anew_is_found_again_place_by_place() -> None:
    original = open_word((FOLDER / "returned-libreoffice.docx").read_bytes())
    told = Told.of(original.told)
    assert len(told.places) > 100
    assert [change.address for change in changes_in(original, told)] == ["/scope/included"]


def test_names_of_bookmarks_are_such_as_word_takes(scheme: Scheme) -> None:
    word = docx.Document(io.BytesIO(rule_as_word(scheme.newest, "zh")))
    names = [one.get(qn("w:name")) for one in word.element.iter(qn("w:bookmarkStart"))]
    assert len(names) > 100
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and name.isidentifier() for name in names)


def test_the_page_shows_each_change_word_by_word_and_what_was_decided(
    client: Client, scheme: Scheme, author: User
) -> None:
    client.force_login(author)
    words = find(scheme.newest.document, SCOPE)
    data = edited(
        rule_as_word(scheme.newest, "zh"),
        reworded(words, f"{words}除外。"),
        reworded("60个月", "48个月"),
    )
    answer = client.post(
        reverse("designer:word", args=[scheme.pk]),
        {"file": SimpleUploadedFile("rule.docx", data)},
        follow=True,
    )
    said = answer.content.decode()
    assert '<ins class="ts-ins">除外。</ins>' in said
    assert "Take over all 2 changes" in said
    brought = WordImport.objects.get()
    where = reverse("designer:word-changes", args=[scheme.pk, brought.pk])
    first, second = brought.placements.order_by("position")
    client.post(where, {"do": f"take:{first.pk}"})
    client.post(where, {"do": f"leave:{second.pk}"})
    said = client.get(where).content.decode()
    assert "Taken over" in said
    assert "Not taken over" in said
    assert find(now(scheme), "/certificate/validity_months") == 60

"""The review table: chapters, and what is known of a place beside it."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from portal.accounts.roles import Role
from registry.desk.filing import report_at_submission
from registry.desk.review.margins import Margin
from registry.desk.review.strips import Placing, strips_of
from registry.desk.review.table import review_table
from registry.models import ChapterRead
from registry.procedure.actions import Submit
from registry.procedure.comparing import changes_between, version_before
from registry.procedure.extra_changes import declare
from registry.procedure.remarks import answer_remark, withdraw_remark, write_remark
from registry.states import AnswerKind
from schemes.reading import chapters
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    request_correction,
    valid_document,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db

MOST_BYTES = 400_000


@pytest.fixture
def filing():
    return FilingFactory(under_review=True)


@pytest.fixture
def corrected():
    """The second submission of a filing, in which two places differ and one item moved."""
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="范围不清", address="/scope")
    request_correction(filing)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind=AnswerKind.EXPLAINED, answer="已说明")
    document = filing.version.document
    basis = [*document["basis"][1:], document["basis"][0]]
    title = {**document["title"], "zh": "改过的标题"}
    beside = ["/title", *(f"/basis/@{item['id']}" for item in basis)]
    declare(filing, author, dict.fromkeys(beside, "一并调整"))
    version = next_version(filing.scheme, "1.0.1", title=title, basis=basis)
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    filing.refresh_from_db()
    return filing


def _page(browser, filing, key="", *, fragment="", **query):
    args = [filing.number, key] if key else [filing.number]
    address = reverse("desk:chapter" if key else "desk:document", args=args)
    headers = {"HX-Request": "true", "HX-Target": fragment} if fragment else {}
    return browser.get(address, query, headers=headers)


def _text(response):
    return response.content.decode()


def _beside(filing, address, only=""):
    """The strip beside which something about a place stands."""
    table = review_table(filing, officer(), only=only)
    return table.strip_at(address)


# --- where things stand -------------------------------------------------------------------


def test_every_place_of_the_text_is_in_one_strip_alone(filing):
    text = chapters(filing.version.blueprint.blueprint, filing.version.document, "zh", {})
    places = [a for chapter in text for strip in strips_of(chapter) for a in strip.addresses]
    assert len(places) == len(set(places))
    assert {"/title", "/scope", f"/basis/@{filing.version.document['basis'][0]['id']}"} <= {*places}


@pytest.mark.parametrize(
    ("address", "stands_at"),
    [
        ("/title", "/title"),
        ("/title/zh", "/title"),
        ("/basis/@gone", "/basis"),
        ("/scope/nothing/of/the/kind", "/scope"),
        ("/owner/uscc", "/owner/uscc"),
    ],
)
def test_something_about_a_place_stands_at_the_nearest_that_is_shown(filing, address, stands_at):
    text = chapters(filing.version.blueprint.blueprint, filing.version.document, "zh", {})
    placing = Placing(strip for chapter in text for strip in strips_of(chapter))
    assert stands_at in placing.strip_for(address, "").addresses


def test_what_belongs_to_no_chapter_stands_with_the_document_as_a_whole(filing):
    write_remark(filing, officer(), text="总体意见")
    table = review_table(filing, officer())
    assert [m.remarks[0].text for m in table.whole.margins if m.remarks] == ["总体意见"]


def test_every_finding_of_the_signed_report_stands_in_the_table_once(filing):
    table = review_table(filing, officer())
    found = [*table.whole.margins, *(m for c in table.chapters for m in c.margins)]
    codes = [row.finding.code for margin in found for row in margin.findings]
    report = report_at_submission(filing)
    assert sorted(codes) == sorted(finding.code for finding in report.findings)
    assert codes


def test_equal_findings_of_one_place_are_counted_and_folded(filing):
    warned = [SimpleNamespace(finding=finding(code)) for code in ("SCH-020", "SCH-008", "SCH-020")]
    margin = Margin("/mark/artwork", "标志", findings=[*warned, *warned])
    groups = [(first.finding.code, len(rest)) for first, rest in margin.findings_by_rule]
    assert groups == [("SCH-020", 3), ("SCH-008", 1)]
    strip = SimpleNamespace(margins=[margin], address="/mark/artwork", label="")
    page = render_to_string("desk/review/_margin.html", {"strip": strip, "filing": filing})
    assert page.count("<details") == 2
    assert page.count("ts-margin__note--warning") == 6


def finding(code):
    severity = SimpleNamespace(value="warning", label="Warning")
    return SimpleNamespace(code=code, severity=severity, sentence=code, source="", address="/mark")


def test_every_change_stands_at_its_place_and_a_move_is_a_move(corrected):
    expected = changes_between(version_before(corrected.version), corrected.version)
    table = review_table(corrected, officer())
    found = [c for chapter in table.chapters for m in chapter.margins for c in m.changes]
    assert sorted(c.address for c in found) == sorted(c.address for c in expected)
    basis = _beside(corrected, "/basis")
    assert {change.op for margin in basis.margins for change in margin.changes} == {"move"}


def test_the_remark_of_an_earlier_round_stands_at_its_place_with_the_answer(corrected, desk):
    assert _beside(corrected, "/scope").margins[0].remarks[0].round == 1
    assert "已说明" in _text(_page(desk, corrected, "scope"))


def test_the_reason_for_a_warning_stands_with_the_warning(desk):
    records = valid_document()["records"] | {"retention_months": 1}
    filing = FilingFactory(under_review=True, parts={"records": records})
    waiver = filing.version.waivers.get()
    table = review_table(filing, officer())
    key = next(c.key for c in table.chapters for m in c.margins if m.address == waiver.address)
    assert waiver.reason["zh"] in _text(_page(desk, filing, key))


def test_a_remark_that_was_taken_back_stands_there_and_is_not_counted(filing):
    remark = write_remark(filing, officer(), text="补充", address="/scope")
    assert review_table(filing, officer()).counts["remarks"] == 1
    withdraw_remark(remark, officer(), "写错")
    table = review_table(filing, officer())
    assert table.counts["remarks"] == 0
    assert table.strip_at("/scope").margins[0].remarks == [remark]


# --- chapters and filters -----------------------------------------------------------------


def test_one_chapter_is_open_and_the_others_are_named(filing, desk):
    text = _text(_page(desk, filing, "scope"))
    assert re.findall(r'id="chapter-(\w+)"[^>]*>', text)
    assert text.count("data-is-open") == 1
    assert 'id="/scope/included' in text
    assert 'id="/title"' not in text


def test_an_open_page_is_given_the_chapter_alone(filing, desk):
    whole, part = _page(desk, filing, "scope"), _page(desk, filing, "scope", fragment="chapter-x")
    assert "<html" in _text(whole)
    assert _text(part).lstrip().startswith("<section")
    assert "hx-swap-oob" in _text(part)


@pytest.mark.parametrize(
    ("only", "has"), [("changed", "changes"), ("findings", "findings"), ("remarks", "remarks")]
)
def test_a_filter_leaves_the_places_that_have_such(corrected, only, has):
    table = review_table(corrected, officer(), only=only)
    strips = [strip for chapter in table.shown for strip in chapter.strips]
    assert all(any(getattr(m, has) for m in strip.margins) for strip in strips)
    assert table.counts == review_table(corrected, officer()).counts
    assert bool(strips) == bool(
        sum(chapter.counts[only] for chapter in review_table(corrected, officer()).chapters)
    )


def test_a_filter_that_is_not_known_leaves_everything(filing, desk):
    assert _text(_page(desk, filing, only="nonsense")).count("data-is-open") == 1


@pytest.mark.parametrize("key", ["no-such-chapter", "x"])
def test_a_chapter_that_the_blueprint_does_not_have_is_not_found(filing, desk, key):
    assert _page(desk, filing, key).status_code == 404


@pytest.mark.parametrize(
    ("address", "page"),
    [("/scope", "scope/#/scope"), ("/basis/@x", "basis/#/basis/@x"), ("", ""), ("?", "")],
)
def test_the_address_of_a_place_leads_to_its_chapter(filing, desk, address, page):
    response = _page(desk, filing, at=address)
    start = reverse("desk:document", args=[filing.number])
    assert response.status_code == (302 if address else 200)
    assert response.headers.get("Location", start) == start + page


def test_what_somebody_looked_at_is_their_own_note_until_the_next_submission(filing, desk):
    address = reverse("desk:looked-at", args=[filing.number, "scope"])
    for _twice in range(2):
        response = desk.post(address, {"done": "1"})
    assert response["Location"].endswith("/basis/")
    assert ChapterRead.objects.get().chapter == "scope"
    read = {user: _read(filing, user) for user in (officer(), decider())}
    assert read == {officer(): {"scope"}, decider(): set()}
    desk.post(address, {})
    assert not _read(filing, officer())


def _read(filing, user):
    return {chapter.key for chapter in review_table(filing, user).chapters if chapter.is_read}


# --- size and cost ------------------------------------------------------------------------


def test_a_document_of_real_length_stays_small_chapter_by_chapter(corrected, desk):
    assert len(json.dumps(corrected.version.document, ensure_ascii=False).encode()) > 25_000
    sizes = {
        (chapter.key, ""): len(_page(desk, corrected, chapter.key).content)
        for chapter in review_table(corrected, officer()).chapters
    }
    for only in ("changed", "findings", "remarks"):
        sizes[("", only)] = len(_page(desk, corrected, only=only).content)
    assert max(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize("count", [1, 12])
def test_the_table_takes_as_many_queries_for_twelve_remarks_as_for_one(
    filing, desk, count, django_assert_max_num_queries
):
    for _ in range(count):
        write_remark(filing, PersonFactory(role=Role.OFFICER), text="补充", address="/title")
    _page(desk, filing, "scope")
    with django_assert_max_num_queries(52):
        _page(desk, filing, "scope")

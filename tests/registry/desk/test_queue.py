"""The queue: orders, views under a name, tables, and one act on several filings."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from registry.desk.queue.columns import QUEUE
from registry.desk.queue.filters import QUEUE_VIEWED
from registry.models import FilingRisk, ImpactHit, ImpactRun, SavedView
from registry.procedure.cases import Assign
from registry.procedure.cases.assigning import who_has_it_now
from registry.states import FilingState
from schemes.models import Scheme
from tests.factories import FilingFactory, PersonFactory, decider, officer, waits_since

pytestmark = pytest.mark.django_db


def _queue(browser, **query):
    return browser.get(reverse("desk:queue"), query)


def _listed(response):
    return [filing for filing, _clock in response.context["rows"]]


def _ago(filing, days):
    return waits_since(filing, timezone.now() - datetime.timedelta(days=days))


# --- order ------------------------------------------------------------------------------


@pytest.fixture
def three():
    """Three filings, of which the first is the least by every column."""
    rows = [_ago(FilingFactory(), days) for days in (30, 20, 10)]
    people = [PersonFactory(role=Role.OFFICER, name=name) for name in "abc"]
    for number, (filing, person) in enumerate(zip(rows, people, strict=True)):
        Assign(filing, officer(), officer=person).run()
        FilingRisk.objects.filter(filing=filing).update(points=number)
        filing.scheme.title = {"zh": f"规则{number}"}
        filing.scheme.save()
    return rows


@pytest.mark.parametrize(
    "column", ["scheme", "number", "risk", "due", "received", "first", "officer"]
)
def test_every_column_orders_both_ways(desk, three, column):
    assert _listed(_queue(desk, sort=column)) == three
    assert _listed(_queue(desk, sort=f"-{column}")) == three[::-1]


@pytest.mark.parametrize("column", [each.key for each in QUEUE.columns if each.order])
def test_an_order_loses_no_filing_and_says_so_to_everybody(desk, three, column):
    response = _queue(desk, sort=column, state="all")
    assert set(_listed(response)) == set(three)
    sorted_by = [head for head in response.context["listing"].heads if head.now != "none"]
    assert len(sorted_by) <= 1


def test_filings_without_a_clock_come_last_in_the_order_of_clocks(desk):
    closed, running = FilingFactory(no_objection=True), FilingFactory()
    for sort in ("due", "-due"):
        assert _listed(_queue(desk, state="all", sort=sort)) == [running, closed]


# --- filters and views ------------------------------------------------------------------


def test_what_nobody_has_and_what_i_have_are_found(desk):
    mine, nobodys = FilingFactory(under_review=True), FilingFactory()
    assert _listed(_queue(desk, officer="none")) == [nobodys]
    assert _listed(_queue(desk, officer="me")) == [mine]


def test_what_is_overdue_with_the_body_is_found(desk):
    overdue = _ago(FilingFactory(correction_requested=True), 400)
    FilingFactory(correction_requested=True)
    _ago(FilingFactory(), 400)
    assert _listed(_queue(desk, state="silent")) == [overdue]


def test_what_a_change_of_law_touches_is_found(desk):
    touched, other = FilingFactory(), FilingFactory()
    for filing, is_preview in ((touched, False), (other, True)):
        _hit(filing, is_preview=is_preview)
    assert _listed(_queue(desk, touched="1")) == [touched]


def _hit(filing, *, is_preview=False, appears=True, version=None):
    return ImpactHit.objects.create(
        run=ImpactRun.objects.create(is_preview=is_preview),
        filing=filing,
        version=version or filing.version,
        organisation=filing.organisation,
        appears=appears,
        code="SCH-001",
        address="/basis",
    )


def test_a_change_that_was_taken_back_and_a_text_that_was_replaced_touch_nothing(desk):
    taken_back, replaced = FilingFactory(), FilingFactory()
    _hit(taken_back)
    _hit(taken_back, appears=False)
    _hit(replaced, version=FilingFactory().version)
    assert _listed(_queue(desk, touched="1")) == []
    _hit(taken_back)
    assert _listed(_queue(desk, touched="1")) == [taken_back]


def test_filings_are_found_by_track_and_risk(desk):
    filing = FilingFactory()
    FilingRisk.objects.update(level="high")
    assert _listed(_queue(desk, track="filing", risk="high")) == [filing]
    assert _listed(_queue(desk, risk="low")) == []


@pytest.mark.parametrize("query", [query for _name, query in QUEUE_VIEWED.built_in])
def test_every_view_of_the_portal_answers_and_is_marked(desk, query):
    response = desk.get(f"{reverse('desk:queue')}?{query}")
    current = [view for view in response.context["views"] if view.is_current]
    assert [view.query for view in current] == [query]


def test_a_view_is_kept_under_a_name_and_shared_and_removed_by_its_owner(client):
    client.force_login(officer())
    words = {"query": "risk=high&page=3&sort=-due", "name": "急件", "is_shared": "on"}
    answer = client.post(reverse("desk:save-view"), words)
    view = SavedView.objects.get()
    assert view.query == "risk=high&sort=-due"
    assert answer["Location"].endswith(f"?{view.query}")
    client.force_login(decider())
    names = {str(each.name) for each in _queue(client).context["views"]}
    assert "急件" in names
    assert client.post(reverse("desk:remove-view", args=[view.pk])).status_code == 404
    client.force_login(officer())
    client.post(reverse("desk:remove-view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_that_is_not_shared_is_seen_by_its_owner_alone(desk):
    SavedView.objects.create(owner=decider(), name="自用", query="")
    assert "自用" not in {str(each.name) for each in _queue(desk).context["views"]}


def test_a_view_without_a_name_comes_back_as_it_was_typed(desk):
    answer = desk.post(reverse("desk:save-view"), {"query": "risk=high", "name": " "})
    assert answer.status_code == 422
    assert answer.context["form"]["query"].value() == "risk=high"


# --- tables -----------------------------------------------------------------------------


def _table(answer, form):
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_listed_is_exported_and_no_cell_is_a_formula(desk, form):
    filing = FilingFactory()
    FilingFactory(no_objection=True)
    Scheme.objects.filter(pk=filing.scheme_id).update(title={"zh": "=cmd()", "en": "=cmd()"})
    rows = _table(desk.get(reverse("desk:export", args=[form])), form)
    assert [row[0] for row in rows[1:]] == [filing.number]
    assert rows[1][1] == "'=cmd()"
    assert len(set(map(len, rows))) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_chosen_is_exported_alone(desk, form):
    filings = [FilingFactory() for _ in range(3)]
    chosen = [each.number for each in filings[:2]]
    rows = _table(desk.post(reverse("desk:export", args=[form]), {"filing": chosen}), form)
    assert sorted(row[0] for row in rows[1:]) == sorted(chosen)


def test_another_form_is_not_there(desk):
    assert desk.get(reverse("desk:export", args=["pdf"])).status_code == 404


# --- one act on several -----------------------------------------------------------------


def _batch(browser, act, filings, **words):
    content = {"act": act, "filing": [each.number for each in filings], **words}
    return browser.post(reverse("desk:batch"), content)


def _confirmed(browser, act, filings, **words):
    preview = _batch(browser, act, filings, preview="1", **words)
    return _batch(browser, act, filings, confirm="1", token=preview.context["token"], **words)


def test_the_preview_says_what_would_happen_to_each_and_does_nothing(desk):
    other = PersonFactory(role=Role.OFFICER)
    free, ended = FilingFactory(), FilingFactory(no_objection=True)
    first = _batch(desk, "assign", [free, ended])
    assert first.status_code == 200
    assert not first.context["is_ready"]
    preview = _batch(desk, "assign", [free, ended], preview="1", officer=other.pk)
    refusals = {fate.filing: bool(fate.refusal) for fate in preview.context["fates"]}
    assert refusals == {free: False, ended: True}
    free.refresh_from_db()
    assert free.officer is None


def test_what_is_confirmed_is_done_and_each_refusal_is_reported(desk):
    other = PersonFactory(role=Role.OFFICER)
    free, ended = FilingFactory(), FilingFactory(no_objection=True)
    done = _confirmed(desk, "assign", [free, ended], officer=other.pk)
    assert {fate.filing: bool(fate.refusal) for fate in done.context["fates"]} == {
        free: False,
        ended: True,
    }
    free.refresh_from_db()
    assert free.officer == other
    assert done.context["fates"][0].filing.officer == other
    again = _batch(desk, "assign", [free], preview="1", officer=other.pk)
    told = again.context["fates"][0].refusal
    assert str(other) in told
    assert told != who_has_it_now(free)


def test_what_changed_since_the_preview_is_previewed_again(desk):
    first, second = PersonFactory(role=Role.OFFICER), PersonFactory(role=Role.OFFICER)
    filing = FilingFactory()
    token = _batch(desk, "assign", [filing], preview="1", officer=first.pk).context["token"]
    Assign(filing, decider(), officer=second).run()
    answer = _batch(desk, "assign", [filing], confirm="1", token=token, officer=first.pk)
    assert answer.status_code == 409
    filing.refresh_from_db()
    assert filing.officer == second


def test_taking_up_several_asks_for_one_statement(desk):
    filings = [FilingFactory(), FilingFactory()]
    assert _batch(desk, "take_up", filings, preview="1").status_code == 422
    _confirmed(desk, "take_up", filings, impartial="on")
    for filing in filings:
        filing.refresh_from_db()
        assert filing.state == FilingState.UNDER_REVIEW
        assert filing.impartiality_statements.count() == 1


def test_a_body_is_reminded_once_a_day(desk):
    waits, ours = FilingFactory(correction_requested=True), FilingFactory()
    answer = _confirmed(desk, "remind", [waits, ours])
    assert [bool(fate.refusal) for fate in answer.context["fates"]] == [False, True]
    again = _batch(desk, "remind", [waits])
    assert again.context["fates"][0].refusal
    mails = OutboxMessage.objects.filter(payload__template="answer_awaited")
    assert mails.count() == 2  # author and signatory


@pytest.mark.parametrize("words", [{"act": "destroy"}, {"act": "assign", "filing": []}])
def test_a_batch_of_nothing_leads_back(desk, words):
    FilingFactory()
    assert desk.post(reverse("desk:batch"), words).status_code == 302


def test_acts_on_several_filings_come_back_to_the_queue_as_it_was_filtered(desk):
    filing, query = FilingFactory(), "state=open&sort=-due&page=1"
    there = f"{reverse('desk:queue')}?{query}"
    assert f'name="queue_query" value="{query.replace("&", "&amp;")}"' in _text(desk.get(there))
    nothing = desk.post(reverse("desk:batch"), {"act": "take_up", "queue_query": query})
    assert nothing["Location"] == there
    words = {"act": "take_up", "filing": filing.number, "queue_query": query, "impartial": "on"}
    previewed = desk.post(reverse("desk:batch"), {**words, "preview": "1"})
    assert previewed.context["back"] == there
    confirmed = {**words, "confirm": "1", "token": previewed.context["token"]}
    assert desk.post(reverse("desk:batch"), confirmed).context["back"] == there


def test_an_address_of_elsewhere_is_no_queue(desk):
    words = {"act": "take_up", "queue_query": "https://elsewhere.example/"}
    assert desk.post(reverse("desk:batch"), words)["Location"] == reverse("desk:queue")


def _text(response):
    return response.content.decode()

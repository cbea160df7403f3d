"""Pages of a case: notes, opinions, absences, mentions, figures on the work."""

from __future__ import annotations

import csv
import io
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.figures.medians import medians
from registry.models import Absence, CaseNote, Filing, Mention, OpinionRequest, Stance
from registry.procedure.cases import AskForOpinion
from registry.procedure.cases.notes import write_note
from registry.procedure.cases.opinions import give_opinion
from registry.procedure.working_days import add_working_days
from registry.procedure.workload import AGES, DURATIONS, MONTHS, duration_tables
from registry.states import Outcome
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    officer,
    organisation_for,
    propose,
    waits_since,
)
from tests.registry.procedure.applications import accepted

pytestmark = pytest.mark.django_db


def _at(name, *args):
    return reverse(f"desk:{name}", args=args)


def _colleague(**names):
    officer()
    return PersonFactory(role=Role.OFFICER, **names)


def _asked(filing, person):
    AskForOpinion(
        filing,
        officer(),
        kind="technical",
        person=person,
        question="是否适用？",
        due_on=timezone.localdate(),
    ).run()
    return OpinionRequest.objects.latest("pk")


# --- notes ------------------------------------------------------------------------------


def test_a_note_is_written_changed_and_taken_back_on_the_page(desk):
    filing = FilingFactory()
    assert desk.post(_at("write-note", filing.number), {"note-text": " "}).status_code == 422
    assert desk.post(_at("write-note", filing.number), {"note-text": "请核对"}).status_code == 302
    note = CaseNote.objects.get()
    address = _at("note", filing.number, note.pk)
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"text": "请再核对", "seen": "1"}).status_code == 302
    stale = desk.post(address, {"text": "我的话", "seen": "1"})
    assert stale.status_code == 409
    assert "我的话" in stale.content.decode()
    assert desk.post(address, {"withdraw": "1", "reason": ""}).status_code == 422
    assert desk.post(address, {"withdraw": "1", "reason": "写错了"}).status_code == 302
    text = desk.get(_at("case", filing.number)).content.decode()
    assert all(words in text for words in ("请核对", "请再核对", "写错了"))


def test_a_note_that_is_refused_asks_for_no_statement(desk):
    """Where a filing waits to be taken up: the tick beside that belongs to another form."""
    filing = FilingFactory()
    refused = desk.post(_at("write-note", filing.number), {"note-text": " "})
    assert refused.status_code == 422
    assert refused.content.decode().count("govuk-error-summary__title") == 1
    missed = desk.post(_at("take-up", filing.number), {"here": ""}).content.decode()
    assert missed.count("govuk-error-summary__title") == 1


def test_a_note_of_somebody_else_is_not_changed(desk):
    note = write_note(FilingFactory(), decider(), "请核对")
    assert desk.get(_at("note", note.filing.number, note.pk)).status_code == 403


def test_who_is_called_finds_it_in_the_queue_and_sees_to_it(desk):
    write_note(FilingFactory(), decider(), f"@{officer().email} 请看")
    assert desk.get(_at("queue")).context["calls"] == 1
    mention = Mention.objects.get()
    assert mention in desk.get(_at("mentions")).context["mentions"]
    desk.post(_at("mention-done", mention.pk))
    assert desk.get(_at("queue")).context["calls"] == 0


def test_the_task_of_somebody_else_is_not_there(desk):
    write_note(FilingFactory(), officer(), f"@{decider().email} 请看")
    assert desk.post(_at("mention-done", Mention.objects.get().pk)).status_code == 404


# --- opinions ---------------------------------------------------------------------------


def test_an_opinion_is_asked_for_given_and_shown_beside_the_proposal(client):
    filing, expert = FilingFactory(under_review=True), _colleague()
    client.force_login(officer())
    words = {"kind": "technical", "person": expert.pk, "question": "是否适用？"}
    typed = {f"ask-{name}": value for name, value in words.items()}
    assert client.post(_at("ask-opinion", filing.number), typed).status_code == 422
    typed["ask-due_on"] = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert client.post(_at("ask-opinion", filing.number), typed).status_code == 302
    address = _at("opinion", filing.number, OpinionRequest.objects.get().pk)
    assert client.get(address).status_code == 403
    client.force_login(expert)
    answer = {"stance": "objects", "text": "方法不适用于本产品"}
    assert client.post(address, answer).status_code == 422  # without the statement
    assert client.post(address, {**answer, "impartial": "on"}).status_code == 302
    client.force_login(officer())
    assert "方法不适用于本产品" in client.get(_at("propose", filing.number)).content.decode()


def test_who_has_the_case_is_not_offered_as_a_colleague_to_ask(desk):
    filing, colleague = FilingFactory(under_review=True), _colleague()
    people = desk.get(_at("case", filing.number)).context["ask"].fields["person"].queryset
    assert colleague in people
    assert filing.officer not in people


def test_who_gave_an_opinion_is_told_what_bars_them_and_of_no_role(client):
    filing, adviser = FilingFactory(under_review=True), decider()
    PersonFactory(role=Role.DECIDER)
    give_opinion(_asked(filing, adviser), adviser, stance="agrees", text="适用")
    propose(filing, Outcome.NO_OBJECTION)
    client.force_login(adviser)
    refused = client.get(_at("decide", filing.number))
    text = refused.content.decode()
    assert refused.status_code == 403
    assert "You gave an opinion on this filing" in text
    assert "whether you should have this role" not in text


def test_the_joint_opinion_begins_with_the_organisation_that_has_the_case(desk):
    filing, colleague = FilingFactory(under_review=True), _colleague()
    give_opinion(_asked(filing, colleague), colleague, stance="conditions", text="适用")
    page = desk.get(_at("case", filing.number))
    assert page.context["merge"]["unit"].value() == str(organisation_for(Role.OFFICER))
    assert page.content.decode().count(f">{Stance.CONDITIONS.label}<") == 2


def test_what_a_proposal_waits_for_is_said_before_it_is_written(desk):
    filing, application = FilingFactory(under_review=True), accepted()
    colleague = _colleague()
    for case, page in (
        (filing, _at("propose", filing.number)),
        (application, _at("filing-act", application.number, "propose_approval")),
    ):
        assert not desk.get(page).context["awaited"]
        _asked(case, colleague)
        answer = desk.get(page)
        assert answer.context["awaited"]
        assert answer.context["awaited"] in answer.content.decode()


def test_a_proposal_that_waits_for_an_opinion_is_told_so_and_goes_on_once_it_is_let_go(desk):
    filing = FilingFactory(under_review=True)
    asked = _asked(filing, _colleague())
    words = {"outcome": "no_objection", "reasons": "无", "seen": ""}
    words["seen"] = desk.get(_at("propose", filing.number)).context["form"]["seen"].value()
    assert desk.post(_at("propose", filing.number), words).status_code == 422
    address = _at("release-opinion", filing.number, asked.pk)
    assert desk.post(address, {"reason": " "}).status_code == 422
    assert desk.post(address, {"reason": "逾期未复"}).status_code == 302
    assert desk.post(_at("propose", filing.number), words).status_code == 302


def test_a_disagreement_and_the_joint_opinion_are_read_before_deciding(client):
    filing, colleague = FilingFactory(under_review=True), _colleague()
    asked = _asked(filing, colleague)
    give_opinion(asked, colleague, stance="objects", text="不适用")
    client.force_login(officer())
    page = client.get(_at("case", filing.number))
    assert "The opinions differ: 1 objects." in page.content.decode()
    words = {f"merge-{name}": page.context["merge"][name].value() for name in ("seen", "unit")}
    refused = client.post(
        _at("merge-opinions", filing.number), {**words, "merge-unit": " ", "merge-text": "采纳"}
    )
    assert refused.status_code == 422
    stale = {"merge-seen": "0:open", "merge-unit": "监管一处", "merge-text": "采纳"}
    again = client.post(_at("merge-opinions", filing.number), stale)
    assert (again.status_code, again.context["merge"]["text"].value()) == (409, "采纳")
    told = {**words, "merge-unit": "监管一处", "merge-text": "不予采纳，理由如下。"}
    assert client.post(_at("merge-opinions", filing.number), told).status_code == 302
    propose(Filing.objects.get(pk=filing.pk), Outcome.NO_OBJECTION)
    client.force_login(decider())
    page = client.get(_at("decide", filing.number)).content.decode()
    assert "The opinions differ" not in page  # the joint opinion has settled it
    for shown in ("不适用", "监管一处", "不予采纳，理由如下。"):
        assert shown in page


def test_asking_a_decider_says_what_it_bars_and_warns_of_the_last_one(desk):
    filing = FilingFactory(under_review=True)
    last = decider()
    page = desk.get(_at("case", filing.number)).content.decode()
    assert "Who gives an opinion does not decide" in page
    assert f"{last} (decider)" in page
    words = {"kind": "technical", "person": last.pk, "question": "是否适用？"}
    typed = {f"ask-{name}": value for name, value in words.items()}
    typed["ask-due_on"] = (timezone.localdate() + timedelta(days=2)).isoformat()
    warned = desk.post(_at("ask-opinion", filing.number), typed)
    assert warned.status_code == 422
    assert "last decider who could decide" in warned.content.decode()
    assert 'name="ask-anyway"' in warned.content.decode()
    typed["ask-anyway"] = "on"
    assert desk.post(_at("ask-opinion", filing.number), typed).status_code == 302


# --- absences ---------------------------------------------------------------------------


def test_an_absence_is_noted_and_ended(desk):
    deputy, today = _colleague(), timezone.localdate().isoformat()
    words = {"person": officer().pk, "first_day": today, "last_day": today}
    assert desk.post(_at("absences"), words).status_code == 422
    assert desk.post(_at("absences"), {**words, "deputy": deputy.pk}).status_code == 302
    absence = Absence.objects.get()
    assert [row for row, _may in desk.get(_at("absences")).context["noted"]] == [absence]
    desk.post(_at("end-absence", absence.pk))
    assert desk.get(_at("absences")).context["noted"] == []


# --- figures ----------------------------------------------------------------------------


def _figures(browser):
    return {chart.key: chart for chart in browser.get(_at("workload")).context["charts"]}


def test_the_figures_count_what_is_open_how_old_it_is_and_what_was_decided(desk):
    other = _colleague(name="李四", name_en="")
    FilingFactory(under_review=True, officer=other)
    waits_since(FilingFactory(), timezone.now() - timedelta(days=400))
    FilingFactory(no_objection=True)
    charts = _figures(desk)
    officers = {bar.label: bar.value for bar in charts["officers"].bars}
    assert officers["李四"] == 1
    assert sum(officers.values()) == 2
    assert [bar.value for bar in charts["ages"].bars] == [1, *[0] * (len(AGES) - 2), 1]
    assert [bar.value for bar in charts["overdue"].bars] == [1, 0]
    assert [bar.value for bar in charts["decided"].bars] == [*[0] * (MONTHS - 1), 1]
    assert [bar.value for bar in charts["durations"].bars] == [1, *[0] * (len(DURATIONS) - 1)]


def test_the_table_says_what_the_charts_say(desk):
    FilingFactory(no_objection=True)
    content = desk.get(_at("workload-table")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))[1:]
    told = [(bar.label, str(bar.value)) for chart in _figures(desk).values() for bar in chart.bars]
    assert [(label, number) for _title, label, number in rows] == told


def test_durations_are_told_by_track_and_officer_and_agree_with_the_public_medians(desk):
    other = _colleague(name="李四", name_en="")
    for days, reviewer in ((3, officer()), (8, officer()), (10, other)):
        filing = FilingFactory(no_objection=True)
        Filing.objects.filter(pk=filing.pk).update(officer=reviewer)
        month = timezone.localdate().replace(day=1)
        begun = timezone.make_aware(datetime.combine(month - timedelta(days=40), time(9)))
        filing.intervals.update(began_at=begun, ended_at=begun)
        last = add_working_days(timezone.localdate(begun), days)
        filing.intervals.filter(pk=filing.intervals.first().pk).update(
            ended_at=timezone.make_aware(datetime.combine(last, time(9)))
        )
    tables = {each.key: each for each in duration_tables()}
    (track,) = tables["by-track"].rows
    assert (track.whole.cases, track.whole.shown) == (3, 8)
    assert track.months[0] == track.whole
    by_officer = {row.label: row.whole for row in tables["by-officer"].rows}
    assert (by_officer["李四"].cases, by_officer["李四"].shown) == (1, 10)
    assert (by_officer[str(officer())].cases, by_officer[str(officer())].shown) == (2, 5.5)
    (public,) = medians()
    assert (public.cases, public.working_days) == (3, 8.0)
    page = desk.get(_at("workload")).content.decode()
    assert page.count('id="table-durations-by-') == 2
    rows = list(
        csv.reader(io.StringIO(desk.get(_at("durations-table")).content.decode("utf-8-sig")))
    )
    assert sorted(row[3:] for row in rows[1:]) == [["1", "10"], ["2", "5.5"], ["3", "8"]]


def test_the_page_of_the_work_asks_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    for _ in range(3):
        FilingFactory(no_objection=True)
        FilingFactory(under_review=True)
    with django_assert_max_num_queries(60):
        desk.get(_at("workload"))

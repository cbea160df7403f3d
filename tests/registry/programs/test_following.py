"""A body's system follows its filings, answers remarks and submits corrected versions."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import Entry, Filing, Scope
from registry.models.intervals import turn_aside
from registry.states import AnswerKind, FilingState, PauseCause
from tests.factories import FilingFactory, OrganisationFactory, member_of, officer, propose
from tests.registry.programs.sending import FILINGS, get, order_of, post, token_for

pytestmark = pytest.mark.django_db
WORDS = {"text": {"zh": "修改表述"}, "reason": {"zh": "更清楚"}}
SUMMARY = [{"id": "cs-1", "clause": "1", "kind": "modify", **WORDS}]


@pytest.fixture
def corrected() -> Filing:
    filing: Filing = FilingFactory(correction_requested=True)
    return filing


def test_a_filing_tells_state_clock_remarks_and_decisions(
    client: Client, corrected: Filing
) -> None:
    _token, secret = token_for(corrected.organisation, [Scope.READ])
    Entry.objects.update(effective_from=timezone.localdate())
    told = get(client, secret, f"{FILINGS}/{corrected.number}").json()
    assert told["state"]["code"] == FilingState.CORRECTION_REQUESTED
    assert told["state"]["label"]["en"] == "In effect; your correction is requested"
    assert told["clock"]["waits_for"] == "body"
    [remark] = told["remarks"]
    assert (remark["text"], remark["pointer"]) == ("请补充适用范围。", "/scope")
    assert (remark["answer"], remark["is_answerable"]) == (None, True)
    assert [one["outcome"] for one in told["decisions"]] == ["correction_requested"]
    assert [one["event"] for one in told["events"]] == [
        "submitted",
        "taken_up",
        "correction_requested",
    ]


def test_what_officers_do_among_themselves_is_not_told(client: Client) -> None:
    filing = FilingFactory(under_review=True)
    _token, secret = token_for(filing.organisation)
    before = get(client, secret, f"{FILINGS}/{filing.number}").json()
    propose(filing, "no_objection", officer())
    assert get(client, secret, f"{FILINGS}/{filing.number}").json() == before


def test_filings_are_listed_by_pages_and_by_state(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("registry.programs.api.filings.PER_PAGE", 1)
    body = OrganisationFactory()
    _token, secret = token_for(body)
    open_one = FilingFactory(organisation=body).number
    closed = FilingFactory(organisation=body, no_objection=True).number
    found, address = [], f"{FILINGS}?state="
    while address:
        told = get(client, secret, address.removeprefix("http://testserver")).json()
        assert told["count"] == 2
        found += [row["number"] for row in told["results"]]
        address = told["next"]
    assert found == [closed, open_one]
    for state, number in (("open", open_one), ("closed", closed)):
        told = get(client, secret, f"{FILINGS}?state={state}").json()
        assert [row["number"] for row in told["results"]] == [number]


@pytest.mark.parametrize("query", ["state=lost", "page=0", "page=9", "page=x", "colour=red"])
def test_parameters_without_sense_are_refused(client: Client, query: str) -> None:
    _token, secret = token_for(OrganisationFactory())
    answer = get(client, secret, f"{FILINGS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert answer.json()["parameters"][0]["parameter"] == query.partition("=")[0]


def test_the_receipt_comes_as_a_file(client: Client) -> None:
    filing = FilingFactory()
    _token, secret = token_for(filing.organisation)
    answer = get(client, secret, f"{FILINGS}/{filing.number}/receipt")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_remarks_are_answered_and_a_corrected_version_is_submitted(
    client: Client, corrected: Filing
) -> None:
    token, secret = token_for(corrected.organisation)
    here = f"{FILINGS}/{corrected.number}"
    [remark] = get(client, secret, here).json()["remarks"]
    order = order_of(corrected.version)
    order["document"] |= {"version": "1.1.0", "change_summary": SUMMARY}
    too_early = post(client, secret, order, to=f"{here}/versions")
    assert (too_early.status_code, too_early.json()["code"]) == (422, "rules_broken")
    given = {"remark": remark["id"], "kind": AnswerKind.EXPLAINED, "text": "范围见附录。"}
    answered = post(client, secret, {"answers": [given]}, to=f"{here}/answers")
    assert answered.json()["remarks"][0]["answer"]["kind"] == AnswerKind.EXPLAINED
    assert corrected.remarks.get().answered_by == token.responsible
    again = post(client, secret, order, to=f"{here}/versions")
    assert again.status_code == 201, again.json()
    assert (again.json()["number"], again.json()["round"]) == (corrected.number, 2)
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"remark": 987_654, "kind": "changed"}, 422, "no_such_remark"),
        ({"kind": "explained"}, 422, "rules_broken"),
        ({"kind": "perhaps", "text": "…"}, 422, "rules_broken"),
        ({"kind": 7}, 400, "unreadable"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_and_none_is_kept(
    client: Client, corrected: Filing, given: dict[str, Any], status: int, code: str
) -> None:
    _token, secret = token_for(corrected.organisation)
    remark = corrected.remarks.get()
    good = {"remark": remark.pk, "kind": "changed"}
    sent = {"answers": [good, {"remark": remark.pk, **given}]}
    answer = post(client, secret, sent, to=f"{FILINGS}/{corrected.number}/answers")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not corrected.remarks.get().is_answered


def test_a_filing_that_waits_for_nothing_takes_no_version(client: Client) -> None:
    filing = FilingFactory(under_review=True)
    _token, secret = token_for(filing.organisation)
    answer = post(
        client, secret, order_of(filing.version), to=f"{FILINGS}/{filing.number}/versions"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_a_listed_scheme_is_amended_under_its_identity(client: Client) -> None:
    filing = FilingFactory(no_objection=True)
    _token, secret = token_for(filing.organisation)
    order = order_of(filing.version)
    before = copy.deepcopy(order["document"])
    order["document"] |= {"version": "2.0.0", "change_summary": SUMMARY}
    answer = post(client, secret, order)
    assert answer.status_code == 201, answer.json()
    amended = Filing.objects.get(number=answer.json()["number"])
    assert (amended.scheme, amended.is_amendment) == (filing.scheme, True)
    assert amended.version.document["previous_version"] == f"{before['id']}/versions/1.0.0"
    assert member_of(filing.organisation, "signatory") == amended.version.frozen_by


def test_answers_that_are_no_json_are_refused_in_the_form_of_all_refusals(
    client: Client, corrected: Filing
) -> None:
    _token, secret = token_for(corrected.organisation)
    answer = post(client, secret, b"{", to=f"{FILINGS}/{corrected.number}/answers")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_a_clock_tells_what_ran_and_what_did_not(client: Client) -> None:
    filing = FilingFactory(correction_requested=True)
    _token, secret = token_for(filing.organisation, [Scope.READ])
    told = get(client, secret, f"{FILINGS}/{filing.number}").json()["clock"]
    assert (told["unit"], told["days_used"], told["days_in_all"]) == ("days", 0, 30)
    assert (told["days_by_extension"], told["is_fast"], told["is_paused"]) == (0, False, False)
    assert told["pauses"] == []


def test_a_clock_that_stands_says_why_as_the_page_does(client: Client) -> None:
    filing = FilingFactory(under_review=True)
    turn_aside(filing, PauseCause.EXPERT_REVIEW, "paused")
    _token, secret = token_for(filing.organisation, [Scope.READ])
    told = get(client, secret, f"{FILINGS}/{filing.number}").json()["clock"]
    assert (told["unit"], told["days_in_all"], told["is_paused"]) == ("working_days", 20, True)
    [pause] = told["pauses"]
    assert (pause["cause"], pause["days"], pause["ended"]) == ("expert_review", 0, None)
    assert pause["label"]["en"] == "for expert review"

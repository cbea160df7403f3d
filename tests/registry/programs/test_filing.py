"""A body's system files: whole or not at all, once, and only what its token opens."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.memberships import leave
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.core import outbox
from registry.models import ApiAnswer, Entry, Filing, Scope
from registry.opendata.api.limits import FILING
from registry.programs.once import forget_answers
from registry.tokens.life import Revoke
from schemes.models import Scheme, Version
from schemes.states import VersionState
from tests.factories import FilingFactory, OrganisationFactory, SchemeFactory, member_of
from tests.registry.programs.sending import FILINGS, get, new_order, order_of, post, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Any:
    return OrganisationFactory()


def test_what_is_sent_is_signed_filed_and_listed_at_once(client: Client, body: Any) -> None:
    token, secret = token_for(body)
    answer = post(client, secret, new_order(body))
    assert answer.status_code == 201, answer.json()
    filing = Filing.objects.get(number=answer.json()["number"])
    assert filing.version.frozen_by == token.responsible
    assert filing.version.document["commitment"]["signature"]
    assert answer.json()["state"]["code"] == "received"
    assert answer.json()["entry"] == Entry.objects.get(scheme=filing.scheme).number
    assert answer.json()["clock"]["waits_for"] == "regulator"
    assert answer["Location"] == f"http://testserver{FILINGS}/{filing.number}"
    sent = filing.version.events.get(event="sent_by_program")
    assert (sent.actor, sent.data["token"]) == (token.responsible, token.name)


def test_a_draft_waits_for_a_signatory_who_hears_of_it(client: Client, body: Any) -> None:
    _token, secret = token_for(body, [Scope.DRAFT], Role.AUTHOR)
    signatory = member_of(body, Role.SIGNATORY)
    answer = post(client, secret, new_order(body), "?act=draft")
    assert answer.status_code == 201, answer.json()
    version = Scheme.objects.get(pk=answer.json()["scheme"]).newest
    assert version.state == VersionState.DRAFT
    assert answer.json()["sign"].endswith(f"/workspace/schemes/{version.scheme_id}/sign/")
    outbox.deliver_waiting()
    assert signatory.email in [to for one in mail.outbox for to in one.to]


def test_a_draft_that_is_sent_again_replaces_the_one_before(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    first = post(client, secret, order, "?act=draft").json()
    again = copy.deepcopy(order)
    again["document"] |= {"id": first["id"], "version": "1.0.1"}
    answer = post(client, secret, again, "?act=draft")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["scheme"] == first["scheme"]
    assert Version.objects.get(scheme=first["scheme"]).label == "1.0.1"


def test_a_draft_that_somebody_is_writing_is_not_overwritten(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    draft = SchemeFactory(organisation=body).newest
    before = copy.deepcopy(draft.document)
    order = order_of(draft)
    draft.refresh_from_db()
    written = copy.deepcopy(draft.document)
    answer = post(client, secret, order)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    draft.refresh_from_db()
    assert draft.document == written
    assert before["id"] == written["id"]


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    counted = _rows()
    answer = post(client, secret, order, "?dry_run=true", key=None)
    assert answer.status_code == 200, answer.json()
    assert (answer.json()["error"], answer.json()["obstacles"]) == (0, [])
    assert answer.json()["would_be_accepted"] is True
    assert answer.json()["warning"] == len(order["waivers"])
    assert _rows() == counted


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"commitment": None}, "commitment_missing"),
        ({"commitment": {"version": "0", "agreed": True}}, "commitment_missing"),
        ({"waivers": []}, "unanswered_warning"),
        (
            {"waivers": [{"code": "SCH-999", "pointer": "/scope", "reason": {"zh": "无"}}]},
            "no_such_warning",
        ),
    ],
)
def test_what_stands_in_the_way_is_told_by_a_dry_run_and_refused(
    client: Client, body: Any, change: dict[str, Any], code: str
) -> None:
    _token, secret = token_for(body)
    order = {**new_order(body), **change}
    order = {name: value for name, value in order.items() if value is not None}
    tried = post(client, secret, order, "?dry_run=true").json()
    assert code in [one["code"] for one in tried["obstacles"]]
    assert tried["would_be_accepted"] is False
    counted = _rows()
    refused = post(client, secret, order)
    assert refused.status_code == 422
    assert _rows() == counted


def test_errors_stand_at_their_places_and_nothing_is_kept(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    order["document"]["title"] = {}
    counted = _rows()
    answer = post(client, secret, order | {"waivers": []})
    assert (answer.status_code, answer.json()["code"]) == (422, "rules_broken")
    assert "/title/zh" in [one["pointer"] for one in answer.json()["findings"]]
    tried = post(client, secret, order | {"waivers": []}, "?dry_run=true").json()
    assert tried["error"] == len(answer.json()["findings"])
    assert _rows() == counted


def test_the_same_key_files_once_and_is_answered_alike(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    first, again = (post(client, secret, order, key="k-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Filing.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    post(client, secret, order, "?act=draft", key="k-1")
    for sent, query in (({**order, "waivers": []}, "?act=draft"), (order, "")):
        answer = post(client, secret, sent, query, key="k-1")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_what_was_refused_may_come_again_under_its_key(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    order = new_order(body)
    assert post(client, secret, {**order, "waivers": []}, key="k").status_code == 422
    assert post(client, secret, order, key="k").status_code == 201


def test_another_body_has_keys_of_its_own(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    other = OrganisationFactory()
    _other, others = token_for(other)
    assert post(client, secret, new_order(body), "?act=draft", key="k").status_code == 201
    assert post(client, others, new_order(other), "?act=draft", key="k").status_code == 201


@pytest.mark.parametrize("key", [None, " ", "ü", "k" * 256])
def test_what_changes_something_needs_a_key(client: Client, body: Any, key: str | None) -> None:
    _token, secret = token_for(body)
    answer = post(client, secret, {"document": {"blueprint": "product/1"}}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


def test_keys_are_forgotten_after_their_days(client: Client, body: Any, settings: Any) -> None:
    _token, secret = token_for(body)
    post(client, secret, new_order(body), "?act=draft", key="k")
    [row] = ApiAnswer.objects.all()
    day = row.at.date()
    forget_answers(day)
    assert ApiAnswer.objects.exists()
    forget_answers(day.replace(year=day.year + 1))
    assert not ApiAnswer.objects.exists()


def test_a_token_opens_what_it_is_for_alone(client: Client, body: Any) -> None:
    number = FilingFactory(scheme=SchemeFactory(organisation=body)).number
    needed = {
        ("get", FILINGS): Scope.READ,
        ("get", f"{FILINGS}/{number}"): Scope.READ,
        ("get", f"{FILINGS}/{number}/receipt"): Scope.READ,
        ("post", FILINGS): Scope.FILE,
        ("post", f"{FILINGS}?act=draft"): Scope.DRAFT,
        ("post", f"{FILINGS}/{number}/versions"): Scope.FILE,
        ("post", f"{FILINGS}/{number}/answers"): Scope.DRAFT,
    }
    secrets = {scope: token_for(body, [scope])[1] for scope in Scope}
    for (method, address), scope in needed.items():
        for held, secret in secrets.items():
            sent = {"answers": []}
            ask = (
                get(client, secret, address)
                if method == "get"
                else post(client, secret, sent, to=address)
            )
            is_refused = ask.status_code == 403 and ask.json()["code"] == "scope_missing"
            assert is_refused is (held is not scope), (method, address, held, ask.content)


def test_another_body_s_filing_does_not_exist(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    number = FilingFactory(correction_requested=True).number
    for absent in (number, "BA-2026-999999-X"):
        for address in (f"{FILINGS}/{absent}", f"{FILINGS}/{absent}/receipt"):
            assert get(client, secret, address).status_code == 404
        for below in ("versions", "answers"):
            answer = post(client, secret, {"answers": []}, to=f"{FILINGS}/{absent}/{below}")
            assert answer.status_code == 404
    assert get(client, secret).json()["count"] == 0


def _revoked(token: Any) -> None:
    Revoke(token, token.responsible).run()


def _over(token: Any) -> None:
    type(token).objects.filter(pk=token.pk).update(last_day="2020-01-01")


def _without_role(token: Any) -> None:
    leave(Membership.objects.get(user=token.responsible, role=Role.SIGNATORY))


def _switched_off(token: Any) -> None:
    token.responsible.is_active = False
    token.responsible.save()


@pytest.mark.parametrize("end", [_revoked, _over, _without_role, _switched_off])
def test_a_token_ends_with_its_day_its_revocation_and_its_person(
    client: Client, body: Any, end: Any
) -> None:
    token, secret = token_for(body)
    assert get(client, secret).status_code == 200
    end(token)
    answer = get(client, secret)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}]
)
def test_without_a_token_nothing_is_told(client: Client, header: dict[str, str]) -> None:
    FilingFactory()
    answer = client.get(FILINGS, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")


def test_who_sends_too_often_is_told_how_long_to_wait(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    answers = [post(client, secret, "{", key="k") for _ in range(FILING.most + 1)]
    assert answers[-2].status_code == 400
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    _other, others = token_for(body)
    assert post(client, others, "{", key="k").status_code == 400


def test_answers_are_kept_by_nobody_on_the_way(client: Client, body: Any) -> None:
    _token, secret = token_for(body)
    answer = get(client, secret)
    assert answer["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer


def _rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Scheme, Version, Filing, Entry, ApiAnswer)
    }

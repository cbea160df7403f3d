"""The page of a case: who has it, and the statements of impartiality that acts ask for."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from registry.models import Decision
from registry.procedure.actions.review import review_token
from registry.procedure.cases import Assign
from registry.states import FilingState
from tests.factories import FilingFactory, PersonFactory, decider, officer
from tests.registry.procedure.applications import accepted

pytestmark = pytest.mark.django_db


def _act(browser, filing, name, **words):
    content = {f"{name}-{key}" if key != "impartial" else key: v for key, v in words.items()}
    return browser.post(reverse("desk:case-act", args=[filing.number, name]), content)


def _page(browser, filing):
    return browser.get(reverse("desk:case", args=[filing.number]))


@pytest.mark.parametrize("state", FilingState.values)
def test_the_page_answers_in_every_state(desk, state):
    response = _page(desk, FilingFactory(reached=state))
    assert response.status_code == 200
    assert str(response.context["offered"]).count("_over") == 0 or state == FilingState.RECEIVED


def test_a_case_is_assigned_and_the_page_says_who_had_it(desk):
    filing, other = FilingFactory(under_review=True), PersonFactory(role=Role.OFFICER)
    words = {"seen": officer().pk, "officer": other.pk}
    assert _act(desk, filing, "assign", **words).status_code == 422
    assert _act(desk, filing, "assign", **words, reason="轮岗").status_code == 302
    text = _page(desk, filing).content.decode()
    assert f"{officer()} → {other}" in text


def test_a_stale_page_is_told_who_has_it_and_keeps_the_words(desk):
    filing, other = FilingFactory(), PersonFactory(role=Role.OFFICER)
    Assign(filing, decider(), officer=other).run()
    response = _act(desk, filing, "assign", seen="0", officer=officer().pk, reason="我的理由")
    assert response.status_code == 409
    text = response.content.decode()
    assert str(other) in text
    assert "我的理由" in text


def test_taking_over_asks_for_the_statement(desk):
    filing = FilingFactory(under_review=True, officer=PersonFactory(role=Role.OFFICER))
    words = {"seen": filing.officer_id, "reason": "轮岗"}
    assert _act(desk, filing, "take_over", **words).status_code == 422
    assert _act(desk, filing, "take_over", **words, impartial="on").status_code == 302
    filing.refresh_from_db()
    assert filing.officer == officer()


def test_an_act_that_is_not_there_is_not_found(desk):
    assert _act(desk, FilingFactory(), "destroy").status_code == 404


def test_taking_up_asks_for_the_statement_and_does_nothing_without(desk):
    filing = FilingFactory()
    address = reverse("desk:take-up", args=[filing.number])
    assert desk.post(address).status_code == 422
    filing.refresh_from_db()
    assert filing.state == FilingState.RECEIVED
    assert desk.post(address, {"impartial": "on"}).status_code == 302
    filing.refresh_from_db()
    assert filing.state == FilingState.UNDER_REVIEW


def test_a_second_click_on_taking_up_changes_nothing(desk):
    filing = FilingFactory()
    address = reverse("desk:take-up", args=[filing.number])
    desk.post(address, {"impartial": "on"})
    assert desk.post(address, {"impartial": "on"}, follow=True).status_code == 200
    assert filing.events.filter(event="taken_up").count() == 1


def test_a_decision_without_the_statement_comes_back_to_the_preview(client):
    client.force_login(decider())
    filing = FilingFactory(proposed=True)
    words = {"outcome": "no_objection", "reasons": "无", "seen": review_token(filing)}
    address = reverse("desk:decide", args=[filing.number])
    preview = client.post(address, words)
    assert not preview.context["statement"].errors
    refused = client.post(address, {**words, "confirm": "1"})
    assert refused.status_code == 422
    assert refused.context["letter"] == preview.context["letter"]
    assert not Decision.objects.exists()
    client.post(address, {**words, "confirm": "1", "impartial": "on"})
    assert Decision.objects.get().decided_by == decider()


def test_a_case_that_came_with_its_first_act_is_with_somebody_who_is_not_offered_it(desk):
    filing, other = accepted(), PersonFactory(role=Role.OFFICER)
    page = _page(desk, filing)
    text = page.content.decode()
    assert "It was with nobody yet" not in text
    assert f"It has been with {officer()} alone" in text
    (form,) = (form for act, form in page.context["offered"] if act is Assign)
    assert list(form.fields["officer"].queryset) == [other]
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert Assign not in [act for act, _form in _page(desk, filing).context["offered"]]

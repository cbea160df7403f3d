"""A body's system is told which track the law asks for, and chooses among those that are open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from registry.models import Binding, Filing
from registry.procedure.actions.promising import text_of_today
from tests.factories import OrganisationFactory
from tests.registry.programs.sending import new_order, post, token_for
from tests.regulation import open_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client: Client) -> Any:
    """Sends one order, whose procedure changes; answers with status and JSON."""
    body = OrganisationFactory()
    _token, secret = token_for(body)
    order = new_order(body)

    def send(query: str = "", **procedure: Any) -> tuple[int, dict[str, Any]]:
        words = {**order, "procedure": procedure} if procedure else order
        answer = post(client, secret, words, query)
        return answer.status_code, answer.json()

    return send


def test_a_dry_run_says_which_track_is_asked_for_and_why(sent: Any) -> None:
    open_track("commitment")
    told = sent("?dry_run=true")[1]["procedure"]
    assert (told["occasion"], told["is_said"]) == ("first", False)
    assert (told["asked"]["track"], told["asked"]["rule"]) == ("filing", "own-rules")
    assert told["asked"]["basis"]["en"].endswith("article 17")
    assert [(way["track"], way["entrance"]) for way in told["open"]] == [
        ("commitment", ["promise"])
    ]


def test_without_a_word_it_goes_by_the_track_that_is_asked_for(sent: Any) -> None:
    open_track("approval", Binding.REQUIRED, category="product")
    status, told = sent()
    assert (status, told["track"], told["state"]["code"]) == (201, "approval", "applied")
    assert told["entry"] is None


def test_a_track_that_is_not_open_is_refused_and_told_by_a_dry_run(sent: Any) -> None:
    open_track("approval", Binding.REQUIRED, category="product")
    tried = sent("?dry_run=true", track="filing")[1]
    assert tried["would_be_accepted"] is False
    assert [one["code"] for one in tried["obstacles"]] == ["track_not_allowed"]
    status, told = sent(track="filing")
    assert (status, told["code"]) == (422, "track_not_allowed")
    assert "approval-required-product" in told["message"]
    assert not Filing.objects.exists()


def test_what_an_open_track_asks_for_is_sent_along(sent: Any) -> None:
    open_track("commitment")
    status, told = sent(track="commitment")
    assert (status, told["code"]) == (422, "entrance_refused")
    assert told["pointer"] == "/procedure/entrance/promise"
    entrance = {"promise": text_of_today().version}
    assert sent(track="commitment", entrance=entrance)[1]["track"] == "commitment"


@pytest.mark.parametrize(
    ("procedure", "query", "status", "pointer"),
    [
        ({"tracks": "filing"}, "", 400, "/procedure/tracks"),
        ({"track": 1}, "", 400, "/procedure/track"),
        ({"entrance": {"a": 1}}, "", 400, "/procedure/entrance"),
        ({"entrance": {"a": "b"}}, "", 422, "/procedure/entrance/a"),
        ({"track": "filing"}, "?act=draft", 400, "/procedure"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    sent: Any, procedure: dict[str, Any], query: str, status: int, pointer: str
) -> None:
    answered, told = sent(query, **procedure)
    assert (answered, told["pointer"]) == (status, pointer)

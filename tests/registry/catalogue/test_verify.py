"""Verification: one word and one sentence, and what is wrong with a wrong number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import Entry
from registry.public_status import PublicStatus, statuses
from registry.publication.publishing import rebuild
from registry.register.acts.absorbing import ABSORBED
from registry.register.acts.piloting import PILOT, PILOT_OVER
from registry.register.acts.removing import REMOVED
from registry.register.acts.suspending import SUSPENDED
from registry.register.mistyped import Reason, explain
from registry.register.numbers import is_well_formed
from tests.registry.listing import another_digest, listed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STATUSES: list[tuple[PublicStatus, dict[str, Any]]] = [
    (PublicStatus.IN_FORCE, {"effective_from": TODAY}),
    (PublicStatus.NOT_YET_EFFECTIVE, {"effective_from": TODAY + timedelta(days=1)}),
    (
        PublicStatus.EXPIRED,
        {"effective_from": TODAY - timedelta(days=9), "expires_on": TODAY - timedelta(days=1)},
    ),
    (
        PublicStatus.DEREGISTERED,
        {"state": "deregistered", "ended_on": TODAY, "end_reason": "不再开展"},
    ),
    (PublicStatus.BODY_NOT_APPROVED, {"effective_from": TODAY}),
    (PILOT, {"effective_from": TODAY, "pilot_until": TODAY}),
    (PILOT_OVER, {"effective_from": TODAY, "pilot_until": TODAY - timedelta(days=1)}),
    (SUSPENDED, {"state": "suspended", "effective_from": TODAY}),
    (ABSORBED, {"state": "absorbed", "ended_on": TODAY}),
    (REMOVED, {"state": "removed", "ended_on": TODAY, "end_reason": "承诺不实"}),
    (
        PublicStatus.ENDING,
        {
            "state": "deregistered",
            "effective_from": TODAY,
            "ended_on": TODAY + timedelta(days=1),
        },
    ),
]


@pytest.mark.parametrize(("status", "columns"), STATUSES, ids=[s for s, _columns in STATUSES])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_answer_is_the_status_with_date_and_source(
    client: Client, status: PublicStatus, columns: dict[str, object], language: str
) -> None:
    entry = listed()
    Entry.objects.filter(pk=entry.pk).update(**columns)
    if status == PublicStatus.BODY_NOT_APPROVED:
        entry.organisation.approved_fields.all().delete()
    rebuild(entry)
    response = client.get(f"/v/{entry.number}", {"lang": language})
    page = response.content.decode()
    assert response.context["status"] == status
    assert f"ts-answer--{status}" in page
    assert response.context["sentence"] in page
    assert f'datetime="{TODAY.isoformat()}"' in page
    assert str(columns.get("end_reason", "")) in page


def test_every_public_status_is_answered() -> None:
    assert {status for status, _columns in STATUSES} == set(statuses())


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("{}", "current"),
        ("{:.12}", "current"),
        ("", None),
        ("zz", "unreadable"),
        ("abc", "unreadable"),
        ("x" * 5000, "unreadable"),
    ],
)
def test_digest_is_compared_with_the_listed_text(
    client: Client, given: str, kind: str | None
) -> None:
    entry = listed()
    response = client.get(f"/v/{entry.number}", {"d": given.format(entry.version.digest)})
    digest = response.context["digest"]
    assert (digest.kind if digest else None) == kind


def test_digest_of_another_text_is_unknown(client: Client) -> None:
    entry = listed()
    response = client.get(f"/v/{entry.number}", {"d": another_digest("other")[:16]})
    assert response.context["digest"].kind == "unknown"


def test_verification_answers_data_to_programs(client: Client) -> None:
    entry = listed()
    address = f"/v/{entry.number}?d={entry.version.digest[:8]}"
    body = client.get(address, headers={"accept": "application/json"}).json()
    assert body["register"]["status"] == entry.status
    assert body["digest"]["answer"] == "current"


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.12}", "lower"])
def test_form_leads_to_the_answer(client: Client, typed: str) -> None:
    entry = listed()
    number = entry.number.lower() if typed == "lower" else typed.format(entry.number)
    response = client.get("/en/verify/", {"number": number})
    assert response.status_code == 302
    assert response["Location"].startswith("/v/TS")


@pytest.mark.parametrize("query", ["", "?number=", "?number=%20"])
def test_form_without_a_number_stays(client: Client, query: str) -> None:
    response = client.get(f"/en/verify/{query}")
    assert response.status_code == 200
    assert response.context["has_error"] == bool(query)


def test_wrong_character_is_found_and_the_right_number_suggested() -> None:
    entry = listed()
    for at, sign in enumerate(entry.number):
        if sign == "-" or at < 2:
            continue
        wrong = "7" if sign != "7" else "8"
        typed = entry.number[:at] + wrong + entry.number[at + 1 :]
        explanation = explain(typed)
        if is_well_formed(typed):
            assert explanation.reason == Reason.NEVER_GIVEN
            continue
        assert explanation.reason == Reason.WRONG_CHECK
        assert explanation.suggestions == (entry.number,)
        assert explanation.suspicious == {at}


def test_two_digits_changing_places_are_found() -> None:
    number = listed().number
    typed = number.replace("20", "02", 1)
    explanation = explain(typed)
    assert explanation.suggestions == (number,)
    assert explanation.suspicious == {3, 4}
    assert explanation.suspicious_places == [3, 4]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("nonsense", Reason.NOT_A_NUMBER),
        ("TS-2026-000001", Reason.NOT_A_NUMBER),
        ("' OR 1=1 --", Reason.NOT_A_NUMBER),
        ("9" * 5000, Reason.NOT_A_NUMBER),
    ],
)
def test_other_text_is_explained(typed: str, reason: Reason) -> None:
    assert explain(typed).reason == reason


def test_number_of_a_filing_is_recognised(client: Client) -> None:
    entry = listed()
    number = entry.scheme.filings.get().number
    assert explain(number).reason == Reason.FILING_NUMBER
    assert client.get(f"/v/{number}").status_code == 404


def test_letters_read_for_digits_are_recognised(client: Client) -> None:
    entry = listed()
    typed = entry.number[:3] + entry.number[3:13].replace("0", "O") + entry.number[13:]
    explanation = explain(typed)
    assert explanation.reason == Reason.MISREAD
    assert explanation.suggestions == (entry.number,)
    page = client.get(f"/v/{typed}")
    assert page.status_code == 404
    assert f'href="/v/{entry.number}"' in page.content.decode()

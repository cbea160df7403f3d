"""What is answered when no view can: in both languages, in our looks, and to machines as JSON."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from portal.core.middleware import _record_around

STATUSES = [400, 403, 404, 413, 429, 500, 503]


@pytest.fixture
def visitor(settings, db):
    settings.ROOT_URLCONF = "tests.portal.failing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_failure_has_a_page_of_ours_in_the_language_of_its_address(visitor, language, status):
    answer = visitor.get(f"/{language}/fail/{status}/")
    html = answer.content.decode()
    (heading,) = re.findall("<h1[^>]*>(.*)</h1>", html)
    assert answer.status_code == status
    assert 'class="ts-header"' in html
    assert f'lang="{language}"' in html
    assert heading.isascii() is (language == "en")


@pytest.mark.parametrize("status", STATUSES)
def test_a_program_gets_a_code_and_a_sentence(visitor, status):
    answer = visitor.get(f"/api/fail/{status}/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert set(answer.json()) == {"code", "message"}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("place", ["en", "api"])
def test_who_has_to_wait_is_told_how_long(visitor, status, place):
    assert int(visitor.get(f"/{place}/fail/{status}/")["Retry-After"]) > 0


@pytest.mark.parametrize("status", [400, 413, 429, 500, 503])
def test_a_page_of_failure_needs_no_database(settings, django_db_blocker, status):
    settings.ROOT_URLCONF = "tests.portal.failing_urls"
    with django_db_blocker.block():
        answer = Client(raise_request_exception=False).get(f"/en/fail/{status}/")
    assert answer.status_code == status


def test_a_form_of_more_fields_than_are_taken_is_told_so(client, settings, db):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.post("/accounts/login/", {f"field-{n}": n for n in range(6)})
    assert answer.status_code == 413
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_the_portal_names_a_handler_of_its_own(status):
    handler = get_resolver("portal.urls").resolve_error_handler(status)
    assert handler.__module__ == "portal.core.error_pages"


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("/en/desk/filings/FL-1/acts/refuse/", "/en/desk/filings/FL-1/"),
        ("/en/desk/filings/FL-1/notes/3/", "/en/desk/filings/FL-1/"),
        ("/en/workspace/alliances/1/members/2/leave/", "/en/workspace/alliances/1/"),
        ("/en/desk/outbox/5/try-again/", "/en/desk/outbox/"),
        ("/en/desk/filings/FL-1/", ""),
        ("/en/no/such/thing/", ""),
    ],
)
def test_who_came_too_late_is_led_to_the_record(path: str, record: str) -> None:
    assert _record_around(path) == record

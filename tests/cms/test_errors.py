"""The pages of errors: what happened, and what to do next."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from portal.accounts.roles import Role
from portal.core.errors import DomainError, NotAllowed, RulesBroken, WrongState
from portal.core.middleware import DomainErrorsMiddleware
from schemes.findings import Finding, Severity
from tests.factories import PersonFactory

BROKEN = Finding("SCH-002", Severity.ERROR, "/mark", {})


def refused(rf, error: DomainError, user=None) -> HttpResponse:
    request = rf.get("/en/workspace/schemes/1/")
    request.user = user or AnonymousUser()
    response = DomainErrorsMiddleware(lambda _request: HttpResponse()).process_exception(
        request, error
    )
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("Only a signatory may sign."), 403),
        (WrongState("It was submitted already."), 409),
        (RulesBroken("There are errors.", [BROKEN]), 422),
    ],
)
def test_a_refusal_says_why_and_names_its_code(rf, db, error, status):
    response = refused(rf, error)
    html = response.content.decode()
    assert response.status_code == status
    assert str(error.message) in html
    assert error.code in html
    assert html.count("<h1") == 1


def test_broken_rules_are_listed_with_links_to_each(rf, db):
    html = refused(rf, RulesBroken("There are errors.", [BROKEN, BROKEN])).content.decode()
    for number in (1, 2):
        assert f'href="#finding-{number}"' in html
        assert f'id="finding-{number}"' in html
    assert BROKEN.code in html


def test_who_is_not_signed_in_is_offered_to_and_comes_back(rf, db):
    html = refused(rf, NotAllowed("Only members.")).content.decode()
    assert "/accounts/login/?next=/en/workspace/schemes/1/" in html


def test_who_is_signed_in_finds_the_way_to_their_work(rf, db):
    person = PersonFactory(role=Role.AUTHOR)
    html = refused(rf, NotAllowed("Only signatories."), person).content.decode()
    assert "/after-login/" in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_address_without_a_page_offers_ways_on(client, home, language):
    response = client.get(f"/{language}/no-such-page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert f'href="/{language}/verify/"' in html


def test_a_form_without_its_token_is_explained(home):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert response.content.decode().count("<h1") == 1


def test_our_own_mistake_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        html = render_to_string("errors/500.html")
    assert html.count("<h1") == 1

"""Sessions of people who went away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.core.idling import GRAIN, LAST_SEEN, SIGNED_IN
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "workspace:dashboard"


@pytest.fixture
def author(client):
    person = PersonFactory(role=Role.AUTHOR)
    client.force_login(person)
    return person


def _seconds_pass(client, seconds):
    session = client.session
    session[LAST_SEEN] -= seconds
    session.save()


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (29, 200), (31, 302), (60 * 24, 302)])
def test_who_was_away_longer_than_the_limit_signs_in_again(
    client, author, settings, minutes, status
):
    settings.SESSION_IDLE_MINUTES = 30
    _seconds_pass(client, minutes * 60)
    assert client.get(reverse(PAGE)).status_code == status


def test_limit_is_the_deployments_to_choose(client, author, settings):
    settings.SESSION_IDLE_MINUTES = 5
    _seconds_pass(client, 6 * 60)
    assert client.get(reverse(PAGE)).status_code == 302


def test_who_is_sent_to_sign_in_is_told_why_and_comes_back(client, author, settings):
    _seconds_pass(client, settings.SESSION_IDLE_MINUTES * 60 + 1)
    door = client.get(reverse(PAGE), follow=True)
    assert door.redirect_chain[0][0].endswith("/workspace/")
    assert "govuk-inset-text" in door.content.decode()


@pytest.mark.parametrize(("hours", "status"), [(11, 200), (13, 302)])
def test_half_a_day_after_signing_in_everybody_signs_in_again(client, author, hours, status):
    session = client.session
    session[SIGNED_IN] -= hours * 60 * 60
    session.save()
    assert client.get(reverse(PAGE)).status_code == status


def test_who_worked_for_half_a_day_is_told_so_at_the_door(client, author, security_lines):
    session = client.session
    session[SIGNED_IN] -= 13 * 60 * 60
    session.save()
    door = client.get(reverse(PAGE), follow=True).content.decode()
    assert "twelve hours" in door
    assert security_lines()[-1]["reason"] == "long"


def test_a_session_from_before_counts_from_now_on(client, author):
    session = client.session
    del session[SIGNED_IN]
    session[LAST_SEEN] -= GRAIN + 1
    session.save()
    assert client.get(reverse(PAGE)).status_code == 200
    assert client.session[SIGNED_IN] == client.session[LAST_SEEN]


@pytest.mark.parametrize(("keeps", "status"), [(True, 200), (False, 302)])
def test_a_secret_key_can_be_replaced_without_signing_everybody_out(
    client, author, settings, keeps, status
):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keeps else []
    settings.SECRET_KEY = "another key of fifty characters and a few more than that"
    assert client.get(reverse(PAGE)).status_code == status


def test_end_by_idleness_is_in_the_security_log(client, author, settings, security_lines):
    _seconds_pass(client, settings.SESSION_IDLE_MINUTES * 60 + 1)
    client.get(reverse(PAGE))
    line = security_lines()[-1]
    assert (line["event"], line["reason"], line["person"]) == ("signed_out", "idle", author.pk)


def test_work_keeps_the_session_and_is_noted_once_a_minute(client, author):
    client.get(reverse(PAGE))
    at_first = client.session[LAST_SEEN]
    client.get(reverse(PAGE))
    assert client.session[LAST_SEEN] == at_first
    _seconds_pass(client, GRAIN + 1)
    client.get(reverse(PAGE))
    assert client.session[LAST_SEEN] >= at_first

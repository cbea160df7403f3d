"""The last days of blueprint versions in Wagtail's admin."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.roles import Role
from schemes.blueprint_actions import Propose, SetLastDays
from schemes.last_days import LastDays, last_days_of
from schemes.models import BlueprintVersion
from tests.factories import PersonFactory, VersionFactory, organisation_for
from tests.schemes.blueprints.following import next_version, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, home):
    person = PersonFactory(role=Role.EDITOR, organisation=organisation_for(Role.EDITOR))
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return person


def former() -> BlueprintVersion:
    return BlueprintVersion.objects.by_ref("product/1")


def in_days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def page_of(version: BlueprintVersion, page: str = "") -> str:
    return f"/cms/blueprints/{version.pk}/{page}"


def test_who_proposes_sees_the_last_days_that_the_former_version_would_get(client, editor):
    draft = next_version("product", editor)
    page = client.get(page_of(draft, "do/propose/")).content.decode()
    assert all(date_format(in_days(number)) in page for number in (90, 180))


def test_who_publishes_sees_the_days_of_the_former_version_and_sets_them(client, editor):
    writer = PersonFactory(role=Role.EDITOR, organisation=organisation_for(Role.EDITOR))
    proposed = Propose(next_version("product", writer), writer).run()
    address = page_of(proposed, "do/publish/")
    page = client.get(address).content.decode()
    for usual in (in_days(90), in_days(180)):
        assert f'value="{usual.isoformat()}"' in page
    days = {"drafts": in_days(40).isoformat(), "filing": in_days(50).isoformat()}
    too_soon = {**days, "drafts": in_days(3).isoformat()}
    refused = client.post(address, {"seen": proposed.digest, **too_soon})
    assert refused.status_code == 422
    assert too_soon["drafts"] in refused.content.decode()
    client.post(address, {"seen": proposed.digest, **days})
    assert last_days_of(former()) == LastDays(in_days(40), in_days(50))


def typed(days: LastDays, seen: LastDays, **more: str) -> dict[str, str]:
    said = {"drafts": days.drafts, "filing": days.filing}
    said |= {"seen_drafts": seen.drafts, "seen_filing": seen.filing}
    return {name: day.isoformat() if day else "" for name, day in said.items()} | more


def test_an_editor_prolongs_and_shortens_them_with_a_reason(client, editor):
    VersionFactory()
    publish()
    before = last_days_of(former())
    address = page_of(former(), "last-days/")
    assert "1 certification body gets a mail" in client.get(address).content.decode()
    sooner = LastDays(before.drafts, before.filing - dt.timedelta(days=30))
    assert client.post(address, typed(sooner, before)).status_code == 422
    assert last_days_of(former()) == before
    client.post(address, typed(sooner, before, reason="法规修订"))
    assert last_days_of(former()) == sooner
    assert "法规修订" in client.get(page_of(former())).content.decode()
    client.post(address, typed(LastDays(before.drafts, None), sooner))
    assert last_days_of(former()) == LastDays(before.drafts, None)


def test_what_somebody_else_set_meanwhile_is_said_and_stays(client, editor):
    publish()
    seen = last_days_of(former())
    later = LastDays(seen.drafts, seen.filing + dt.timedelta(days=1))
    SetLastDays(former(), editor, days=later).run()
    latest = LastDays(seen.drafts, seen.filing + dt.timedelta(days=9))
    assert client.post(page_of(former(), "last-days/"), typed(latest, seen)).status_code == 422
    assert last_days_of(former()) == later


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_name_the_days_in_both_languages(client, editor, language):
    publish()
    client.cookies["django_language"] = language
    year = str(last_days_of(former()).filing.year)
    for path in ("/cms/blueprints/", page_of(former()), page_of(former(), "last-days/")):
        assert year in client.get(path).content.decode(), path


def test_what_was_never_published_has_no_last_days(client, editor):
    draft = next_version("product", editor)
    address = page_of(draft, "last-days/")
    assert b"<form" not in client.get(address).content.split(b"main")[1]
    days = LastDays(in_days(40), in_days(40))
    assert client.post(address, typed(days, LastDays())).status_code == 422
    draft.refresh_from_db()
    assert last_days_of(draft) == LastDays()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUTHOR])
def test_nobody_else_enters(client, home, role):
    client.force_login(PersonFactory(role=role))
    answer = client.get(page_of(former(), "last-days/"), follow=True)
    assert answer.status_code == 403

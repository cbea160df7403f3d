"""The last days of a blueprint on the pages of bodies, on the public page, and in the API."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from schemes.last_days import last_days_of
from schemes.models import BlueprintVersion, Scheme
from schemes.validation import CheckReport
from tests.factories import VersionFactory, member_of
from tests.schemes.blueprints.following import publish

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def former() -> BlueprintVersion:
    return BlueprintVersion.objects.by_ref("product/1")


def go_to(time_machine, day: dt.date) -> None:
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_current_timezone())
    time_machine.move_to(noon, tick=False)


def signed_in(client, version, role=Role.AUTHOR):
    """Somebody of the version's body who reads English; anew, since time may have passed."""
    client.force_login(member_of(version.scheme.organisation, role))
    client.cookies["django_language"] = "en"


def pages_of(client, version) -> dict[str, str]:
    pk = version.scheme_id
    addresses = {
        "dashboard": reverse("workspace:dashboard"),
        "scheme": reverse("workspace:scheme", args=[pk]),
        "section": reverse("designer:section", args=[pk, "identity"]),
        "report": reverse("designer:report", args=[pk]),
        "move": reverse("designer:move", args=[pk]),
    }
    return {name: client.get(path).content.decode() for name, path in addresses.items()}


def test_the_pages_of_a_draft_name_the_last_day_and_lead_to_the_newer_version(client, time_machine):
    version = VersionFactory()
    publish()
    last = last_days_of(former()).filing
    signed_in(client, version)
    said = f'<time datetime="{last.isoformat()}">'
    announced = pages_of(client, version)
    assert {name for name, html in announced.items() if said in html} == {
        "dashboard",
        "scheme",
        "move",
    }
    move = reverse("designer:move", args=[version.scheme_id])
    assert move in announced["dashboard"]
    for day, words in ((last, "Last day for filing by"), (last + DAY, "is over")):
        go_to(time_machine, day)
        signed_in(client, version)
        found = pages_of(client, version)
        assert {name for name, html in found.items() if said in html} == set(found)
        assert words in found["scheme"]


@pytest.mark.parametrize(
    ("reached", "place"), [("draft", "designer:move"), ("frozen", "designer:new-version")]
)
def test_what_is_over_and_complete_has_one_next_step(
    client, time_machine, monkeypatch, reached, place
):
    version = VersionFactory(reached=reached)
    publish()
    go_to(time_machine, last_days_of(former()).filing + DAY)
    # What counts back from the signature (SCH-020) would be an error by now.
    monkeypatch.setattr("registry.workspace.scheme.report_of", lambda _stored: CheckReport("", ()))
    signed_in(client, version, Role.SIGNATORY)
    answer = client.get(reverse("workspace:scheme", args=[version.scheme_id]))
    assert answer.context["step"].href == reverse(place, args=[version.scheme_id])


def test_the_page_of_the_signature_says_once_that_the_blueprint_is_over(client, time_machine):
    version = VersionFactory()
    publish()
    go_to(time_machine, last_days_of(former()).filing + DAY)
    signed_in(client, version, Role.SIGNATORY)
    answer = client.get(reverse("workspace:sign", args=[version.scheme_id]))
    assert (answer.context["can_sign"], answer.context["obstacles"]) == (False, [])
    assert reverse("designer:move", args=[version.scheme_id]) in answer.content.decode()


def test_a_draft_that_nothing_ends_says_nothing(client):
    version = VersionFactory()
    signed_in(client, version)
    assert all("ast day for filing" not in html for html in pages_of(client, version).values())


def test_what_is_signed_and_over_leads_to_a_new_draft(client, time_machine):
    version = VersionFactory(frozen=True)
    publish()
    go_to(time_machine, last_days_of(former()).filing + DAY)
    signed_in(client, version, Role.SIGNATORY)
    address = reverse("workspace:file", args=[version.scheme_id])
    # Sent from a page that was open past midnight.
    client.post(address)
    page = client.get(address).content.decode()
    assert "Begin a new draft from this version: it follows blueprint product/2" in page
    assert reverse("designer:new-version", args=[version.scheme_id]) in page
    version.refresh_from_db()
    assert version.state == "frozen"


def test_a_draft_is_begun_with_the_former_version_while_that_is_possible(client, time_machine):
    version = VersionFactory()
    publish()
    signed_in(client, version)
    address = reverse("designer:new")
    assert f'name="blueprint" value="{former().pk}"' in client.get(address).content.decode()
    client.post(address, {"blueprint": former().pk})
    assert Scheme.objects.latest("pk").newest.blueprint == former()
    go_to(time_machine, last_days_of(former()).drafts + DAY)
    signed_in(client, version)
    assert f'name="blueprint" value="{former().pk}"' not in client.get(address).content.decode()
    before = Scheme.objects.count()
    said = client.post(address, {"blueprint": former().pk}, follow=True).content.decode()
    assert "Begin with blueprint product/2 instead." in said
    assert Scheme.objects.count() == before


def test_the_command_of_every_day_tells_of_a_near_last_day_once(time_machine):
    version = VersionFactory()
    publish()
    go_to(time_machine, last_days_of(former()).filing - 3 * DAY)
    for _day in range(2):
        # It ends with 1 where a report comes out differently than before.
        with contextlib.suppress(SystemExit):
            call_command("recheck")
    near = OutboxMessage.objects.filter(payload__template="blueprint_last_day_near")
    assert near.count() == version.scheme.organisation.memberships.count()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everybody_reads_the_days_and_downloads_the_schema(client, language):
    newest = publish()
    page = client.get(f"/{language}/blueprints/").content.decode()
    for day in vars(last_days_of(former())).values():
        assert f'<time datetime="{day.isoformat()}">' in page
    assert newest.note in page
    schema = client.get("/blueprints/product/2.json")
    assert "/blueprints/product/2.json" in page
    assert schema.json() == newest.schema
    assert list(schema.json()["properties"]) == list(newest.schema["properties"])


@pytest.mark.parametrize("path", ["/blueprints/product/9.json", "/blueprints/nothing/1.json"])
def test_what_was_never_published_has_no_address(client, path):
    assert client.get(path).status_code == 404


def test_programs_read_the_days_and_what_is_possible_today(client, time_machine):
    publish()
    days = last_days_of(former())

    def told() -> dict[str, object]:
        rows = client.get("/api/v1/blueprints").json()["results"]
        return next(row for row in rows if row["ref"] == "product/1")

    assert told()["drafts_until"] == days.drafts.isoformat()
    assert told()["filing_until"] == days.filing.isoformat()
    assert told()["schema"].endswith("/blueprints/product/1.json")
    possible = {}
    for day in (days.drafts, days.drafts + DAY, days.filing, days.filing + DAY):
        go_to(time_machine, day)
        possible[day] = (told()["may_be_begun_with"], told()["may_be_filed_by"])
    assert list(possible.values()) == [(True, True), (False, True), (False, True), (False, False)]

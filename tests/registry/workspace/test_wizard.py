"""The wizard before submission: which track, why, what it means, and what else is open."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from portal.accounts.models import CertificationField
from portal.accounts.roles import OrganisationKind, Role
from registry.models import Binding, Filing, Occasion, TrackRule
from registry.procedure.actions.promising import text_of_today
from registry.procedure.track_choice import Way
from registry.tracks import all_tracks
from registry.workspace.wizard import WayTold
from schemes.models import Version
from tests.factories import FilingFactory, VersionFactory, member_of, waits_since
from tests.registry.amending import next_version
from tests.registry.procedure.applications import applied
from tests.regulation import limit, open_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client):
    """The page of a version as its signatory, with the choices made so far."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def look(version: Version, **query: str) -> str:
        client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
        answer = client.get(reverse("workspace:file", args=[version.scheme_id]), query)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return look


def hand_in(client, version: Version, **chosen: str):
    return client.post(reverse("workspace:file", args=[version.scheme_id]), chosen, follow=True)


def put_under_approval(version: Version) -> TrackRule:
    field = CertificationField.objects.get(key=version.document["domains"][0])
    return open_track("approval", Binding.REQUIRED, field=field)


def test_filing_is_asked_for_with_its_row_and_clause(visit):
    page = visit(VersionFactory(frozen=True))
    for words in (
        "What the law asks for",
        "Regulations on Certification and Accreditation, article 17",
        reverse("reference:row", args=["track-rules", "own-rules"]).removeprefix("/zh-hans"),
        "first filing · Product",
        "20 working days",
        "you get one notice of all of it",
        'name="track" value="filing"',
    ):
        assert words in page, words
    assert "not verified" not in page
    assert "What else is open" not in page
    assert "Withdraw the filing" not in page


def test_approval_is_told_and_handed_in_where_a_law_asks_for_it(visit, client):
    version = VersionFactory(frozen=True)
    put_under_approval(version)
    page = visit(version)
    assert "not verified" in page
    for words in (
        "Submit the application",
        "A law says so.",
        "Test Law, article 1",
        "5 working days",
        "With the approval; nothing is listed before.",
        "the application counts as accepted",
    ):
        assert words in page, words
    answer = hand_in(client, version, track="approval")
    filing = Filing.objects.get()
    assert (filing.track, filing.track_ground["basis"]["en"]) == ("approval", "Test Law, article 1")
    assert "Application for approval" in answer.content.decode()
    assert "A law says so.<br>Test Law, article 1" in answer.content.decode()


def test_what_is_allowed_instead_can_be_chosen_and_taken_back(visit, client):
    version = VersionFactory(frozen=True)
    open_track("commitment")
    page = visit(version)
    assert "What else is open to you" in page
    assert "Choose “Notified commitment”" in page

    chosen = visit(version, track="commitment")
    assert "You have chosen" in chosen
    assert "The law asks for “Filing”, and allows this instead." in chosen
    assert 'href="?track=filing#procedure"' in chosen
    assert 'name="track" value="commitment"' in chosen


def test_what_the_track_asks_is_asked_and_kept(visit, client):
    version = VersionFactory(frozen=True)
    open_track("commitment")
    page = visit(version, track="commitment")
    notice = re.sub(r"\s+", " ", escape(text_of_today().text["en"]))
    assert -1 < page.find(notice) < page.find('name="promise"'), (
        "It is read before it is agreed to."
    )
    assert 'name="promise"' not in visit(version)

    answer = hand_in(client, version, track="commitment")
    assert answer.status_code == 422
    assert "Give the promise, or take another track." in answer.content.decode()
    stale = hand_in(client, version, track="commitment", promise="0")
    assert "in the words that hold today" in stale.content.decode()
    assert not Filing.objects.exists()

    hand_in(client, version, track="commitment", promise=text_of_today().version)
    filing = Filing.objects.get()
    assert (filing.track, list(filing.submissions.get().words)) == ("commitment", ["promise"])


def test_a_way_that_this_version_cannot_take_says_why(visit):
    page = visit(VersionFactory(frozen=True))
    assert "Self-declaration" not in page
    open_track("declaration")
    page = visit(VersionFactory(frozen=True))
    assert "Not with this version: Only an amendment of a listed scheme is declared" in page
    assert "Choose “Self-declaration”" not in page
    version = next_version(FilingFactory(no_objection=True).scheme, "1.0.1")
    assert "Choose “Self-declaration”" in visit(version)


def test_a_choice_that_is_not_open_is_refused_on_the_page(visit):
    page = visit(VersionFactory(frozen=True), track="approval")
    assert "is not open to this scheme" in page
    assert 'name="track" value="filing"' in page
    assert "There is no track “&lt;x&gt;”" in visit(VersionFactory(frozen=True), track="<x>")


def test_rows_that_changed_while_the_page_was_open_are_told_and_nothing_is_submitted(visit, client):
    version = VersionFactory(frozen=True)
    visit(version)
    put_under_approval(version)
    page = hand_in(client, version, track="filing").content.decode()
    assert "is not open to this scheme" in page
    assert "Submit the application" in page
    assert not Filing.objects.exists()


@pytest.fixture
def cannot_be_compared(monkeypatch):
    """An amendment of a text that was filed on paper."""
    TrackRule.objects.filter(track="declaration").delete()  # none where nothing can be compared
    version = next_version(FilingFactory(no_objection=True).scheme, "2.0.0")
    monkeypatch.setattr("registry.procedure.track_cases.occasion_of", lambda version: None)
    return version


def test_the_body_is_asked_what_the_portal_cannot_compare(visit, client, cannot_be_compared):
    version = cannot_be_compared
    assert "filed on paper" not in visit(version)
    open_track("approval", Binding.REQUIRED, occasion=Occasion.MAJOR)

    page = visit(version)
    assert "What changes against the rule that was filed on paper?" in page
    assert 'name="track"' not in page
    assert 'name="track"' not in visit(version, occasion="nonsense")
    assert 'value="approval"' in visit(version, occasion="major")
    assert 'name="occasion" value="minor"' in visit(version, occasion="minor")

    hand_in(client, version, track="filing", occasion="minor")
    newest = Filing.objects.latest("pk")
    assert (newest.track, newest.version) == ("filing", version)


def test_a_correction_goes_on_and_offers_no_choice(visit):
    filing = FilingFactory(correction_requested=True)
    open_track("approval", Binding.REQUIRED)
    page = visit(next_version(filing.scheme, "1.0.1"))
    assert f"request for correction in filing {filing.number}" in page
    assert "Submit the filing" in page
    assert "Choose “" not in page


def test_a_correction_reads_the_clock_of_its_case(visit):
    limit("review", 20)
    filing = FilingFactory(correction_requested=True)
    limit("review", 33)
    waits_since(filing, timezone.now() - datetime.timedelta(days=4))
    page = visit(next_version(filing.scheme, "1.0.1"))
    assert "Your answer is due on" in page
    assert "Day 4 of 30" in page
    assert "If you submit it today: The regulator reviews until" in page
    assert "The regulator reviews within" not in page


def test_an_application_under_way_stays_one(visit):
    filing = applied()
    TrackRule.objects.all().delete()
    assert "Submit the application" in visit(next_version(filing.scheme, "1.0.1"))


def test_who_signs_reads_by_which_track_it_will_go(client):
    version = VersionFactory()
    put_under_approval(version)
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:sign", args=[version.scheme_id]), {"lang": "en"})
    assert "it then goes by “Approval”. Takes effect: With the approval" in page.content.decode()


@pytest.mark.parametrize(
    ("track", "told"),
    [
        (
            "filing",
            [
                "The regulator reviews within 20 working days. It may be extended once, with "
                "reasons, by 10 working days. In the fast lane it is 10 working days.",
                "The certification body answers a request for correction within 30 days.",
            ],
        ),
        (
            "approval",
            [
                "names what is missing within 5 working days. In the fast lane it is 2 working",
                "The regulator decides within 20 working days from acceptance. It may be extended",
            ],
        ),
    ],
)
def test_times_are_told_in_sentences_with_their_extension_and_the_fast_lane(visit, track, told):
    version = VersionFactory(frozen=True)
    if track == "approval":
        put_under_approval(version)
    page = visit(version)
    for words in told:
        assert words in page, words
    assert "(regulator)" not in page


BODY = {OrganisationKind.BODY}


@pytest.mark.parametrize(
    "track", [one for one in all_tracks() if one.kinds == BODY], ids=lambda one: one.key
)
def test_what_may_be_done_on_a_track_is_told_in_sentences(track):
    way = WayTold(Way(track), "", is_asked_for=True, times=(), deemed=frozenset(DEEMED))
    told = [*way.by_regulator, *way.by_law]
    assert way.by_regulator
    for sentence in in_both_languages_of(told):
        assert sentence.endswith((".", "。"))
    assert len(told) == len({str(one) for one in told})


DEEMED = {rule.deemed for track in all_tracks() for rule in track.clocks if rule.deemed}


def in_both_languages_of(told):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            yield from map(str, told)

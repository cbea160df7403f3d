"""What the regulator sets of tracks without a programmer: open or closed, words, what is deemed."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.models import OutboxMessage
from registry import wording
from registry.models import Binding, Occasion, StateWords, TimeLimit, TrackTerms
from registry.procedure import due
from registry.procedure.actions import Submit
from registry.procedure.clock import clock_of
from registry.procedure.track_cases import TrackClosed, what_is_asked
from registry.procedure.workflow_page import render_workflow
from registry.register.letters import matter_of
from registry.states import FilingState
from registry.tracks import all_tracks, state_choices, state_of, track_of
from schemes.drafts import begin_version
from tests.factories import FilingFactory, VersionFactory, member_of, officer, waits_since
from tests.registry.amending import next_version
from tests.registry.procedure.promises import asked_to_make_good, text_of_today
from tests.regulation import open_track

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)
WHERE = {
    "name": lambda: track_of("filing").name,
    "why": lambda: track_of("filing").why,
    "legal_basis": lambda: track_of("filing").legal_basis,
    "label": lambda: state_of("received").label,
    "to_body": lambda: state_of("received").to_body,
    "without_effect": lambda: state_of("received").without_effect,
}


def terms(since=None, track="filing", **said):
    """A row; one that closes the track is confirmed, unless a test says otherwise."""
    since = since or TODAY()
    if not said.get("is_open", True):
        said.setdefault("confirmed_on", since)
    return TrackTerms.objects.create(track=track, in_force_from=since, source="试点方案", **said)


def words(since=None, state="received", **said):
    return StateWords.objects.create(state=state, in_force_from=since or TODAY(), **said)


def say(part, **more):
    """A row that says one part, in Chinese and English unless one of them is left out."""
    said = {f"{part}_zh": "新的说法", f"{part}_en": "New words"} | more
    since = said.pop("since", None)
    return (terms if part in ("name", "why", "legal_basis") else words)(since, **said)


def submit(version, **data):
    action = Submit(version, member_of(version.scheme.organisation, Role.SIGNATORY), **data)
    action.run()
    return action.filing


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", list(WHERE))
def test_a_row_says_it_from_its_day_on_in_both_languages(part):
    shipped = in_both_languages(WHERE[part]())
    say(part, since=TODAY() + DAY)
    assert in_both_languages(WHERE[part]()) == shipped
    with time_machine.travel(timezone.now() + DAY, tick=False):
        assert in_both_languages(WHERE[part]()) == {"zh": "新的说法", "en": "New words"}


@pytest.mark.parametrize("part", list(WHERE))
def test_what_a_row_leaves_empty_is_as_it_ships(part):
    shipped = in_both_languages(WHERE[part]())
    row = say(part, **{f"{part}_en": ""})
    assert in_both_languages(WHERE[part]()) == {"zh": "新的说法", "en": shipped["en"]}
    row.delete()
    assert in_both_languages(WHERE[part]()) == shipped


def test_of_several_rows_the_newest_that_is_in_force_counts():
    for days, name in ((-9, "One"), (-1, "Two"), (5, "Three")):
        terms(TODAY() + days * DAY, name_en=name)
    assert str(track_of("filing").name) == "Two"


def test_pages_letters_and_choices_follow(client):
    filing = FilingFactory()
    terms(name_en="Notification", legal_basis_en="Article 1")
    words(label_en="Arrived", to_body_en="It arrived", without_effect_en="It arrived")
    client.force_login(officer())
    for address in (reverse("desk:filing", args=[filing.number]), reverse("desk:queue")):
        page = client.get(address).content.decode()
        assert "Notification" in page
        assert "Arrived" in page
    client.force_login(member_of(filing.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert "It arrived" in page
    assert matter_of(filing)["track"]["en"] == "Notification"
    assert matter_of(filing)["basis"]["en"] == "Article 1"
    assert str(dict(state_choices())["received"]) == filing.get_state_display() == "Arrived"
    assert (
        client.get(f"/schemes/{filing.entry.number}", {"lang": "en"})
        .content.decode()
        .count("Notification")
    )


def test_the_generated_page_tells_what_ships():
    before = render_workflow()
    say("name")
    say("label")
    assert render_workflow() == before


def test_however_many_words_are_shown_the_rows_are_read_once_in_a_while(client):
    for _ in range(3):
        FilingFactory()
    words(label_en="Arrived")
    client.force_login(officer())
    address = reverse("desk:queue")
    client.get(address)
    cache.delete(wording.KEPT)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        tables = (TrackTerms._meta.db_table, StateWords._meta.db_table)
        asked.append(sum(any(t in q["sql"] for t in tables) for q in queries.captured_queries))
    assert asked == [2, 0]


@pytest.mark.parametrize("address", ["/schemes/{number}", "/en/catalogue/"])
def test_what_a_reader_has_is_old_when_words_change(client, address):
    address = address.format(number=FilingFactory().entry.number)
    before = client.get(address, follow=True)["ETag"]
    assert client.get(address, follow=True)["ETag"] == before
    terms(name_zh="备案登记")
    assert client.get(address, follow=True)["ETag"] != before


@pytest.mark.parametrize("row", [TrackTerms(track="nothing"), StateWords(state="nothing")])
def test_what_nobody_has_is_refused(row):
    row.in_force_from, row.source = TODAY(), "试点方案"
    with pytest.raises(ValidationError, match="“nothing” is not known"):
        row.full_clean()


# --- open and closed --------------------------------------------------------------------------


def test_a_closed_track_takes_no_new_filing_until_it_opens_again():
    terms(is_open=False)
    terms(TODAY() + 9 * DAY, is_open=True)
    version = VersionFactory(frozen=True)
    with pytest.raises(TrackClosed, match="“Filing” has taken no new filings since"):
        submit(version)
    with time_machine.travel(timezone.now() + 9 * DAY, tick=False):
        assert submit(version).track == "filing"


def test_no_text_is_frozen_that_could_not_be_submitted(client):
    version = VersionFactory()
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = reverse("workspace:sign", args=[version.scheme_id])
    before = client.get(page)
    terms(is_open=False)
    answer = client.get(page)
    said = "“Filing” has taken no new filings since"
    assert not any(said in str(one) for one in before.context["obstacles"])
    assert any(said in str(one) for one in answer.context["obstacles"])
    assert not answer.context["can_sign"]


def test_what_is_under_way_on_a_closed_track_goes_on():
    filing = asked_to_make_good()
    terms(track="commitment", is_open=False)
    version = next_version(filing.scheme, "1.0.1")
    assert submit(version, promise=text_of_today().version) == filing


def test_a_correction_on_a_closed_track_can_be_signed(client):
    filing = FilingFactory(correction_requested=True)
    terms(is_open=False)
    draft = begin_version(filing.scheme, member_of(filing.organisation, Role.SIGNATORY))
    client.force_login(member_of(filing.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:sign", args=[draft.scheme_id]))
    assert not any("has taken no new filings" in str(one) for one in page.context["obstacles"])


def test_closing_what_the_law_asks_for_opens_nothing_lighter(client):
    version = VersionFactory(frozen=True)
    open_track("approval", Binding.REQUIRED, category="product")
    terms(track="approval", is_open=False)
    assert what_is_asked(version).choice.keys == ["approval"]
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:file", args=[version.scheme_id]))
    assert "“Approval” has taken no new filings since" in page.content.decode()


def test_what_is_allowed_beside_and_closed_is_told_and_cannot_be_chosen(client):
    filing = FilingFactory(no_objection=True)
    open_track("registration", occasion=Occasion.MAJOR)
    version = next_version(filing.scheme, "2.0.0")
    terms(track="registration", is_open=False)
    with pytest.raises(TrackClosed, match="“Registration” has taken no new filings"):
        submit(version, track="registration")


# --- what is deemed ---------------------------------------------------------------------------

#: A Monday; thirty days later is Wednesday 2 December 2026, and ten of grace end on the 12th.
ASKED = datetime.datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
OVER = datetime.datetime(2026, 12, 13, 8, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("since", "state"),
    [
        ("2026-11-01", FilingState.CORRECTION_REQUESTED),
        ("2026-11-02", FilingState.CORRECTION_REQUESTED),
        ("2026-11-03", "lapsed"),  # what had begun before keeps its end
    ],
)
def test_silence_has_its_outcome_where_the_limit_of_its_beginning_says_so(since, state):
    filing = waits_since(FilingFactory(correction_requested=True), ASKED)
    shipped = TimeLimit.objects.get(track="filing", clock="answer")
    TimeLimit.objects.create(
        track="filing",
        clock="answer",
        in_force_from=since,
        amount=shipped.amount,
        grace=shipped.grace,
        is_deemed=False,
    )
    with time_machine.travel(OVER, tick=False):
        clock = clock_of(filing)
        assert (clock.closes_on is None) is (state != "lapsed")
        due.look_at_clocks(OVER.date())
        filing.refresh_from_db()
        assert filing.state == state
        told = OutboxMessage.objects.filter(payload__template="clock_over")
        assert told.exists() is (state != "lapsed")


def test_before_a_submission_only_what_is_carried_out_is_told(client):
    version = VersionFactory(frozen=True)
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = reverse("workspace:file", args=[version.scheme_id])
    assert "By law, when a time is over" in client.get(page).content.decode()
    TimeLimit.objects.filter(track="filing", clock="answer").update(is_deemed=False)
    assert "By law, when a time is over" not in client.get(page).content.decode()


@pytest.mark.parametrize("track", all_tracks(), ids=lambda track: track.key)
def test_no_words_of_a_track_promise_what_a_limit_may_switch_off(track):
    said = " ".join(map(str, (track.why, track.takes_effect, track.received, track.afterwards)))
    assert "silence" not in said
    assert "hear nothing" not in said

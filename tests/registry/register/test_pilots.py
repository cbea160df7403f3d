"""Pilots: tried out until a day, told so, ended by that day, and gone on with for good."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.core.models import OutboxMessage
from registry.models import Entry, EntryTerms, Filing, Publication
from registry.pdf.receipt import receipt_html
from registry.procedure.actions import Submit, TakeUp, Withdraw
from registry.procedure.piloting import pilot_field
from registry.procedure.tracks.filing import TRACK
from registry.programs.order import Procedure
from registry.programs.ways import data_of_submission
from registry.public_status import PublicStatus
from registry.register.due import end_pilots
from registry.search.filters import read_filters
from tests.factories import (
    EntryFactory,
    VersionFactory,
    member_of,
    officer,
    record_no_objection,
    valid_document,
)
from tests.registry.amending import next_version
from tests.regulation import open_track

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
LIFECYCLE = valid_document("product")["lifecycle"]
EFFECTIVE = date.fromisoformat(LIFECYCLE["effective"])


def submit(version, **given):
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    action = Submit(version, signatory, **given)
    action.run()
    return Filing.objects.get(pk=action.filing.pk)


def piloted(days=90):
    """A scheme that is tried out for so many days."""
    return submit(VersionFactory(frozen=True), pilot_until=EFFECTIVE + days * DAY).entry


def reviewed(entry):
    filing = Filing.objects.get(scheme=entry.scheme)
    record_no_objection(TakeUp(filing, officer()).run())
    return entry


def on(day):
    moment = timezone.make_aware(datetime.combine(day, time(10)))
    return time_machine.travel(moment, tick=False)


def test_a_pilot_is_told_everywhere_until_its_last_day():
    entry = piloted()
    last = entry.pilot_until
    assert [entry.status_on(last + days * DAY) for days in (-1, 0, 1)] == [
        "pilot",
        "pilot",
        "pilot_over",
    ]
    with on(EFFECTIVE):
        page = Client().get(f"/schemes/{entry.number}", {"lang": "en"}).content.decode()
        data = Client().get(f"/schemes/{entry.number}.json").json()["register"]
    assert "tried out as a pilot until" in page
    assert (data["status"], data["pilot_until"]) == ("pilot", last.isoformat())
    assert entry.last_issue_on == last
    assert read_filters({"status": "pilot"}).status == "pilot"


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("rows", [Entry, Publication])
def test_the_query_says_of_a_pilot_what_its_page_says(rows, days):
    entry = piloted()
    day = entry.pilot_until + days * DAY
    assert rows.objects.with_status(day).get().status_code == entry.status_on(day)


def test_a_pilot_has_a_longest_time_and_no_day_that_is_over():
    version = VersionFactory(frozen=True)
    longest = EntryTerms.objects.on(TODAY()).pilot_days
    for day in (EFFECTIVE - DAY, EFFECTIVE + (longest + 1) * DAY):
        with pytest.raises(RulesBroken, match="lies between"):
            submit(version, pilot_until=day)
    with pytest.raises(RulesBroken, match="YYYY-MM-DD"):
        submit(version, pilot_until="soon")
    assert not Entry.objects.exists()


def test_what_is_listed_for_good_does_not_become_a_pilot():
    entry = reviewed(EntryFactory())
    version = next_version(entry.scheme, "2.0.0")
    assert pilot_field(version, TRACK) == {}
    with pytest.raises(RulesBroken, match="listed for good"):
        submit(version, pilot_until=TODAY() + DAY)


def test_a_pilot_ends_by_itself_once_and_goes_on_by_a_submission_for_good():
    entry = reviewed(piloted(days=2))
    with on(entry.pilot_until + DAY):
        end_pilots(TODAY())
        end_pilots(TODAY())
        entry.refresh_from_db()
        assert (entry.state, entry.status) == ("listed", "pilot_over")
        assert entry.events.filter(event="pilot_ended").count() == 1
        assert entry.number in str(entry.letters.get(act="end_pilot").content["blocks"]["zh"])
        later = {**LIFECYCLE, "effective": (TODAY() + 30 * DAY).isoformat()}
        submit(next_version(entry.scheme, "1.1.0", lifecycle=later))
        entry.refresh_from_db()
        assert (entry.pilot_until, entry.status) == (None, PublicStatus.NOT_YET_EFFECTIVE)


def page_before(client, version):
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    return client.get(reverse("workspace:file", args=[version.scheme_id]), {"lang": "en"})


def test_the_page_before_an_amendment_has_the_day_of_the_pilot_and_says_what_none_means(client):
    entry = reviewed(piloted())
    version = next_version(entry.scheme, "1.1.0")
    page = page_before(client, version)
    (field,) = page.context["form"].of_a_pilot
    assert field.value() == entry.pilot_until
    html = page.content.decode()
    assert "is in force for good with this version" in html
    assert html.index('name="pilot_until"') < html.index("<details", html.index("<form"))
    client.post(page.request["PATH_INFO"], {"track": "filing", "pilot_until": field.value()})
    filing = Filing.objects.get(submissions__version=version)
    assert filing.pilot_until == entry.pilot_until
    assert Entry.objects.get().pilot_until == entry.pilot_until


def test_a_first_submission_keeps_the_pilot_folded(client):
    page = page_before(client, VersionFactory(frozen=True))
    assert page.context["form"].of_a_pilot == []
    assert "pilot_until" in [field.name for field in page.context["form"].optional]


def test_of_a_pilot_that_is_over_no_day_is_filled_in(client):
    entry = reviewed(piloted(days=2))
    with on(entry.pilot_until + DAY):
        later = {**LIFECYCLE, "effective": (TODAY() + 30 * DAY).isoformat()}
        page = page_before(client, next_version(entry.scheme, "1.1.0", lifecycle=later))
        (field,) = page.context["form"].of_a_pilot
        assert field.value() is None
        assert "ended on" in str(field.help_text)


@pytest.mark.parametrize(
    ("kept", "said"),
    [(True, "As a pilot, until"), (False, "In force for good; before, it was a pilot")],
)
def test_the_receipt_says_what_became_of_the_pilot_for_ever(client, kept, said):
    entry = reviewed(piloted())
    filing = submit(
        next_version(entry.scheme, "1.1.0"), pilot_until=entry.pilot_until if kept else None
    )
    first = Filing.objects.exclude(pk=filing.pk).get()
    client.force_login(member_of(entry.organisation, Role.SIGNATORY))
    for one, words in ((filing, said), (first, "As a pilot, until")):
        page = client.get(reverse("workspace:receipt-page", args=[one.number]), {"lang": "en"})
        assert words in page.content.decode()
        assert words in receipt_html(one.submissions.get(), "en")


def test_a_program_says_what_becomes_of_a_pilot():
    entry = reviewed(piloted())
    version = next_version(entry.scheme, "1.1.0")
    with pytest.raises(RulesBroken, match="Say with “pilot_until”"):
        data_of_submission(version, Procedure())
    for typed, day in (("", None), (entry.pilot_until.isoformat(), entry.pilot_until)):
        said = data_of_submission(version, Procedure(entrance={"pilot_until": typed}))
        assert said["pilot_until"] == day


def test_a_declared_amendment_leaves_the_pilot_as_it_is():
    entry = reviewed(piloted())
    last = entry.pilot_until
    open_track("declaration")
    version = next_version(entry.scheme, "1.0.1")
    with pytest.raises(RulesBroken, match="leaves a pilot as it is"):
        submit(version, track="declaration", pilot_until=last + DAY)
    submit(version, track="declaration")
    entry.refresh_from_db()
    assert (entry.version.label, entry.pilot_until) == ("1.0.1", last)


def test_a_withdrawn_amendment_puts_the_pilot_back():
    entry = reviewed(piloted())
    last = entry.pilot_until
    filing = submit(next_version(entry.scheme, "1.1.0"))
    Withdraw(filing, member_of(entry.organisation, Role.SIGNATORY), reason="继续试点").run()
    entry.refresh_from_db()
    assert entry.pilot_until == last


def test_the_body_is_reminded_and_finds_it_among_its_tasks():
    entry = piloted(days=5)
    end_pilots(TODAY())
    mails = OutboxMessage.objects.filter(payload__template="pilot_ends")
    sent = mails.count()
    end_pilots(TODAY())
    assert (sent > 0, mails.count()) == (True, sent)
    client = Client()
    client.force_login(member_of(entry.organisation, Role.SIGNATORY))
    assert "The pilot ends" in client.get(reverse("workspace:dashboard")).content.decode()

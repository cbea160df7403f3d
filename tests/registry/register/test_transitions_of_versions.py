"""Until when certificates under a version may be used after another has followed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.models import Filing
from registry.pdf.receipt import receipt_html
from registry.procedure.actions import Submit, TakeUp
from registry.register.amending import conversion_to
from tests.factories import (
    FilingFactory,
    VersionFactory,
    member_of,
    officer,
    record_no_objection,
    valid_document,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
RUNNING, OVER = "may be used until", "had to be converted"


@pytest.fixture
def entry():
    return FilingFactory(no_objection=True).entry


def amended(entry, label="2.0.0", days=30):
    """The next version, not submitted, with a transition of so many days."""
    until = (timezone.localdate() + days * DAY).isoformat()
    lifecycle = valid_document("product")["lifecycle"] | {"transition_until": until}
    return next_version(entry.scheme, label, lifecycle=lifecycle)


def submitted(entry, **how):
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    version = Submit(amended(entry, **how), signatory).run()
    entry.refresh_from_db()
    return version


def text_of(client, address, **query):
    return client.get(address, {"lang": "en", **query}, follow=True).content.decode()


def test_before_and_after_the_submission_it_is_told(client, entry):
    version = amended(entry)
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    client.force_login(signatory)
    page = text_of(client, reverse("workspace:file", args=[entry.scheme_id]))
    assert "Certificates under version 1.0.0 may be used until" in page
    Submit(version, signatory).run()
    filing = Filing.objects.get(submissions__version=version)
    receipt = text_of(client, reverse("workspace:receipt-page", args=[filing.number]))
    for told in (receipt, receipt_html(filing.submissions.get(), "en")):
        assert "Certificates under version 1.0.0 may be used until" in told
    first = Filing.objects.exclude(pk=filing.pk).get(scheme=entry.scheme)
    assert RUNNING not in receipt_html(first.submissions.get(), "en")


@pytest.mark.parametrize(("days", "words"), [(0, RUNNING), (30, RUNNING), (31, OVER)])
def test_the_public_reads_it_until_the_day_and_after_it(client, entry, days, words):
    before = entry.version
    submitted(entry)
    with time_machine.travel(timezone.now() + days * DAY, tick=False):
        scheme = text_of(client, f"/schemes/{entry.number}")
        old = text_of(client, f"/schemes/{entry.number}/versions/1.0.0")
        verify_page = reverse("register:verify", args=[entry.number])
        verify = text_of(client, verify_page, d=before.digest)
        new = text_of(client, f"/schemes/{entry.number}/versions/2.0.0")
    for page in (scheme, old, verify):
        assert words in page
    assert words not in new.partition("<h1")[0]
    assert ("Certificates under version 1.0.0 usable until" in scheme) is (words == RUNNING)


def test_data_has_it_beside_the_version_that_was_superseded(client, entry):
    submitted(entry)
    until = (timezone.localdate() + 30 * DAY).isoformat()
    data = client.get(f"/schemes/{entry.number}.json").json()["register"]
    assert data["transition_until"] == until
    told = {one["version"]: one["certificates_until"] for one in data["versions"]}
    assert told == {"2.0.0": None, "1.0.0": until}
    of_old = client.get(f"/schemes/{entry.number}/versions/1.0.0.json").json()
    assert of_old["version"]["certificates_until"] == until
    of_api = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert of_api["transition_until"] == until
    assert of_api["versions"][1]["certificates_until"] == until


def test_each_version_sets_the_transition_of_the_one_before_it_alone(client, entry):
    submitted(entry, label="1.1.0", days=10)
    filing = Filing.objects.get(submissions__version=entry.version)
    record_no_objection(TakeUp(filing, officer()).run())
    plain = valid_document("product")["lifecycle"]
    version = next_version(entry.scheme, "2.0.0", lifecycle=plain)
    Submit(version, member_of(entry.organisation, Role.SIGNATORY)).run()
    data = client.get(f"/schemes/{entry.number}.json").json()["register"]
    told = {one["version"]: one["certificates_until"] for one in data["versions"]}
    day = (timezone.localdate() + 10 * DAY).isoformat()
    assert told == {"2.0.0": None, "1.1.0": None, "1.0.0": day}
    assert data["transition_until"] is None


def test_of_a_first_filing_there_is_nothing_to_convert():
    version = VersionFactory(frozen=True)
    assert conversion_to(version, None) is None

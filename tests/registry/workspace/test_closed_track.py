"""A track that closed: every place that offers a submission says so, and nothing slips through."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.inbox.tasks import tasks_of
from registry.models import Binding, TrackTerms
from registry.procedure.actions import Submit
from registry.procedure.track_cases import TrackClosed
from registry.workspace.overview import waiting_for
from tests.factories import OrganisationFactory, VersionFactory, member_of
from tests.registry.alliances.joining import counter_sign, joint_text, others
from tests.registry.authors.test_licences import file_under, license_body, released
from tests.registry.programs.sending import new_order, post, token_for
from tests.regulation import open_track

pytestmark = pytest.mark.django_db

CLOSED = "“Filing” has taken no new filings since"
TO_SUBMIT = "Submit the filing: it is signed already"
NOT_TODAY = "Signed, and cannot be submitted today: see why"


def close(track="filing", since=0, *, is_open=False):
    """From so many days on."""
    day = timezone.localdate() + datetime.timedelta(days=since)
    TrackTerms.objects.create(
        track=track,
        in_force_from=day,
        is_open=is_open,
        source="公告",
        confirmed_on=None if is_open else day,
    )


def signatory_of(version):
    return member_of(version.scheme.organisation, Role.SIGNATORY)


def step_of(client, version, role=Role.SIGNATORY):
    client.force_login(member_of(version.scheme.organisation, role))
    return client.get(reverse("workspace:scheme", args=[version.scheme_id])).context["step"]


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.AUTHOR])
def test_the_page_of_a_signed_scheme_says_why_it_cannot_be_submitted(client, role):
    version = VersionFactory(frozen=True)
    assert CLOSED not in str(step_of(client, version, role).why)
    close()
    step = step_of(client, version, role)
    assert CLOSED in str(step.why)
    assert "when the regulator opens it again" in str(step.why)
    assert step.label != "Go on to submission"


def test_when_the_track_opens_again_is_told(client):
    version = VersionFactory(frozen=True)
    close()
    close(since=9, is_open=True)
    day = timezone.localdate() + datetime.timedelta(days=9)
    assert f"from {day.day} {day:%B %Y} on" in str(step_of(client, version).why)


def test_overview_and_inbox_do_not_ask_for_what_is_refused():
    version = VersionFactory(frozen=True)
    person = signatory_of(version)
    assert [one.label for one in waiting_for(person)] == [TO_SUBMIT]
    close()
    assert [one.label for one in waiting_for(person)] == [NOT_TODAY]
    assert [one.label for one in tasks_of(person)] == [NOT_TODAY]


def test_where_another_track_is_open_the_submission_goes_on(client):
    version = VersionFactory(frozen=True)
    open_track("registration")
    close()
    assert step_of(client, version).label == "Go on to submission"
    assert [one.label for one in waiting_for(signatory_of(version))] == [TO_SUBMIT]


def test_the_track_that_the_law_asks_for_counts_not_any_other(client):
    version = VersionFactory(frozen=True)
    open_track("approval", Binding.REQUIRED, category="product")
    close("approval")
    assert "“Approval” has taken no new filings" in str(step_of(client, version).why)


def test_a_draft_is_told_before_it_is_signed(client):
    version = VersionFactory()
    close()
    client.force_login(signatory_of(version))
    for page in ("workspace:scheme", "designer:report"):
        answer = client.get(reverse(page, args=[version.scheme_id]))
        assert any(CLOSED in str(one) for one in answer.context["obstacles"])


def test_a_signed_text_with_errors_by_now_leads_to_a_new_draft(client):
    version = VersionFactory(frozen=True)
    approvals = version.scheme.organisation.approved_fields.all()
    approvals.update(valid_until="2020-01-01")
    step = step_of(client, version)
    assert step.is_post
    assert step.href == reverse("designer:new-version", args=[version.scheme_id])


@pytest.mark.parametrize("query", ["?act=draft", "", "?dry_run=true", "?act=draft&dry_run=true"])
def test_programs_are_told_the_same(client, query):
    body = OrganisationFactory()
    _token, secret = token_for(body)
    order = new_order(body)
    close()
    answer = post(client, secret, order, query)
    assert "track_closed" in answer.content.decode()
    if "dry_run" not in query:
        assert answer.status_code == 422
        assert answer.json()["code"] == "track_closed"


def test_a_licence_is_no_way_around_a_closed_track(client):
    licence = license_body(released())
    signatory = member_of(licence.organisation, Role.SIGNATORY)
    page = reverse("workspace:file-under", args=[licence.pk])
    assert page in {one.href for one in waiting_for(signatory)}
    close()
    with pytest.raises(TrackClosed, match="has taken no new filings"):
        file_under(licence)
    client.force_login(signatory)
    assert any(CLOSED in str(one) for one in client.get(page).context["obstacles"])
    assert page not in {one.href for one in waiting_for(signatory)}


def test_nor_is_a_joint_text_that_was_handed_in_before():
    alliance, version = joint_text(2)
    early, late = others(alliance)
    counter_sign(early, version)
    version = Submit(version, signatory_of(version)).run()
    close()
    with pytest.raises(TrackClosed, match="has taken no new filings"):
        counter_sign(late, version)

"""Who is told of a blueprint's last days, when, and where they are shown."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from schemes.blueprint_notices import remind
from schemes.drafts import begin_version
from schemes.last_days import ending_of, last_days_of
from schemes.models import Version
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    VersionFactory,
    member_of,
)
from tests.schemes.blueprints.days import (
    DAY,
    FIRST_SECOND,
    REMINDER,
    at,
    product,
    set_days,
    signatory_of,
    today,
)
from tests.schemes.blueprints.following import publish

pytestmark = pytest.mark.django_db


def mails(template: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="mail", payload__template=template))


# --- told -----------------------------------------------------------------------------------


def test_bodies_with_drafts_are_told_at_once_and_others_are_not():
    version = VersionFactory()
    FilingFactory()
    OrganisationFactory()
    signatory = signatory_of(version)
    publish()
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    told = {mail.payload["to"] for mail in mails("blueprint_last_days")}
    assert told == {author.email, signatory.email}


def test_a_change_is_told_again_with_its_reason():
    VersionFactory()
    publish()
    days = last_days_of(product())
    first = len(mails("blueprint_last_days"))
    set_days(days.drafts, days.filing - DAY, "法规修订")
    set_days(days.drafts, days.filing)
    told = mails("blueprint_last_days")
    assert len(told) == 3 * first
    assert [mail.payload["context"]["reason"] for mail in told].count("法规修订") == first


def test_who_corrects_what_was_filed_is_not_told():
    filing = FilingFactory(correction_requested=True)
    begin_version(filing.scheme, member_of(filing.organisation, Role.AUTHOR))
    publish()
    assert mails("blueprint_last_days") == []


def test_before_the_last_day_bodies_are_told_once_more(time_machine):
    version = VersionFactory()
    publish()
    last = last_days_of(product()).filing
    time_machine.move_to(at(last - (REMINDER + 1) * DAY), tick=False)
    remind(today())
    assert mails("blueprint_last_day_near") == []
    time_machine.move_to(at(last - REMINDER * DAY), tick=False)
    remind(today())
    remind(today())
    told = [mail.payload["to"] for mail in mails("blueprint_last_day_near")]
    people = version.scheme.organisation.memberships.values_list("user__email", flat=True)
    assert sorted(told) == sorted(people)


def test_a_day_that_was_prolonged_is_told_again_when_it_is_near(time_machine):
    VersionFactory()
    publish()
    days = last_days_of(product())
    time_machine.move_to(at(days.filing - DAY), tick=False)
    remind(today())
    set_days(days.drafts, days.filing + 60 * DAY)
    remind(today())
    once = len(mails("blueprint_last_day_near"))
    assert once > 0
    time_machine.move_to(at(days.filing + 59 * DAY), tick=False)
    remind(today())
    assert len(mails("blueprint_last_day_near")) == 2 * once


def test_a_mail_says_when_an_end_was_taken_back():
    VersionFactory()
    publish()
    set_days(None, None)
    _subject, body = rendered(
        "blueprint_last_days", mails("blueprint_last_days")[-1].payload["context"]
    )
    assert "has no last days any more" in body
    assert "File each" not in body


@pytest.mark.parametrize("template", ["blueprint_last_days", "blueprint_last_day_near"])
def test_the_mails_name_the_days_the_drafts_and_the_way_on(time_machine, template):
    version = VersionFactory()
    publish()
    days = last_days_of(product())
    time_machine.move_to(at(days.filing - DAY), tick=False)
    remind(today())
    mail = mails(template)[0].payload
    subject, body = rendered(template, mail["context"])
    assert "product/1" in subject
    assert f"/workspace/schemes/{version.scheme_id}" in body
    assert "product/2" in body
    assert days.filing.isoformat()[:4] in body


# --- shown ----------------------------------------------------------------------------------


def test_what_ends_is_known_of_a_draft_from_the_announcement_on(time_machine):
    version = VersionFactory()
    assert ending_of(version) is None
    newest = publish()
    version.refresh_from_db()
    ending = ending_of(Version.objects.get(pk=version.pk))
    assert ending is not None
    assert (ending.newer, ending.is_over) == (newest, False)
    time_machine.move_to(at(last_days_of(product()).filing + DAY, FIRST_SECOND), tick=False)
    assert ending_of(Version.objects.get(pk=version.pk)).is_over

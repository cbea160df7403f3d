"""Who opened a letter first, and when: kept for good, a task before it, told to the sender."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from registry.inbox.tasks import tasks_of
from registry.models import Letter, LetterReading, Notice
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    member_of,
    officer,
    organisation_for,
    record_no_objection,
)

pytestmark = pytest.mark.django_db
TASK = "Read a letter of the regulator"


@pytest.fixture
def letter() -> Letter:
    """The letter about a review without objection."""
    filing = record_no_objection(FilingFactory(under_review=True))
    found: Letter = filing.letters.get()
    return found


def waiting(user: Any) -> list[str]:
    return [task.href for task in tasks_of(user) if task.label == TASK]


def opened(client: Client, letter: Letter, user: Any, name: str = "workspace:letter") -> int:
    client.force_login(user)
    return client.get(reverse(name, args=[letter.number])).status_code


@pytest.mark.parametrize("name", ["workspace:letter", "workspace:letter-file"])
def test_a_letter_is_a_task_of_those_it_went_to_until_one_of_them_opens_it(
    client: Client, letter: Letter, name: str
) -> None:
    place = reverse("workspace:letter", args=[letter.number])
    body = letter.organisation
    author, signatory = member_of(body, Role.AUTHOR), member_of(body, Role.SIGNATORY)
    assert waiting(author) == waiting(signatory) == [place]
    assert waiting(member_of(body, Role.ADMINISTRATOR)) == []
    assert waiting(member_of(OrganisationFactory(), Role.AUTHOR)) == []
    assert opened(client, letter, author, name) == 200
    assert waiting(author) == waiting(signatory) == []


def test_the_first_opening_of_each_person_is_kept_with_the_digest(
    client: Client, letter: Letter, time_machine: Any
) -> None:
    author = member_of(letter.organisation, Role.AUTHOR)
    opened(client, letter, author)
    first = LetterReading.objects.get()
    assert (first.person, first.sha256) == (author, letter.sha256)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    opened(client, letter, author, "workspace:letter-file")
    opened(client, letter, member_of(letter.organisation, Role.ADMINISTRATOR))
    assert [one.at for one in LetterReading.objects.filter(person=author)] == [first.at]
    assert LetterReading.objects.count() == 2


def test_what_the_regulator_looks_at_is_not_delivered(client: Client, letter: Letter) -> None:
    tied = PersonFactory()
    join(tied, organisation_for(Role.OFFICER), Role.OFFICER)
    join(tied, OrganisationFactory(), Role.AUTHOR)
    assert opened(client, letter, officer(), "desk:letter") == 200
    assert opened(client, letter, tied) == 200
    assert not LetterReading.objects.exists()


def test_a_reading_is_only_ever_added(client: Client, letter: Letter) -> None:
    opened(client, letter, member_of(letter.organisation, Role.AUTHOR))
    for change in (
        lambda: LetterReading.objects.update(at=timezone.now()),
        lambda: LetterReading.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_sender_reads_by_whom_and_when_it_was_opened(client: Client, letter: Letter) -> None:
    author = member_of(letter.organisation, Role.AUTHOR)
    pages = [
        reverse("desk:letter", args=[letter.number]),
        reverse("desk:filing", args=[letter.filing.number]),
    ]
    for is_opened in (False, True):
        if is_opened:
            opened(client, letter, author)
        client.force_login(officer())
        own, of_filing = (client.get(page).content.decode() for page in pages)
        assert ("Nobody of the body has opened it" in own) is not is_opened
        assert (f" · {author}</li>" in own) is is_opened
        assert ("not opened yet" in of_filing) is not is_opened


def test_a_correction_notice_keeps_who_opened_it_too(client: Client) -> None:
    filing = FilingFactory(correction_requested=True)
    notice = Notice.objects.get()
    author = member_of(filing.organisation, Role.AUTHOR)
    client.force_login(author)
    client.get(reverse("workspace:notice", args=[notice.number]))
    assert notice.readings.get().person == author
    client.force_login(officer())
    page = client.get(reverse("desk:notice", args=[filing.number, notice.number]))
    assert f" · {author}</li>" in page.content.decode()

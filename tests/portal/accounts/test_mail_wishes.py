"""News come as often as a person wishes and in their language; legal notices always, at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.mail_models import Frequency, HeldMail, MailLanguage, MailWishes
from portal.accounts.mail_wishes import send_digests
from portal.accounts.models import User
from portal.core import outbox
from portal.core.mail import send_later
from portal.core.models import OutboxMessage
from tests.factories import FilingFactory, PersonFactory, record_no_objection

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
WORDS = {
    "token": "系统甲",
    "title": {"zh": "净化器认证", "en": "Purifiers"},
    "rule_number": "EX-1",
    "version": "1.0.0",
    "body": {"zh": "机构", "en": "Body"},
    "scheme": 1,
}


def person(frequency: str, language: str = MailLanguage.BOTH) -> User:
    user: User = PersonFactory()
    MailWishes.objects.create(user=user, frequency=frequency, language=language)
    return user


def send(user: User, *, news: bool = True, key: str | None = None) -> None:
    send_later("draft_ready", [user.email], WORDS, news=news, key=key)


def sent() -> list[Any]:
    outbox.deliver_waiting()
    return mail.outbox


@pytest.mark.parametrize("frequency", Frequency.values)
def test_a_legal_notice_goes_at_once_whatever_was_wished(frequency: str) -> None:
    user = person(frequency)
    send(user, news=False)
    assert [one.to for one in sent()] == [[user.email]]


@pytest.mark.parametrize("frequency", Frequency.values)
def test_news_go_at_once_to_who_wishes_it_so(frequency: str) -> None:
    user = person(frequency)
    send(user)
    assert bool(sent()) is (frequency == Frequency.AT_ONCE)
    is_held = frequency in (Frequency.DAILY, Frequency.WEEKLY)
    assert HeldMail.objects.filter(user=user).exists() is is_held


def test_who_wished_nothing_hears_at_once_in_both_languages() -> None:
    send(PersonFactory())
    [one] = sent()
    assert "净化器认证" in one.body
    assert "Purifiers" in one.body


@pytest.mark.parametrize(
    ("frequency", "day", "comes"),
    [
        (Frequency.DAILY, TUESDAY, True),
        (Frequency.DAILY, MONDAY, True),
        (Frequency.WEEKLY, TUESDAY, False),
        (Frequency.WEEKLY, MONDAY, True),
    ],
)
def test_a_digest_comes_on_its_day(frequency: str, day: date, comes: bool) -> None:
    send(person(frequency))
    send_digests(day)
    assert len(sent()) == comes


def test_a_digest_holds_all_that_waited_once_and_forgets_its_words() -> None:
    user = person(Frequency.DAILY, MailLanguage.ENGLISH)
    send(user, key="a")
    send(user, key="a")
    send(user, key="b")
    for _ in range(2):
        send_digests(TUESDAY)
    [one] = sent()
    assert one.to == [user.email]
    assert one.body.count("Purifiers") == 4
    assert "净化器认证" not in one.body
    assert not HeldMail.objects.filter(sent_at=None).exists()
    assert list(HeldMail.objects.values_list("context", flat=True)) == [{}, {}]
    send(user, key="a")
    send_digests(date(2026, 12, 2))
    assert len(sent()) == 1


def test_what_was_held_for_somebody_who_wants_no_more_does_not_come() -> None:
    user = person(Frequency.DAILY)
    send(user)
    MailWishes.objects.update(frequency=Frequency.NEVER)
    send_digests(TUESDAY)
    assert sent() == []
    assert not HeldMail.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    ("language", "there", "absent"),
    [
        (MailLanguage.CHINESE, "净化器认证", "Purifiers"),
        (MailLanguage.ENGLISH, "Purifiers", "净化器认证"),
    ],
)
def test_news_come_in_the_language_of_the_person(language: str, there: str, absent: str) -> None:
    send(person(Frequency.AT_ONCE, language))
    [one] = sent()
    assert there in one.body
    assert absent not in one.body


def test_a_legal_notice_comes_in_both_languages_theirs_first() -> None:
    send(person(Frequency.AT_ONCE, MailLanguage.ENGLISH), news=False)
    [one] = sent()
    assert 0 <= one.body.index("Purifiers") < one.body.index("净化器认证")


def test_a_decision_reaches_who_wants_no_news() -> None:
    filing = FilingFactory(under_review=True)
    people = User.objects.filter(memberships__organisation=filing.organisation)
    for user in people.distinct():
        MailWishes.objects.create(user=user, frequency=Frequency.NEVER)
    OutboxMessage.objects.all().delete()
    record_no_objection(filing)
    addresses = {
        one.payload["to"]
        for one in OutboxMessage.objects.filter(kind="mail", payload__template="decision")
    }
    assert filing.version.frozen_by.email in addresses


def test_a_person_says_what_they_wish(client: Client) -> None:
    user = PersonFactory(role="author")
    client.force_login(user)
    assert client.get("/en/workspace/organisation/mail/").status_code == 200
    wished = {"frequency": "weekly", "language": "en"}
    client.post("/en/workspace/organisation/mail/", wished)
    wishes = MailWishes.objects.get(user=user)
    assert (wishes.frequency, wishes.language) == (Frequency.WEEKLY, MailLanguage.ENGLISH)
    refused = client.post("/en/workspace/organisation/mail/", {"frequency": "hourly"})
    assert refused.status_code == 422
    assert MailWishes.objects.get(user=user).frequency == Frequency.WEEKLY

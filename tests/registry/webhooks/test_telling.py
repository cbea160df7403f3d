"""A body's system hears what happens, signed, as often as it takes, and nothing of others."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.utils import timezone, translation

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.core import outbox
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue
from portal.core.sealing import unseal
from registry.models import Delivery, Filing, Topic, Webhook
from registry.webhooks.addresses import end, enter, give_new_secret
from registry.webhooks.telling import forget_deliveries, put_again, try_address
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    member_of,
    propose,
    record_no_objection,
)
from tests.registry.register.owning import accepted, decided
from tests.registry.webhooks.receiving import System, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(settings: Any) -> Iterator[System]:
    settings.WEBHOOKS = {**settings.WEBHOOKS, "LOOPBACK": True, "SECONDS": 5}
    with listening() as heard:
        yield heard


def entered(
    system: System, body: Organisation | None = None, topics: Sequence[str] = tuple(Topic.values)
) -> tuple[Webhook, str]:
    body = body or OrganisationFactory()
    administrator = member_of(body, Role.ADMINISTRATOR)
    return enter(body, administrator, address=system.address, topics=topics)


def deliver() -> None:
    while outbox.deliver_next(Queue.WEBHOOKS) is not None:
        pass


def test_what_happens_to_a_filing_is_told_and_signed(system: System) -> None:
    webhook, secret = entered(system)
    filing = FilingFactory(organisation=webhook.organisation)
    deliver()
    [told] = [one for one in system.heard if one.told()["type"] == Topic.FILING_CHANGED]
    assert told.is_signed_by(secret)
    assert told.path == "/hook?from=touchstone"
    data = told.told()["data"]
    assert (data["filing"], data["event"]) == (filing.number, "submitted")
    assert data["address"].endswith(f"/api/v1/filings/{filing.number}")
    entries = [one for one in system.heard if one.told()["type"] == Topic.ENTRY_CHANGED]
    assert [one.told()["data"]["event"] for one in entries] == ["filed"]


def test_a_changed_body_or_another_secret_is_noticed(system: System) -> None:
    webhook, secret = entered(system)
    try_address(webhook, webhook.organisation)
    deliver()
    [told] = system.heard
    altered = copy.copy(told)
    altered.body = told.body + b" "
    assert not altered.is_signed_by(secret)
    _other, others = enter(
        webhook.organisation,
        member_of(webhook.organisation, Role.ADMINISTRATOR),
        address=system.address + "&2",
        topics=[Topic.FILING_CHANGED],
    )
    assert not told.is_signed_by(others)


def test_only_what_was_chosen_of_the_own_body_and_nothing_from_inside(system: System) -> None:
    webhook, _secret = entered(system, topics=[Topic.FILING_CHANGED])
    FilingFactory()
    filing = FilingFactory(organisation=webhook.organisation, under_review=True)
    propose(filing, "no_objection")
    deliver()
    assert [one.told()["data"]["event"] for one in system.heard] == ["submitted", "taken_up"]


def test_that_a_scheme_goes_over_is_told_to_both_bodies_and_the_rest_to_the_new_one(
    system: System,
) -> None:
    filing = FilingFactory(under_review=True)
    change = accepted(filing.entry)
    hooks = [entered(system, body)[0] for body in (change.from_body, change.to_body)]
    decided(filing.entry)
    record_no_objection(Filing.objects.get())
    told = [[one.body["data"]["event"] for one in hook.deliveries.order_by("pk")] for hook in hooks]
    assert told[0] == ["owner_changed", "owner_changed"]
    assert told[1] == ["owner_changed", "owner_changed", "no_objection", "reviewed"]


@pytest.mark.parametrize("status", [500, 404, 301])
def test_what_is_not_taken_is_sent_again_as_the_same_message(system: System, status: int) -> None:
    webhook, _secret = entered(system)
    system.status, system.headers = status, {"Location": system.address}
    delivery = try_address(webhook, webhook.organisation)
    deliver()
    delivery.refresh_from_db()
    assert (delivery.taken_at, delivery.status, delivery.attempts) == (None, status, 1)
    assert len(system.heard) == 1
    system.status = 204
    outbox.deliver_waiting(early=True)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.problem) == (204, 2, "")
    assert len({one.headers["webhook-id"] for one in system.heard}) == 1


def test_what_is_given_up_is_seen_and_can_be_sent_again(system: System) -> None:
    webhook, _secret = entered(system)
    system.status = 500
    delivery = try_address(webhook, webhook.organisation)
    for _ in range(site.OUTBOX["QUEUES"]["webhooks"]["attempts"]):
        outbox.deliver_waiting(early=True)
    message = OutboxMessage.objects.get(queue=Queue.WEBHOOKS)
    assert (message.state, message.failure) == (MessageState.GIVEN_UP, "not_taken")
    delivery = Delivery.objects.get(pk=delivery.pk)
    assert delivery.is_given_up
    system.status = 200
    put_again(delivery)
    deliver()
    delivery.refresh_from_db()
    assert delivery.taken_at is not None
    assert not delivery.is_given_up


def test_a_system_that_is_not_there_is_told_of(system: System, settings: Any) -> None:
    webhook, _secret = entered(system)
    Webhook.objects.filter(pk=webhook.pk).update(address="http://127.0.0.1:9/")
    webhook.refresh_from_db()
    settings.WEBHOOKS = {**settings.WEBHOOKS, "LOOPBACK": False}
    delivery = try_address(webhook, webhook.organisation)
    deliver()
    delivery.refresh_from_db()
    assert "https" in delivery.problem
    assert system.heard == []


def test_an_address_that_says_it_is_gone_is_ended(system: System) -> None:
    webhook, _secret = entered(system)
    system.status = 410
    try_address(webhook, webhook.organisation)
    deliver()
    webhook.refresh_from_db()
    assert webhook.ended_at is not None
    FilingFactory(organisation=webhook.organisation)
    assert Delivery.objects.count() == 1


def test_an_address_that_has_ended_hears_nothing_more(system: System) -> None:
    webhook, _secret = entered(system)
    try_address(webhook, webhook.organisation)
    end(webhook, member_of(webhook.organisation, Role.ADMINISTRATOR))
    deliver()
    assert system.heard == []


def test_both_secrets_sign_for_a_day_after_a_rotation(system: System) -> None:
    webhook, former = entered(system)
    newer = give_new_secret(webhook, member_of(webhook.organisation, Role.ADMINISTRATOR))
    webhook.refresh_from_db()
    try_address(webhook, webhook.organisation)
    deliver()
    assert system.heard[-1].is_signed_by(former)
    assert system.heard[-1].is_signed_by(newer)
    Webhook.objects.update(former_until=timezone.now() - timedelta(seconds=1))
    try_address(webhook, webhook.organisation)
    deliver()
    assert not system.heard[-1].is_signed_by(former)
    assert system.heard[-1].is_signed_by(newer)


def test_a_secret_lies_sealed(system: System) -> None:
    webhook, secret = entered(system)
    webhook.refresh_from_db()
    assert secret not in webhook.secret
    assert unseal(webhook.secret) == secret


def test_messages_are_forgotten_after_their_days(system: System) -> None:
    webhook, _secret = entered(system)
    delivery = try_address(webhook, webhook.organisation)
    kept = timezone.localdate(delivery.at) + timedelta(days=site.WEBHOOKS["KEPT_DAYS"])
    forget_deliveries(kept)
    assert Delivery.objects.exists()
    forget_deliveries(kept + timedelta(days=1))
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("status", "problem", "en", "zh"),
    [
        (0, "", "", ""),
        (503, "HTTP 503", "It answered with the HTTP status 503.", "状态码为503"),
        (0, "TimeoutError: timed out", "It did not answer in time.", "未在规定时间内应答"),
        (0, "gaierror: [Errno -2] Name", "The name of the machine is not known.", "主机名"),
        (0, "The address begins with https://.", "The address begins with https://.", "https://"),
        (0, "OddError: x", "OddError: x", "OddError: x"),
    ],
)
def test_why_a_message_was_not_taken_is_told_in_the_language_of_the_page(
    status: int, problem: str, en: str, zh: str
) -> None:
    delivery = Delivery(status=status, problem=problem)
    assert delivery.problem_told == en
    with translation.override("zh-hans"):
        assert zh in delivery.problem_told

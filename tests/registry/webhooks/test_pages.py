"""An administrator enters an address, sees its secret once, tries it and ends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.sealing import unseal
from registry.models import Delivery, Topic, Webhook
from registry.webhooks.addresses import MOST, enter
from registry.webhooks.telling import put
from tests.factories import OrganisationFactory, PersonFactory, member_of
from tests.signing_in import person_with_address, prove_again, sign_in

pytestmark = pytest.mark.django_db
PAGES = "/en/workspace/webhooks/"
ADDRESS = "https://body.example/hook"


def make(address: str = ADDRESS, role: str = Role.ADMINISTRATOR, body: Any = None) -> Webhook:
    body = body or OrganisationFactory()
    return enter(body, member_of(body, role), address=address, topics=[Topic.FILING_CHANGED])[0]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY])
def test_only_an_administrator_enters_an_address(role: str) -> None:
    with pytest.raises(NotAllowed, match="Only an administrator"):
        make(role=role)


def test_an_address_is_entered_once_and_there_are_few() -> None:
    body = make().organisation
    with pytest.raises(RulesBroken, match="told already"):
        make(body=body)
    for number in range(MOST - 1):
        make(f"{ADDRESS}/{number}", body=body)
    with pytest.raises(RulesBroken, match="at most"):
        make(f"{ADDRESS}/more", body=body)


def test_it_is_entered_tried_rotated_and_ended_on_its_pages(client: Client) -> None:
    administrator = person_with_address(role=Role.ADMINISTRATOR)
    sign_in(client, administrator)
    prove_again(client)
    page = client.post(PAGES, {"address": ADDRESS, "topics": ["filing.changed"]}).content.decode()
    webhook = Webhook.objects.get()
    assert unseal(webhook.secret) in page
    here = f"{PAGES}{webhook.pk}/"
    assert unseal(webhook.secret) not in client.get(here).content.decode()
    client.post(f"{here}try/")
    assert Delivery.objects.get().topic == "test"
    assert "Test message" in client.get(here).content.decode()
    again = client.post(f"{here}rotate/").content.decode()
    webhook.refresh_from_db()
    assert unseal(webhook.secret) in again
    client.post(f"{here}end/")
    webhook.refresh_from_db()
    assert webhook.ended_at is not None
    assert ADDRESS not in client.get(PAGES).content.decode()


def test_bad_input_comes_back_as_it_was_typed(client: Client) -> None:
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR))
    answer = client.post(PAGES, {"address": "http://innen.example/", "topics": []})
    assert answer.status_code == 422
    assert 'value="http://innen.example/"' in answer.content.decode()


@pytest.mark.parametrize("below", ["", "rotate/", "try/", "end/", "deliveries/1/again/"])
def test_another_body_s_address_is_not_seen(client: Client, below: str) -> None:
    webhook = make()
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR))
    ask = client.post if below else client.get
    assert ask(f"{PAGES}{webhook.pk}/{below}").status_code == 404


def test_secrets_follow_the_newest_key(settings: Any) -> None:
    webhook = make()
    webhook.refresh_from_db()
    before = unseal(webhook.secret)
    newer = "bmV3ZXIga2V5IG9mIHRlc3RzLCAzMiBieXRlcyEhISE="
    settings.SEALING_KEYS = [newer, *settings.SEALING_KEYS]
    call_command("reseal")
    settings.SEALING_KEYS = [newer]
    webhook.refresh_from_db()
    assert unseal(webhook.secret) == before


def test_the_page_of_an_address_shows_the_last_messages_of_each_kind(client: Client) -> None:
    webhook = make()
    for data in ({"filing": "FL-2026-000001-R"}, {"entry": "TS-2026-000001-G"}, {}):
        put(webhook, Topic.FILING_CHANGED, timezone.now(), data)
    client.force_login(member_of(webhook.organisation, Role.AUTHOR))
    page = client.get(f"{PAGES}{webhook.pk}/").content.decode()
    assert "FL-2026-000001-R" in page
    assert "TS-2026-000001-G" in page

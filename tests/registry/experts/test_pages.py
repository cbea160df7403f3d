"""The pages of an expert: by a link alone, from the declaration to the opinion on record."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.experts.access import GUESSING
from registry.models import Expert, ExpertPanel
from registry.procedure.actions import Withdraw
from registry.procedure.experts.answering import declare, recuse, submit
from registry.procedure.experts.links import digest_of, renew_link
from tests.factories import FilingFactory, PersonFactory, decider, member_of, officer
from tests.registry.experts.hearing import draw, pool, secret

pytestmark = pytest.mark.django_db

GIVEN = {"stance": "favourable", "text": "同意", "notes": []}


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Requests are counted in the cache."""
    cache.clear()


def _at(name, *args):
    return reverse(f"experts:{name}", args=args)


def _seat(experts=1):
    filing = FilingFactory(under_review=True)
    pool(filing, experts)
    return draw(filing).seats.get()


def test_an_expert_declares_reads_writes_and_hands_in(client):
    seat = _seat()
    key = secret(seat)
    start = client.get(_at("start", key))
    assert start["Cache-Control"] == "private, no-store"
    assert start["X-Robots-Tag"].startswith("noindex")
    assert client.get(_at("document", key))["Location"] == _at("start", key)
    assert client.get(_at("opinion", key))["Location"] == _at("start", key)
    assert client.post(_at("declare", key)).status_code == 422
    assert client.post(_at("declare", key), {"agreed": "on"}).status_code == 302
    assert client.get(_at("start", key)).status_code == 200
    assert client.post(_at("recuse", key)).status_code == 422
    title = seat.panel.filing.version.title
    assert title in client.get(_at("document", key)).content.decode()
    note = {"note-0-chapter": "", "note-0-quote": "", "note-0-text": "抽样数量偏少"}
    words = {"stance": "reservations", "text": "总体可行", "seen": "0", **note}
    assert client.post(_at("opinion", key), {**words, "save": "1"}).status_code == 302
    refused = client.post(_at("opinion", key), {**words, "seen": "1", "submit": "1"})
    assert refused.status_code == 422
    assert "抽样数量偏少" in client.get(_at("opinion", key)).content.decode()
    chapter = seat.panel.filing.version.blueprint.blueprint.sections[0].key
    words |= {"note-0-chapter": chapter, "seen": "2", "submit": "1"}
    assert client.post(_at("opinion", key), words)["Location"] == _at("start", key)
    page = client.get(_at("start", key)).content.decode()
    assert "总体可行" in page
    assert "抽样数量偏少" in page
    assert client.get(_at("opinion", key)).status_code == 302


def test_who_declares_a_conflict_leaves_and_the_link_opens_nothing(client):
    seat = _seat(2)
    key = secret(seat)
    assert client.post(_at("recuse", key), {"kind": "conflict"}).status_code == 422
    said = {"kind": "conflict", "reason": "曾任该机构顾问"}
    assert client.post(_at("recuse", key), said).status_code == 200
    assert client.get(_at("start", key)).status_code == 410
    assert client.post(_at("declare", key), {"agreed": "on"}).status_code == 410
    assert ExpertPanel.objects.get().seats.open().count() == 1


@pytest.mark.parametrize("name", ["declare", "recuse"])
def test_the_address_of_a_form_that_is_opened_leads_back_to_the_start(client, name):
    key = secret(_seat())
    answer = client.get(_at(name, key))
    assert answer.status_code == 405
    assert f'href="{_at("start", key)}"' in answer.content.decode()


def _revoke(seat):
    renew_link(seat, officer())


def _close(seat):
    filing = seat.panel.filing
    Withdraw(
        filing, member_of(filing.organisation, Role.SIGNATORY), reason="另行备案", none_issued=True
    ).run()


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_revoke, "A newer link was sent"),
        (_close, "The case has come to its end"),
        (lambda seat: recuse(seat, "unable", "出差"), "not waited for any more"),
    ],
)
def test_a_link_that_opens_nothing_says_why(client, happens, why):
    seat = _seat()
    key = secret(seat)
    declare(seat)
    happens(seat)
    for name in ("start", "document", "opinion"):
        answer = client.get("/en" + _at(name, key).removeprefix("/en"))
        assert answer.status_code == 410
        assert why in answer.content.decode()


def test_a_link_ends_with_its_last_day(client, monkeypatch):
    key = secret(_seat())
    monkeypatch.setattr("registry.models.panels.ExpertLink.is_over", True)
    assert client.get(_at("start", key)).status_code == 410


def test_a_given_opinion_stays_readable_after_the_outcome(client):
    seat = _seat()
    key = secret(seat)
    declare(seat)
    submit(seat, GIVEN)
    _close(seat)
    assert "同意" in client.get(_at("start", key)).content.decode()


def test_who_tries_links_out_is_stopped(client):
    key = secret(_seat())
    for number in range(GUESSING.most):
        assert client.get(_at("start", f"{key}{number}")).status_code == 404
    assert client.get(_at("start", f"{key}-")).status_code == 429
    assert client.get(_at("start", key)).status_code == 200


def test_no_row_holds_the_secret_before_or_after_the_mail():
    seat = _seat()
    key = secret(seat)
    [message] = OutboxMessage.objects.filter(kind="expert_mail")
    assert key not in str(message.payload)
    deliver(message.pk)
    [sent] = mail.outbox
    assert _at("start", key).split("/", 2)[2] in sent.body
    assert sent.subject.startswith("请于")
    assert seat.panel.filing.version.title not in sent.body
    link = seat.links.get()
    assert link.digest == digest_of(key)
    assert key not in str(list(OutboxMessage.objects.values())) + str(link.__dict__)


def test_the_officer_draws_at_the_desk_and_the_decider_reads_what_was_said(client):
    filing = FilingFactory(under_review=True)
    pool(filing, 2)
    client.force_login(officer())
    page = reverse("desk:experts", args=[filing.number])
    typed = {
        "draw-wanted": "1",
        "draw-fields_known": filing.version.document["domains"],
        "draw-question": "",
        "draw-due_on": timezone.localdate().isoformat(),
    }
    address = reverse("desk:draw-experts", args=[filing.number])
    assert client.get(page).context["draw"]["wanted"].value() == 2  # so many can be drawn
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"draw-question": "是否适用？"}).status_code == 302
    panel = ExpertPanel.objects.get()
    text = client.get(page).content.decode()
    assert panel.seed in text
    seat = panel.seats.get()
    hand = client.get(page).context["panels"][0]["hand"].fields["expert"].queryset
    assert seat.expert not in hand
    other = Expert.objects.exclude(pk=seat.expert_id).get()
    by_hand = reverse("desk:expert-by-hand", args=[filing.number, panel.pk])
    hand = {f"hand-{panel.pk}-expert": other.pk}
    assert client.post(by_hand, hand).status_code == 422
    assert client.post(by_hand, hand | {f"hand-{panel.pk}-reason": "检测"}).status_code == 302
    declare(seat)
    submit(seat, {**GIVEN, "text": "此意见供决定参考"})
    leaving = reverse("desk:release-expert", args=[filing.number, panel.seats.get(place=0).pk])
    assert client.post(leaving, {"reason": ""}).status_code == 422
    assert client.post(leaving, {"reason": "逾期"}).status_code == 302
    client.force_login(decider())
    assert "此意见供决定参考" in client.get(page).content.decode()
    assert client.post(address, typed).status_code == 403


def test_a_new_link_is_sent_and_the_old_one_opens_nothing(client):
    seat = _seat()
    old = secret(seat)
    client.force_login(officer())
    filing = seat.panel.filing
    again = reverse("desk:expert-link", args=[filing.number, seat.pk])
    assert client.post(again).status_code == 302
    assert client.get(_at("start", old)).status_code == 410
    assert client.get(_at("start", secret(seat))).status_code == 200
    recuse(seat, "unable", "出差")
    assert client.post(again).status_code == 409


def test_an_observer_sees_the_experts_and_does_nothing(client):
    filing = FilingFactory(under_review=True)
    client.force_login(PersonFactory(role=Role.OBSERVER))
    assert client.get(reverse("desk:experts", args=[filing.number])).status_code == 200
    assert client.post(reverse("desk:draw-experts", args=[filing.number])).status_code == 403

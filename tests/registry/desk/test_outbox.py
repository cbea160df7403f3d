"""The outbox at the desk: who may, what is shown, and what a person decides."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.core import outbox
from portal.core.mail import send_later
from portal.core.models import MessageState, OutboxEvent, OutboxMessage
from tests.factories import PersonFactory, officer
from tests.portal.core.outbox.test_outbox import WORDS

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/outbox/"


@pytest.fixture
def given_up():
    """A mail that was tried often enough."""
    send_later("receipt", ["a@test.example"], WORDS)
    OutboxMessage.objects.update(
        state=MessageState.GIVEN_UP, attempts=25, failure="silent", last_error="TimeoutError: x"
    )
    return OutboxMessage.objects.get()


def address(name, message):
    return reverse(f"desk:outbox-{name}", args=[message.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 200),
        (Role.DECIDER, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.EDITOR, 403),
        (Role.AUTHOR, 403),
        (Role.SIGNATORY, 403),
    ],
)
def test_the_outbox_is_for_those_who_look_after_it(sign_in, role, status):
    officer()
    regulator = {Role.ADMINISTRATOR: officer().memberships.get().organisation}
    person = PersonFactory(role=role, organisation=regulator.get(role))
    assert sign_in(person).get(PAGE).status_code == status


def test_an_administrator_of_a_body_is_told_nothing_of_a_message(sign_in, given_up):
    officer()
    person = PersonFactory(role=Role.ADMINISTRATOR)
    assert sign_in(person).get(PAGE).status_code == 403
    assert sign_in(person).post(address("try-again", given_up)).status_code == 404
    given_up.refresh_from_db()
    assert given_up.state == MessageState.GIVEN_UP


def test_a_message_that_was_given_up_is_shown_with_its_reason(desk, given_up):
    page = desk.get(PAGE).content.decode()
    assert "a@test.example" in page
    assert str(given_up.get_failure_display()) in page
    assert address("try-again", given_up) in page
    assert address("set-aside", given_up) in page


def test_what_is_tried_again_is_carried_out_and_who_did_it_is_kept(desk, given_up, mailoutbox):
    assert desk.post(address("try-again", given_up)).status_code == 302
    assert outbox.deliver_waiting() == (1, 0)
    event = OutboxEvent.objects.get()
    assert (event.event, event.actor) == ("tried_again", officer())
    assert len(mailoutbox) == 1


def test_all_are_tried_again_with_one_button(desk, given_up):
    send_later("receipt", ["b@test.example"], WORDS)
    OutboxMessage.objects.update(state=MessageState.GIVEN_UP)
    desk.post(reverse("desk:outbox-try-all-again"))
    assert OutboxMessage.objects.waiting().count() == 2


def test_setting_aside_needs_a_reason_and_keeps_it(desk, given_up):
    refused = desk.post(address("set-aside", given_up), {"reason": " "})
    assert (refused.status_code, OutboxEvent.objects.count()) == (422, 0)
    desk.post(address("set-aside", given_up), {"reason": "The person has left."})
    given_up.refresh_from_db()
    assert given_up.state == MessageState.SET_ASIDE
    event = OutboxEvent.objects.get()
    assert (event.event, event.data["reason"]) == ("set_aside", "The person has left.")
    assert outbox.deliver_waiting(early=True) == (0, 0)


def test_what_was_set_aside_can_be_taken_up_again(desk, given_up):
    desk.post(address("set-aside", given_up), {"reason": "by mistake"})
    desk.post(address("try-again", given_up))
    given_up.refresh_from_db()
    assert given_up.state == MessageState.WAITING


def test_what_was_carried_out_meanwhile_is_not_set_aside(desk, given_up):
    desk.post(address("try-again", given_up))
    outbox.deliver_waiting()
    answer = desk.post(address("set-aside", given_up), {"reason": "too late"})
    assert answer.status_code == 409


def test_the_page_costs_no_more_queries_for_ten_messages(
    desk, given_up, django_assert_max_num_queries
):
    with django_assert_max_num_queries(100) as one:
        desk.get(PAGE)
    for n in range(9):
        send_later("receipt", [f"{n}@test.example"], WORDS)
    OutboxMessage.objects.update(state=MessageState.GIVEN_UP, failure="silent")
    with django_assert_max_num_queries(len(one)):
        desk.get(PAGE)


@pytest.mark.parametrize("kind", sorted(outbox.HANDLERS))
def test_a_message_of_every_kind_is_shown_even_with_a_payload_of_another_release(desk, kind):
    OutboxMessage.objects.create(kind=kind, payload={}, state=MessageState.GIVEN_UP)
    assert desk.get(PAGE).status_code == 200


def test_who_decides_about_a_message_stays_on_the_page_of_the_list(desk, given_up):
    for name, words in (("try-again", {}), ("set-aside", {"reason": "重复"})):
        OutboxMessage.objects.update(state=MessageState.GIVEN_UP)
        answer = desk.post(f"{address(name, given_up)}?page=2", words)
        assert answer["Location"].endswith("/outbox/?page=2")


@pytest.mark.parametrize(
    ("page", "said", "unsaid"),
    [(PAGE, "Receipt", "回执"), ("/zh-hans/desk/outbox/", "回执", "Receipt")],
)
def test_the_subject_of_a_mail_is_told_in_the_language_of_the_page(
    desk, given_up, page, said, unsaid
):
    words = desk.get(page).context["given_up"][0][1]
    assert said in words
    assert unsaid not in words

"""Side effects: written with the act, carried out after it, safe to carry out twice."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.tasks import update_reference_index_task

from portal.core import outbox
from portal.core.failures import Failure
from portal.core.mail import send_later
from portal.core.models import OutboxMessage
from portal.core.queues import Queue
from tests.portal.core.test_log_lines import as_written

pytestmark = pytest.mark.django_db

WORDS = {
    "filing": "FL-2026-000001-A",
    "entry": "TS-2026-000001-A",
    "title": {"zh": "标题", "en": "Title"},
    "body": {"zh": "机构", "en": "Body"},
    "rule_number": "R-1",
    "version": "1.0.0",
    "round": 1,
    "sha256": "0" * 64,
}


def test_a_message_is_carried_out_once_however_often_it_is_delivered(done):
    message = outbox.put("test", {"what": "a"})
    assert outbox.deliver(message.pk)
    assert outbox.deliver(message.pk)
    assert done == ["a"]


def test_two_messages_with_the_same_key_are_one(done):
    for _ in range(2):
        outbox.put("test", {"what": "a"}, key="same")
    outbox.deliver_waiting()
    assert done == ["a"]


def test_a_failure_is_noted_and_does_not_hold_up_the_next(done, caplog):
    failing = outbox.put("test", {"what": "a", "fails": True})
    outbox.put("test", {"what": "b"})

    assert outbox.deliver_waiting() == (1, 1)

    failing.refresh_from_db()
    assert (failing.attempts, failing.delivered_at) == (1, None)
    assert "no way" in failing.last_error
    assert done == ["b"]


def test_what_failed_is_tried_again_after_a_pause(done, caplog, settings):
    message = outbox.put("test", {"what": "a", "fails": True})
    outbox.deliver_waiting()
    OutboxMessage.objects.filter(pk=message.pk).update(payload={"what": "a"})
    assert outbox.deliver_waiting() == (0, 0)
    longest = timedelta(seconds=settings.OUTBOX["FIRST_PAUSE"] * 1.25)
    with time_machine.travel(timezone.now() + longest):
        assert outbox.deliver_waiting() == (1, 0)
    assert done == ["a"]


def test_a_message_of_a_failed_transaction_was_never_written(done):
    with transaction.atomic():
        outbox.put("test", {"what": "a"})
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_a_kind_that_nobody_handles_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        outbox.put("nobody handles this", {})


def test_a_mail_is_sent_once_to_each_person():
    for _ in range(2):
        send_later(
            "receipt", ["b@test.example", "a@test.example", "a@test.example"], WORDS, key="k"
        )
    outbox.deliver_waiting()
    outbox.deliver_waiting()
    assert [message.to for message in mail.outbox] == [["a@test.example"], ["b@test.example"]]


def test_one_address_that_fails_does_not_send_to_the_others_again(monkeypatch, caplog):
    send_later("receipt", ["a@test.example", "b@test.example"], WORDS)
    real = outbox.HANDLERS["mail"]

    def fails_for_b(payload):
        if payload["to"].startswith("b"):
            raise OSError("mailbox is full")
        real(payload)

    monkeypatch.setitem(outbox.HANDLERS, "mail", fails_for_b)
    assert outbox.deliver_waiting() == (1, 1)
    monkeypatch.setitem(outbox.HANDLERS, "mail", real)
    assert outbox.deliver_waiting(early=True) == (1, 0)
    assert [message.to for message in mail.outbox] == [["a@test.example"], ["b@test.example"]]


def test_the_command_catches_up_and_its_second_run_changes_nothing(done, capsys):
    outbox.put("test", {"what": "a"})
    call_command("deliver_outbox")
    call_command("deliver_outbox")
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["outbox: 1 delivered, 0 failed", "outbox: 0 delivered, 0 failed"]


def test_the_command_waits_for_no_pause_when_told_so(done, caplog, capsys):
    message = outbox.put("test", {"what": "a", "fails": True})
    outbox.deliver_waiting()
    OutboxMessage.objects.filter(pk=message.pk).update(payload={"what": "a"})
    call_command("deliver_outbox")
    call_command("deliver_outbox", "--early")
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["outbox: 0 delivered, 0 failed", "outbox: 1 delivered, 0 failed"]


def test_a_task_of_others_waits_in_the_outbox_and_is_carried_out_once(settings):
    settings.TASKS = {"default": {"BACKEND": "portal.core.tasks.OutboxBackend"}}
    update_reference_index_task.enqueue("wagtailcore", "site", -1)
    message = OutboxMessage.objects.get(kind="task")
    assert message.queue == Queue.PUBLICATION
    assert not outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.failure == Failure.GONE


def test_every_kind_of_message_has_a_queue():
    assert set(outbox.QUEUES) == set(outbox.HANDLERS)


def test_the_command_says_by_its_status_that_something_failed(done, caplog, capsys):
    outbox.put("test", {"what": "a", "fails": True})
    with pytest.raises(SystemExit) as stopped:
        call_command("deliver_outbox")
    assert stopped.value.code == 1


def test_the_key_of_a_mail_has_room_for_the_longest_address():
    address = f"{'a' * 64}@{'b' * 185}.de"
    send_later("receipt", [address], WORDS, key="receipt:FL-2026-000001-A:1")
    key = OutboxMessage.objects.get().key
    assert len(key) <= OutboxMessage._meta.get_field("key").max_length
    assert "@" not in key


def test_the_words_of_a_mail_are_forgotten_once_it_is_sent_and_not_before(settings, caplog):
    send_later("receipt", ["a@test.example"], WORDS)
    settings.EMAIL_BACKEND = "nowhere.Backend"
    outbox.deliver_waiting()
    assert OutboxMessage.objects.get().payload["context"] == WORDS
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver_waiting(early=True)
    assert OutboxMessage.objects.get().payload == {"template": "receipt", "to": "a@test.example"}


def test_the_log_does_not_say_whom_a_refused_mail_was_for(monkeypatch, caplog):
    def refuse(payload):
        raise smtplib.SMTPRecipientsRefused({payload["to"]: (550, b"no such person")})

    monkeypatch.setitem(outbox.HANDLERS, "mail", refuse)
    send_later("receipt", ["somebody@test.example"], WORDS)
    outbox.deliver_waiting()
    written = as_written(*caplog.records)
    assert "SMTPRecipientsRefused" in written
    assert "somebody" not in written

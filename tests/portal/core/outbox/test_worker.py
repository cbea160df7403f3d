"""The worker as it runs beside the site: real processes, a real mail server, `kill -9`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from portal.core.mail import message_id, send_later
from portal.core.models import MessageState, OutboxMessage
from tests.day import real_time
from tests.portal.core.outbox.test_outbox import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def start_worker(own_database, mail_server):
    """Start `manage.py worker` in a group of processes of its own."""
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.portal.core.outbox.worker_settings",
        "LANGUAGE": "en",
        "TEST_DATABASE": own_database,
        "TEST_MAIL_PORT": str(mail_server.port),
    }

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    with real_time():
        yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()


def wait_until(condition, seconds=60):
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def of_kind(kind):
    return OutboxMessage.objects.get(kind=kind)


def test_a_silent_mail_server_holds_up_mail_alone_and_a_killed_worker_loses_nothing(
    start_worker, mail_server
):
    mail_server.silent_at = "RCPT"
    send_later("receipt", ["a@test.example"], WORDS)
    # Tasks of the site wait in another queue.
    path = "wagtail.tasks.delete_file_from_storage_task"
    storage = ["django.core.files.storage.FileSystemStorage", [], {}]
    payload = {"path": path, "args": [storage, "none"], "kwargs": {}}
    OutboxMessage.objects.create(kind="task", payload=payload)

    worker = start_worker()
    assert wait_until(lambda: of_kind("task").state == MessageState.DELIVERED)
    # Longer than one try may take: the process that hung was ended, and another tries again.
    assert wait_until(lambda: of_kind("mail").attempts > 1)
    assert of_kind("mail").state == MessageState.WAITING

    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert mail_server.received == []

    mail_server.recovers()
    second = start_worker("--queue", "mail")
    assert wait_until(lambda: of_kind("mail").state == MessageState.DELIVERED)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0
    assert second.stdout.read().splitlines()[-1] == "worker: stopped; 0 waiting, 0 given up"
    assert mail_server.recipients == ["a@test.example"]
    assert mail_server.ids == {message_id(of_kind("mail"))}
    assert of_kind("mail").delivered_at < timezone.now()

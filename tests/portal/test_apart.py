"""Work that is done apart: what it gives back, and what becomes of work that is too long."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation
from django.utils.translation import gettext

from portal.core.apart import Busy, TooMuchWork, apart, stop_working_apart
from schemes.marks.errors import FileRefused
from schemes.marks.uploads import examine
from tests.schemes.worst_documents import one_choice_too_many

PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def process(settings):
    """One process of its own, with little of everything."""
    settings.WORK_PROCESSES = 1
    settings.WORK_SECONDS = 2
    settings.WORK_MEGABYTES = 200
    yield
    stop_working_apart()


def translated(words: str) -> str:
    return gettext(words)


def for_ever() -> None:
    while True:
        time.sleep(1)


def deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for_ever()


def greedy() -> int:
    return len(bytes(500_000_000))


def dying() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refusing() -> None:
    raise LookupError("no such thing")


def test_work_is_done_in_another_process_and_in_the_language_of_who_waits(process):
    assert apart(os.getpid) != os.getpid()
    with translation.override("zh-hans"):
        assert apart(translated, "Sign in") == gettext("Sign in") != "Sign in"
    with pytest.raises(LookupError, match="no such thing"):
        apart(refusing)


@pytest.mark.parametrize("work", [for_ever, deaf, greedy, dying])
def test_work_beyond_its_limit_ends_and_the_next_is_done(process, work):
    with pytest.raises(TooMuchWork):
        apart(work)
    assert apart(len, "next") == 4


def test_who_comes_when_enough_are_waiting_is_told_to_come_again(process):
    with ThreadPoolExecutor(3) as visitors:
        asked = [visitors.submit(apart, time.sleep, 0.5) for _ in range(3)]
    refused = [one.exception() for one in asked if one.exception() is not None]
    assert [type(one) for one in refused] == [Busy]


@pytest.mark.django_db
def test_a_foreign_document_is_checked_apart_with_the_same_findings(process, client, settings):
    body, kind = json.dumps({"blueprint": "product/1"}), "application/json"
    answers = []
    for settings.WORK_PROCESSES in (1, 0):
        answers.append(client.post("/api/v1/check", body, content_type=kind).json())
    assert answers[0] == answers[1]
    assert answers[0]["error"] > 10


@pytest.mark.django_db
def test_the_api_says_that_a_check_took_too_much(process, client, settings):
    settings.WORK_SECONDS = 0.05
    body = json.dumps(one_choice_too_many(300))
    answer = client.post("/api/v1/check", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_much_work")


def test_a_drawing_is_made_apart_and_refused_in_the_reader_s_language(process):
    assert examine(PLAIN).preview.startswith(b"\x89PNG")
    with translation.override("zh-hans"), pytest.raises(FileRefused) as refusal:
        examine(b"<svg><script/></svg>")
    assert not str(refusal.value).isascii()

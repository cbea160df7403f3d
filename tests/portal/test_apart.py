"""Work that is done apart: what it gives back, and what becomes of work that is too long."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import Workbook
from PIL import Image

from portal.core.apart import Busy, TooMuchWork, apart, given, stop_working_apart
from portal.core.file_errors import FileRefused
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import open_table
from schemes.documents.budget import SMALL_LETTERS, SMALL_NODES
from schemes.files.fingerprints import NONE, SMALL_PIXELS, kept_form
from schemes.files.uploads import examine
from schemes.importing import ImportRefused, Reason, open_upload, opening
from schemes.importing.files import examined_files
from schemes.importing.incoming import Incoming, IncomingFile
from schemes.reports.unfiled import MOST_MARKS, check_unfiled, known_blueprints
from tests.factories import valid_document
from tests.schemes.importing.bundles import bundle_of
from tests.schemes.validation.worst_documents import one_choice_too_many

PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def process(settings):
    """One process of its own, with little of everything."""
    settings.WORK_PROCESSES = 1
    settings.WORK_SECONDS = 1
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


def here_and_apart() -> tuple[int, int]:
    return os.getpid(), apart(os.getpid)


def test_work_is_done_in_another_process_and_in_the_language_of_who_waits(process):
    assert apart(os.getpid) != os.getpid()
    with translation.override("zh-hans"):
        assert apart(translated, "Sign in") == gettext("Sign in") != "Sign in"
    with pytest.raises(LookupError, match="no such thing"):
        apart(refusing)
    here, there = apart(here_and_apart)
    assert here == there, "Work that is apart already starts no further processes."


@pytest.mark.parametrize("work", [for_ever, deaf, greedy, dying])
def test_work_beyond_its_limit_ends_and_the_next_is_done(process, work):
    with pytest.raises(TooMuchWork):
        apart(work)
    assert apart(len, "next") == 4


def test_who_is_known_may_be_given_more_time(process, settings):
    settings.WORK_SECONDS = 0.2
    with given(20):
        apart(time.sleep, 0.5)
    with pytest.raises(TooMuchWork):
        apart(time.sleep, 0.5)


def test_who_comes_when_enough_are_waiting_is_told_to_come_again(process):
    with ThreadPoolExecutor(3) as visitors:
        asked = [visitors.submit(apart, time.sleep, 0.5) for _ in range(3)]
    refused = [one.exception() for one in asked if one.exception() is not None]
    assert [type(one) for one in refused] == [Busy]


@pytest.mark.django_db
def test_a_foreign_document_is_checked_apart_with_the_same_findings(process, client, settings):
    # Long enough not to be an ordinary one, and like a national scheme, which is looked up.
    document = valid_document()
    document["purpose"]["statement"] = {"zh": "净化" * (SMALL_LETTERS // 2 + 1)}
    body, kind = json.dumps(document, ensure_ascii=False), "application/json"
    answers = []
    for settings.WORK_PROCESSES in (1, 0):
        answers.append(client.post("/api/v1/check", body, content_type=kind).json())
    assert answers[0] == answers[1]
    assert answers[0]["findings"]


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


def test_what_is_wrong_with_a_file_that_is_opened_apart_is_said_as_here(process):
    with pytest.raises(ImportRefused) as refusal:
        open_upload("a.zip", b"PK\x03\x04 and nothing else")
    assert refusal.value.reason == Reason.NOT_A_BUNDLE
    with pytest.raises(TableUnreadable) as fault:
        open_table(b"PK\x03\x04 and nothing else")
    assert fault.value.line == 1


def test_a_file_that_takes_too_much_is_refused_at_its_field(monkeypatch):
    def too_much(work, *arguments):
        raise TooMuchWork("too much")

    for module in (
        "schemes.importing.opening",
        "schemes.files.fingerprints",
        "portal.core.tables.opening",
    ):
        monkeypatch.setattr(f"{module}.apart", too_much)
    with pytest.raises(ImportRefused, match="too much") as refusal:
        open_upload("a.zip", b"PK")
    assert refusal.value.reason == Reason.TOO_LARGE
    with pytest.raises(TableUnreadable, match="too much"):
        open_table(b"PK\x03\x04")
    assert kept_form(picture(int(SMALL_PIXELS**0.5) + 1)) == NONE


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, False), (60, True)])
def test_the_files_of_a_bundle_are_examined_in_the_time_of_one_import(settings, seconds, is_taken):
    settings.WORK_SECONDS = seconds
    files = {str(n): IncomingFile(f"files/{n}", b"%PDF-1.7") for n in range(3)}
    incoming = Incoming({"blueprint": "product/1"}, "a.zip", files)
    if is_taken:
        assert len(examined_files(incoming)) == 3
    else:
        with pytest.raises(ImportRefused) as refusal:
            examined_files(incoming)
        assert [file.place.member for file in refusal.value.files] in (["files/0"], ["files/1"])


def picture(side: int) -> bytes:
    drawn = Image.new("RGB", (side, side), "white")
    drawn.paste("black", (side // 4, side // 4, side // 2, side // 2))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    Workbook().save(written)
    return written.getvalue()


def marks(number: int) -> dict[str, object]:
    variants = [{"level": str(n), "artwork": {"sha256": f"{n:064x}"}} for n in range(number)]
    return {"blueprint": "product/1", "mark": {"grade_variant": variants}}


def with_zeros(lists: int) -> dict[str, object]:
    return {"blueprint": "product/1", "a": [[0] * 400] * lists}


def judged(document: dict[str, object]) -> None:
    check_unfiled(document, list(known_blueprints()), date(2026, 11, 29))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "work", "is_apart"),
    [
        ("schemes.reports.unfiled", lambda: judged(valid_document()), False),
        ("schemes.reports.unfiled", lambda: judged(marks(MOST_MARKS)), False),
        ("schemes.reports.unfiled", lambda: judged(marks(MOST_MARKS + 1)), True),
        (
            "schemes.reports.unfiled",
            lambda: judged(with_zeros(1)),
            False,
        ),
        (
            "schemes.reports.unfiled",
            lambda: judged(with_zeros(SMALL_NODES // 400)),
            True,
        ),
        ("schemes.importing.opening", lambda: open_upload("a.json", b"{}"), False),
        (
            "schemes.importing.opening",
            lambda: open_upload("a.json", b"{}" + b" " * opening.SMALL_BYTES),
            True,
        ),
        ("schemes.importing.opening", lambda: open_upload("a.zip", bundle_of({})), True),
        ("schemes.files.fingerprints", lambda: kept_form(picture(400)), False),
        (
            "schemes.files.fingerprints",
            lambda: kept_form(picture(int(SMALL_PIXELS**0.5) + 2)),
            True,
        ),
        ("portal.core.tables.opening", lambda: open_table(b"a,b\n1,2\n"), False),
        ("portal.core.tables.opening", lambda: open_table(b"a,b\n" + b"1,2\n" * 200_000), True),
        ("portal.core.tables.opening", lambda: open_table(workbook()), True),
    ],
)
def test_what_a_stranger_can_make_long_is_done_apart_and_what_is_small_at_once(
    monkeypatch, module, work, is_apart
):
    done = []

    def noted(function, *arguments):
        done.append(function)
        return apart(function, *arguments)

    monkeypatch.setattr(f"{module}.apart", noted)
    with suppress(TableUnreadable):
        work()
    assert bool(done) is bool(is_apart)

"""Whatever is changed past the portal, `verify_register` names it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.core.guards import lifted
from portal.core.models import MessageState, OutboxMessage
from registry.integrity.checks import CHECKS
from registry.models import (
    Decision,
    Entry,
    EntryEvent,
    Filing,
    FilingEvent,
    ListedVersion,
    Publication,
    Submission,
)
from registry.models.numbers import NumberCounter
from registry.publication.publishing import rebuild
from schemes.models import StoredFile, Version
from tests.factories import EntryFactory, FilingFactory, PersonFactory

pytestmark = pytest.mark.django_db

ANOTHER_DIGEST = "0" * 64
ARTWORK = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def entry() -> Entry:
    """A listed entry whose filing was decided, published, with the files of its document."""
    filing = FilingFactory(no_objection=True)
    entry = Entry.objects.get(scheme=filing.scheme)
    for sha256 in _named(entry.version.document):
        _keep_file(entry, sha256)
    rebuild(entry)
    OutboxMessage.objects.update(state=MessageState.DELIVERED, delivered_at=timezone.now())
    return entry


def _named(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["sha256"]} if {"sha256", "mime", "bytes"} <= part.keys() else set()
        return own.union(*map(_named, part.values()))
    return set().union(*map(_named, part)) if isinstance(part, list) else set()


def _keep_file(entry: Entry, sha256: str) -> StoredFile:
    stored = StoredFile(
        organisation=entry.organisation,
        sha256=sha256,
        name="mark.svg",
        mime="image/svg+xml",
        bytes=len(ARTWORK),
        uploaded_by=PersonFactory(),
    )
    stored.keep(ARTWORK)
    return stored


def found(checks: set[str]) -> set[str]:
    """Which of these checks find something."""
    return {check for check in checks if list(CHECKS[check](check))}


def change(queryset: Any, **values: Any) -> None:
    """Change rows as somebody with the password of the database would."""
    with transaction.atomic(), lifted():
        queryset.update(**values)


def _change_the_document(entry: Entry) -> None:
    document = {**entry.version.document, "title": {"zh": "另一个标题"}}
    change(Version.objects.filter(pk=entry.version_id), document=document)


def _change_the_signature(entry: Entry) -> None:
    document = entry.version.document
    commitment = {**document["commitment"], "signature": base64.b64encode(b"x" * 64).decode()}
    change(
        Version.objects.filter(pk=entry.version_id),
        document={**document, "commitment": commitment},
    )


def _lose_a_number(entry: Entry) -> None:
    change(NumberCounter.objects.filter(series="TS"), last=7)


def _give_a_wrong_number(entry: Entry) -> None:
    change(Filing.objects.all(), number="FL-2026-000001-?")


def _change_a_file(entry: Entry) -> None:
    stored = _keep_file(entry, ANOTHER_DIGEST)
    stored.content.storage.delete(stored.content.name)
    stored.content.storage.save(stored.content.name, ContentFile(b"something else"))


def _lose_a_file(entry: Entry) -> None:
    stored = _keep_file(entry, ANOTHER_DIGEST)
    stored.content.storage.delete(stored.content.name)


def _change_the_submission(entry: Entry) -> None:
    change(Submission.objects.all(), sha256=ANOTHER_DIGEST)


def _change_the_decision(entry: Entry) -> None:
    change(Decision.objects.all(), sha256=ANOTHER_DIGEST)


def _change_the_state(entry: Entry) -> None:
    change(Filing.objects.all(), state="received")


def _break_the_history(entry: Entry) -> None:
    first = FilingEvent.objects.order_by("pk").first()
    change(FilingEvent.objects.filter(pk=first.pk), to_state="ended")


def _forget_an_upload(entry: Entry) -> None:
    named = {
        **entry.version.document,
        "annexes": [{"sha256": ANOTHER_DIGEST, "mime": "", "bytes": 1}],
    }
    change(Version.objects.filter(pk=entry.version_id), document=named)


def _change_the_publication(entry: Entry) -> None:
    change(Publication.objects.all(), title_zh="另一个标题")


def _forget_the_publication(entry: Entry) -> None:
    Publication.objects.all().delete()


TAMPERING: list[tuple[str, Callable[[Entry], None]]] = [
    ("digests", _change_the_document),
    ("signatures", _change_the_signature),
    ("submissions", _change_the_submission),
    ("decisions", _change_the_decision),
    ("histories", _change_the_state),
    ("histories", _break_the_history),
    ("numbers", _lose_a_number),
    ("numbers", _give_a_wrong_number),
    ("files", _change_a_file),
    ("files", _lose_a_file),
    ("named files", _forget_an_upload),
    ("publications", _change_the_publication),
    ("publications", _forget_the_publication),
]


@pytest.mark.parametrize(
    ("check", "tamper"), TAMPERING, ids=lambda part: getattr(part, "__name__", part)
)
def test_what_was_tampered_with_is_found_by_its_check(entry, check, tamper):
    assert not found({check} - {"files"})

    tamper(entry)

    assert check in found({check})


def test_every_check_is_tried():
    elsewhere = {"renderings", "notices"}  # tests/registry/procedure/test_notices.py
    assert {check for check, _ in TAMPERING} | elsewhere == set(CHECKS)


def test_the_command_names_the_first_that_does_not_hold(entry, capsys):
    _change_the_document(entry)
    with pytest.raises(SystemExit) as stop:
        call_command("verify_register")
    first, last = capsys.readouterr().out.strip().splitlines()
    assert stop.value.code == 1
    assert first.startswith("digests: ")
    assert last.startswith("verify_register: ")


def test_a_former_key_verifies_what_it_signed_while_it_was_in_use(entry, settings):
    from portal.core.signing import current_key

    day = entry.version.frozen_at.date()
    former = current_key().text
    settings.REGISTER_SIGNING_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    assert found({"signatures"})

    settings.REGISTER_FORMER_KEYS = [f"{former}@{day.replace(year=day.year + 1)}"]
    assert not found({"signatures"})

    settings.REGISTER_FORMER_KEYS = [f"{former}@{day.replace(year=day.year - 1)}"]
    assert found({"signatures"})


@pytest.mark.parametrize(
    "model", [Decision, Entry, EntryEvent, Filing, FilingEvent, ListedVersion, Submission]
)
def test_the_database_lets_no_record_of_the_register_go(entry, model):
    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.all()._raw_delete("default")
    assert model._base_manager.exists()


def test_the_guards_stand_again_after_they_were_lifted():
    EntryFactory()
    with transaction.atomic(), lifted():
        EntryEvent.objects.all()._raw_delete("default")
    FilingFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        FilingEvent.objects.all()._raw_delete("default")

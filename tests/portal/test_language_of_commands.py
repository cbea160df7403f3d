"""Commands speak the language of the terminal; what they store is the same in any."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from portal.accounts.roles import Role
from portal.demo.schemes import CONTENT
from portal.reference.models import Standard
from registry.models import Publication
from tests.factories import OrganisationFactory, PersonFactory
from tests.portal.reference.tables import standard, table

WORDS = (models.CharField, models.TextField, models.JSONField)
#: What is drawn anew each time: UUIDs, digests and signatures, ids of list items.
DRAWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9+/=_-]{40,}|\b[a-z]{2,4}-[a-z0-9]{6}\b", re.ASCII
)


def stored_words() -> Counter[tuple[str, str, str]]:
    """The words of every row of every table: model, field and value, and how often they stand."""
    return Counter(
        (model._meta.label, field.name, DRAWN.sub("", _written(getattr(row, field.attname))))
        for model in apps.get_models()
        for row in model._default_manager.all()
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS)
    )


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def number_rows_from_the_last() -> None:
    """PostgreSQL counts on after what was taken back, and words name rows by their numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


class Undone(Exception):
    """Takes back what a command did, so that the next one begins where it began."""


def said_and_stored(command: list[str]) -> tuple[str, Counter[tuple[str, str, str]]]:
    """What the command answers, and what is stored after it."""
    out = io.StringIO()
    number_rows_from_the_last()
    with pytest.raises(Undone), transaction.atomic():
        # `recheck` ends with 1 when it has found something.
        with suppress(SystemExit):
            call_command(*command, stdout=out)
        stored = stored_words()
        raise Undone
    return out.getvalue(), stored


def recheck_after_a_standard_has_ended(tmp_path: Path) -> list[str]:
    ending = Standard.objects.get(number="GB/T 17899-2023")
    ending.valid_until = timezone.localdate() + timedelta(days=1)
    ending.save()
    return ["recheck"]


def import_a_document(tmp_path: Path) -> list[str]:
    body = OrganisationFactory()
    PersonFactory(role=Role.AUTHOR, organisation=body)
    file = CONTENT / "ms-park-environment.json"
    return ["import_documents", str(file), "--body", body.approval_no]


def import_standards(tmp_path: Path) -> list[str]:
    file = tmp_path / "standards.csv"
    file.write_bytes(table(standard("X 1-2000"), standard("X 2-2000")))
    return ["import_reference", "standards", str(file)]


def publish_what_is_missing(tmp_path: Path) -> list[str]:
    Publication.objects.all().delete()
    return ["rebuild_catalogue"]


@pytest.mark.parametrize(
    "prepare",
    [
        recheck_after_a_standard_has_ended,
        import_a_document,
        import_standards,
        publish_what_is_missing,
    ],
    ids=lambda prepare: prepare.__name__,
)
def test_what_a_command_stores_is_the_same_whatever_the_terminal_speaks(
    demonstration: None, prepare: Any, monkeypatch: Any, tmp_path: Path, time_machine: Any
) -> None:
    command = prepare(tmp_path)
    before = stored_words()
    time_machine.move_to(timezone.now() + timedelta(days=2), tick=False)
    monkeypatch.setenv("LANGUAGE", "en")
    english, stored_in_english = said_and_stored(command)
    monkeypatch.setenv("LANGUAGE", "zh")
    chinese, stored_in_chinese = said_and_stored(command)
    assert english != chinese
    assert stored_in_english != before
    assert stored_in_english == stored_in_chinese

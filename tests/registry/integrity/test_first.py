"""`verify_register` names first what was lost or forged, where all else holds."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models, transaction

from portal.core.guards import lifted
from registry.models import Entry, Filing, Rendering
from registry.publication.publishing import rebuild
from tests.whole_register import decided_filing

PDF = b"%PDF-1.7 a receipt"


@pytest.fixture
def filing() -> Filing:
    """A decided and published filing, with a rendering, in a register in which all holds."""
    filing = decided_filing()
    rebuild(Entry.objects.get(scheme=filing.scheme))
    rendering = Rendering(sha256=filing.version.digest, kind="receipt", language="en")
    rendering.content.save("receipt.pdf", ContentFile(PDF))
    return filing


def first_fault(capsys) -> str:
    """What the command names first, or that everything holds."""
    with suppress(SystemExit):
        call_command("verify_register")
    return capsys.readouterr().out.splitlines()[0]


def _lose(rendering: Rendering) -> None:
    rendering.content.storage.delete(rendering.content.name)


def _replace(rendering: Rendering) -> None:
    _lose(rendering)
    rendering.content.storage.save(rendering.content.name, ContentFile(b"<html>not found</html>"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "words"), [(_lose, "The storage has lost it."), (_replace, "It is no PDF.")]
)
def test_a_rendering_that_is_lost_or_replaced_is_named_first(filing, capsys, spoil, words):
    assert first_fault(capsys).endswith("everything holds")
    rendering = Rendering.objects.get()
    spoil(rendering)
    assert first_fault(capsys) == f"renderings: {rendering}: {words}"


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_given_twice_is_named_first(filing, capsys):
    """Only who first takes the database's own guard away can do it."""
    other = decided_filing()
    rebuild(Entry.objects.get(scheme=other.scheme))
    assert first_fault(capsys).endswith("everything holds")
    unguarded = models.CharField(max_length=20)
    unguarded.set_attributes_from_name("number")
    unguarded.model = Filing
    with connection.schema_editor() as editor:
        editor.alter_field(Filing, Filing._meta.get_field("number"), unguarded)
    with transaction.atomic(), lifted():
        Filing.objects.filter(pk=other.pk).update(number=filing.number)
    year = filing.number.split("-")[1]
    assert first_fault(capsys) == f"numbers: FL-{year}: Number 1 was given twice."

"""`import_reference` and `export_reference`: all or nothing, and the exit status says which."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from rdflib import Graph

from portal.reference.models import Standard, Unit
from portal.reference.registers import registers
from tests.portal.reference.tables import standard, table

pytestmark = pytest.mark.django_db


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """The exit status, the last line, and what was said to be wrong."""
    status = 0
    try:
        call_command(*arguments)
    except SystemExit as ended:
        status = int(ended.code)
    except CommandError as refusal:
        return refusal.returncode, "", str(refusal)
    said = capsys.readouterr()
    return status, said.out.splitlines()[-1], said.err


@pytest.fixture
def file(tmp_path):
    return tmp_path / "standards.csv"


def test_rows_are_imported_once(capsys, file):
    file.write_bytes(table(standard("X 1-2000"), standard("X 2-2000")))
    arguments = ("import_reference", "standards", str(file))
    assert run(capsys, *arguments, "--dry-run")[:2] == (
        0,
        "2 rows would be added, 0 changed, 0 as before",
    )
    assert not Standard.objects.filter(number__startswith="X ").exists()
    assert run(capsys, *arguments)[:2] == (0, "2 rows added, 0 changed, 0 as before")
    assert run(capsys, *arguments)[:2] == (0, "0 rows added, 0 changed, 2 as before")


def test_bad_rows_are_all_named_and_nothing_is_changed(capsys, file):
    file.write_bytes(
        table(standard("X 1-2000"), standard("X 2", status="gone"), standard("X 3", verified="?"))
    )
    status, last, errors = run(capsys, "import_reference", "standards", str(file))
    assert (status, last) == (1, "Nothing was changed: 2 faults")
    assert "Line 3, status:" in errors
    assert "Line 4, verified:" in errors
    assert not Standard.objects.filter(number__startswith="X ").exists()


@pytest.mark.parametrize("content", ["编号\n".encode("gb18030"), b"", b"colour\n"])
def test_what_is_no_table_cannot_be_read(capsys, file, content):
    file.write_bytes(content)
    assert run(capsys, "import_reference", "standards", str(file))[0] == 2


def test_a_missing_file_and_an_unknown_register_are_said(capsys, file):
    assert run(capsys, "import_reference", "standards", str(file))[0] == 2
    file.write_bytes(b"")
    status, _, said = run(capsys, "import_reference", "nothing", str(file))
    assert status == 1
    assert "standards" in said


def test_all_registers_are_exported_as_tables(capsys, tmp_path):
    status, last, _ = run(capsys, "export_reference", str(tmp_path / "new"))
    count = len(list(registers()))
    assert (status, last) == (0, f"{count} files written")
    written = {file.name for file in (tmp_path / "new").iterdir()}
    assert written == {f"{register.key}.csv" for register in registers()}


def test_an_export_can_be_imported(capsys, tmp_path):
    run(capsys, "export_reference", str(tmp_path))
    for key in ("codes", "texts", "number-patterns"):
        status, last, _ = run(capsys, "import_reference", key, str(tmp_path / f"{key}.csv"))
        assert status == 0
        assert last.startswith("0 rows added, 0 changed")


def test_skos_is_exported_with_the_classification_as_one(capsys, tmp_path):
    # Thousands of units would take longer than all other registers together.
    Unit.objects.all()._raw_delete("default")
    run(capsys, "export_reference", str(tmp_path), "--format", "ttl")
    names = {file.stem for file in tmp_path.iterdir()}
    assert "classification" in names
    assert not names & {"fields", "items", "crosswalks"}
    assert len(Graph().parse(tmp_path / "classification.ttl")) > 100


def test_a_place_that_cannot_be_written_to_is_said(capsys, tmp_path):
    (tmp_path / "taken").write_text("")
    assert run(capsys, "export_reference", str(tmp_path / "taken"))[0] == 2

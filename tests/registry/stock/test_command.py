"""`import_stock`: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from registry.models import Entry, StockImport
from registry.states import StockState
from registry.stock import entering, taking
from tests.factories import PersonFactory, decider
from tests.registry.stock.lists import archive, row, table, word_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _decider() -> None:
    decider()


def run(*words: str) -> int:
    try:
        call_command("import_stock", *words)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "list.csv"
    path.write_bytes(table(row(1, 文件="rule.docx"), row(2), encoding="gb18030"))
    return str(path)


def files(tmp_path: Path, kind: str) -> str:
    content = {"2019/rule.docx": word_file("本规则")}
    if kind == "archive":
        (tmp_path / "files.zip").write_bytes(archive(content))
        return str(tmp_path / "files.zip")
    for name, data in content.items():
        (tmp_path / "files" / name).parent.mkdir(parents=True)
        (tmp_path / "files" / name).write_bytes(data)
    return str(tmp_path / "files")


@pytest.mark.parametrize("kind", ["archive", "folder"])
def test_it_takes_a_list_over_with_the_files_of_a_folder_or_an_archive(
    tmp_path: Path, listed: str, kind: str
) -> None:
    assert run(listed, "--files", files(tmp_path, kind)) == 0
    assert Entry.objects.count() == 2
    assert StockImport.objects.get().state == StockState.DONE


def test_a_second_run_changes_nothing(tmp_path: Path, listed: str) -> None:
    given = files(tmp_path, "folder")
    run(listed, "--files", given)
    assert run(listed, "--files", given) == 0
    assert Entry.objects.count() == 2


def test_a_dry_run_writes_nothing(tmp_path: Path, listed: str) -> None:
    assert run(listed, "--files", files(tmp_path, "folder"), "--dry-run") == 0
    assert not StockImport.objects.exists()
    assert not Entry.objects.exists()


def test_bad_rows_are_named_and_nothing_is_taken_over(listed: str, capsys: Any) -> None:
    assert run(listed) == 1
    assert "rule.docx" not in capsys.readouterr().out
    assert not Entry.objects.exists()


def test_bad_rows_can_be_left_behind(listed: str) -> None:
    assert run(listed, "--leave-bad") == 1
    assert [one.rule_number for one in Entry.objects.all()] == ["PR-2:2019"]


def test_it_goes_on_where_it_was_killed(tmp_path: Path, listed: str) -> None:
    given = files(tmp_path, "folder")
    kept = entering._keep_papers

    def dies(papers: Any, entries: Any) -> None:
        kept(papers, entries)
        if papers[0].row.line == 3:
            raise KeyboardInterrupt

    dying = mock.patch.object(entering, "_keep_papers", dies)
    with dying, mock.patch.object(taking, "TOGETHER", 1), pytest.raises(KeyboardInterrupt):
        run(listed, "--files", given)
    assert Entry.objects.count() == 1
    assert run(listed, "--files", given) == 0
    assert Entry.objects.count() == 2
    assert StockImport.objects.get().state == StockState.DONE


def test_what_is_no_list_is_said(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(b"a,b\r\n1,2\r\n")
    assert run(str(path)) == 2


def test_who_imports_must_be_allowed_to(listed: str) -> None:
    officer = PersonFactory(role="officer")
    with pytest.raises(CommandError, match=r"Only deciders"):
        run(listed, "--leave-bad", "--user", officer.email)
    with pytest.raises(CommandError, match=r"Nobody signs in"):
        run(listed, "--leave-bad", "--user", "nobody@test.example")


@pytest.mark.parametrize("words", [["missing.csv"], ["{listed}", "--files", "missing.zip"]])
def test_a_file_that_is_not_there_is_said(listed: str, words: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*(word.format(listed=listed) for word in words))

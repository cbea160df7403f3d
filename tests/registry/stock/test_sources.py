"""Files that a list names, in archives and folders."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from portal.core.errors import RulesBroken
from portal.core.file_errors import FileRefused
from registry.stock import sources
from registry.stock.sources import Archive, FileSource, Folder, NoSuchFile, SeveralSuchFiles
from tests.registry.stock.lists import archive


@pytest.fixture
def files() -> FileSource:
    content = {"甲/规则.pdf": b"1", "乙/规则.pdf": b"2", "丙/Other.PDF": b"3", "__MACOSX/x": b""}
    return FileSource([Archive("files.zip", archive(content))])


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("甲/规则.pdf", "甲/规则.pdf"),
        ("乙\\规则.pdf", "乙/规则.pdf"),
        ("other.pdf", "丙/Other.PDF"),
        ("/丙/other.pdf", "丙/Other.PDF"),
    ],
)
def test_a_file_is_found_by_path_or_name_alone(files: FileSource, named: str, path: str) -> None:
    assert files.find(named) == path


def test_a_name_that_several_files_have_names_none(files: FileSource) -> None:
    with pytest.raises(SeveralSuchFiles) as found:
        files.find("规则.pdf")
    assert found.value.names == ["乙/规则.pdf", "甲/规则.pdf"]


@pytest.mark.parametrize("named", ["x", "丁/规则.pdf", "../规则.pdf"])
def test_other_names_name_none(files: FileSource, named: str) -> None:
    with pytest.raises(NoSuchFile):
        files.find(named)
    with pytest.raises(NoSuchFile):
        files.read(named)


def test_names_of_archives_from_chinese_windows_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("GBGB.pdf"), b"1")
    # What Windows writes: the bytes of GB18030, and no word of it.
    raw = made.getvalue().replace(b"GBGB", "规则".encode("gb18030"))
    assert FileSource([Archive("files.zip", raw)]).find("规则.pdf") == "规则.pdf"


def test_a_folder_is_read_with_all_below_it_and_without_links(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "rule.pdf").write_bytes(b"1")
    os.symlink("/etc/passwd", tmp_path / "link.pdf")
    with FileSource([Folder(tmp_path)]) as found:
        assert found.read(found.find("rule.pdf")) == b"1"
        with pytest.raises(NoSuchFile):
            found.find("link.pdf")


def test_what_is_no_archive_and_what_holds_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(RulesBroken, match=r"no ZIP"):
        Archive("files.zip", b"nothing")
    monkeypatch.setattr(sources, "MOST_MEMBERS", 1)
    with pytest.raises(RulesBroken, match=r"more than 1 files"):
        Archive("files.zip", archive({"a": b"", "b": b""}))


def test_a_member_with_a_password_or_damaged_is_refused() -> None:
    whole = archive({"a.pdf": b"%PDF-" + b"x" * 100})
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FileRefused, match=r"password"):
        Archive("files.zip", bytes(locked)).read("a.pdf")
    with pytest.raises(FileRefused, match=r"damaged"):
        Archive("files.zip", whole.replace(b"xxxx", b"yyyy")).read("a.pdf")

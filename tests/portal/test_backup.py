"""A drill: what was written to a backup comes back, whole, or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.accounts.models import User
from portal.core.backup import Archive, BackupRefused, restore, write
from registry.integrity.checks import faults
from registry.models import Entry, Filing
from schemes.models import StoredFile
from tests.databases import restore_test_database
from tests.factories import PersonFactory
from tests.whole_register import decided_filing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a register with a decided filing, and a new instance to put it into."""
    decided_filing()
    path = tmp_path / "backup.zip"
    call_command("rebuild_catalogue")
    write(path)
    restore_test_database()
    return path


def rewritten(path: Path, change) -> Path:
    """The archive with other members: `change` gets them by name and says what becomes of them."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def test_a_register_comes_back_as_it_was(backup, tmp_path, capsys):
    call_command("restore", str(backup))

    assert Filing.objects.get().decisions.exists()
    assert not list(faults())
    assert StoredFile.objects.exists()
    again = tmp_path / "again.zip"
    write(again)
    tables = [_digests(path) for path in (backup, again)]
    rebuilt = {name for name in tables[0] if tables[0][name] != tables[1][name]}
    assert all(
        name.startswith(("registry_publi", "schemes_filedmark", "schemes_schemepro"))
        for name in rebuilt
    )


def _digests(path: Path) -> dict[str, str]:
    with Archive(path) as archive:
        return {table.name: table.sha256 for table in archive.manifest.tables}


def test_new_records_get_keys_after_those_that_came_back(backup):
    restore(backup)
    before = set(User.objects.values_list("pk", flat=True))
    assert PersonFactory().pk not in before


def _damage(members):
    name = "tables/registry_entry.jsonl"
    members[name] = members[name].replace(b"TS-", b"TX-")


def _lose(members):
    del members["tables/registry_entry.jsonl"]


def _add(members):
    members["files/more.txt"] = b"more"


def _of_another_release(members):
    manifest = json.loads(members["manifest.json"])
    manifest["migrations"].append("registry.9999_later")
    members["manifest.json"] = json.dumps(manifest).encode()


def _of_another_format(members):
    members["manifest.json"] = members["manifest.json"].replace(b"backup/1", b"backup/9")


def _no_manifest(members):
    del members["manifest.json"]


@pytest.mark.parametrize(
    "change", [_damage, _lose, _add, _of_another_release, _of_another_format, _no_manifest]
)
def test_what_is_not_whole_is_refused_and_changes_nothing(backup, change):
    with pytest.raises(BackupRefused):
        restore(rewritten(backup, change))
    assert not Entry.objects.exists()
    assert not User.objects.exists()


def test_no_backup_goes_into_an_instance_in_use(backup):
    PersonFactory()
    with pytest.raises(BackupRefused):
        restore(backup)
    assert User.objects.count() == 1


def test_a_restore_that_fails_at_the_last_file_leaves_nothing(backup, monkeypatch):
    from portal.core.backup import restoring

    def full(archive, file):
        raise OSError("no space left on device")

    monkeypatch.setattr(restoring, "_reset_sequences", lambda: full(None, None))
    with pytest.raises(OSError, match="no space"):
        restore(backup)
    assert not User.objects.exists()


def test_a_backup_is_never_written_over_another(backup):
    before = backup.read_bytes()
    with pytest.raises(BackupRefused):
        write(backup)
    assert backup.read_bytes() == before


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("notes")
    with pytest.raises(BackupRefused):
        restore(path)
    with pytest.raises(BackupRefused):
        restore(tmp_path / "nothing.zip")

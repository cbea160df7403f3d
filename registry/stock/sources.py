"""Where the files that a list names are: in a folder, in archives (ZIP), or nowhere.

A file is named as the list writes it, with its folders or without. Nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from portal.core.errors import RulesBroken
from portal.core.file_errors import FileRefused
from schemes.files.rule_files import media_type
from schemes.files.uploads import MAX_BYTES

#: Of an archive; its list alone takes memory.
MOST_MEMBERS = 50_000
_UTF8 = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class NoSuchFile(LookupError):
    """No file has this name."""


class SeveralSuchFiles(LookupError):
    """Several files have this name, in different folders."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


class Holder(Protocol):
    """A folder or an archive."""

    def names(self) -> Iterator[str]:
        """The paths of all files in it."""

    def read(self, name: str) -> bytes:
        """What a file holds; raises `FileRefused` where it is too large or damaged."""

    def close(self) -> None:
        """No more is read."""


class FileSource:
    """All files that rows may name, found by path or by their last name alone."""

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        self._holder: dict[str, Holder] = {}
        self._paths: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._holders = list(holders)
        for holder in self._holders:
            for path in holder.names():
                self._take(holder, path)

    def _take(self, holder: Holder, path: str) -> None:
        if path not in self._holder:
            self._by_name[_folded(PurePosixPath(path).name)].append(path)
        self._holder[path] = holder
        self._paths[_folded(path)] = path

    def __enter__(self) -> FileSource:
        return self

    def __exit__(self, *_exception: object) -> None:
        for holder in self._holders:
            holder.close()

    def find(self, name: str) -> str:
        """The path of the file that a cell means.

        Raises:
            NoSuchFile: there is none.
            SeveralSuchFiles: the name alone does not say which.
        """
        wanted = _folded(name)
        if wanted in self._paths:
            return self._paths[wanted]
        found = self._by_name.get(wanted.rpartition("/")[2], [])
        fitting = [path for path in found if _folded(path).endswith(f"/{wanted}")]
        paths = fitting or ([] if "/" in wanted else found)
        if not paths:
            raise NoSuchFile(name)
        if len(paths) > 1:
            raise SeveralSuchFiles(sorted(paths))
        return paths[0]

    def read(self, path: str) -> bytes:
        """What a file that was found holds."""
        if path not in self._holder:
            raise NoSuchFile(path)
        return self._holder[path].read(path)

    def check(self, path: str) -> str:
        """Its media type; raises `FileRefused` where it is no file of a rule."""
        return media_type(self.read(path))


class Folder:
    """A folder of this machine with all that is below it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> Iterator[str]:
        """Files alone; a link could lead anywhere."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(self.root).as_posix()

    def read(self, name: str) -> bytes:
        """What a file holds, if it is not too large."""
        with (self.root / name).open("rb") as file:
            return file.read(MAX_BYTES + 1)

    def close(self) -> None:
        """Nothing is held open."""


class Archive:
    """A ZIP archive, read where it lies."""

    def __init__(self, name: str, content: BinaryIO | bytes) -> None:
        self._opened = io.BytesIO(content) if isinstance(content, bytes) else content
        try:
            self._zip = zipfile.ZipFile(self._opened)
        except _BROKEN:
            self._opened.close()
            said = {"name": name}
            raise RulesBroken(_("%(name)s is no ZIP archive, or is damaged.") % said) from None
        listed = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(listed) > MOST_MEMBERS:
            said = {"name": name, "most": str(MOST_MEMBERS)}
            raise RulesBroken(_("%(name)s holds more than %(most)s files. Divide it.") % said)
        self._members = {_name_in(info): info for info in listed}

    def names(self) -> Iterator[str]:
        """Without what a Mac adds to every archive."""
        return (name for name in self._members if not name.startswith("__MACOSX/"))

    def read(self, name: str) -> bytes:
        """What a member holds, unpacked as far as a file may be long."""
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused(_("The file in the archive has a password."))
        try:
            with self._zip.open(info) as file:
                return file.read(MAX_BYTES + 1)
        except _BROKEN:
            raise FileRefused(_("The file in the archive is damaged.")) from None

    def close(self) -> None:
        """Let the archive go."""
        self._zip.close()
        self._opened.close()


def _name_in(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives made in Chinese Windows write it in GB18030."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
        return _utf8_or_gb(raw).replace("\\", "/")
    except UnicodeError:
        return info.filename


def _utf8_or_gb(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _folded(path: str) -> str:
    """A path without differences of case, width of form, and kind of slash."""
    return unicodedata.normalize("NFC", path.replace("\\", "/")).casefold().strip("/ ")

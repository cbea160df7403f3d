"""The files of a bundle before they are kept: what each becomes, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused, TakesTooMuch
from schemes.documents import to_address
from schemes.files.uploads import Accepted, examine, kept_without
from schemes.importing.incoming import Incoming, file_references
from schemes.importing.refusals import ImportRefused, Place, Reason, RefusedFile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So many files are refused by name; after that the rest is not looked at.
MOST_REFUSED = 20


@dataclass(frozen=True)
class FileTold:
    """What becomes of one file: kept as it is, or kept without what is named."""

    place: Place
    name: str
    left_out: tuple[StrOrPromise, ...]
    sentence: str


def examined_files(incoming: Incoming) -> dict[str, Accepted]:
    """Each file as it will be kept, by the digest it came with.

    All are examined before the first is written, so that a refusal leaves nothing behind, and
    names every file that stands in the way.

    Raises:
        ImportRefused: some may not be kept; `files` are these, at most `MOST_REFUSED`. What takes
            too much work, alone or with those before it, is the last that is looked at.
    """
    accepted: dict[str, Accepted] = {}
    refused: list[RefusedFile] = []
    end = monotonic() + settings.WORK_SECONDS
    for digest, file in incoming.files.items():
        try:
            if monotonic() > end:
                raise TakesTooMuch(
                    _("The files before this one took the time of one import; bring fewer.")
                )
            accepted[digest] = examine(file.data)
        except FileRefused as problem:
            name = name_in(incoming, digest) or file.member
            refused.append(RefusedFile(name, place_of(incoming, digest), problem.message))
            if isinstance(problem, TakesTooMuch) or len(refused) == MOST_REFUSED:
                break
    if refused:
        first = refused[0]
        raise ImportRefused(Reason.FILE_REFUSED, first.message, first.place, files=refused)
    return accepted


def told_of_files(incoming: Incoming, accepted: Mapping[str, Accepted]) -> Iterator[FileTold]:
    """What becomes of each file, in the order of the bundle."""
    for digest, file in incoming.files.items():
        one = accepted[digest]
        name = name_in(incoming, digest) or file.member
        yield FileTold(
            place_of(incoming, digest),
            name,
            one.left_out,
            kept_without(name, one) if one.left_out else "",
        )


def missing_files(incoming: Incoming) -> list[str]:
    """What the document names and the bundle does not hold, by the names in the document."""
    names = {
        named["sha256"]: str(named.get("name") or named["sha256"])
        for _path, named in file_references(incoming.document)
        if named["sha256"] not in incoming.files
    }
    return list(names.values())


def place_of(incoming: Incoming, digest: str) -> Place:
    """The file's name in the bundle, and where the document names it first."""
    path = next(
        (path for path, named in file_references(incoming.document) if named["sha256"] == digest),
        (),
    )
    return Place(incoming.files[digest].member, address=to_address(incoming.document, path))


def name_in(incoming: Incoming, digest: str) -> str:
    """What the document calls a file where it names it first; may be empty."""
    for _path, named in file_references(incoming.document):
        if named["sha256"] == digest:
            return str(named["name"]) if isinstance(named.get("name"), str) else ""
    return ""

"""Why a file is not imported, and at which place in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import DomainError
from schemes.documents import DocumentUnreadable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LINE_AND_COLUMN = re.compile(r"(\d+):(\d+)")


class Reason(StrEnum):
    """Stable codes of refusals."""

    UNKNOWN_KIND = "unknown-kind"
    NO_DOCUMENT = "no-document"
    SEVERAL_DOCUMENTS = "several-documents"
    TOO_LARGE = "too-large"
    NOT_A_DOCUMENT = "not-a-document"
    NOT_A_BUNDLE = "not-a-bundle"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_MEMBERS = "too-many-members"
    UNEXPECTED_MEMBER = "unexpected-member"
    REPEATED_MEMBER = "repeated-member"
    FALSE_SIZE = "false-size"
    WRONG_DIGEST = "wrong-digest"
    UNNAMED_FILE = "unnamed-file"
    UNKNOWN_BLUEPRINT = "unknown-blueprint"
    BLUEPRINT_OVER = "blueprint-over"
    FILE_REFUSED = "file-refused"


#: What was read without trouble but is not taken; everything else could not be read.
NOT_TAKEN = frozenset(
    {
        Reason.UNNAMED_FILE,
        Reason.UNKNOWN_BLUEPRINT,
        Reason.BLUEPRINT_OVER,
        Reason.FILE_REFUSED,
    }
)


@dataclass(frozen=True)
class Place:
    """Where in a file something is wrong; parts that are not known are empty."""

    member: str = ""
    line: int = 0
    column: int = 0
    address: str = ""

    def __str__(self) -> str:
        """The place in words, in the language of the page."""
        words = [self.member] if self.member else []
        if self.line and self.column:
            numbers = {"line": self.line, "column": self.column}
            words.append(_("line %(line)d, column %(column)d") % numbers)
        elif self.line:
            words.append(_("line %(line)d") % {"line": self.line})
        if self.address:
            words.append(self.address)
        return ", ".join(words)


@dataclass(frozen=True)
class RefusedFile:
    """A file of a bundle that may not be kept: what the document calls it, where it is, and why."""

    name: str
    place: Place
    message: StrOrPromise

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ImportRefused(DomainError):
    """A file that is not imported: the reason, the place, and a sentence that says what to do.

    `files` are all files of a bundle that stand in the way, where it is these.
    """

    status = 422
    code = "import_refused"
    title = gettext_lazy("This file cannot be imported")

    def __init__(
        self,
        reason: Reason,
        message: StrOrPromise,
        place: Place | None = None,
        files: Sequence[RefusedFile] = (),
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.place = place or Place()
        self.files = tuple(files)

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process sends of it."""
        return type(self), (self.reason, self.message, self.place, self.files)

    def __str__(self) -> str:
        if self.files:
            return "\n".join(map(str, self.files))
        place = str(self.place)
        return f"{place}: {self.message}" if place else str(self.message)

    @property
    def is_unreadable(self) -> bool:
        """Whether the file could not be read, rather than was read and not taken."""
        return self.reason not in NOT_TAKEN


def not_a_document(
    problem: DocumentUnreadable, *, member: str = "", line: int = 0
) -> ImportRefused:
    """The refusal of a text that is no document, at its place in the whole file.

    `line` is the line of the file on which the text stands, where it stands on one.
    """
    found = _LINE_AND_COLUMN.fullmatch(problem.place)
    if found:
        place = Place(member, line or int(found[1]), int(found[2]))
    else:
        place = Place(member, line, address=problem.place)
    return ImportRefused(Reason.NOT_A_DOCUMENT, problem.message, place)

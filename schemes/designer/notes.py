"""What others have to say above a section of the form: a hint, never a lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

from schemes.blueprints import Section
from schemes.models import Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Sent with `version` and `section` before a section is shown; answered by a `Note` or None.
section_shown = Signal()


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence above a section, with the way to what it is about."""

    text: StrOrPromise
    href: str
    label: StrOrPromise


def notes_on(version: Version, section: Section) -> list[Note]:
    """What is to be said above a section of a version."""
    answers: list[Any] = section_shown.send(sender=Section, version=version, section=section)
    return [note for _receiver, note in answers if note is not None]

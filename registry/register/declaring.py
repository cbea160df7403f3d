"""Declaring impartiality in acts on entries: by who proposes and by who decides, for each act.

What the portal itself knows of a part in the scheme is asked before, by `registry.impartiality`;
this is about what only the person knows.

Source: Civil Servants Law, article 76 (withdrawal from matters of own interest).
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.models import Duty, Entry, EntryProposal, EntryStatement


def words_in_force() -> RegulatorText | None:
    """The words that are to be declared today; a text of the regulator."""
    text: RegulatorText | None = RegulatorText.objects.current(
        TextKind.IMPARTIALITY, timezone.localdate()
    )
    return text


def declare(
    entry: Entry, person: Any, duty: Duty, act: str, proposal: EntryProposal | None = None
) -> None:
    """Write down that a person declares to be impartial in an act, named by its `name`.

    Where the regulator has no words in force, nothing is declared.
    """
    words = words_in_force()
    if words is not None:
        EntryStatement.objects.create(
            entry=entry, act=act, proposal=proposal, person=person, duty=duty, text=words
        )

"""Declaring impartiality in a case: once by each person for each duty, kept with the words.

Pages ask for it beside the act that needs it; the act writes it down, so that nobody reviews or
decides without. What the portal itself knows of a part in the filing is asked before, by
`registry.impartiality`; this is about what only the person knows.

Source: Civil Servants Law, article 76 (withdrawal from matters of own interest).
"""

from __future__ import annotations

from typing import Any

from registry.models import Duty, Filing, ImpartialityStatement
from registry.register.declaring import words_in_force


def has_stated(filing: Filing, person: Any, duty: Duty) -> bool:
    """Whether a person declared it for this case and duty already."""
    return filing.impartiality_statements.filter(person=person, duty=duty).exists()


def state_impartiality(filing: Filing, person: Any, duty: Duty) -> None:
    """Write down that a person declares to be impartial; a second time says nothing new.

    Where the regulator has no words in force, nothing is declared.
    """
    words = words_in_force()
    if words is None or has_stated(filing, person, duty):
        return
    ImpartialityStatement.objects.create(filing=filing, person=person, duty=duty, text=words)

"""Subjects that voluntary certification leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, records
from schemes.rules.wording import any_word_in, words_in


class SubjectIsAllowed(Rule):
    """Politics, religion and national security are not certified (CNCA Notice 2025 No. 9)."""

    id = "SCH-040"
    title = _("The subject is open to certification")
    source = _("CNCA Notice 2025 No. 9: sensitive subjects are excluded")
    messages: ClassVar = {
        "": _("“%(word)s” stands for a subject that is excluded from voluntary certification.")
    }
    help = _("Certify something else, or name the object so that its subject is clear.")
    reads = ("rule-words",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Search the title, the scope and the names of the objects."""
        places = [
            ("/title", at(document, "title")),
            ("/scope/included", at(document, "scope", "included")),
        ]
        places += [
            (f"{address}/name", item.get("name"))
            for address, item in records(document, "scope", "objects")
        ]
        words = facts.words.excluded_subjects
        if not any_word_in((value for _address, value in places), words):
            return
        for address, value in places:
            for word in words_in(value, words):
                yield self.finding(address, word=word)

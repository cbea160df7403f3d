"""What is filed is what is read: no character misleads, none is printed as a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.characters import code_point, code_points, is_drawn, may_mislead
from schemes.documents.addresses import Document
from schemes.documents.texts import cleanings, texts_of
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import signs

#: So many characters of one place are named; the others are counted by nobody.
NAMED = 8


class TextsReadAsTheyStand(Rule):
    """A document in electronic form shows what it holds (Electronic Signature Law, Article 4).

    Only then is it written form, and only then do all who read it read the same. One character
    may turn the digits of a number around, or keep a word from being found.
    """

    id = "SCH-041"
    title = _("What is filed is what is read")
    source = _("Electronic Signature Law, Article 4; Unicode Technical Standard 39")
    messages: ClassVar = {
        "direction": _(
            "The text holds characters that change the direction of reading: %(signs)s."
        ),
        "unseen": _("The text holds characters that nobody sees: %(signs)s."),
        "nobodys": _(
            "The text holds characters that mean something on one computer only, or nothing: "
            "%(signs)s."
        ),
        "line": _("The text has line breaks where one line is meant, or of an odd kind."),
    }
    help = _("Have the text cleaned, and read it again; or type it anew.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Look at every text, whatever part it is of; one finding of each case at a place."""
        known = signs(document)
        if not may_mislead(known) and "\n" not in known and "\r" not in known:
            return
        for cleaning in cleanings(document, facts.blueprint):
            found: dict[str, str] = defaultdict(str)
            for each in cleaning.found:
                found[each.trouble.value] += each.signs
            for trouble, characters in found.items():
                names = code_points(characters)[:NAMED]
                yield self.finding(cleaning.address, trouble, signs=names)


class TextsCanBePrinted(Rule):
    """Every character has a shape in the official PDF (Electronic Signature Law, Article 4).

    Where no font on the machine has it, the reader sees an empty box, and the paper says less
    than the document that was signed.
    """

    id = "SCH-042"
    title = _("Every character can be printed")
    source = _("Electronic Signature Law, Article 4; GB 18030-2022")
    messages: ClassVar = {
        "": _("No font of this system can print %(signs)s; the PDF would show a box there.")
    }
    help = _(
        "Write it with another character, or ask the regulator to have a font installed that "
        "has it."
    )

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare with the fonts that print; silent where nobody knows them."""
        printable = facts.printable
        if printable is None:
            return
        lost = {
            sign
            for sign in signs(document)
            if ord(sign) not in printable and is_drawn(sign) and not may_mislead(sign)
        }
        if not lost:
            return
        for address, text in texts_of(document):
            here = [sign for sign in dict.fromkeys(text) if sign in lost]
            if here:
                named = [f"“{sign}” ({code_point(sign)})" for sign in here[:NAMED]]
                yield self.finding(address, signs=named)

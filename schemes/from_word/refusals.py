"""Why a Word file is not taken, and what to do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from portal.core.errors import DomainError


class Reason(StrEnum):
    """Stable codes of refusals."""

    NO_FILE = "no-file"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    OLD_WORD = "old-word"
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    NOT_WORD = "not-word"
    STRICT = "strict"
    DAMAGED = "damaged"
    NO_WORDS = "no-words"
    TOO_MANY_PIECES = "too-many-pieces"


class WordRefused(DomainError):
    """A file that cannot be read into pieces; `reason` is a code, the message what to do."""

    status = 422
    code = "word_refused"
    title = _("The file was not imported")

    def __init__(self, reason: Reason) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason

    def __reduce__(self) -> tuple[type[WordRefused], tuple[Reason]]:
        return type(self), (self.reason,)


_SENTENCES = {
    Reason.NO_FILE: _("Choose a Word file first."),
    Reason.EMPTY: _("The file is empty. Choose another one."),
    Reason.TOO_LARGE: _(
        "The file is larger than can be read here: 20 MB as it is, 60 MB unpacked. Make its "
        "pictures smaller (in Word: Picture Format, Compress Pictures) and save it anew."
    ),
    Reason.OLD_WORD: _(
        "This is a file of the older Word (.doc). Open it in Word, WPS or LibreOffice, choose "
        "“Save as”, “Word document (.docx)”, and bring that one."
    ),
    Reason.MACROS: _(
        "The file holds macros (.docm). Save it anew as “Word document (.docx)”, which leaves "
        "them out, and bring that one."
    ),
    Reason.ENCRYPTED: _(
        "The file is protected by a password. Take the password off (in Word: File, Info, Protect "
        "Document), save it and bring it again."
    ),
    Reason.NOT_WORD: _(
        "This is no Word file (.docx). Choose the text of the rule as Word, WPS or LibreOffice "
        "saves it."
    ),
    Reason.STRICT: _(
        "The file is of the kind “Strict Open XML”. Choose “Save as”, “Word document (.docx)”, "
        "and bring that one."
    ),
    Reason.DAMAGED: _(
        "The file is damaged: its text cannot be read. Open it in Word, save it under another "
        "name and bring that one."
    ),
    Reason.NO_WORDS: _(
        "There are no words in the file. A scanned rule has to be turned into text first."
    ),
    Reason.TOO_MANY_PIECES: _(
        "The file has more than 5,000 paragraphs and rows. Bring it in parts, each with chapters "
        "of its own."
    ),
}

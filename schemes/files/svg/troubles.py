"""What in a drawing may not be kept, gathered so that all of it is told at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from portal.core.file_errors import FileRefused
from portal.core.localised import sentences
from schemes.files.svg.advice import Program, advice

#: So many are written out; a drawing may have thousands.
TOLD = 4


@dataclass(frozen=True)
class Trouble:
    """One thing that is not kept: its line, what it is (a sentence's end), and the advice."""

    line: int
    what: Any
    kind: dict[Program, Any]


def refusal(troubles: list[Trouble], program: Program) -> FileRefused:
    """One refusal for all of them, each kind once, in the order of the file."""
    first: dict[str, Trouble] = {}
    for trouble in troubles:
        first.setdefault(str(trouble.what), trouble)
    return FileRefused(_lazily(list(first.values()), program))


def _in_words(troubles: list[Trouble], program: Program) -> str:
    told = []
    for number, trouble in enumerate(troubles[:TOLD]):
        place = _("Line %(line)d: %(what)s") % {"line": trouble.line, "what": trouble.what}
        following = troubles[number + 1 : TOLD]
        # The same advice once, after the last that needs it.
        is_last = all(other.kind is not trouble.kind for other in following)
        told += [place, str(advice(trouble.kind, program))] if is_last else [place]
    if len(troubles) > TOLD:
        told.append(_("And there is more of other kinds."))
    return sentences(*told)


_lazily = lazy(_in_words, str)

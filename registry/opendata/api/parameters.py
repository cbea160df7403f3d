"""Parameters that an operation does not know are refused: misspelled, they would change nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from registry.opendata.api.base import BadParameters
from registry.search.filters import Problem

#: Every address of the portal takes it: the language of the answer.
EVERYWHERE = ("lang",)


def refuse_unknown(request: HttpRequest, known: Iterable[str] = ()) -> None:
    """Raise `BadParameters`, with the known ones, when the address has others."""
    names = sorted({*known, *EVERYWHERE})
    text = _("There is no such parameter. There are: %(known)s.") % {"known": ", ".join(names)}
    unknown = [name for name in request.GET if name not in names]
    if unknown:
        raise BadParameters(tuple(Problem(one, request.GET[one], text) for one in unknown))

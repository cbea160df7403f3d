"""How a line of the ordinary log looks: what was sent in can neither forge one nor stand in it.

What goes wrong is often said with what people typed: the mail server refuses *an address*, the
database refuses *a value*. Outside a developer's machine a trace therefore says where it happened
and of what kind it was, without the words of the exception.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Any

from django.conf import settings


class Line(logging.Formatter):
    """One line for each message, with every control character written out; the trace below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        """The line itself."""
        return "".join(_visible(sign) for sign in super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """The trace."""
        problem = ei[1]
        if settings.DEBUG or problem is None:
            return super().formatException(ei)
        return "".join(_without_words(problem)).rstrip("\n")


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


def _without_words(problem: BaseException) -> Iterator[str]:
    """Where an exception came from, what led to it first, and what kind each was."""
    before = problem.__cause__
    if before is None and not problem.__suppress_context__:
        before = problem.__context__
    if before is not None:
        yield from _without_words(before)
        yield "and then\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(problem.__traceback__)
    kind = type(problem)
    yield f"{kind.__module__}.{kind.__qualname__} (its words are left out)\n"

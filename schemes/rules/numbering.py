"""The numbering of certificates: a pattern that is safe to run, and an example that fits it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar

import re2
from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import record
from schemes.rules.number_template import could_run_for_ever

_NUMBERING = "/certificate/numbering"


class NumberingExample(Rule):
    """The example number fits the pattern that the scheme declares for its certificates.

    The pattern is published with the scheme and others run it: one that only some engines
    survive is refused too.
    """

    id = "SCH-034"
    title = _("The example number fits the numbering pattern")
    source = _("Requirement of the register: certificate numbers can be checked by machine")
    messages: ClassVar = {
        "long": _("The numbering pattern is longer than %(limit)d characters."),
        "refused": _(
            "The numbering pattern is not a regular expression that can be used here: %(reason)s."
        ),
        "endless": _(
            "The numbering pattern could run for ever: it repeats a part in which one text can be "
            "read in several ways."
        ),
        "example": _("The example “%(example)s” does not fit the pattern “%(pattern)s”."),
    }
    help = _("Write a pattern such as ^ABC\\d{2}-\\d{6}$ and an example that fits it.")
    reads = ("limits",)
    version = 2
    limits = ("numbering_pattern_characters",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge the pattern, then the example by it."""
        numbering = record(document, "certificate", "numbering")
        pattern, example = numbering.get("pattern"), numbering.get("example")
        if not isinstance(pattern, str) or not pattern:
            return
        limit = facts.limits.numbering_pattern_characters
        if len(pattern) > limit:
            yield self.finding(f"{_NUMBERING}/pattern", "long", limit=limit)
            return
        compiled, reason = _compiled(pattern)
        if compiled is None:
            yield self.finding(f"{_NUMBERING}/pattern", "refused", reason=reason)
        elif could_run_for_ever(pattern):
            yield self.finding(f"{_NUMBERING}/pattern", "endless")
        elif isinstance(example, str) and example and not compiled.fullmatch(example):
            yield self.finding(f"{_NUMBERING}/example", "example", example=example, pattern=pattern)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[Any, str]:
    """What RE2 makes of the pattern, or None and why it refuses it."""
    try:
        return re2.compile(pattern, _options()), ""
    except re2.error as problem:
        return None, _reason(problem)


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return options


def _reason(problem: Exception) -> str:
    reason = problem.args[0] if problem.args else problem
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)

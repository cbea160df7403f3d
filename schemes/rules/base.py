"""The form of a rule: a class named after its number, with its source and its words."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document, find
from schemes.documents.budget import BUDGET
from schemes.findings import Explanation, Finding, Severity, Words, explain
from schemes.rules.facts import Facts
from schemes.rules.lenient import day, remembered

logger = logging.getLogger(__name__)

RAISED = "raised"


class Rule:
    """One rule that the blueprint cannot say.

    `check` reads the document and the facts and yields findings; it never queries, and it
    stays silent where the document has no value to judge.
    """

    id: ClassVar[str]
    title: ClassVar[Words]
    source: ClassVar[Words]
    severity: ClassVar[Severity] = Severity.ERROR
    #: What else its findings may weigh, by case or by category.
    also: ClassVar[tuple[Severity, ...]] = ()
    messages: ClassVar[Mapping[str, Words]]
    #: The cases of `messages` that only say that something is still to be filled in.
    gaps: ClassVar[frozenset[str]] = frozenset()
    help: ClassVar[Words] = ""
    #: Raised when the rule judges differently than before: reports made with it are then stale.
    version: ClassVar[int] = 1
    #: The registers whose content the rule's judgement depends on, by their keys.
    reads: ClassVar[tuple[str, ...]] = ()
    #: The dates of a document, by their addresses, that the rule compares with the day of the
    #: check (`has_passed`). All others are compared with each other or with the signature, and
    #: pass without consequence.
    watches: ClassVar[tuple[str, ...]] = ()
    #: What the rule rests on that nobody has compared with its source, where that is no limit.
    doubt: ClassVar[Words] = ""
    #: The limits that the rule compares with, by their names in `Limits`.
    limits: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Make the rule's words known to its findings."""
        super().__init_subclass__()
        words = {**cls.messages, RAISED: _("This rule could not be checked because of a fault.")}
        explain(cls.id, Explanation(words, cls.help, cls.source, cls.title, cls.gaps))

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Yield what the rule finds."""
        raise NotImplementedError

    def has_passed(self, address: str, document: Document, facts: Facts) -> bool:
        """Whether a date that the rule watches lies before the day of the check.

        Rules ask for the day by this alone, so that it is known when a report may come out
        differently though nothing was changed.
        """
        if address not in self.watches:
            raise LookupError(f"{self.id} does not say that it watches {address}.")
        end = day(find(document, address))
        return end is not None and facts.today is not None and end < facts.today

    def finding(
        self, address: str, case: str = "", severity: Severity | None = None, **params: Any
    ) -> Finding:
        """A finding of this rule; `case` names one of its messages."""
        if case:
            params["case"] = case
        return Finding(self.id, severity or self.severity, address, params)

    def warning(self, address: str, case: str = "", **params: Any) -> Finding:
        """A finding that needs a written reason but does not block."""
        return self.finding(address, case, Severity.WARNING, **params)


def run(rules: Sequence[Rule], document: Document, facts: Facts) -> list[Finding]:
    """The findings of all rules; one that fails says so, and hides nothing that was found."""
    findings: list[Finding] = []
    with remembered(document):
        for rule in rules:
            findings += _run_one(rule, document, facts)
    return findings


def _run_one(rule: Rule, document: Document, facts: Facts) -> list[Finding]:
    """What a rule has found, and where it fails on the way that it could not be finished."""
    findings: list[Finding] = []
    try:
        # One more than a report may have, so that it can say that there are more.
        findings.extend(islice(rule.check(document, facts), BUDGET.findings + 1))
    except Exception:
        logger.exception("rule %s could not be checked", rule.id)
        findings.append(rule.finding("", RAISED, Severity.UNCHECKED))
    return findings

"""Examining versions in two worlds: which findings a change brings, and which it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from schemes.facts_source import facts_for
from schemes.findings import Finding
from schemes.models import Version
from schemes.reports import document_to_check, identity_of
from schemes.rules import ALL_RULES, Facts, Rule
from schemes.validation.bulk import check_rules_only


@dataclass(frozen=True)
class Difference:
    """A finding that appears in a version, or goes away from it."""

    version: Version
    finding: Finding
    appears: bool
    #: The day for which it was found.
    day: date


@dataclass(frozen=True)
class Question:
    """What is asked of versions: which rules, on which day, by which shared facts.

    Without shared facts those of the registers as they are at the moment are used.
    """

    rules: tuple[Rule, ...]
    day: date
    shared: Facts | None = None

    def findings(self, version: Version) -> tuple[Finding, ...]:
        """What these rules say of a version, in the world as it is now."""
        if not self.rules:
            return ()
        document = document_to_check(version, self.day)
        facts = facts_for(
            version.scheme.organisation,
            self.day,
            document,
            version,
            registers=read_by(self.rules),
            shared=self.shared,
        )
        blueprint = version.blueprint.blueprint
        return _told(version, check_rules_only(document, blueprint, facts, self.rules))


def _told(version: Version, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without what a draft's signature will bring."""
    if version.is_frozen:
        return tuple(findings)
    return tuple(f for f in findings if not f.address.startswith("/commitment"))


def differences(
    version: Version, before: Iterable[Finding], after: Iterable[Finding], day: date
) -> Iterator[Difference]:
    """What appears in a version and what goes away."""
    then = {identity_of(finding): finding for finding in before}
    now = {identity_of(finding): finding for finding in after}
    for identity, finding in now.items():
        if identity not in then or then[identity].severity != finding.severity:
            yield Difference(version, finding, True, day)
    for identity, finding in then.items():
        if identity not in now:
            yield Difference(version, finding, False, day)


def read_by(rules: Iterable[Rule] = ALL_RULES) -> frozenset[str]:
    """The registers on which the judgement of some of these rules depends."""
    return frozenset(key for rule in rules for key in rule.reads)

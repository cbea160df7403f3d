"""Checking many documents: one after the other or in several processes, and anew in part.

Of a document that is checked again because a register has changed, only the rules that read
that register can say something else than before. Its shape was settled by the frozen blueprint.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.findings import Finding
from schemes.rules import ALL_RULES, Facts, Rule
from schemes.validation.bounding import BOUNDS, capped, too_large
from schemes.validation.consistency import is_consistent
from schemes.validation.report import CheckReport
from schemes.validation.run import check, findings_of_rules, in_document_order
from schemes.validation.shape import is_valid

Key = TypeVar("Key", bound=Hashable)
Item = tuple[Key, Document, Blueprint, Facts]

_RANK = {rule.id: rank for rank, rule in enumerate(ALL_RULES)}
#: So many documents travel to a process at once, and so many parcels wait for each process.
_PARCEL = 200
_WAITING = 2


def check_many(
    items: Iterable[Item[Key]], rules: Sequence[Rule] = ALL_RULES, processes: int = 1
) -> Iterator[tuple[Key, CheckReport]]:
    """The report of each document by its key, in the order in which they are given.

    Items are taken as they are needed, so that a generator keeps memory bounded. Several
    processes are started anew, so that they inherit no connection; nothing in them asks the
    database. The rules must then be among `ALL_RULES`.
    """
    if processes <= 1:
        for key, document, blueprint, facts in items:
            yield key, check(document, blueprint, facts, rules)
    else:
        yield from _in_processes(items, tuple(rule.id for rule in rules), processes)


def rules_reading(
    registers: Collection[str], dates: Collection[str] = (), rules: Sequence[Rule] = ALL_RULES
) -> tuple[Rule, ...]:
    """The rules whose judgement depends on one of these registers, by their keys.

    Or on whether one of these dates of the document, by their addresses, has passed.
    """
    moved = frozenset([*registers, *dates])
    return tuple(rule for rule in rules if not moved.isdisjoint((*rule.reads, *rule.watches)))


def check_rules_only(
    document: Document, blueprint: Blueprint, facts: Facts, rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """What the whole check would say of these rules, in the document's order.

    Only a document that is not of the blueprint's shape is checked as a whole, because below
    a part that is missing no rule speaks.
    """
    if not rules:
        return ()
    if too_large(document) is not None or not is_valid(document, blueprint):
        known = {rule.id for rule in rules}
        findings = check(document, blueprint, facts, rules).findings
        return tuple(finding for finding in findings if finding.code in known)
    return findings_of_rules(rules, document, blueprint, facts)


def renewed(
    report: CheckReport,
    document: Document,
    blueprint: Blueprint,
    facts: Facts,
    rules: Sequence[Rule],
) -> CheckReport:
    """The report that the whole check would make now, when only these rules can judge anew.

    `report` is the last one of the same document by the same blueprint and by all rules.
    """
    if _has_stopped(report) or (
        _may_hide_faults_of_shape(report)
        and not (is_valid(document, blueprint) and is_consistent(document, blueprint))
    ):
        return check(document, blueprint, facts)
    anew = findings_of_rules(rules, document, blueprint, facts)
    judged = {rule.id for rule in rules}
    kept = [finding for finding in report.findings if finding.code not in judged]
    if not anew and len(kept) == len(report.findings):
        return report
    return CheckReport(report.blueprint, capped(in_order([*kept, *anew], blueprint)))


def in_order(findings: Iterable[Finding], blueprint: Blueprint) -> tuple[Finding, ...]:
    """Findings from several checks as one whole check orders them.

    By the part of the document that they are about, then the blueprint's before those of the
    rules, these by their numbers in `ALL_RULES`; those of one rule keep their order.
    """
    by_rule = sorted(findings, key=lambda finding: _RANK.get(finding.code, -1))
    return in_document_order(by_rule, blueprint)


def _has_stopped(report: CheckReport) -> bool:
    """Whether the report does not say everything that there is to say."""
    return any(finding.code == BOUNDS for finding in report.findings)


def _may_hide_faults_of_shape(report: CheckReport) -> bool:
    """Whether a rule's error may stand where the blueprint had something to say as well."""
    return any(finding.blocks_filing for finding in report.findings)


def _in_processes(
    items: Iterable[Item[Key]], rules: tuple[str, ...], processes: int
) -> Iterator[tuple[Key, CheckReport]]:
    source = iter(items)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        waiting: list[Future[list[tuple[Key, CheckReport]]]] = []
        while True:
            while len(waiting) < processes * _WAITING and (parcel := _parcel(source)):
                waiting.append(pool.submit(_check_parcel, parcel, rules))
            if not waiting:
                return
            yield from waiting.pop(0).result()


def _parcel(source: Iterator[Item[Key]]) -> list[Item[Key]]:
    return list(islice(source, _PARCEL))


def _check_parcel(parcel: list[Item[Any]], rules: tuple[str, ...]) -> list[tuple[Any, CheckReport]]:
    chosen = tuple(rule for rule in ALL_RULES if rule.id in rules)
    return list(check_many(parcel, chosen))

"""Checking a register of 100,000 documents again: all at once, and after one register has moved.

`make bench ARGS=rerun`; BENCH_DOCUMENTS asks for another number of them. The documents are made
on the way, so memory stays bounded, and what has been measured is kept in `var/bench/`: a run that
was interrupted goes on where it stopped. All times are CPU times of one process, without making or
loading documents.

What it is compared with is called on one document in 500: a `jsonschema` validator that is made
once and kept ("validator, kept"), the quicker way, and `jsonschema.validate`, the way its
documentation begins with, which looks at the schema anew each time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import jsonschema
from tqdm import tqdm

from bench.labelled.documents import STANDARDS, document, documents, is_broken, standard_number
from bench.timing import Comparison
from portal.core.standard_numbers import normal_form
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import digest
from schemes.rules import ALL_RULES, Facts
from schemes.rules.facts import StandardFact, Standards
from schemes.validation import CheckReport, check
from schemes.validation.bulk import renewed, rules_reading
from schemes.validation.consistency import is_consistent
from schemes.validation.shape import is_valid

T = TypeVar("T")

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
CHECKPOINT = Path(__file__).resolve().parents[1] / "var" / "bench" / "rerun.json"
#: How often what has been measured is written down.
EVERY = 1_000
#: The slow ways are tried on one document in so many.
SAMPLED = 500
#: Of the shared standards one in so many is withdrawn when the register moves.
WITHDRAWN = 100
MOVED = "standards"


def _judged_by() -> str:
    """What names the blueprints and rules that a run is made with."""
    blueprints = [blueprint.digest for blueprint in builtin_blueprints()]
    rules = {rule.id: rule.version for rule in ALL_RULES}
    return digest({"blueprints": blueprints, "rules": rules})


@dataclasses.dataclass
class Rerun:
    """What has been measured and found so far; JSON values only."""

    wanted: int
    #: By which blueprints and rules; a run goes on only with the same.
    of: str = dataclasses.field(default_factory=_judged_by)
    done: int = 0
    seconds: dict[str, float] = dataclasses.field(default_factory=dict)
    times: dict[str, int] = dataclasses.field(default_factory=dict)
    findings: dict[str, int] = dataclasses.field(default_factory=dict)
    findings_after: dict[str, int] = dataclasses.field(default_factory=dict)

    @classmethod
    def resumed(cls, checkpoint: Path, wanted: int) -> Rerun:
        """The run that was interrupted, if there is one of the same; else a new one."""
        new = cls(wanted)
        try:
            run = cls(**json.loads(checkpoint.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return new
        return run if (run.wanted, run.of) == (new.wanted, new.of) else new

    def save(self, checkpoint: Path) -> None:
        """Write it down; an interruption leaves the old state or the new one, never half."""
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        partial = checkpoint.with_suffix(".partial")
        partial.write_text(json.dumps(dataclasses.asdict(self)), encoding="utf-8")
        partial.replace(checkpoint)

    def mean(self, name: str) -> float:
        """Seconds for one document."""
        return self.seconds[name] / self.times[name]

    def timed(self, name: str, work: Callable[[], T]) -> T:
        """Do it and add the time that it took."""
        start = time.process_time()
        result = work()
        spent = time.process_time() - start
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        self.times[name] = self.times.get(name, 0) + 1
        return result


class Register:
    """The blueprints and what the register knows, before and after standards are withdrawn."""

    def __init__(self) -> None:
        self.blueprints = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
        self.before = self._facts({})
        self.after = self._facts(range(0, STANDARDS, WITHDRAWN))

    def _facts(self, withdrawn: Any) -> Facts:
        standards = Standards()
        for index in range(STANDARDS):
            number = standard_number(index)
            status = "withdrawn" if index in withdrawn else "current"
            standards[normal_form(number)] = StandardFact(number, status)
        domains = frozenset(field for made in documents(0, 100) for field in made["domains"])
        return Facts(
            approved_fields=domains,
            today=dt.date(2026, 11, 20),
            standards=standards,
            neighbours=(),
            similar_marks=(),
        )

    @cached_property
    def readers(self) -> Mapping[str, tuple[Any, ...]]:
        """By register, the rules that read it."""
        names = sorted({name for rule in ALL_RULES for name in rule.reads})
        return {name: rules_reading([name]) for name in names}

    @cached_property
    def plain(self) -> Mapping[str, jsonschema.Draft202012Validator]:
        """`jsonschema` as it comes, made once for each blueprint: the quicker way to call it."""
        return {
            ref: jsonschema.Draft202012Validator(blueprint.schema)
            for ref, blueprint in self.blueprints.items()
        }


def rerun(run: Rerun, register: Register, checkpoint: Path, *, until: int | None = None) -> Rerun:
    """Go on to the end, or until so many documents are done."""
    end = run.wanted if until is None else min(until, run.wanted)
    numbers = range(run.done, end)
    bar = tqdm(numbers, initial=run.done, total=run.wanted, disable=not sys.stderr.isatty())
    for number in bar:
        _one(run, register, number)
        run.done = number + 1
        if run.done % EVERY == 0 or run.done == end:
            run.save(checkpoint)
    return run


def _one(run: Rerun, register: Register, number: int) -> None:
    made = document(number)
    blueprint = register.blueprints[made["blueprint"]]
    kind = "broken" if is_broken(number) else "whole"
    report = run.timed(kind, lambda: check(made, blueprint, register.before))
    if report.is_clear:
        run.timed("shape", lambda: is_valid(made, blueprint) and is_consistent(made, blueprint))
    kind = "moved" if report.is_clear else "moved, broken"
    moved = register.readers[MOVED]
    after = run.timed(kind, lambda: renewed(report, made, blueprint, register.after, moved))
    run.findings = _added(run.findings, report)
    run.findings_after = _added(run.findings_after, after)
    if number % SAMPLED == 0:
        _slow_ways(run, register, made, blueprint, report)


def _slow_ways(
    run: Rerun, register: Register, made: Any, blueprint: Blueprint, report: CheckReport
) -> None:
    plain = register.plain[blueprint.ref]
    run.timed("jsonschema", lambda: list(plain.iter_errors(made)))
    run.timed("jsonschema.validate", lambda: _refuses(made, blueprint))
    for name, rules in register.readers.items():
        again = (report, made, blueprint, register.before, rules)
        run.timed(f"moved {name}", lambda again=again: renewed(*again))  # type: ignore[misc]
    again = (report, made, blueprint, register.before, ALL_RULES)
    run.timed("all rules", lambda: renewed(*again))


def _refuses(made: Any, blueprint: Blueprint) -> bool:
    """Calling `jsonschema` as its documentation begins: it looks at the schema each time."""
    try:
        jsonschema.validate(made, blueprint.schema)
    except jsonschema.ValidationError:
        return True
    return False


def _added(counted: Mapping[str, int], report: CheckReport) -> dict[str, int]:
    codes = Counter(finding.code for finding in report.findings)
    return dict(Counter(counted) + codes) if codes else dict(counted)


def comparisons() -> Iterator[Comparison]:
    """The whole check, its first half, and the re-runs, against `jsonschema` for each document."""
    register = Register()
    run = rerun(Rerun.resumed(CHECKPOINT, DOCUMENTS), register, CHECKPOINT)
    CHECKPOINT.unlink()
    yield from lines(run, register)


def lines(run: Rerun, register: Register) -> Iterator[Comparison]:
    """The rows of the table, one document each."""
    names = {
        "whole": f"whole check, {run.times['whole']} sound documents",
        "broken": f"whole check, {run.times['broken']} broken ones",
        "shape": "of it shape, references and ids",
        "all rules": "all rules again, shape known",
        "moved": f"again after {MOVED} moved, {run.times['moved']} sound",
        "moved, broken": f"again after {MOVED} moved, broken ones",
    }
    names |= {f"moved {name}": f"again after {name} moved" for name in register.readers}
    for key, name in names.items():
        yield Comparison(name, "ours", "validator, kept", run.mean(key), run.mean("jsonschema"))
    for key in ("whole", "moved"):
        theirs = run.mean("jsonschema.validate")
        yield Comparison(names[key], "ours", "jsonschema.validate", run.mean(key), theirs)

"""What a rule may know beside the document: register knowledge and limits, as plain values.

Limits and words are the regulator's to change; the defaults here apply until he does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import re2

from portal.core.standard_numbers import StandardNumber
from portal.core.units import Units
from schemes.blueprints import Blueprint

Localised = Mapping[str, str]


@dataclass(frozen=True)
class Limits:
    """Numbers that a rule compares with; the unit stands in the name."""

    certificate_months_least: int = 1
    certificate_months_most: int = 60
    certificate_months_without_yearly_surveillance: int = 36
    management_system_months: int = 36
    first_surveillance_months: int = 12
    surveillance_interval_months: int = 12
    suspension_months: int = 12
    similarity_search_days: int = 90
    review_years: int = 5
    retention_months_after_validity: int = 24
    complaint_days: int = 30
    appeal_days: int = 60
    remote_audit_percent: int = 30
    alliance_members: int = 2
    numbering_pattern_characters: int = 200
    full_time_staff: int = 10


class CompiledPattern(Protocol):
    """What RE2 makes of a pattern."""

    def fullmatch(self, text: str) -> Any:
        """The match of the whole text, or None."""

    def search(self, text: str) -> Any:
        """The first match anywhere in the text, or None."""


@dataclass(frozen=True)
class NumberPattern:
    """The shape of the standard numbers of one kind."""

    key: str
    pattern: CompiledPattern
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Words that rules search for."""

    superlatives: tuple[str, ...]
    protected_in_marks: tuple[str, ...]
    consultancy: tuple[str, ...]
    complaint: tuple[str, ...]
    excluded_subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeavingFact:
    """An old edition in the transition to a new one, as it is on a day.

    `phase` is `running` while certificates are issued by it, `held` while those issued by it hold,
    and then `over`; `notice` the number of the announcement.
    """

    phase: str
    new_edition: str
    issue_until: dt.date
    held_until: dt.date
    notice: str


@dataclass(frozen=True)
class StandardFact:
    """What the register of standards says about a number on a day.

    `status` is `upcoming`, `current`, `withdrawn` or `replaced`; `since` the day from which it
    has that status, `starts` the day on which it comes into force, where the register knows.
    `leaving` is the transition that has begun and ends it, `usable_from` the first day of a
    transition that leads to it, on which it may be used though it is not yet in force.
    """

    number: str
    status: str
    title: Localised = field(default_factory=dict)
    replaced_by: tuple[str, ...] = ()
    since: dt.date | None = None
    starts: dt.date | None = None
    leaving: LeavingFact | None = None
    usable_from: dt.date | None = None


class Standards(dict[str, StandardFact]):
    """By normal form, what the register knows of each standard (`portal.core.standard_numbers`)."""

    @cached_property
    def editions(self) -> Mapping[str, tuple[StandardFact, ...]]:
        """By number without year and kind, all editions of a standard, the oldest first."""
        found: dict[str, list[StandardFact]] = defaultdict(list)
        known = ((StandardNumber.of(fact.number), fact) for fact in self.values())
        for number, fact in sorted(known, key=lambda each: each[0].year):
            found[number.series].append(fact)
        return {series: tuple(facts) for series, facts in found.items()}


@dataclass(frozen=True)
class NeighbourFact:
    """A scheme that resembles the one at hand: a national one, or one of the register.

    `names` are all numbers and titles by which an author may name it. `score` lies between 0
    and 1; `reasons` say which parts are alike and how much, as JSON values.
    """

    key: str
    title: Localised
    score: float
    names: tuple[str, ...] = ()
    is_national: bool = False
    is_own: bool = False
    reasons: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class MarkFact:
    """A mark whose artwork resembles that of the scheme at hand; `score` between 0 and 1."""

    key: str
    name: Localised
    owner: Localised
    score: float
    kind: str = "filed"
    address: str = "/mark/artwork"


def _data(name: str) -> Any:
    return json.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))


@cache
def default_words() -> Words:
    """The word lists that apply until the regulator changes them."""
    return Words(**{name: tuple(words) for name, words in _data("words.json").items()})


@cache
def default_number_patterns() -> Mapping[str, NumberPattern]:
    """By type of a basis, the shape of its number; a type without one takes any identifier."""
    patterns: dict[str, NumberPattern] = {}
    for entry in _data("standard_numbers.json")["patterns"]:
        shape = NumberPattern(entry["key"], re2.compile(entry["pattern"]), tuple(entry["examples"]))
        patterns.update(dict.fromkeys(entry["types"], shape))
    return patterns


@cache
def default_certificate_fields() -> Mapping[str, tuple[str, ...]]:
    """By category, what a certificate must state."""
    required = _data("certificate_fields.json")["required"]
    return {category: tuple(codes) for category, codes in required.items()}


@cache
def certificate_field_names() -> Mapping[str, Localised]:
    """The words for the codes of certificate fields."""
    names: Mapping[str, Localised] = _data("certificate_fields.json")["names"]
    return names


@dataclass(frozen=True)
class Facts:
    """The register's knowledge on one day. None means that the register does not know.

    `approved_fields` are those of the body that files; `fields_of_bodies` those of every
    operator that the register knows, by approval number, where one is another body.
    """

    #: The approval number of the body that files.
    own_approval_no: str | None = None
    #: Whether the author issues schemes of the state, and files none; None without an author.
    issues: bool | None = None
    #: Those of whom the scheme belonged to before, in one spelling: a text stays as it was signed.
    former_approval_nos: frozenset[str] = frozenset()
    approved_fields: frozenset[str] | None = None
    fields_of_bodies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    today: dt.date | None = None
    limits: Limits = field(default_factory=Limits)
    commitment_version: str = "1"
    #: The standards of compulsory certification whatever their edition, by their names
    #: (`portal.core.standard_numbers`).
    ccc_standards: frozenset[str] | None = None
    standards: Standards = field(default_factory=Standards)
    #: By approved field, the body's full-time staff; None where nobody has told.
    full_time_staff: Mapping[str, int | None] = field(default_factory=dict)
    #: Schemes that resemble this one; None when nobody has looked.
    neighbours: tuple[NeighbourFact, ...] | None = None
    #: Marks that resemble this one's; None when the artwork cannot be compared.
    similar_marks: tuple[MarkFact, ...] | None = None
    #: By word that stands on a protected mark, in plain form, the name of that mark.
    mark_words: Mapping[str, Localised] = field(default_factory=dict)
    #: The document of the version before this one, where the register has it.
    previous: Mapping[str, Any] | None = None
    #: The blueprint by which the two are compared, and which says where one line is meant.
    blueprint: Blueprint | None = None
    #: The code points that some font of the machine can print; None when nobody knows.
    printable: Container[int] | None = None
    #: Whether the signature of the commitment holds for this document; None when not verified.
    signature_holds: bool | None = None
    words: Words = field(default_factory=default_words)
    #: By code, the units of the register; None when it is not at hand.
    units: Units | None = None
    number_patterns: Mapping[str, NumberPattern] = field(default_factory=default_number_patterns)
    certificate_fields: Mapping[str, tuple[str, ...]] = field(
        default_factory=default_certificate_fields
    )

    @classmethod
    def unknown(cls, today: dt.date | None = None) -> Facts:
        """Nothing from the register; limits and words by default."""
        return cls(today=today)

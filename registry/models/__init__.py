"""Filings, entries and the publication."""

from registry.models.calendar import Anchor, CalendarDay, StatutoryHoliday
from registry.models.entries import Entry, EntryEvent, ListedVersion
from registry.models.filings import (
    Decision,
    Filing,
    FilingEvent,
    Proposal,
    Remark,
    Submission,
)
from registry.models.impact import ImpactCause, ImpactHit, ImpactRun, SubjectKind
from registry.models.numbers import NumberCounter
from registry.models.publication import (
    Publication,
    PublishedField,
    PublishedStandard,
    PublishedText,
    Rendering,
)
from registry.models.reference import ReasonCode, TimeLimit

__all__ = [
    "Anchor",
    "CalendarDay",
    "Decision",
    "Entry",
    "EntryEvent",
    "Filing",
    "FilingEvent",
    "ImpactCause",
    "ImpactHit",
    "ImpactRun",
    "ListedVersion",
    "NumberCounter",
    "Proposal",
    "Publication",
    "PublishedField",
    "PublishedStandard",
    "PublishedText",
    "ReasonCode",
    "Remark",
    "Rendering",
    "StatutoryHoliday",
    "SubjectKind",
    "Submission",
    "TimeLimit",
]

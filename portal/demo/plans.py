"""What has happened to each scheme of the demonstration: one plan per document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Plan(StrEnum):
    """How far a scheme of the demonstration has come."""

    GAPS = "gaps"
    COMPLETE_DRAFT = "complete_draft"
    SIGNED = "signed"
    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    PROPOSED = "proposed"
    CORRECTION_REQUESTED = "correction_requested"
    ANSWERED = "answered"
    NO_OBJECTION = "no_objection"
    AMENDED = "amended"
    APPLIED = "applied"
    ENTERED = "entered"
    PROMISE_KEPT = "promise_kept"
    APPROVED = "approved"
    DEREGISTERED = "deregistered"
    ENDED_UNDER_REVIEW = "ended_under_review"


@dataclass(frozen=True, slots=True)
class RemarkPlan:
    """A remark of the officer: where, how binding, what."""

    address: str
    kind: str
    text: str
    reason_code: str = "unclear_text"
    satisfied_by: str = ""
    #: What the body says to it, and with what it begins the text of the place where it changes it.
    answer: str = ""
    begun_with: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """The author's reason for a warning of the check: which rule, where, why."""

    code: str
    address: str
    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class JointPlan:
    """The alliance whose joint rule it is: its members beside the owner, the first one leaves."""

    name_zh: str
    name_en: str
    members: tuple[str, ...]
    #: So many days after the text was issued.
    left_after: int
    reason_of_leaving: str


@dataclass(frozen=True, slots=True)
class HandOverPlan:
    """The change of its owner: to which body, so many days after it was issued, and why."""

    to: str
    after: int
    cause: str
    reason: str
    reason_of_decision: str


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """One document of the demonstration and what has happened to it."""

    file: str
    plan: Plan
    remarks: tuple[RemarkPlan, ...] = ()
    answers: tuple[AnswerPlan, ...] = ()
    reasons: str = ""
    #: Parts that a draft with gaps does not have yet.
    without: tuple[str, ...] = ()
    #: When it expires, where the document has such a date.
    expires: str = ""
    reasons_of_end: str = ""
    #: What is said with the submission besides: a track, the ground for the fast lane.
    given: Mapping[str, str] = field(default_factory=dict)
    #: A pilot until so many days from now.
    pilot_days: int = 0
    #: Issued on this day instead; the other dates of the scheme move with it.
    issued: str = ""
    joint: JointPlan | None = None
    goes_over: HandOverPlan | None = None
    #: Place, text and reason of the change that a second version brings.
    change: tuple[str, str, str] = (
        "complaints_appeals",
        "投诉处理时限缩短为10日。",
        "回应监管意见和获证组织的反馈，加快投诉处理。",
    )

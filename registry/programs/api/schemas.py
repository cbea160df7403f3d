"""The shapes of what the filing API takes and answers, from which its description is made."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from registry.opendata.api.schemas import CheckOut, FindingOut, Localised


class ProblemOut(Schema):
    """Why a request was refused. Nothing of it was kept."""

    code: str = Field(description="Stable.", examples=["rules_broken", "idempotency_key_reused"])
    message: str = Field(description="A sentence for people.")
    pointer: str | None = Field(
        None, description="JSON Pointer of the place in the request that cannot be understood."
    )
    findings: list[FindingOut] = Field(
        [], description="What stands in the way, each at its place in the document."
    )


class ObstacleOut(Schema):
    """Something besides the document's own findings for which the request would be refused."""

    code: str = Field(examples=["commitment_missing", "unanswered_warning", "wrong_state"])
    message: str


class WayOut(Schema):
    """A track that is open to a scheme, and the row of the register that opens it."""

    track: str = Field(examples=["filing", "approval"])
    name: Localised
    takes_effect: Localised
    rule: str = Field(description="Key in the register `track-rules`; empty for the usual track.")
    why: Localised
    basis: Localised = Field(description="The clause of the law; may be empty.")
    entrance: list[str] = Field(description="What the track asks for, by name.")
    obstacles: list[str] = Field(description="What keeps this version from it.")


class ProcedureOut(Schema):
    """Which track the law asks for, why, and what it allows instead."""

    occasion: str | None = Field(
        description="`first`, `major` or `minor`; null for a version that answers a correction."
    )
    is_said: bool = Field(
        description="Whether the portal cannot compute the occasion, and it matters: say it with "
        "`procedure`; without it the amendment counts as major."
    )
    asked: WayOut
    open: list[WayOut]


class TriedOut(CheckOut):
    """The check report of what was sent, and what else stood in the way. Nothing was kept."""

    obstacles: list[ObstacleOut]
    would_be_accepted: bool = Field(
        description="Whether the same request without `dry_run` would be carried out now."
    )
    procedure: ProcedureOut | None = Field(description="Null where no draft could be made.")


class DraftOut(Schema):
    """A draft that waits for a signatory."""

    act: str = Field(examples=["draft"])
    scheme: int = Field(description="Number of the scheme in the workspace.")
    id: str = Field(description="Identity of the scheme; name it in `id` of its next versions.")
    rule_number: str
    version: str
    sha256: str = Field(description="Digest of what is signed: the document without commitment.")
    sign: str = Field(description="Address at which a signatory reads and signs it.")


class StateOut(Schema):
    """Where a filing stands, in the words for the body."""

    code: str = Field(examples=["received", "under_review", "correction_requested"])
    label: Localised
    is_closed: bool


class PauseOut(Schema):
    """A time that did not count."""

    cause: str = Field(
        description="Why: a stop of the clock, or the key of the party whose turn it was.",
        examples=["expert_review", "waiting_for_body", "force_majeure", "body", "regulator"],
    )
    label: Localised
    began: date
    ended: date | None = Field(description="Null while the clock stands.")
    days: int = Field(description="How long, in the unit of the clock.")


class ClockOut(Schema):
    """Whose turn it is, until when."""

    waits_for: str = Field(description="`body` or `regulator`.")
    due: date = Field(description="The last day.")
    working_days_left: int = Field(description="Negative when the last day has passed.")
    is_overdue: bool
    is_provisional: bool = Field(
        description="The calendar of a year is not published; the day may still move."
    )
    unit: str = Field(
        description="In what the days of this clock are counted: `working_days` or `days`."
    )
    days_used: int = Field(
        description="How many have gone by; more than in all when it is overdue."
    )
    days_in_all: int = Field(description="How many it has, any extension among them.")
    days_by_extension: int
    is_fast: bool = Field(description="Whether its time is that of the fast lane.")
    is_paused: bool = Field(
        description="It stands; `due` is the last day that it would have if it went on today."
    )
    pauses: list[PauseOut] = Field(description="What did not count, the earliest first.")


class FilingSummaryOut(Schema):
    """One filing in short."""

    number: str = Field(examples=["BA-2026-000001-V"])
    track: str = Field(examples=["filing"])
    scheme: int
    id: str = Field(description="Identity of the scheme.")
    rule_number: str
    title: Localised
    version: str
    sha256: str = Field(description="Digest of the document that was submitted last (RFC 8785).")
    round: int = Field(description="1, and one more with each corrected version.")
    state: StateOut
    clock: ClockOut | None
    submitted_at: datetime
    received_at: datetime = Field(description="When the last version was submitted.")
    closed_at: datetime | None
    address: str = Field(description="Address of this filing in the API.")


class FilingsOut(Schema):
    """A page of the body's filings, the newest first."""

    count: int
    results: list[FilingSummaryOut]
    next: str | None = Field(description="Address of the next page; null on the last.")


class ReasonOut(Schema):
    """What a remark or a decision rests on."""

    code: str
    name: str
    basis: str = Field(description="The clause of the law; may be empty.")


class RemarkAnswerOut(Schema):
    """What the body answered."""

    kind: str
    text: str
    at: datetime | None


class RemarkOut(Schema):
    """What the regulator asks for at one place."""

    id: int = Field(description="By it the remark is answered.")
    round: int
    address: str = Field(description="Place by permanent ids; empty: the document as a whole.")
    pointer: str = Field(description="The same as JSON Pointer in the document that was filed.")
    kind: str = Field(description="How binding it is.", examples=["must", "should", "question"])
    text: str
    reason: ReasonOut | None
    sent_at: datetime | None
    is_answerable: bool = Field(description="Whether an answer is taken now.")
    answer: RemarkAnswerOut | None


class DecisionOut(Schema):
    """The outcome of a round of review."""

    round: int
    outcome: str
    label: Localised
    reasons: str
    grounds: list[ReasonOut]
    decided_at: datetime


class EventLineOut(Schema):
    """One event of the filing that the body is told."""

    event: str
    label: Localised
    at: datetime


class FilingOut(FilingSummaryOut):
    """One filing with its remarks, decisions and history."""

    entry: str | None = Field(description="Register number.", examples=["TS-2026-000001-G"])
    public_address: str | None
    receipt: str = Field(description="Address of the receipt as PDF, for the same token.")
    remarks: list[RemarkOut]
    decisions: list[DecisionOut]
    events: list[EventLineOut]


class AnswerIn(Schema):
    """The answer to one remark."""

    remark: int = Field(description="`id` of the remark.")
    kind: str = Field(description="How it is answered.", examples=["changed", "explained"])
    text: str = Field("", description="Needed unless the text was changed as asked.")


class AnswersIn(Schema):
    """Answers to remarks; all of them are kept or none."""

    answers: list[AnswerIn]

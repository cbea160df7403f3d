"""The shapes of the API's answers, from which its description is made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from registry.opendata.api.schemas_of_authors import (
    CarriedOut,
    CertifierOut,
    CreatorOut,
    DesignationOut,
    IssueOut,
    LicenceOut,
)


class Localised(Schema):
    """A text in Chinese, in English, or in both."""

    zh: str | None = None
    en: str | None = None


class BodyName(Schema):
    """A certification body in short."""

    slug: str = Field(description="Its name in addresses and in the parameter `body`.")
    name: Localised


class MarkOut(Schema):
    """The mark of a scheme."""

    name: Localised
    artwork: str | None = Field(description="Address of the picture.")


class PassageOut(Schema):
    """The place of the rule that answers the question best."""

    address: str = Field(description="Its place in the document, which is also its anchor.")
    text: str


class CaveatOut(Schema):
    """What a register of the regulator says today against something that a scheme rests on."""

    kind: str = Field(
        description="`approval_ended`, `approval_suspended`, `approval_withdrawn`, "
        "`approval_missing`, `standard_withdrawn`, `standard_replaced` or `standard_upcoming`."
    )
    sentence: Localised = Field(description="The same in words.")
    address: str = Field(description="The place in the document that it is about.")
    subject: str = Field(description="The field, or the number of the standard.")
    approval_no: str | None = Field(description="The body whose approval it is about.")
    since: date | None = Field(description="The first day; null where the register gives none.")
    until: date | None = Field(description="The last day, where it is known.")
    replaced_by: list[str] = Field(description="The standards that follow.")
    source: str = Field(description="Permanent address of the row of the register.")


class SchemeOut(Schema):
    """One scheme of the register in short."""

    number: str = Field(description="Register number, permanent.", examples=["TS-2026-000001-G"])
    address: str
    rule_number: str
    title: Localised
    promise: Localised
    category: str = Field(description="`product`, `service` or `management_system`.")
    fields: list[str] = Field(description="Fields of certification.")
    body: BodyName
    author: str = Field(
        description="Whose scheme it is: `national`, `joint`, `body` or `scheme_owner`."
    )
    creators: list[CreatorOut] = Field(description="Who made it; `body` is who certifies by it.")
    status: str = Field(
        description="`not_yet_effective`, `in_force`, `suspended`, `body_not_approved` (listed, "
        "but its body is approved for none of its fields), `ending` (announced), `expired`, "
        "`deregistered`, `removed` or `absorbed` (by a national scheme), today."
    )
    track: str = Field(
        description="The procedure by which the version in force came into the register: `filing`, "
        "`registration`, `approval`, `commitment` or `declaration`; empty of what was filed on "
        "paper, which the facet calls `paper`."
    )
    caveats: list[CaveatOut] = Field(description="What the regulator's registers say, today.")
    version: str
    sha256: str = Field(description="Digest of the document in its canonical form (RFC 8785).")
    effective_from: date
    expires_on: date | None
    ended_on: date | None
    pilot_until: date | None = Field(
        description="The last day of a pilot; null of what is in force for good."
    )
    no_new_after: date | None = Field(
        description="The last day on which certificates are issued, where one is known."
    )
    certificates_until: date | None = Field(
        description="The last day on which any certificate is valid, where an act has set one."
    )
    listed_at: datetime
    changed_at: datetime
    is_structured: bool = Field(
        description="No: filed on paper and taken over; the text is in a file of the document."
    )
    mark: MarkOut | None
    document: str = Field(description="Address of the document as JSON.")
    pdf: str = Field(description="Address of the rule as PDF.")
    passage: PassageOut | None = Field(None, description="Only where `q` was given.")


class FacetOut(Schema):
    """One value of a filter and how many schemes it would leave."""

    key: str
    count: int


class FacetsOut(Schema):
    """The values of the filters, each counted as if its own filter were not set."""

    category: list[FacetOut]
    field: list[FacetOut]
    body: list[FacetOut]
    author: list[FacetOut]
    track: list[FacetOut]
    status: list[FacetOut]
    caveat: list[FacetOut]
    mark: list[FacetOut]
    form: list[FacetOut]


class SchemesOut(Schema):
    """A page of schemes."""

    count: int = Field(description="How many schemes fit, on all pages.")
    results: list[SchemeOut]
    facets: FacetsOut
    next: str | None = Field(description="Address of the next page; null on the last.")


class VersionOut(Schema):
    """One version that the register has listed."""

    version: str
    sha256: str
    listed_at: datetime
    superseded_at: datetime | None
    certificates_until: date | None = Field(description="Of what was superseded: its transition.")
    address: str
    document: str
    pdf: str


class WaiverOut(Schema):
    """A warning of the check that the body left standing, with its written reason."""

    code: str = Field(description="The rule that warned.", examples=["SCH-038"])
    pointer: str = Field(description="Its place in the document, as a JSON Pointer (RFC 6901).")
    reason: Localised


class EventOut(Schema):
    """One event in the public life of an entry."""

    event: str
    label: Localised
    at: datetime = Field(description="When the register recorded it.")
    effective_on: date = Field(description="From which day it holds.")
    version: str | None = None
    sha256: str | None = None
    reason: str | None = None
    details: dict[str, Any] = Field(
        description="What an act on the entry says beside: `ground`, `until` (the last day), "
        "`certificates` (what becomes of those already issued), `cause`, `national`, "
        "`wind_down`, `no_new_after`, `certificates_until`, `transfer_to`, `successor`, "
        "`decided_by`, `by_branch`, `for_regulator` (in both languages), `remedy`."
    )


class NoticeOut(Schema):
    """What the public is warned of."""

    text: str
    since: date
    until: date | None


class ConditionOut(Schema):
    """What the body has to show by a day."""

    text: str
    due_on: date
    met_on: date | None


class CorrectionOut(Schema):
    """A clerical error of a listed text: what was filed, and how it is read."""

    version: str
    place: str = Field(description="Its address in the document.")
    as_filed: str
    to_be_read_as: str
    corrected_on: date


class BodyIdentity(BodyName):
    """A certification body with its numbers."""

    approval_no: str
    uscc: str = Field(description="Unified social credit code (GB 32100-2015).")


class PaperOut(Schema):
    """A filing on paper, from before the portal."""

    number: str = Field(description="The number on paper; `/v/<number>` leads to the entry.")
    filed_on: date


class MemberOut(BodyName):
    """A body that files the joint rule of an alliance on its own approval."""

    approval_no: str
    joined_on: date
    left_on: date | None
    entry: str | None = Field(description="The number of its own entry under the joint rule.")
    may_certify: bool = Field(description="Whether it may issue certificates by the rule today.")


class OwnerOut(BodyName):
    """A body that owned the scheme, from a day until a day."""

    approval_no: str
    since: date
    until: date | None = Field(description="Null of the owner of now.")


class AllianceOut(Schema):
    """Bodies that certify by one rule."""

    name: Localised
    lead: str = Field(description="The slug of the body that owns the text.")
    members: list[MemberOut]


class TransitionOut(Schema):
    """Two editions of a standard that are both allowed for a time."""

    old_edition: str
    new_edition: str
    phase: str = Field(
        description="`running` (both editions), or `held` (no new certificates by the old one)."
    )
    sentence: Localised
    new_from: date = Field(description="First day on which the new edition may be used.")
    issue_until: date = Field(description="Last day of new certificates by the old edition.")
    certificates_until: date = Field(description="Last day of certificates by the old edition.")
    duties: Localised = Field(description="What certificate holders must do.")
    announcement: str = Field(description="Number of the announcement.")
    announced_on: date
    source: str = Field(description="Permanent address of the row of the register.")


class EntryOut(Schema):
    """One entry of the register with its versions and events."""

    number: str
    address: str
    rule_number: str
    title: Localised
    category: str
    fields: list[str]
    body: BodyIdentity
    owners: list[OwnerOut] = Field(description="Who owned it when, the first one first.")
    author: str = Field(description="As in the list of schemes.")
    creators: list[CreatorOut]
    issue: IssueOut | None = Field(
        description="The announcement of a scheme of the state; null of all others."
    )
    designations: list[DesignationOut] = Field(
        description="Who carries out a scheme of the state; empty of all others."
    )
    licence: LicenceOut | None = Field(
        description="Of a scheme owner's scheme, by which its body certifies; null of all others."
    )
    status: str = Field(description="As in the list of schemes.")
    status_on: date
    certifiers: list[CertifierOut] = Field(
        description="Who may issue certificates by it that day; empty where nobody may, as the "
        "status says."
    )
    track: str = Field(description="As in the list of schemes.")
    caveats: list[CaveatOut] = Field(description="What the regulator's registers say, that day.")
    transitions: list[TransitionOut] = Field(
        description="Transitions of standards that its text is in, that day."
    )
    version: str
    alliance: AllianceOut | None = Field(description="Of a joint rule; null of all others.")
    sha256: str
    blueprint: str
    is_structured: bool = Field(description="As in the list of schemes.")
    paper_filing: PaperOut | None = Field(description="How it was filed before the portal.")
    effective_from: date
    expires_on: date | None
    ended_on: date | None
    pilot_until: date | None = Field(description="As in the list of schemes.")
    transition_until: date | None = Field(description="Of certificates under the version before.")
    no_new_after: date | None
    certificates_until: date | None
    end_reason: str
    successor: str | None = Field(description="The entry that follows one that has ended.")
    absorbed_by: str | None = Field(
        description="Permanent address of the national scheme that took its place."
    )
    listed_at: datetime
    is_demonstration: bool
    document: str
    pdf: str
    verify: str
    notices: list[NoticeOut] = Field(description="Notices of a risk that stand, that day.")
    conditions: list[ConditionOut]
    corrections: list[CorrectionOut]
    waivers: list[WaiverOut] = Field(description="Of the version in force.")
    versions: list[VersionOut]
    events: list[EventOut]
    source: Localised


class ApprovalOut(Schema):
    """How a body stands with a field of certification today."""

    field: str
    state: str = Field(
        description="`approved`, or why it is not: `approval_ended`, `approval_suspended`, "
        "`approval_withdrawn` or `approval_missing`."
    )
    since: date | None = Field(description="The first day of that state, where it is known.")
    until: date | None = Field(description="The last day of that state, where it is known.")
    source: str = Field(description="Permanent address of the row of the register.")


class BodyOut(BodyIdentity):
    """A certification body with its approval and its schemes."""

    address: str
    website: str
    fields: list[str] = Field(description="Fields that its approval covers today.")
    approvals: list[ApprovalOut] = Field(description="Every field that the register has of it.")
    schemes: int = Field(description="Schemes of it in the register, ended ones too.")
    carries_out: list[CarriedOut] = Field(description="Schemes of the state that it carries out.")
    is_demonstration: bool


class BodiesOut(Schema):
    """All certification bodies."""

    count: int
    results: list[BodyOut]


class ParameterProblem(Schema):
    """A parameter that the API does not understand."""

    parameter: str
    value: str
    message: str


class FindingOut(Schema):
    """One finding of a check report."""

    code: str = Field(examples=["SCH-014", "BLUEPRINT-required"])
    severity: str = Field(description="`error`, `warning` or `unchecked`.")
    pointer: str = Field(description="JSON Pointer of its place in the document that was sent.")
    message: str
    help: str
    source: str = Field(description="The clause of the law or standard behind it.")


class CheckOut(Schema):
    """A check report: how many findings of each weight, and the findings."""

    error: int
    warning: int
    unchecked: int
    findings: list[FindingOut]


class ErrorOut(Schema):
    """Why there is no answer. The code is stable, the message is for people."""

    code: str = Field(examples=["bad_parameter", "unknown_number", "not_found"])
    message: str
    parameters: list[ParameterProblem] = []
    suggestions: list[str] = []

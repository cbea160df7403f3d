"""The shapes of the API's answers, from which its description is made."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


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
    status: str = Field(
        description="`not_yet_effective`, `in_force`, `expired` or `deregistered`, today."
    )
    version: str
    sha256: str = Field(description="Digest of the document in its canonical form (RFC 8785).")
    effective_from: date
    expires_on: date | None
    ended_on: date | None
    listed_at: datetime
    changed_at: datetime
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
    status: list[FacetOut]
    mark: list[FacetOut]


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


class BodyIdentity(BodyName):
    """A certification body with its numbers."""

    approval_no: str
    uscc: str = Field(description="Unified social credit code (GB 32100-2015).")


class EntryOut(Schema):
    """One entry of the register with its versions and events."""

    number: str
    address: str
    rule_number: str
    title: Localised
    category: str
    fields: list[str]
    body: BodyIdentity
    status: str
    status_on: date
    version: str
    sha256: str
    blueprint: str
    effective_from: date
    expires_on: date | None
    ended_on: date | None
    end_reason: str
    listed_at: datetime
    is_demonstration: bool
    document: str
    pdf: str
    verify: str
    waivers: list[WaiverOut] = Field(description="Of the version in force.")
    versions: list[VersionOut]
    events: list[EventOut]
    source: Localised


class BodyOut(BodyIdentity):
    """A certification body with its approval and its schemes."""

    address: str
    website: str
    fields: list[str] = Field(description="Fields that its approval covers today.")
    schemes: int = Field(description="Schemes of it in the register, ended ones too.")
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

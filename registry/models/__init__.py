"""Filings, entries and the publication."""

from registry.models.absences import Absence
from registry.models.alliances import (
    Alliance,
    AllianceEvent,
    AllianceMember,
    CounterSignature,
    JointScheme,
    MembershipQuerySet,
)
from registry.models.bank import BankRemark
from registry.models.calendar import Anchor, CalendarDay, StatutoryHoliday
from registry.models.campaigns import (
    Campaign,
    CampaignEvent,
    CampaignTask,
    CampaignTaskEvent,
    CampaignTaskQuerySet,
)
from registry.models.case_notes import CaseNote, CaseNoteVersion, CaseNoteWithdrawal, Mention
from registry.models.decisions import Decision, Proposal
from registry.models.delegations import (
    Delegation,
    DelegationConfirmation,
    DelegationEnd,
    DelegationTerms,
)
from registry.models.designations import Designation, DesignationEnd
from registry.models.entries import Entry, EntryEvent, EntryQuerySet, ListedVersion
from registry.models.entry_corrections import EntryCorrection
from registry.models.entry_notices import ConditionEvidence, EntryCondition, EntryNotice
from registry.models.entry_proposals import EntryProposal, EntryRuling
from registry.models.expert_terms import ExpertTerms
from registry.models.experts import Expert, ExpertEvent, ExpertLanguage, ExpertPost
from registry.models.extensions import Extension
from registry.models.extra_changes import ExtraChange
from registry.models.fast_lane import FastLaneRequest, FastLaneRuling
from registry.models.filings import Filing, FilingEvent, Submission
from registry.models.impact import ImpactCause, ImpactHit, ImpactRun, SubjectKind
from registry.models.inbox import NewsRead
from registry.models.intervals import Interval
from registry.models.issues import CoIssuer, Issue, IssueAgreement
from registry.models.letter_readings import LetterReading
from registry.models.letter_templates import LetterTemplate
from registry.models.letters import Letter
from registry.models.licences import Licence, LicenceEnd
from registry.models.notes import CaveatNote
from registry.models.notices import Notice, NoticeItem
from registry.models.numbers import NumberCounter
from registry.models.opinions import (
    JointOpinion,
    Opinion,
    OpinionKind,
    OpinionRelease,
    OpinionRequest,
    Stance,
)
from registry.models.owner_changes import OwnerChange, OwnerChangeEvent
from registry.models.panels import (
    ExpertDeclaration,
    ExpertDraft,
    ExpertLink,
    ExpertOpinion,
    ExpertPanel,
    ExpertSeat,
    ExpertSeatEnd,
    ExpertStance,
    SeatEnding,
    Tie,
)
from registry.models.publication import (
    FootingKind,
    Publication,
    PublicationQuerySet,
    PublishedField,
    PublishedFooting,
    PublishedStandard,
    PublishedText,
    Rendering,
)
from registry.models.reading import ChapterRead
from registry.models.reference import ReasonCode, TimeLimit
from registry.models.remarks import EarlierWords, Remark, RemarkEvent, Withdrawal
from registry.models.remedies import Remedy
from registry.models.risks import FilingRisk, RiskFactor, RiskLevel
from registry.models.saved_views import SavedView
from registry.models.spans import PublishedCaveat, PublishedGap
from registry.models.statements import Duty, EntryStatement, ImpartialityStatement
from registry.models.stock import (
    PaperFiling,
    StockEvent,
    StockFiles,
    StockImport,
    StockRow,
)
from registry.models.terms import DigestTerms, EntryTerms
from registry.models.tokens import ApiAnswer, ApiToken, Scope, TokenEvent, TokenState
from registry.models.track_rules import Binding, Occasion, TrackRule
from registry.models.track_terms import StateWords, TrackTerms
from registry.models.webhooks import TEST, Delivery, Topic, Webhook
from registry.models.words import FilingWords

__all__ = [
    "TEST",
    "Absence",
    "Alliance",
    "AllianceEvent",
    "AllianceMember",
    "Anchor",
    "ApiAnswer",
    "ApiToken",
    "BankRemark",
    "Binding",
    "CalendarDay",
    "Campaign",
    "CampaignEvent",
    "CampaignTask",
    "CampaignTaskEvent",
    "CampaignTaskQuerySet",
    "CaseNote",
    "CaseNoteVersion",
    "CaseNoteWithdrawal",
    "CaveatNote",
    "ChapterRead",
    "CoIssuer",
    "ConditionEvidence",
    "CounterSignature",
    "Decision",
    "Delegation",
    "DelegationConfirmation",
    "DelegationEnd",
    "DelegationTerms",
    "Delivery",
    "Designation",
    "DesignationEnd",
    "DigestTerms",
    "Duty",
    "EarlierWords",
    "Entry",
    "EntryCondition",
    "EntryCorrection",
    "EntryEvent",
    "EntryNotice",
    "EntryProposal",
    "EntryQuerySet",
    "EntryRuling",
    "EntryStatement",
    "EntryTerms",
    "Expert",
    "ExpertDeclaration",
    "ExpertDraft",
    "ExpertEvent",
    "ExpertLanguage",
    "ExpertLink",
    "ExpertOpinion",
    "ExpertPanel",
    "ExpertPost",
    "ExpertSeat",
    "ExpertSeatEnd",
    "ExpertStance",
    "ExpertTerms",
    "Extension",
    "ExtraChange",
    "FastLaneRequest",
    "FastLaneRuling",
    "Filing",
    "FilingEvent",
    "FilingRisk",
    "FilingWords",
    "FootingKind",
    "ImpactCause",
    "ImpactHit",
    "ImpactRun",
    "ImpartialityStatement",
    "Interval",
    "Issue",
    "IssueAgreement",
    "JointOpinion",
    "JointScheme",
    "Letter",
    "LetterReading",
    "LetterTemplate",
    "Licence",
    "LicenceEnd",
    "ListedVersion",
    "MembershipQuerySet",
    "Mention",
    "NewsRead",
    "Notice",
    "NoticeItem",
    "NumberCounter",
    "Occasion",
    "Opinion",
    "OpinionKind",
    "OpinionRelease",
    "OpinionRequest",
    "OwnerChange",
    "OwnerChangeEvent",
    "PaperFiling",
    "Proposal",
    "Publication",
    "PublicationQuerySet",
    "PublishedCaveat",
    "PublishedField",
    "PublishedFooting",
    "PublishedGap",
    "PublishedStandard",
    "PublishedText",
    "ReasonCode",
    "Remark",
    "RemarkEvent",
    "Remedy",
    "Rendering",
    "RiskFactor",
    "RiskLevel",
    "SavedView",
    "Scope",
    "SeatEnding",
    "Stance",
    "StateWords",
    "StatutoryHoliday",
    "StockEvent",
    "StockFiles",
    "StockImport",
    "StockRow",
    "SubjectKind",
    "Submission",
    "Tie",
    "TimeLimit",
    "TokenEvent",
    "TokenState",
    "Topic",
    "TrackRule",
    "TrackTerms",
    "Webhook",
    "Withdrawal",
]

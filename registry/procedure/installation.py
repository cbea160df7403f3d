"""What the procedure needs from the start: guards of its records, and its reference data.

The regulator edits the reference data afterwards; what exists is never overwritten.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from portal.core.guards import append_only, freeze_columns, never_deleted
from portal.reference.changes import acting
from registry.models import (
    Absence,
    Alliance,
    AllianceEvent,
    AllianceMember,
    Campaign,
    CampaignEvent,
    CampaignTask,
    CampaignTaskEvent,
    CaseNote,
    CaseNoteVersion,
    CaseNoteWithdrawal,
    CoIssuer,
    ConditionEvidence,
    CounterSignature,
    Decision,
    Delegation,
    DelegationConfirmation,
    DelegationEnd,
    DelegationTerms,
    Designation,
    DesignationEnd,
    EarlierWords,
    Entry,
    EntryCondition,
    EntryCorrection,
    EntryEvent,
    EntryNotice,
    EntryProposal,
    EntryRuling,
    EntryTerms,
    Expert,
    ExpertDeclaration,
    ExpertEvent,
    ExpertLink,
    ExpertOpinion,
    ExpertPanel,
    ExpertSeat,
    ExpertSeatEnd,
    ExpertTerms,
    Extension,
    ExtraChange,
    FastLaneRequest,
    FastLaneRuling,
    Filing,
    FilingEvent,
    ImpartialityStatement,
    Interval,
    Issue,
    IssueAgreement,
    JointScheme,
    Letter,
    LetterReading,
    Licence,
    LicenceEnd,
    ListedVersion,
    Mention,
    Notice,
    NoticeItem,
    Opinion,
    OpinionRelease,
    OpinionRequest,
    OwnerChange,
    OwnerChangeEvent,
    PaperFiling,
    Proposal,
    Remark,
    RemarkEvent,
    StockEvent,
    Submission,
    TimeLimit,
    Withdrawal,
)
from registry.models.delegations import AS_SHIPPED as DELEGATION_AS_SHIPPED
from registry.models.expert_terms import AS_SHIPPED as EXPERTS_AS_SHIPPED
from registry.models.remarks import WORDS
from registry.models.terms import AS_SHIPPED as TERMS_AS_SHIPPED
from registry.tracks import all_tracks

#: Before any filing that the portal can know.
FROM_THE_BEGINNING = date(2000, 1, 1)
#: What is only ever added to.
HISTORIES = (
    AllianceEvent,
    CounterSignature,
    JointScheme,
    Licence,
    LicenceEnd,
    Designation,
    DesignationEnd,
    CoIssuer,
    IssueAgreement,
    Issue,
    EntryCorrection,
    EntryProposal,
    EntryRuling,
    CampaignEvent,
    CampaignTaskEvent,
    FilingEvent,
    EntryEvent,
    OwnerChangeEvent,
    Submission,
    Proposal,
    Decision,
    Withdrawal,
    EarlierWords,
    ImpartialityStatement,
    Notice,
    NoticeItem,
    Letter,
    Letter.entries.through,
    LetterReading,
    Extension,
    RemarkEvent,
    PaperFiling,
    StockEvent,
    CaseNote,
    CaseNoteVersion,
    CaseNoteWithdrawal,
    OpinionRequest,
    Opinion,
    OpinionRelease,
    Delegation,
    DelegationConfirmation,
    DelegationEnd,
    ExpertEvent,
    ExpertPanel,
    ExpertSeat,
    ExpertDeclaration,
    ExpertSeatEnd,
    ExpertOpinion,
    FastLaneRequest,
    FastLaneRuling,
)
#: Records that change by acts alone and stay for ever.
NEVER_DELETED = (
    Absence,
    Alliance,
    AllianceMember,
    Campaign,
    CampaignTask,
    Entry,
    Expert,
    ExtraChange,
    Filing,
    Interval,
    ListedVersion,
    Mention,
    OwnerChange,
    Remark,
)
#: What a remark is about, and whose it is.
PLACE_OF_A_REMARK = ("filing_id", "address", "bank_code", "author_id", "written_at")
#: What was sent or taken back stays as it was. Until then its author may edit the words: those from
#: before stay as well (`EarlierWords`).
WORDS_OF_A_REMARK = (*WORDS, "sent_at", "withdrawn_at", "round")
SENT_OR_TAKEN_BACK = '({old}."sent_at" IS NOT NULL OR {old}."withdrawn_at" IS NOT NULL)'
#: What an act wrote beside an entry stays as it was written; what became of it is added.
WORDS_OF_ACTS: dict[type[Model], tuple[str, ...]] = {
    EntryNotice: ("entry_id", "text", "since", "until"),
    ExpertLink: ("seat_id", "nonce", "last_day", "made_at"),
    EntryCondition: ("entry_id", "text", "evidence_wanted", "due_on", "set_on", "decision_id"),
    ConditionEvidence: ("condition_id", "text", "handed_in_by_id", "handed_in_at"),
}


def install_guards(using: str = "default") -> None:
    """Hold in the database: histories and decisions never change, and no record goes away."""
    for model in HISTORIES:
        append_only(model, using)
    for kept in NEVER_DELETED:
        never_deleted(kept, using)
    for written, words in WORDS_OF_ACTS.items():
        never_deleted(written, using)
        freeze_columns(written, words, once="1 = 1", using=using, name="words_are_frozen")
    declared = ("filing_id", "round", "address", "reason", "declared_by_id", "submitted_at")
    freeze_columns(ExtraChange, declared, once='{old}."submitted_at" IS NOT NULL', using=using)
    freeze_columns(Remark, PLACE_OF_A_REMARK, once="1 = 1", using=using, name="words_are_frozen")
    freeze_columns(Remark, WORDS_OF_A_REMARK, once=SENT_OR_TAKEN_BACK, using=using)


def install_reference_data() -> int:
    """Add the time limits that are missing; those that exist stay as they are.

    Reasons and the calendar come with the other registers (`portal.reference.loading`).
    """
    with acting(None, "installation"):
        return _add_what_is_missing()


def _add_what_is_missing() -> int:
    known = set(TimeLimit.objects.values_list("track", "clock"))
    missing = [
        TimeLimit(
            track=track.key,
            clock=rule.key,
            in_force_from=FROM_THE_BEGINNING,
            amount=rule.amount,
            extension=rule.extension,
            reminder=rule.reminder,
            fast=rule.fast,
            grace=rule.grace,
            source=rule.source,
        )
        for track in all_tracks()
        for rule in track.clocks
        if (track.key, rule.key) not in known
    ]
    for limit in missing:
        limit.save()
    added = len(missing)
    if not EntryTerms.objects.exists():
        EntryTerms.objects.create(in_force_from=FROM_THE_BEGINNING, **TERMS_AS_SHIPPED)
        added += 1
    if not DelegationTerms.objects.exists():
        DelegationTerms.objects.create(in_force_from=FROM_THE_BEGINNING, **DELEGATION_AS_SHIPPED)
        added += 1
    if not ExpertTerms.objects.exists():
        ExpertTerms.objects.create(in_force_from=FROM_THE_BEGINNING, **EXPERTS_AS_SHIPPED)
        added += 1
    return added

"""The registers of procedure: working days, reasons, time limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

# Those of the package below come first in every list of registers.
from portal.reference import declarations  # noqa: F401
from portal.reference.changes import reference_changed
from portal.reference.declaring import declare
from portal.reference.models import ReferenceChange
from portal.reference.registers import Once, Register
from portal.reference.words import name_codes
from registry.lettered import lettered_acts
from registry.models import (
    BankRemark,
    CalendarDay,
    DelegationTerms,
    DigestTerms,
    EntryTerms,
    ExpertTerms,
    LetterTemplate,
    ReasonCode,
    Remedy,
    StateWords,
    StatutoryHoliday,
    TimeLimit,
    TrackRule,
    TrackTerms,
)
from registry.models.track_rules import contradictions_in
from registry.procedure.closing import limit_that_ran, terms_that_hold_open
from registry.tracks import all_tracks, clocks_in_words, states_told_apart
from registry.wording import forget_rows

CALENDAR = declare(
    Register(
        "calendar",
        CalendarDay,
        _("Working-day calendar"),
        _("Days that differ from the ordinary week: holidays, and days worked instead."),
        ("day", "is_working", "name"),
        ("day",),
        filters=("is_working",),
        search=("name",),
    )
)
HOLIDAYS = declare(
    Register(
        "statutory-holidays",
        StatutoryHoliday,
        _("Statutory holidays"),
        _("Holidays that hold each year by law, before the calendar of the year is published."),
        (
            "key",
            "name_zh",
            "name_en",
            "anchor",
            "month",
            "day",
            "starts_before",
            "days",
            "valid_from",
            "valid_until",
            "source",
            "verified",
        ),
        ("key", "valid_from"),
        label_zh="name_zh",
        label_en="name_en",
        filters=("anchor",),
        search=("key", "name_zh", "name_en"),
    )
)
REASONS = declare(
    Register(
        "reasons",
        ReasonCode,
        _("Reasons"),
        _("Reasons that remarks and decisions rest on, with their clause of the law."),
        (
            "code",
            "name_zh",
            "name_en",
            "basis_zh",
            "basis_en",
            "purpose",
            "order",
            "is_used",
            "carries_conditions",
        ),
        ("code",),
        notation="code",
        label_zh="name_zh",
        label_en="name_en",
        filters=("purpose", "is_used"),
        search=("code", "name_zh", "name_en"),
    )
)
BANK = declare(
    Register(
        "remark-bank",
        BankRemark,
        _("Remark bank"),
        _("Remarks ready to be taken over in a review, with reason, legal basis and rule."),
        (
            "code",
            "rule_code",
            "text_zh",
            "text_en",
            "satisfied_zh",
            "satisfied_en",
            "kind",
            "reason_code",
            "basis_zh",
            "basis_en",
            "order",
            "is_used",
        ),
        ("code",),
        notation="code",
        label_zh="text_zh",
        label_en="text_en",
        filters=("rule_code", "is_used"),
        search=("code", "rule_code", "text_zh", "text_en"),
    )
)
TIME_LIMITS = declare(
    Register(
        "time-limits",
        TimeLimit,
        _("Time limits of procedure"),
        _("How long each clock of a procedure runs, from a day on, by which clause of the law."),
        (
            "track",
            "clock",
            "in_force_from",
            "amount",
            "extension",
            "reminder",
            "fast",
            "grace",
            "is_deemed",
            "source",
        ),
        ("track", "clock", "in_force_from"),
        filters=("track", "clock"),
        only_added=True,
        stays_because=limit_that_ran,
        once=Once(
            "clock",
            "amount",
            {
                "review_working_days": ("review", _("review, in working days")),
                "answer_days": ("answer", _("answer, in calendar days")),
            },
        ),
    )
)
TRACK_RULES = declare(
    Register(
        "track-rules",
        TrackRule,
        _("Rules on tracks"),
        _("By which track a scheme goes, on which occasion, why, by which clause of the law."),
        (
            "key",
            "name_zh",
            "name_en",
            "occasion",
            "category",
            "field",
            "track",
            "binding",
            "why_zh",
            "why_en",
            "basis_zh",
            "basis_en",
            "valid_from",
            "valid_until",
            "source",
            "verified",
        ),
        ("key",),
        notation="key",
        label_zh="name_zh",
        label_en="name_en",
        filters=("track", "occasion", "category", "binding"),
        search=("key", "name_zh", "name_en", "field__key"),
        shown=("key", "name_zh", "occasion", "category", "field", "track", "binding", "basis_zh"),
        beside_each_other=contradictions_in,
    )
)
TRACK_TERMS = declare(
    Register(
        "track-terms",
        TrackTerms,
        _("Tracks"),
        _("Which tracks take new filings, and in which words they are told, from a day on."),
        (
            "track",
            "in_force_from",
            "is_open",
            "name_zh",
            "name_en",
            "why_zh",
            "why_en",
            "legal_basis_zh",
            "legal_basis_en",
            "source",
            "confirmed_on",
        ),
        ("track", "in_force_from"),
        filters=("track", "is_open"),
        only_added=True,
        stays_because=terms_that_hold_open,
        shown=("track", "in_force_from", "is_open", "name_zh", "legal_basis_zh", "source"),
    )
)
STATE_WORDS = declare(
    Register(
        "state-words",
        StateWords,
        _("States of filings"),
        _("What states are called at the desk and to the body, from a day on."),
        (
            "state",
            "in_force_from",
            "label_zh",
            "label_en",
            "to_body_zh",
            "to_body_en",
            "without_effect_zh",
            "without_effect_en",
            "source",
        ),
        ("state", "in_force_from"),
        filters=("state",),
        only_added=True,
        shown=("state", "in_force_from", "label_zh", "to_body_zh", "source"),
    )
)


@receiver(reference_changed, dispatch_uid="registry.words_of_tracks")
def _read_words_anew(changes: Sequence[ReferenceChange], **_signal: object) -> None:
    """At once for who changes them, and for the others when it is done."""
    if any(change.register in (TRACK_TERMS.key, STATE_WORDS.key) for change in changes):
        forget_rows()
        transaction.on_commit(partial(forget_rows))


ENTRY_TERMS = declare(
    Register(
        "entry-terms",
        EntryTerms,
        _("Terms of acts on entries"),
        _("How long a suspension lasts, and how early people are reminded."),
        (
            "in_force_from",
            "suspension_days",
            "suspension_warning_days",
            "notice_days",
            "expiry_first_days",
            "expiry_last_days",
            "condition_warning_days",
            "pilot_days",
            "pilot_warning_days",
            "source",
        ),
        ("in_force_from",),
        only_added=True,
    )
)
DELEGATION_TERMS = declare(
    Register(
        "delegation-terms",
        DelegationTerms,
        _("Terms of delegations"),
        _("How soon a delegation of an emergency is confirmed by a second person, or lapses."),
        ("in_force_from", "confirmation_days", "source"),
        ("in_force_from",),
        only_added=True,
    )
)
EXPERT_TERMS = declare(
    Register(
        "expert-terms",
        ExpertTerms,
        _("Terms of expert reviews"),
        _(
            "How far back a tie of an expert counts, how long experts have, whether bodies hear "
            "names."
        ),
        (
            "in_force_from",
            "conflict_years",
            "answer_days",
            "reminder_days",
            "link_days",
            "names_announced",
            "source",
        ),
        ("in_force_from",),
        only_added=True,
    )
)
DIGEST_TERMS = declare(
    Register(
        "digest-terms",
        DigestTerms,
        _("Terms of the digest of outcomes"),
        _("How many bodies have to stand behind a field that the public digest tells."),
        ("in_force_from", "least_bodies", "source"),
        ("in_force_from",),
        only_added=True,
    )
)
REMEDIES = declare(
    Register(
        "remedies",
        Remedy,
        _("Remedy notices"),
        _("What the law gives against a decision that burdens, as bodies are told it."),
        ("track", "in_force_from", "text_zh", "text_en", "source"),
        ("track", "in_force_from"),
        filters=("track",),
        only_added=True,
    )
)
LETTER_TEMPLATES = declare(
    Register(
        "letter-templates",
        LetterTemplate,
        _("Letter templates"),
        _("The words of the letters in which bodies are told what was decided, from a day on."),
        ("act", "in_force_from", "title_zh", "title_en", "text_zh", "text_en", "source"),
        ("act", "in_force_from"),
        filters=("act",),
        search=("act", "title_zh", "title_en"),
        only_added=True,
        shown=("act", "in_force_from", "title_zh", "title_en", "source"),
    )
)
name_codes("letter-templates", "act", lambda: {n: a.label for n, a in lettered_acts().items()})
name_codes("remedies", "track", lambda: {track.key: track.name for track in all_tracks()})
name_codes("track-terms", "track", lambda: {track.key: track.name for track in all_tracks()})
name_codes("state-words", "state", lambda: dict(states_told_apart()))
name_codes("time-limits", "track", lambda: {track.key: track.name for track in all_tracks()})
name_codes("time-limits", "clock", clocks_in_words)

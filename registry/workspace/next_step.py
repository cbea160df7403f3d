"""The one thing to do next with a scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.permissions import Visitor
from registry.catalogue.standing import sentence
from registry.models import EntryCondition, Filing
from registry.procedure.permissions import may_answer
from registry.procedure.readiness import obstacles_to_submitting, words_of
from registry.register.acts.conditions import HandInEvidence
from registry.states import FilingState
from schemes.documents import SectionProgress
from schemes.findings import Finding
from schemes.last_days import Ending, ending_of
from schemes.models import Version
from schemes.permissions import may_sign, may_write
from schemes.reports import report_on
from schemes.states import VersionState
from schemes.validation import CheckReport

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, why, and where; without a place it is somebody else's turn."""

    why: StrOrPromise
    label: StrOrPromise = ""
    href: str = ""
    is_post: bool = False


def next_step(
    user: Visitor,
    version: Version,
    filing: Filing | None,
    report: CheckReport,
    sections: Sequence[SectionProgress],
    open_warnings: Sequence[Finding] = (),
    *,
    has_caveats: bool = False,
    conditions: Sequence[EntryCondition] = (),
) -> Step:
    """The next step of this person with the newest version of a scheme.

    `has_caveats`: whether the regulator's registers say something against the listed version.
    `conditions` are those of its entry.
    """
    ending = ending_of(version)
    if ending is not None and ending.is_over and ending.newer is not None and not report.errors:
        return _with_a_blueprint_that_is_over(user, ending)
    if version.state == VersionState.DRAFT:
        if open_warnings and not report.errors:
            return _with_open_warnings(user, version)
        return _with_a_draft(user, version, report, sections)
    if version.state == VersionState.FROZEN:
        return _with_a_signed_version(user, version)
    if step := _because_of_conditions(user, filing, conditions):
        return step
    if has_caveats and (step := _because_of_caveats(user, version, filing)):
        return step
    return _after_submission(user, version, filing)


def _with_a_blueprint_that_is_over(user: Visitor, ending: Ending) -> Step:
    """Nothing can be signed or submitted before it follows the newer version."""
    pk = ending.version.scheme_id
    assert ending.newer is not None
    names = {"ref": ending.blueprint.ref, "newer": ending.newer.ref}
    why = _("Blueprint %(ref)s can no longer be filed by.") % names
    if not may_write(user, ending.version.scheme):
        return Step(why)
    if ending.version.is_frozen:
        label = _("Begin a new draft by blueprint %(newer)s") % names
        return Step(why, label, reverse("designer:new-version", args=[pk]), is_post=True)
    label = _("Move the draft to blueprint %(newer)s") % names
    return Step(why, label, reverse("designer:move", args=[pk]))


def _with_a_draft(
    user: Visitor, version: Version, report: CheckReport, sections: Sequence[SectionProgress]
) -> Step:
    pk = version.scheme_id
    if report.errors:
        if not may_write(user, version.scheme):
            return Step(_("The authors are still writing this scheme."))
        wrong = next((section.key for section in sections if section.errors), None)
        return Step(
            _("Some sections are not complete yet, or have errors."),
            _("Go on writing"),
            reverse("designer:section", args=[pk, wrong])
            if wrong
            else reverse("designer:report", args=[pk]),
        )
    if may_sign(user, version):
        return Step(
            _("The document is complete and without errors."),
            words_of_signing(version),
            reverse("workspace:sign", args=[version.scheme_id]),
        )
    return Step(
        _("The document is complete and without errors. A signatory of your body has to sign it."),
        _("Read it through"),
        reverse("designer:read", args=[version.scheme_id]),
    )


def words_of_signing(version: Version) -> StrOrPromise:
    """What is done by signing: a body commits itself to the public, the state confirms its text."""
    if version.scheme.organisation.issues:
        return _("Sign the text that is to be issued")
    return _("Sign the public commitment")


def _with_open_warnings(user: Visitor, version: Version) -> Step:
    """The signature waits for the written reasons."""
    if not may_write(user, version.scheme):
        return Step(_("The document is complete; the authors still have warnings to answer."))
    return Step(
        _("The document is complete. Warnings need a written reason before it can be signed."),
        _("Answer the warnings"),
        reverse("designer:report", args=[version.scheme_id]),
    )


def _with_a_signed_version(user: Visitor, version: Version) -> Step:
    """Submitting it; where that is not possible by the registers of now, why not and what is."""
    if report_on(version).errors:
        why = _("The check finds errors in the signed text. Begin a new draft and mend them.")
        if not may_write(user, version.scheme):
            return Step(why)
        place = reverse("designer:new-version", args=[version.scheme_id])
        return Step(why, _("Begin a new draft"), place, is_post=True)
    in_the_way = words_of(obstacles_to_submitting(version))
    if in_the_way:
        words = {"why": " ".join(str(one) for one in in_the_way)}
        why = _("The text is signed, and cannot be submitted today: %(why)s") % words
        if not may_sign(user, version):
            return Step(why)
        place = reverse("workspace:file", args=[version.scheme_id])
        return Step(why, _("Look at the procedure"), place)
    if may_sign(user, version):
        return Step(
            _("The text is signed; it can no longer change."),
            _("Go on to submission"),
            reverse("workspace:file", args=[version.scheme_id]),
        )
    return Step(_("The text is signed. A signatory has to submit it."))


def _because_of_conditions(
    user: Visitor, filing: Filing | None, conditions: Sequence[EntryCondition]
) -> Step | None:
    """Evidence for the condition that is due first; a correction that is asked for goes before."""
    open_ones = [one for one in conditions if one.met_on is None and one.waiting is None]
    if not open_ones or (filing is not None and filing.awaits_correction):
        return None
    first = min(open_ones, key=lambda one: (one.due_on, one.pk))
    entry = first.entry
    if entry.has_ended:
        return None
    why = _("The regulator set a condition; evidence is due by %(day)s.") % {
        "day": date_format(first.due_on)
    }
    if not HandInEvidence.is_available(user, entry):
        return Step(why)
    place = reverse("workspace:entry-act", args=[entry.number, HandInEvidence.name])
    return Step(why, HandInEvidence.label, place)


def _because_of_caveats(user: Visitor, version: Version, filing: Filing | None) -> Step | None:
    """A new version; it may be written while the review of the one before goes on."""
    if filing is None or not may_write(user, version.scheme):
        return None
    if filing.awaits_correction or filing.is_overtaken:
        return None
    why = _("The regulator's registers no longer agree with the listed version: write a new one.")
    if not filing.standing.is_closed:
        why = _(
            "The regulator's registers no longer agree with the listed version. You can write a "
            "new one now, and submit it when the review of this one has ended."
        )
    label = _("Begin a new version")
    place = reverse("designer:new-version", args=[version.scheme_id])
    return Step(why, label, place, is_post=True)


def _after_outcome(filing: Filing) -> StrOrPromise:
    if filing.state == FilingState.NO_OBJECTION and not filing.lost_effect:
        return _("The review ended without objection. To change the rule, begin a new version.")
    words = {"outcome": filing.applicant_label}
    return _("%(outcome)s. To change the rule, begin a new version.") % words


def _without_a_filing(user: Visitor, version: Version) -> Step:
    """Set aside, or filed before the portal: then it is structured when it is next amended."""
    if version.state != VersionState.SUBMITTED:
        return Step(_("This version was set aside."))
    why = _(
        "This rule was filed on paper and taken over; its text is in a file. When you amend it, "
        "write it as a structured document: what is known is filled in, the register number and "
        "the file stay."
    )
    if not may_write(user, version.scheme):
        return Step(why)
    place = reverse("designer:new-version", args=[version.scheme_id])
    return Step(why, _("Begin a structured version"), place, is_post=True)


def _after_submission(user: Visitor, version: Version, filing: Filing | None) -> Step:
    if filing is None:
        return _without_a_filing(user, version)
    place = reverse("workspace:filing", args=[filing.number])
    if filing.awaits_correction and may_answer(user, filing):
        why = _("The regulator asks for a correction.")
        return Step(why, _("Answer the remarks"), place)
    entry = filing.entry
    if filing.is_overtaken or (entry is not None and entry.has_ended):
        published = entry.published if entry is not None else None
        why = sentence(published) if published is not None else _("The scheme was deregistered.")
        return Step(why, _("Look at the filing"), place)
    if filing.standing.is_closed and may_write(user, version.scheme):
        return Step(
            _after_outcome(filing),
            _("Begin a new version"),
            reverse("designer:new-version", args=[version.scheme_id]),
            is_post=True,
        )
    why = _("%(state)s. It waits for nothing from you.") % {"state": filing.applicant_label}
    return Step(why, _("Follow the filing"), place)

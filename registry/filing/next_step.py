"""The one thing to do next with a scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.permissions import Visitor
from registry.models import Filing
from registry.permissions import may_answer
from registry.states import FilingState
from schemes.documents import SectionProgress
from schemes.findings import Finding
from schemes.models import Version
from schemes.permissions import may_sign, may_write
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
) -> Step:
    """The next step of this person with the newest version of a scheme."""
    if version.state == VersionState.DRAFT:
        if open_warnings and not report.errors:
            return _with_open_warnings(user, version)
        return _with_a_draft(user, version, report, sections)
    if version.state == VersionState.FROZEN:
        return _with_a_signed_version(user, version)
    return _after_submission(user, version, filing)


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
            _("Sign the public commitment"),
            reverse("workspace:sign", args=[version.scheme_id]),
        )
    return Step(
        _("The document is complete and without errors. A signatory of your body has to sign it."),
        _("Read it through"),
        reverse("designer:read", args=[version.scheme_id]),
    )


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
    if may_sign(user, version):
        return Step(
            _("The public commitment is signed; the text can no longer change."),
            _("Go on to submission"),
            reverse("workspace:file", args=[version.scheme_id]),
        )
    return Step(_("The public commitment is signed. A signatory of your body has to submit it."))


def _after_submission(user: Visitor, version: Version, filing: Filing | None) -> Step:
    if filing is None:
        return Step(_("This version was set aside."))
    place = reverse("workspace:filing", args=[filing.number])
    if filing.state == FilingState.CORRECTION_REQUESTED and may_answer(user, filing):
        why = _("The regulator asks for a correction.")
        return Step(why, _("Answer the remarks"), place)
    if filing.state == FilingState.ENDED:
        return Step(_("The scheme was deregistered."), _("Look at the filing"), place)
    if filing.state == FilingState.NO_OBJECTION and may_write(user, version.scheme):
        return Step(
            _("The review ended without objection. To change the rule, begin a new version."),
            _("Begin a new version"),
            reverse("designer:new-version", args=[version.scheme_id]),
            is_post=True,
        )
    return Step(
        _("The filing is in effect and waits for nothing from you."),
        _("Follow the filing"),
        place,
    )

"""Answers to warnings: the written reason why a warning is left standing.

A waiver answers what one rule finds at one place of one version. It is written while the version
is a draft, frozen with it, published with the scheme, and travels into the next version as long
as the same warning stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from schemes.findings import Finding
from schemes.models import Version, Waiver
from schemes.permissions import may_edit
from schemes.reports.checking import check_version
from schemes.reports.comparing import case_of
from schemes.validation import CheckReport

#: Rule, case and place of the warnings that a waiver answers.
Question = tuple[str, str, str]


def question_of(finding: Finding) -> Question:
    """What an answer belongs to."""
    return finding.code, case_of(finding), finding.address


def answers_of(version: Version) -> dict[Question, Waiver]:
    """The answers written for a version, by what they answer."""
    waivers = version.waivers.select_related("written_by")
    return {(waiver.code, waiver.case, waiver.address): waiver for waiver in waivers}


def unanswered(report: CheckReport, version: Version) -> list[Finding]:
    """The warnings of a report to which the version has no answer yet."""
    answered = answers_of(version)
    return [finding for finding in report.warnings if question_of(finding) not in answered]


@transaction.atomic
def answer(version: Version, user: User, question: Question, reason: Mapping[str, str]) -> Waiver:
    """Write, or write anew, the reason for a warning: `zh`, and `en` if there is one.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        RulesBroken: the reason is not given in Chinese.
        WrongState: the check does not find this warning, or not any more.
    """
    [waiver] = answer_all(version, user, {question: reason})
    return waiver


@transaction.atomic
def answer_all(
    version: Version, user: User, reasons: Mapping[Question, Mapping[str, str]]
) -> list[Waiver]:
    """The same for several warnings, checked once: all of them are answered or none.

    Raises:
        NotAllowed, RulesBroken, WrongState: as `answer`.
    """
    draft = _locked(version, user)
    told = {question: _words(reason) for question, reason in reasons.items()}
    if not all("zh" in words for words in told.values()):
        raise RulesBroken(_("Give the reason in Chinese; it is published with the scheme."))
    if not told.keys() <= set(map(question_of, check_version(draft).warnings)):
        raise WrongState(_("The check does not find this warning any more; nothing was written."))
    return [_write(draft, user, question, words) for question, words in told.items()]


def _words(reason: Mapping[str, str]) -> dict[str, str]:
    return {
        language: text for language in ("zh", "en") if (text := reason.get(language, "").strip())
    }


def _write(draft: Version, user: User, question: Question, words: dict[str, str]) -> Waiver:
    code, case, address = question
    waiver, _created = Waiver.objects.update_or_create(
        version=draft,
        code=code,
        case=case,
        address=address,
        defaults={"reason": words, "written_by": user, "written_at": timezone.now()},
    )
    draft.record_event(event="warning_answered", actor=user, data={"code": code, "place": address})
    return waiver


@transaction.atomic
def withdraw(version: Version, user: User, pk: int) -> None:
    """Take an answer back; one that is gone already is no error.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
    """
    draft = _locked(version, user)
    for waiver in draft.waivers.filter(pk=pk):
        data = {"code": waiver.code, "place": waiver.address}
        waiver.delete()
        draft.record_event(event="answer_withdrawn", actor=user, data=data)


def carry_over(before: Version, draft: Version) -> int:
    """Copy the answers of a version into its next draft where the same warning stands there."""
    standing = set(map(question_of, check_version(draft).warnings))
    kept = [
        Waiver(
            version=draft,
            code=waiver.code,
            case=waiver.case,
            address=waiver.address,
            reason=waiver.reason,
            written_by=waiver.written_by,
            written_at=waiver.written_at,
        )
        for question, waiver in answers_of(before).items()
        if question in standing
    ]
    return len(Waiver.objects.bulk_create(kept))


def drop_answers_without_warning(version: Version, warnings: Iterable[Finding]) -> None:
    """Remove what answers nothing any more, so that only standing answers are frozen."""
    standing = set(map(question_of, warnings))
    for question, waiver in answers_of(version).items():
        if question not in standing:
            waiver.delete()


def _locked(version: Version, user: User) -> Version:
    """The draft, locked until the end of the transaction."""
    draft = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    access = may_edit(user, draft)
    if not access:
        raise NotAllowed(access.reason)
    return draft

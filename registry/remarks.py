"""Writing remarks on a filing, and answering them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.models import Filing, ReasonCode, Remark
from registry.permissions import may_answer, may_review_filing
from registry.states import AnswerKind, FilingState, RemarkKind


@transaction.atomic
def write_remark(
    filing: Filing,
    user: User,
    *,
    text: str,
    kind: str = RemarkKind.MUST,
    address: str = "",
    reason_code: str = "",
) -> Remark:
    """A remark at a place of the document (`/basis/@b3/title`; empty for the whole).

    It reaches the body only with a request for correction.

    Raises:
        NotAllowed: not an officer, or one of the filing's organisation.
        WrongState: the filing is not under review.
        RulesBroken: the remark says nothing, or its kind or reason does not exist.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    _check_reviewer(filing, user)
    if not text.strip():
        raise RulesBroken(_("Write what the remark is about."))
    if kind not in RemarkKind.values:
        raise RulesBroken(_("Choose how binding the remark is."))
    if reason_code and not ReasonCode.objects.filter(code=reason_code).exists():
        raise RulesBroken(_("This reason is not in the regulator's list any more."))
    return Remark.objects.create(
        filing=filing,
        round=filing.round,
        address=address,
        kind=kind,
        text=text.strip(),
        reason_code=reason_code,
        author=user,
    )


@transaction.atomic
def withdraw_remark(remark: Remark, user: User) -> None:
    """Take back a remark that was not sent yet."""
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=remark.filing_id)
    _check_reviewer(filing, user)
    if remark.sent_at is not None:
        raise WrongState(_("This remark was sent; it stays on the record."))
    remark.delete()


def _check_reviewer(filing: Filing, user: User) -> None:
    access = may_review_filing(user, filing)
    if not access:
        raise NotAllowed(access.reason)
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("Remarks can be written only while the filing is under review."))


def answer_token(remark: Remark) -> str:
    """Which answer a form was made from, to notice that somebody answered meanwhile."""
    return remark.answered_at.isoformat() if remark.answered_at else "-"


@transaction.atomic
def answer_remark(
    remark: Remark, user: User, *, kind: str, answer: str, seen: str | None = None
) -> Remark:
    """The body's answer: changed, explained or disputed, with words for the last two.

    It can be changed until the corrected version is submitted. `seen` is the `answer_token`
    of what the person had before them.

    Raises:
        NotAllowed: not an author or signatory of the body.
        WrongState: the filing does not wait for this answer, or somebody answered meanwhile.
        RulesBroken: an explanation or a dispute without words.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=remark.filing_id)
    remark = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    _check_answerable(filing, remark, user)
    if seen not in (None, answer_token(remark)):
        raise WrongState(
            _("%(person)s answered this remark while you were writing; nothing was overwritten.")
            % {"person": remark.answered_by}
        )
    if kind not in AnswerKind.values:
        raise RulesBroken(_("Choose how you answer the remark."))
    if kind != AnswerKind.CHANGED and not answer.strip():
        raise RulesBroken(_("Explain your answer; the officer reads it."))
    remark.answer_kind = kind
    remark.answer = answer.strip()
    remark.answered_by = user
    remark.answered_at = timezone.now()
    remark.save()
    filing.record_event(
        event="remark_answered",
        from_state=filing.state,
        to_state=filing.state,
        actor=user,
        data={"remark": remark.pk, "address": remark.address, "kind": kind},
    )
    return remark


def _check_answerable(filing: Filing, remark: Remark, user: User) -> None:
    """Answers of earlier rounds stand as they were given."""
    access = may_answer(user, filing)
    if not access:
        raise NotAllowed(access.reason)
    is_asked = remark.sent_at is not None and remark.round == filing.round
    if filing.state != FilingState.CORRECTION_REQUESTED or not is_asked:
        raise WrongState(_("This filing is not waiting for your answer."))

"""Writing remarks on a filing, and answering them."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from registry.models import EarlierWords, Filing, ReasonCode, Remark, Withdrawal
from registry.models.remarks import WORDS
from registry.procedure.actions.items import Answer
from registry.procedure.permissions import may_edit_remark, may_review_filing, may_withdraw
from registry.procedure.quotes import Quoted, quoted
from registry.states import FilingState, RemarkKind, Visibility
from schemes.models import Version

#: What a remark says of itself where nothing else is chosen.
ORDINARY = {
    "kind": RemarkKind.MUST.value,
    "reason_code": "",
    "satisfied_by": "",
    "quote": "",
    "legal_basis": "",
    "visibility": Visibility.BODY.value,
}


@transaction.atomic
def write_remark(
    filing: Filing,
    user: User,
    *,
    text: str,
    address: str = "",
    bank_code: str = "",
    **words: str,
) -> Remark:
    """A remark at a place of the document (`/basis/@b3/title`; empty for the whole).

    It reaches the body only with a request for correction, whose notice says what would satisfy
    it; what is for the desk alone never does. `words` are `kind`, `reason_code`, `satisfied_by`,
    `quote`, `legal_basis` and `visibility`.

    Raises:
        NotAllowed: not an officer, or one of the filing's organisation.
        WrongState: the filing is not under review.
        RulesBroken: the remark says nothing, its kind or reason does not exist, or the quoted
            words do not stand at the place.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    _check_reviewer(filing, user)
    return Remark.objects.create(
        filing=filing,
        round=filing.round,
        address=address,
        bank_code=bank_code,
        author=user,
        **_checked(filing.version, address, {**ORDINARY, **words, "text": text}),
    )


@transaction.atomic
def edit_remark(remark: Remark, user: User, *, seen: str | None = None, **words: str) -> Remark:
    """Other words for a remark that was not sent; those from before stay on the record.

    `seen` is the `wording_token` of what the person had before them.

    Raises:
        NotAllowed: not its author.
        WrongState: the filing is not under review, the remark was sent or taken back, or its
            words are others by now.
        RulesBroken: as for `write_remark`.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=remark.filing_id)
    remark = Remark.objects.select_related("withdrawal").get(pk=remark.pk)
    remark.filing = filing
    may_edit_remark(user, remark).require()
    _check_under_review(filing)
    _check_unsent(remark)
    if seen not in (None, wording_token(remark)):
        raise WrongState(
            _("You edited this remark elsewhere meanwhile; nothing was overwritten. Read it anew.")
        )
    before = remark.words
    after = _checked(filing.version, remark.address, {**before, **words})
    if after == before:
        return remark
    EarlierWords.objects.create(remark=remark, words=before)
    for name, word in after.items():
        setattr(remark, name, word)
    remark.save(update_fields=WORDS)
    return remark


def wording_token(remark: Remark) -> str:
    """Which words a form was made from, to notice that they are others by now."""
    words = json.dumps(remark.words, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _checked(version: Version, address: str, words: dict[str, str]) -> dict[str, str]:
    """The words of a remark without spaces around them, if they can be a remark's."""
    words = {name: words[name].strip() for name in WORDS}
    if not words["text"]:
        raise RulesBroken(_("Write what the remark is about."))
    if words["kind"] not in RemarkKind.values:
        raise RulesBroken(_("Choose how binding the remark is."))
    if words["visibility"] not in Visibility.values:
        raise RulesBroken(_("Choose who reads the remark."))
    reason = words["reason_code"]
    if reason and not ReasonCode.objects.filter(code=reason).exists():
        raise RulesBroken(_("This reason is not in the regulator's list any more."))
    if words["quote"] and quoted(version, address, words["quote"]) is not Quoted.STANDS:
        raise RulesBroken(
            _("The quoted words do not stand at this place. Quote them as they are in the text.")
        )
    return words


@transaction.atomic
def withdraw_remark(remark: Remark, user: User, reason: str) -> Withdrawal:
    """Take back a remark that was not sent yet; it stays on the record, and the body never sees it.

    Raises:
        NotAllowed: neither its author nor the officer who reviews the filing.
        WrongState: the filing is not under review, or the remark was sent or taken back before.
        RulesBroken: no reason is given.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=remark.filing_id)
    remark = Remark.objects.select_related("withdrawal").get(pk=remark.pk)
    remark.filing = filing
    may_withdraw(user, remark).require()
    _check_under_review(filing)
    _check_unsent(remark)
    if not reason.strip():
        raise RulesBroken(_("Say why the remark is taken back; the record keeps it."))
    filing.record_event(
        event="remark_withdrawn",
        from_state=filing.state,
        to_state=filing.state,
        actor=user,
        data={"remark": remark.pk, "address": remark.address, "reason": reason.strip()},
    )
    withdrawal = Withdrawal.objects.create(remark=remark, by=user, reason=reason.strip())
    Remark.objects.filter(pk=remark.pk).update(withdrawn_at=withdrawal.at)
    return withdrawal


def _check_reviewer(filing: Filing, user: User) -> None:
    may_review_filing(user, filing).require()
    _check_under_review(filing)


def _check_unsent(remark: Remark) -> None:
    if remark.sent_at is not None:
        raise WrongState(_("This remark was sent; it stays on the record."))
    if remark.is_withdrawn:
        raise WrongState(_("This remark was taken back already."))


def _check_under_review(filing: Filing) -> None:
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("Remarks can be written only while the filing is under review."))


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
    answered = Answer(remark, user, kind=kind, answer=answer, seen=seen).run()
    remark.refresh_from_db()
    return answered

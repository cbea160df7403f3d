"""The life of an item of a correction notice: answered by the body, closed or reopened after it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from registry.models import Filing, Remark
from registry.procedure.permissions import may_answer, may_review_filing
from registry.states import AnswerKind, FilingState, RemarkState


class ItemAction(Action[Remark]):
    """An act on one item; its filing is locked first, so that it does not move meanwhile."""

    def _locked(self) -> Remark:
        filing = Filing.objects.select_for_update(of=("self",)).get(pk=self.record.filing_id)
        remark = super()._locked()
        remark.filing = filing
        return remark


class Answer(ItemAction):
    """Answer an item: changed, explained or disputed, with words for the last two.

    It can be answered anew until the corrected version is submitted; the history keeps each answer.
    """

    name = "answer_remark"
    label = gettext_lazy("Answer the item")
    event = "answered"
    from_states = frozenset({RemarkState.OPEN, RemarkState.ANSWERED})
    to_state = RemarkState.ANSWERED
    who = gettext_lazy("author or signatory of the certification body")

    @classmethod
    def access(cls, user: Any, record: Remark) -> Access:
        """Authors and signatories of the body."""
        return may_answer(user, record.filing)

    def check(self) -> None:
        """The body is asked, nobody answered meanwhile, and what has to be said is said."""
        if not self.record.filing.awaits_correction:
            raise WrongState(self.wrong_state_message())
        if self.data.get("seen") not in (None, answer_token(self.record)):
            raise WrongState(
                _(
                    "%(person)s answered this remark while you were writing; nothing was "
                    "overwritten."
                )
                % {"person": self.record.answered_by}
            )
        if self.data["kind"] not in AnswerKind.values:
            raise RulesBroken(_("Choose how you answer the remark."))
        if self.data["kind"] != AnswerKind.CHANGED and not self.words:
            raise RulesBroken(_("Explain your answer; the officer reads it."))

    @property
    def words(self) -> str:
        """The answer in words."""
        return str(self.data.get("answer", "")).strip()

    def apply(self) -> None:
        """The answer stands on the item."""
        self.record.answer_kind = self.data["kind"]
        self.record.answer = self.words
        self.record.answered_by = self.user
        self.record.answered_at = timezone.now()

    def event_data(self) -> dict[str, Any]:
        """How and in which words."""
        filing = self.record.filing
        return {"kind": str(self.data["kind"]), "words": self.words, "round": filing.round}

    def tell(self) -> None:
        """The history of the filing says it too."""
        filing = self.record.filing
        filing.record_event(
            event="remark_answered",
            from_state=filing.state,
            to_state=filing.state,
            actor=self.user,
            data={
                "remark": self.record.pk,
                "address": self.record.address,
                "kind": str(self.data["kind"]),
            },
        )

    def wrong_state_message(self) -> str:
        """Answers of earlier rounds stand as they were given."""
        return _("This filing is not waiting for your answer.")


def answer_token(remark: Remark) -> str:
    """Which answer a form was made from, to notice that somebody answered meanwhile."""
    return remark.answered_at.isoformat() if remark.answered_at else "-"


class JudgeItem(ItemAction):
    """What both judgements of an answer share."""

    who = gettext_lazy("officer of the regulator who has no part in the filing")

    @classmethod
    def access(cls, user: Any, record: Remark) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record.filing)

    def check(self) -> None:
        """Answers are judged while the filing is under review."""
        if self.record.filing.state != FilingState.UNDER_REVIEW:
            raise WrongState(
                _("Items are closed or reopened only while the filing is under review.")
            )

    @property
    def words(self) -> str:
        """What the officer says about it."""
        return str(self.data.get("reason", "")).strip()

    def event_data(self) -> dict[str, Any]:
        """The words, and on which submission."""
        return {"words": self.words, "round": self.record.filing.round}


class CloseItem(JudgeItem):
    """Close an item: the answer settles it, or its place was removed."""

    name = "close_item"
    label = gettext_lazy("Close the item")
    event = "closed"
    from_states = frozenset({RemarkState.ANSWERED, RemarkState.REMOVED, RemarkState.REOPENED})
    to_state = RemarkState.CLOSED


class ReopenItem(JudgeItem):
    """Reopen an item with the reason; the next notice asks for it again, with its history."""

    name = "reopen_item"
    label = gettext_lazy("Reopen the item")
    event = "reopened"
    from_states = frozenset({RemarkState.ANSWERED, RemarkState.REMOVED, RemarkState.CLOSED})
    to_state = RemarkState.REOPENED

    def check(self) -> None:
        """The body has to know what is still missing."""
        super().check()
        if not self.words:
            raise RulesBroken(_("Say what is still missing; the body reads it in the next notice."))


ITEM_ACTIONS: tuple[type[Action[Any]], ...] = (Answer, CloseItem, ReopenItem)

"""Reviewing one member's filing of a joint text apart, where its own approval is the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import WrongState
from registry.lettered import Lettered
from registry.models import Filing
from registry.procedure.actions.reasoned import ByOfficer
from registry.states import FilingState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReviewApart(ByOfficer, Lettered):
    """Take a member's filing out of the common review: what is in question is this body's own.

    From then on it has a case, an outcome and a letter of its own; the others go on together.
    """

    name = "review_apart"
    label = gettext_lazy("Review this member’s filing apart")
    explanation = gettext_lazy(
        "The text is reviewed once for all members. What concerns this body alone, such as its "
        "approval, is reviewed here; its filing then has an outcome of its own."
    )
    event = "reviewed_apart"
    from_states = frozenset(
        {
            FilingState.RECEIVED,
            FilingState.UNDER_REVIEW,
            FilingState.PROPOSED,
            FilingState.CORRECTION_REQUESTED,
        }
    )
    to_state = FilingState.UNDER_REVIEW
    on_its_own = True

    @classmethod
    def is_available(cls, user: Any, record: Filing) -> bool:
        """Offered where another filing's review serves this one."""
        return record.leader is not None and super().is_available(user, record)

    def wrong_state_message(self) -> StrOrPromise:
        """Mostly it is that nothing is reviewed in common."""
        if self.record.leader is None:
            return _("This filing has a review of its own.")
        return super().wrong_state_message()

    def check(self) -> None:
        """There is a common review that it can leave."""
        if self.record.leader is None:
            raise WrongState(self.wrong_state_message())
        super().check()

    def apply(self) -> None:
        """It goes its own way from now on."""
        super().apply()
        self.record.led_by = None

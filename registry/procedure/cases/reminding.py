"""Reminding a body by hand that an answer is waited for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.errors import WrongState
from registry.models import Filing
from registry.procedure.cases.acts import CaseAction
from registry.procedure.notices_of_cases import tell_reminded
from registry.procedure.permissions import may_review_filing


class Remind(CaseAction):
    """Remind the body that its answer is waited for; once a day is enough.

    The limit is neither changed nor begun anew.
    """

    name = "remind"
    label = gettext_lazy("Remind the body")
    event = "body_reminded"
    who = gettext_lazy("officer of the regulator who has no part in the filing")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    @classmethod
    def was_done_today(cls, record: Filing) -> bool:
        """Whether somebody reminded it today."""
        today = record.events.filter(event=cls.event, at__date=timezone.localdate())
        return today.exists()

    def check(self) -> None:
        """It is the body's turn, and nobody reminded it today."""
        if self.record not in Filing.objects.filter(pk=self.record.pk).waiting_for_body():
            raise WrongState(_("The body is not asked for anything now."))
        if self.was_done_today(self.record):
            raise WrongState(_("The body was reminded today already."))

    def tell(self) -> None:
        """Authors and signatories of the body."""
        tell_reminded(self.record, self.user)

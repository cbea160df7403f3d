"""Removal (撤出): the regulator ends an entry, with what becomes of its certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.errors import RulesBroken
from portal.core.moves import Move, kind_of
from registry.lifecycle import Lifecycle
from registry.models import Entry
from registry.public_status import PublicStatus, Told, in_state
from registry.register.acting import ProposedAct
from registry.register.ending import EndingAct, successor_field
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.states import LISTED_ENTRY_STATES, CertificateFate, EntryState

REMOVED = PublicStatus(
    "removed",
    pgettext_lazy("public status", "Removed"),
    gettext_lazy("The regulator removed the scheme on %(ended)s. No new certificates."),
    effect=gettext_lazy("the scheme was removed"),
    is_over=True,
)
#: What a removal can mean for certificates: a removal does not suspend.
FATES = (CertificateFate.TRANSITION, CertificateFate.WITHDRAWN, CertificateFate.REMAIN_VALID)
#: Those that need a last day.
DATED = (CertificateFate.TRANSITION, CertificateFate.WITHDRAWN)


#: The same where an act on a filing ends its entry, such as the revocation of a promise.
REMOVAL = Move(kind_of(Entry), LISTED_ENTRY_STATES, EntryState.REMOVED, event="removed")


class Remove(EndingAct, ProposedAct):
    """Remove a scheme from those that are used, after a correction failed or a promise was false.

    The decision names its decider, its reasons, the remedy, and what becomes of certificates. The
    page and its history stay for ever.
    """

    name = "remove"
    label = gettext_lazy("Remove the scheme")
    event = "removed"
    from_states = LISTED_ENTRY_STATES
    to_state = EntryState.REMOVED
    explanation = gettext_lazy(
        "The scheme ends on the day on which the decision is taken, and cannot be listed again. "
        "Its page stays, with the reason, the ground, the name of the decider and the remedy."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground, and what becomes of certificates until when."""
        return {
            "reason_code": ground_field(),
            "certificates": forms.ChoiceField(
                label=gettext_lazy("Certificates already issued"),
                choices=[(fate.value, fate.label) for fate in FATES],
            ),
            "certificates_until": day_field(
                gettext_lazy("Last day on which a certificate is valid"),
                timezone.localdate(),
                required=False,
                help_text=gettext_lazy("Asked for a transition and for withdrawal."),
            ),
            "successor": successor_field(),
        }

    def check_words(self) -> None:
        """What becomes of certificates is said, with its day."""
        super().check_words()
        fate, until = self.data.get("certificates"), self.day("certificates_until")
        if fate not in FATES:
            raise RulesBroken(_("Say what the removal means for certificates already issued."))
        if fate in DATED and (until is None or until < timezone.localdate()):
            raise RulesBroken(_("Give the last day on which a certificate is valid."))

    def kept(self) -> dict[str, Any]:
        """What becomes of certificates."""
        return {**super().kept(), "certificates": str(self.data["certificates"])}


LIFECYCLE = Lifecycle(
    acts=(Remove,),
    events={"removed": gettext_lazy("Removed by the regulator")},
    told=(Told(REMOVED, in_state(EntryState.REMOVED), PublicStatus.DEREGISTERED),),
)

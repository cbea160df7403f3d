"""Absorption: a national scheme (国推) takes the place of a body's own rules in its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from portal.reference.models import NationalScheme
from registry.lifecycle import Lifecycle
from registry.models import Entry
from registry.public_status import PublicStatus, Told, in_state, since
from registry.register.acting import ProposedAct
from registry.register.ending import ONE_DAY, EndingAct
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.states import LISTED_ENTRY_STATES, EntryState

ABSORBED = PublicStatus(
    "absorbed",
    gettext_lazy("Absorbed"),
    gettext_lazy(
        "A national scheme took the place of this scheme on %(ended)s. No new certificates."
    ),
    effect=gettext_lazy("a national scheme took its place"),
    is_over=True,
)


def schemes_of_the_state(day: date) -> list[NationalScheme]:
    """The national schemes that have not ended on a day."""
    ended = NationalScheme.objects.filter(valid_until__lt=day)
    return list(NationalScheme.objects.exclude(pk__in=ended.values("pk")))


class Absorb(EndingAct, ProposedAct):
    """End an entry since the state has unified the rules of its field; certificates move over.

    Source: Regulations on Certification and Accreditation, article 17 (bodies write rules of their
    own where the state has none).
    """

    name = "absorb"
    label = gettext_lazy("Let a national scheme take its place")
    event = "absorbed"
    from_states = LISTED_ENTRY_STATES
    to_state = EntryState.ABSORBED
    explanation = gettext_lazy(
        "The scheme goes on until its last day of issue and then leads to the national scheme. "
        "Certificates move over until the last day on which they are valid."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground, the national scheme and the two last days."""
        today = timezone.localdate()
        return {
            "reason_code": ground_field(),
            "national": forms.ChoiceField(
                label=gettext_lazy("National scheme"),
                choices=[
                    (one.key, f"{one.number} {one}".strip()) for one in schemes_of_the_state(today)
                ],
            ),
            "last_issue": day_field(
                gettext_lazy("Last day on which certificates are issued under it"), today
            ),
            "certificates_until": day_field(
                gettext_lazy("Last day on which a certificate is valid"), today
            ),
        }

    @property
    def national(self) -> NationalScheme | None:
        """The scheme of the state."""
        return NationalScheme.objects.filter(key=self.data.get("national") or "").first()

    @property
    def ends_on(self) -> date:
        """The day after the last issue; today where nobody certifies by it any more."""
        last = self.day("last_issue")
        goes_on = self.record.state == EntryState.LISTED and last is not None
        return last + ONE_DAY if goes_on and last is not None else timezone.localdate()

    def check_words(self) -> None:
        """Where it leads and the two days are said."""
        super().check_words()
        if self.national is None:
            raise RulesBroken(_("Name the national scheme that takes its place."))
        today, last, until = (
            timezone.localdate(),
            self.day("last_issue"),
            self.day("certificates_until"),
        )
        if last is None or until is None or not today <= last <= until:
            raise RulesBroken(
                _("Give the last day of issue, and then the last day on which one is valid.")
            )

    def apply(self) -> None:
        """The entry leads to the national scheme."""
        super().apply()
        self.record.absorbed_by = self.national

    def kept(self) -> dict[str, Any]:
        """Which scheme takes its place; it is what follows."""
        words = super().kept()
        del words["successor"]
        follows = self.national
        return {**words, "national": follows.title_text if follows else None}


LIFECYCLE = Lifecycle(
    acts=(Absorb,),
    events={"absorbed": gettext_lazy("Absorbed by a national scheme")},
    told=(
        Told(
            ABSORBED,
            in_state(EntryState.ABSORBED) & since("ended_on"),
            PublicStatus.DEREGISTERED,
        ),
    ),
)

"""Deregistering (注销): an entry ends at the wish of its body, with a plan for its certificates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.access import Access
from portal.core.errors import RulesBroken
from registry.lifecycle import Lifecycle
from registry.models import Entry, EntryTerms
from registry.register.acting import BodysAct
from registry.register.ending import ONE_DAY, EndingAct, successor_field
from registry.register.forms import day_field
from registry.register.permissions import may_end
from registry.register.telling import publish, tell_deregistered
from registry.states import LISTED_ENTRY_STATES, EntryState, WindDown


def earliest_last_issue(today: date) -> date:
    """The earliest last day of issue that can be announced today."""
    return today + timedelta(days=EntryTerms.objects.on(today).notice_days)


class Deregister(EndingAct, BodysAct):
    """End an entry at the body's own wish (注销). The page and its history stay for ever.

    The body says what becomes of certificates. Where some are valid it announces the end so early
    as the regulator's terms ask; a scheme under which nobody certifies now, since it is suspended
    or frozen, ends at once. A filing of the scheme that is still under way ends with it.
    """

    name = "deregister"
    label = gettext_lazy("Deregister the scheme")
    event = "deregistered"
    from_states = LISTED_ENTRY_STATES
    to_state = EntryState.DEREGISTERED
    explanation = gettext_lazy(
        "Its page stays in the register, with a banner, the days, your plan and your reason. The "
        "register number and the rule number are never given again. A filing of the scheme that "
        "is still under way ends with it."
    )

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Signatories of the body."""
        return may_end(user, record)

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The plan, its days, and that it is understood."""
        today = timezone.localdate()
        earliest = earliest_last_issue(today)
        return {
            "plan": forms.ChoiceField(
                label=gettext_lazy("What becomes of certificates that are valid?"),
                choices=WindDown.choices,
                initial=WindDown.UNTIL_EXPIRY,
            ),
            "last_issue": day_field(
                gettext_lazy("Last day on which you issue certificates"),
                today,
                initial=earliest,
                required=False,
                help_text=gettext_lazy(
                    "Asked where certificates are valid and the scheme is not suspended."
                ),
            ),
            "certificates_until": day_field(
                gettext_lazy("Last day on which a certificate is valid"),
                today,
                required=False,
                help_text=gettext_lazy(
                    "When the last one expires, is transferred or ends. Asked where some are valid."
                ),
            ),
            "transfer_to": forms.CharField(
                label=gettext_lazy("Certification body to which they are transferred"),
                required=False,
                max_length=200,
            ),
            "successor": successor_field(),
            "understood": forms.BooleanField(
                label=gettext_lazy("I understand that this cannot be undone."),
                error_messages={"required": gettext_lazy("Confirm that this cannot be undone.")},
            ),
        }

    @property
    def plan(self) -> str:
        """What becomes of certificates."""
        return str(self.data.get("plan", ""))

    @property
    def ends_on(self) -> date:
        """The day after the last issue; today where nothing is issued any more."""
        last = self.day("last_issue")
        at_once = self.plan == WindDown.NONE_ISSUED or self.record.state != EntryState.LISTED
        return timezone.localdate() if at_once or last is None else last + ONE_DAY

    def check_words(self) -> None:
        """The public is told why, and the plan is whole."""
        if not self.reason:
            raise RulesBroken(_("Say why the scheme ends; the public will read it."))
        super().check_words()
        self._check_others()
        if self.plan not in WindDown:
            raise RulesBroken(_("Say what becomes of the certificates that are valid."))
        if self.plan != WindDown.NONE_ISSUED:
            self._check_days()
        if self.plan == WindDown.TRANSFER and not str(self.data.get("transfer_to") or "").strip():
            raise RulesBroken(_("Name the certification body that takes the certificates over."))

    def _check_others(self) -> None:
        """Other bodies that certify by the same text need somebody who keeps it."""
        scheme, owner = self.record.scheme, self.record.scheme.organisation_id
        others = scheme.entries.listed().exclude(organisation=owner)
        if self.record.organisation_id == owner and others.exists():
            raise RulesBroken(
                _(
                    "Other members certify by this joint text, which is yours. Their memberships "
                    "have to end first."
                )
            )

    def _check_days(self) -> None:
        """The end is announced early enough, and certificates do not end before it."""
        today, last = timezone.localdate(), self.day("last_issue")
        is_announced = last is not None and last >= earliest_last_issue(today)
        if self.record.state == EntryState.LISTED and not is_announced:
            days = EntryTerms.objects.on(today).notice_days
            raise RulesBroken(
                ngettext(
                    "Announce the end at least %(days)d day before the last certificate.",
                    "Announce the end at least %(days)d days before the last certificate.",
                    days,
                )
                % {"days": days}
            )
        until = self.day("certificates_until")
        if until is None or until < max(today, self.ends_on - ONE_DAY):
            raise RulesBroken(
                _("Give the last day on which a certificate is valid, not before the last issue.")
            )

    def apply(self) -> None:
        """Where there are no certificates, none has a last day."""
        if self.plan == WindDown.NONE_ISSUED:
            self.data["certificates_until"] = None
        super().apply()

    def kept(self) -> dict[str, Any]:
        """The plan beside the days."""
        to = str(self.data.get("transfer_to") or "").strip()
        words = {"wind_down": self.plan}
        if self.plan == WindDown.TRANSFER:
            words["transfer_to"] = to
        return {**super().kept(), **words}

    def tell(self) -> None:
        """Publication and mails."""
        publish(self.record)
        tell_deregistered(self.record)


LIFECYCLE = Lifecycle(
    acts=(Deregister,),
    events={"deregistered": gettext_lazy("Deregistered at the body's own wish")},
)

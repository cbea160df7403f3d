"""Withdrawing: a body takes its filing back before the outcome (撤回)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from portal.core.moves import Move, kind_of
from registry.models import Entry, Filing, ListedVersion
from registry.procedure.notifications import tell_withdrawn
from registry.procedure.permissions import may_take_back
from registry.register.listing import facts_in_force
from registry.register.telling import publish
from registry.register.told import NO_SUCCESSOR
from registry.states import EntryState, FilingState, WindDown


class Withdraw(ReasonedAction[Filing]):
    """Take a filing back before its outcome (撤回); what took effect with it ends with it.

    The entry that it began ends: its page and its history stay. After an amendment the text that
    was in force before is in force again. Nothing that was filed, asked or answered is deleted.

    Source: Regulations on Certification and Accreditation, article 17: the body files its own
    rules, and nobody but the body can take them back. No law keeps it from doing so.
    """

    name = "withdraw"
    label = gettext_lazy("Withdraw the filing")
    explanation = gettext_lazy(
        "The review ends without an outcome. What took effect with this filing ends with it."
    )
    event = "withdrawn"
    from_states = frozenset(
        {
            FilingState.RECEIVED,
            FilingState.UNDER_REVIEW,
            FilingState.PROPOSED,
            FilingState.CORRECTION_REQUESTED,
        }
    )
    to_state = FilingState.WITHDRAWN
    who = gettext_lazy("signatory of the certification body")
    on_its_own = True

    entry: Entry

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Signatories of the body."""
        return may_take_back(user, record)

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """An entry that the filing began ends with it."""
        listed = frozenset({EntryState.LISTED})
        return (Move(kind_of(Entry), listed, EntryState.DEREGISTERED, event="withdrawn"),)

    def check(self) -> None:
        """The reason is given, and the entry is as it was when the filing took effect."""
        super().check()
        leader, owner = self.record.leader, self.record.scheme.organisation_id
        if leader is not None and self.record.organisation_id == owner:
            raise WrongState(
                _("Your text is reviewed with %(leader)s. Withdraw that one, for all who file it.")
                % {"leader": leader.number}
            )
        self.entry = self._entry_of(self.record)
        if self.entry.state != EntryState.LISTED:
            raise WrongState(
                _("The entry of this scheme is not simply listed any more; ask the regulator.")
            )
        if ends_what_is_in_force(self.record, self.entry) and not self.data.get("none_issued"):
            raise RulesBroken(
                _(
                    "Under a scheme that is in force certificates may be valid. Say that none is, "
                    "or deregister the scheme: that asks for the plan, and ends the filing as well."
                )
            )

    def _entry_of(self, filing: Filing) -> Entry:
        entries = Entry.objects.select_for_update(of=("self",))
        return entries.get(scheme=filing.scheme_id, organisation=filing.organisation_id)

    def apply(self) -> None:
        """What took effect with it ends."""
        self.entry = self._undo(self.record, self.entry)

    def follow(self, other: Filing) -> None:
        """A joint text that its owner takes back is taken back for all; each entry by itself."""
        entry = self._entry_of(other)
        if entry.state == EntryState.LISTED:
            publish(self._undo(other, entry))
        tell_withdrawn(other, self.user, self.reason)

    def _undo(self, filing: Filing, entry: Entry) -> Entry:
        """End the entry, or put the text before this filing back in force."""
        before = version_before_filing(filing)
        if before is not None:
            self._put_back(filing, entry, before)
            return entry
        today = timezone.localdate()
        last_day = today - timedelta(days=1)
        told = {
            "filing": filing.number,
            "reason": self.reason,
            "wind_down": WindDown.NONE_ISSUED,
            "no_new_after": last_day.isoformat(),
            "successor": NO_SUCCESSOR,
        }
        ends = {"ended_on": today, "end_reason": self.reason, "no_new_after": last_day}
        return self.move(entry, EntryState.DEREGISTERED, {"data": told}, **ends)

    def _put_back(self, filing: Filing, entry: Entry, before: ListedVersion) -> None:
        """The version that was in force until this filing is in force again."""
        now = timezone.now()
        listed = entry.listed_versions
        listed.filter(superseded_at__isnull=True).update(superseded_at=now)
        listed.filter(pk=before.pk).update(superseded_at=None)
        for name, value in facts_in_force(before.version).items():
            setattr(entry, name, value)
        entry.save()
        entry.record_event(
            event="withdrawn",
            actor=self.user,
            data={
                "filing": filing.number,
                "version": before.label,
                "sha256": before.version.digest,
            },
        )

    def tell(self) -> None:
        """The public sees what is in force now; body and regulator hear of it."""
        publish(self.entry)
        tell_withdrawn(self.record, self.user, self.reason)


def ends_what_is_in_force(filing: Filing, entry: Entry) -> bool:
    """Whether the scheme itself ends with the filing, on a day on which it is in force."""
    is_first = version_before_filing(filing) is None
    return is_first and entry.effective_from <= timezone.localdate()


def version_before_filing(filing: Filing) -> ListedVersion | None:
    """What was in force until a filing took effect; None where it was the first of its scheme."""
    listed = ListedVersion.objects.filter(
        entry__scheme=filing.scheme_id, entry__organisation=filing.organisation_id
    )
    own = filing.submissions.values("version")
    earlier = listed.exclude(version__in=own).select_related("version")
    return earlier.order_by("-version__sequence").first()

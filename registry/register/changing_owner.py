"""Change of owner: the owner asks, the other body accepts, and the regulator decides on it.

The decision itself is an act on the entry (`registry.register.acts.owners`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import ApprovedField, CertificationField, Organisation, User
from portal.accounts.permissions import has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from portal.core.actions import Action, ReasonedAction
from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.folding import identity
from portal.core.moves import NOT_YET, Move, kind_of, locked
from registry.models import Entry, Filing, JointScheme, OwnerChange
from registry.register.permissions import may_act_for_body
from registry.register.telling import tell_owner_answered, tell_owner_asked
from registry.states import OwnerChangeCause, OwnerChangeState
from registry.tracks import states_where
from schemes.states import VersionState

OF_THE_OTHER = gettext_lazy("signatory of the body that takes the scheme over")

#: What the history of a change of owner says, by event.
OWNER_CHANGE_EVENTS: dict[str, Any] = {
    "owner_asked": gettext_lazy("Change of owner asked for"),
    "owner_accepted": gettext_lazy("Accepted by the new owner"),
    "owner_declined": gettext_lazy("Declined by the other body"),
    "owner_taken_back": gettext_lazy("Taken back by the owner"),
    "owner_changed": gettext_lazy("Change of owner carried out"),
    "owner_change_refused": gettext_lazy("Change of owner not allowed"),
}

ASK = Move(
    kind_of(OwnerChange),
    frozenset({NOT_YET}),
    OwnerChangeState.ASKED,
    event="owner_asked",
    label=gettext_lazy("Ask for a change of owner"),
    who=gettext_lazy("signatory of the certification body"),
)


@transaction.atomic
def ask_for_new_owner(
    entry: Entry, user: User, *, to: Organisation, cause: str, reason: str
) -> OwnerChange:
    """Ask another body to take a scheme over; the regulator decides when it has accepted.

    Raises:
        NotAllowed: the person does not sign for the owner.
        WrongState: the entry has ended, another request waits, or a filing is being decided.
        RulesBroken: the words would not hold, or the other body cannot own it.
    """
    entry = locked(entry)
    may_act_for_body(user, entry).require()
    if cause not in OwnerChangeCause or not reason.strip():
        raise RulesBroken(_("Say why the scheme goes to another body, and on what it rests."))
    if entry.owner_changes.standing().exists():
        raise WrongState(_("A change of owner of this scheme was asked for already."))
    for obstacle in obstacles_to(entry, to):
        raise obstacle
    change = OwnerChange.objects.create(
        entry=entry, from_body=entry.organisation, to_body=to, cause=cause, **ASK.beginning
    )
    told = {"reason": reason.strip()}
    change.record_event(event=ASK.event, to_state=change.state, actor=user, data=told)
    tell_owner_asked(change, reason.strip())
    return change


def obstacles_to(entry: Entry, to: Organisation) -> Iterator[DomainError]:
    """What keeps a body from owning an entry's scheme now, each with the place that is meant."""
    if entry.has_ended:
        yield WrongState(_("%(entry)s has ended; its owner stays on record.") % _named(entry))
    if not to.is_body or to == entry.organisation:
        yield RulesBroken(_("Choose another certification body."))
    yield from _joint(entry)
    yield from _licensed(entry)
    yield from _not_approved(entry, to)
    yield from _rule_number_taken(entry, to)
    yield from _being_decided(entry)
    yield from _signed_by_the_owner(entry)


def _named(entry: Entry) -> dict[str, str]:
    return {"entry": entry.number}


def _joint(entry: Entry) -> Iterator[DomainError]:
    """In an alliance members join and leave, and the lead is handed on."""
    joint = JointScheme.objects.filter(scheme=entry.scheme_id).select_related("alliance").first()
    if joint is not None:
        yield RulesBroken(
            _("%(entry)s is under a joint rule of %(alliance)s. Change its members or its lead.")
            % {"alliance": joint.alliance, **_named(entry)}
        )


def _licensed(entry: Entry) -> Iterator[DomainError]:
    """Who certifies under a licence does not own the scheme (ISO/IEC 17067, 3.2)."""
    if entry.scheme.organisation_id != entry.organisation_id:
        yield RulesBroken(
            _("%(entry)s is filed under a licence of %(owner)s, which owns the scheme.")
            % {"owner": entry.scheme.organisation, **_named(entry)}
        )


def _not_approved(entry: Entry, to: Organisation) -> Iterator[DomainError]:
    """As on filing (Regulations, article 9)."""
    fields = [str(field) for field in entry.version.document.get("domains") or ()]
    approved = ApprovedField.objects.on(timezone.localdate()).filter(organisation=to)
    held = set(approved.filter(field__in=fields).values_list("field_id", flat=True))
    lacking = [field for field in fields if field not in held]
    if lacking:
        yield RulesBroken(
            _("%(body)s is not approved for: %(fields)s. It cannot own this scheme.")
            % {"body": to, "fields": _(", ").join(CertificationField.labels_of(lacking))}
        )


def _rule_number_taken(entry: Entry, to: Organisation) -> Iterator[DomainError]:
    """One rule number, one scheme of a body, however it is written."""
    rows = Entry.objects.filter(organisation=to).values_list("number", "rule_number")
    own = identity(entry.rule_number)
    taken = next((number for number, used in rows if identity(used) == own), None)
    if taken is not None:
        yield RulesBroken(
            _("%(body)s has registered another scheme under this rule number (%(entry)s).")
            % {"body": to, "entry": taken}
        )


def _being_decided(entry: Entry) -> Iterator[DomainError]:
    """An outcome that was proposed for one body is not given to another."""
    decided = states_where(lambda state: state.awaits_decision)
    filing = Filing.objects.filter(scheme=entry.scheme_id, state__in=decided).first()
    if filing is not None:
        yield WrongState(
            _("%(filing)s waits for the decision. Wait for its outcome.")
            % {"filing": filing.number}
        )


def _signed_by_the_owner(entry: Entry) -> Iterator[DomainError]:
    """Nobody submits what another body signed."""
    signed = entry.scheme.versions.filter(state=VersionState.FROZEN).first()
    if signed is not None:
        yield WrongState(
            _("Version %(label)s is signed and not submitted. Submit it, or begin a new draft.")
            % {"label": signed.label}
        )


def may_see_change(user: Any, change: OwnerChange) -> Access:
    """Whether a person sees a change of owner: people of both bodies."""
    if any(has_permission(user, Permission.WORK, body) for body in _bodies(change)):
        return ALLOWED
    return refused(_("Only people of the two certification bodies may see this."))


def _bodies(change: OwnerChange) -> tuple[Organisation, Organisation]:
    return change.from_body, change.to_body


def _may_sign(user: Any, body: Organisation) -> Access:
    if has_permission(user, Permission.SIGN, body):
        return ALLOWED
    return refused(_("Only a signatory of %(body)s may do this.") % {"body": body})


class AcceptScheme(Action[OwnerChange]):
    """Accept a scheme for one's own body, which answers for it from the decision on."""

    name = "accept_scheme"
    label = gettext_lazy("Take the scheme over")
    event = "owner_accepted"
    from_states = frozenset({OwnerChangeState.ASKED})
    to_state = OwnerChangeState.ACCEPTED
    who = OF_THE_OTHER

    @classmethod
    def access(cls, user: Any, record: OwnerChange) -> Access:
        """Signatories of the body that is asked."""
        return _may_sign(user, record.to_body)

    def check(self) -> None:
        """Nothing keeps the body from owning it."""
        for obstacle in obstacles_to(self.record.entry, self.record.to_body):
            raise obstacle

    def tell(self) -> None:
        """The owner, and the officers, who propose the decision."""
        tell_owner_answered(self.record, self.label, for_regulator=True)


class DeclineScheme(ReasonedAction[OwnerChange]):
    """Decline a scheme, with a reason that its owner reads."""

    name = "decline_scheme"
    label = gettext_lazy("Decline the scheme")
    explanation = gettext_lazy("The owner reads the reason. It stays the owner.")
    event = "owner_declined"
    from_states = frozenset({OwnerChangeState.ASKED})
    to_state = OwnerChangeState.DECLINED
    who = OF_THE_OTHER

    @classmethod
    def access(cls, user: Any, record: OwnerChange) -> Access:
        """Signatories of the body that is asked."""
        return _may_sign(user, record.to_body)

    def tell(self) -> None:
        """The owner."""
        tell_owner_answered(self.record, self.label, self.reason)


class KeepScheme(ReasonedAction[OwnerChange]):
    """Take a request back, by the owner, as long as the regulator has not decided."""

    name = "keep_scheme"
    label = gettext_lazy("Take the request back")
    explanation = gettext_lazy("The scheme stays yours. The other body reads the reason.")
    event = "owner_taken_back"
    from_states = frozenset({OwnerChangeState.ASKED, OwnerChangeState.ACCEPTED})
    to_state = OwnerChangeState.TAKEN_BACK
    who = gettext_lazy("signatory of the certification body")

    @classmethod
    def access(cls, user: Any, record: OwnerChange) -> Access:
        """Signatories of the owner."""
        return _may_sign(user, record.from_body)

    def tell(self) -> None:
        """The other body."""
        tell_owner_answered(self.record, self.label, self.reason)


#: What the two bodies do with a request.
OWNER_CHANGE_ACTIONS = (AcceptScheme, DeclineScheme, KeepScheme)

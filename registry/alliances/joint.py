"""Joint texts: who files one beside its owner, who counter-signed it, what stands in the way.

Each member files on its own approval (Regulations, article 17), so what keeps one from filing keeps
none of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import ApprovedField, CertificationField, Organisation
from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.folding import identity
from registry.models import (
    Alliance,
    AllianceMember,
    CounterSignature,
    Entry,
    Filing,
    JointScheme,
    MembershipQuerySet,
)
from registry.states import EntryState
from schemes.models import Scheme, Version
from schemes.states import VersionState


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands to one joint text."""

    member: AllianceMember
    signature: CounterSignature | None
    entry: Entry | None
    #: Its filing of the scheme that is under way.
    filing: Filing | None
    #: With which filing it has handed this text in.
    filed: Filing | None
    #: Why it cannot file the text now; None where it has filed it.
    refusal: DomainError | None

    @property
    def organisation(self) -> Organisation:
        """The member."""
        return self.member.organisation

    @property
    def files(self) -> bool:
        """Whether the text is handed in for it together with the owner's."""
        return self.signature is not None and self.filed is None and self.refusal is None

    @property
    def is_missing(self) -> bool:
        """Whether it certifies by the joint rule and has not signed this text yet."""
        is_concerned = self.entry is not None or self.filing is not None
        return is_concerned and self.signature is None and self.refusal is None


def joint_of(scheme: Scheme) -> JointScheme | None:
    """What makes a scheme a joint one; None for nearly all."""
    return JointScheme.objects.filter(scheme=scheme).select_related("alliance__lead").first()


def members_beside(scheme: Scheme) -> MembershipQuerySet:
    """The members today of the alliance whose joint scheme it is, without its owner."""
    members = AllianceMember.objects.current().filter(alliance__joint_schemes__scheme=scheme)
    others = members.exclude(organisation=scheme.organisation_id)
    return others.select_related("organisation", "alliance").order_by("joined_on", "pk")


def standings(version: Version) -> list[Standing]:
    """How each member beside the owner stands to a version; none for a scheme of one body."""
    return [standing(version, member) for member in members_beside(version.scheme)]


def standing(version: Version, member: AllianceMember) -> Standing:
    """How one member stands to a version of a joint scheme."""
    body, scheme = member.organisation, version.scheme
    filed = scheme.filings.filter(organisation=body, submissions__version=version).first()
    return Standing(
        member=member,
        signature=version.counter_signatures.filter(organisation=body).first(),
        entry=scheme.entries.listed().filter(organisation=body).first(),
        filing=scheme.filings.open().filter(organisation=body).select_related("led_by").first(),
        filed=filed,
        refusal=next(refusals(version, body), None) if filed is None else None,
    )


def text_to_sign(scheme: Scheme) -> Version | None:
    """The text of a joint scheme that members sign now; None while none is ready.

    What its owner has signed and not submitted, or else what is filed, unless it is to be
    corrected.
    """
    newest = scheme.newest
    if newest.state == VersionState.FROZEN:
        return newest
    own = {"organisation": scheme.organisation_id}
    filing = scheme.filings.open().filter(**own).first()
    if filing is not None:
        return None if filing.awaits_correction else filing.version
    entry = scheme.entries.filter(**own).first() or scheme.entries.listed().first()
    return entry.version if entry is not None and not entry.version.blueprint.is_paper else None


def refusals(version: Version, body: Organisation) -> Iterator[DomainError]:
    """What keeps a member from filing a joint text for itself."""
    yield from hindrances(version, body)
    yield from _filing_by_itself(version, body)


def hindrances(version: Version, body: Organisation) -> Iterator[DomainError]:
    """What keeps any body from filing a text of another: its approval, its entry, its numbers."""
    yield from _not_approved(version, body)
    yield from _cannot_be_listed(version, body)
    yield from _rule_number_taken(version, body)


def unsigned(version: Version) -> Iterator[DomainError]:
    """A text that amends or corrects the joint rule is signed by all who certify by it."""
    missing = [one.organisation for one in standings(version) if one.is_missing]
    if missing:
        yield RulesBroken(
            ngettext(
                "One member has not counter-signed this text yet: %(names)s.",
                "%(n)d members have not counter-signed this text yet: %(names)s.",
                len(missing),
            )
            % {"n": len(missing), "names": _(", ").join(map(str, missing))}
        )


def _not_approved(version: Version, body: Organisation) -> Iterator[DomainError]:
    """Nobody certifies outside its own approval (Regulations, article 9)."""
    fields = [str(field) for field in version.document.get("domains") or ()]
    approved = ApprovedField.objects.on(timezone.localdate()).filter(organisation=body)
    held = set(approved.filter(field__in=fields).values_list("field_id", flat=True))
    lacking = [field for field in fields if field not in held]
    if lacking:
        yield RulesBroken(
            _("%(body)s is not approved for: %(fields)s. It cannot file this text.")
            % {"body": body, "fields": _(", ").join(CertificationField.labels_of(lacking))}
        )


def _cannot_be_listed(version: Version, body: Organisation) -> Iterator[DomainError]:
    """What has ended is not filed anew; nor is anything for whom an approval is missing."""
    entry = version.scheme.entries.filter(organisation=body).first()
    if entry is not None and entry.has_ended:
        yield WrongState(
            _("The entry of %(body)s under this joint rule has ended (%(entry)s).")
            % {"body": body, "entry": entry.number}
        )
    if entry is not None and entry.state == EntryState.FROZEN:
        yield WrongState(
            _("The entry of %(body)s is frozen (%(entry)s).")
            % {"body": body, "entry": entry.number}
        )


def _rule_number_taken(version: Version, body: Organisation) -> Iterator[DomainError]:
    """One rule number, one scheme of a body, however it is written."""
    number = identity(str(version.document.get("rule_number") or ""))
    others = Entry.objects.filter(organisation=body).exclude(scheme=version.scheme_id)
    rows = others.values_list("number", "rule_number")
    taken = next((entry for entry, used in rows if identity(used) == number), None)
    if taken is not None:
        yield RulesBroken(
            _("%(body)s has registered another scheme under this rule number (%(entry)s).")
            % {"body": body, "entry": taken}
        )


def _filing_by_itself(version: Version, body: Organisation) -> Iterator[DomainError]:
    """One that is reviewed apart comes to its own outcome first."""
    own = version.scheme.filings.open().filter(organisation=body).select_related("led_by").first()
    leads_owners = own is not None and own.answering_body != body
    if own is not None and own.leader is None and not leads_owners:
        yield WrongState(
            _("%(filing)s of %(body)s is reviewed by itself; wait for its outcome.")
            % {"body": body, "filing": own.number}
        )


def joint_texts(alliance: Alliance) -> list[tuple[JointScheme, Version | None, list[Standing]]]:
    """Each joint scheme with the text to sign now, and how the members stand to it."""
    found = []
    for joint in alliance.joint_schemes.select_related("scheme__organisation"):
        version = text_to_sign(joint.scheme)
        found.append((joint, version, standings(version) if version is not None else []))
    return found

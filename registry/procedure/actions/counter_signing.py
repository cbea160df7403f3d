"""Counter-signing: a member of an alliance answers for the joint text and files it for itself."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from portal.core.moves import Move
from portal.core.signing import sign
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.alliances.joint import refusals, text_to_sign
from registry.alliances.permissions import may_sign_for
from registry.models import AllianceMember, CounterSignature, Entry, Filing, Submission
from registry.procedure.actions.handing_in import HandingIn, handing_in_moves
from registry.procedure.notifications import tell_submitted
from registry.procedure.readiness import closed_to_member
from registry.register.listing import show
from registry.states import MembershipState
from schemes.documents import canonical, digest
from schemes.models import Scheme, Version
from schemes.states import VersionState


def statement_of(version: Version, body: Organisation, signatory: Any) -> dict[str, Any]:
    """What a body signs that files another's text: its digest, who answers, the commitment."""
    text = RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate())
    assert text is not None, "The first text of the commitment ships with the portal."
    return {
        "sha256": version.digest,
        "body": {
            "name": body.name_text,
            "approval_no": body.approval_no,
        },
        "signatory": {"name": signatory.name, "position": signatory.position},
        "commitment": {"version": text.version, "text": text.text},
        "signed_on": timezone.localdate().isoformat(),
    }


class CounterSign(Action[AllianceMember]):
    """Sign a joint text for a member, and file it on the member's own approval.

    A text that its owner has signed and not submitted is handed in for the member together with
    the owner's; one that is filed already, at once.

    Source: Regulations on Certification and Accreditation, articles 9 and 17: each body certifies
    within its own approval, by rules that it has filed.
    """

    name = "counter_sign"
    label = gettext_lazy("Counter-sign and file")
    event = "counter_signed"
    from_states = frozenset({MembershipState.MEMBER})
    who = gettext_lazy("signatory of the member")

    filing: Filing | None = None
    entry: Entry | None = None
    version: Version

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Signatories of the member."""
        return may_sign_for(user, record)

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """Its filing and its entry begin or go on."""
        return handing_in_moves()

    def _locked(self) -> AllianceMember:
        """The scheme is locked first, as by whoever submits it."""
        Scheme.objects.select_for_update(of=("self",)).get(pk=self.data["version"].scheme_id)
        return super()._locked()

    def check(self) -> None:
        """It is the text that the member read and that can be signed now, and nothing is missing.

        `seen` is the digest of the text that the signatory had before them.
        """
        version = Version.objects.select_related("scheme__organisation", "blueprint").get(
            pk=self.data["version"].pk
        )
        now = text_to_sign(version.scheme)
        is_joint = self.record.alliance.joint_schemes.filter(scheme=version.scheme_id).exists()
        if not is_joint or now != version or self.data.get("seen") not in (None, version.digest):
            raise WrongState(
                _("This is no longer the text to be signed. Nothing was signed; look at it anew.")
            )
        if digest(version.document) != version.digest:
            raise RulesBroken(_("The document differs from the one that was signed."))
        if not (self.user.name and self.user.position):
            raise RulesBroken(
                _("Your name and position stand under the commitment; enter them first.")
            )
        self.version, body = version, self.record.organisation
        for refusal in (*refusals(version, body), *closed_to_member(version, body)):
            raise refusal
        owners = self._of_the_owner()
        if owners is not None and not owners.filing.procedure.serves_members:
            raise RulesBroken(
                _(
                    "The owner handed this text in on the track “%(track)s”, on which nobody can "
                    "follow by a signature. File it as a scheme of your own body."
                )
                % {"track": owners.filing.procedure.name}
            )
        self.signature = version.counter_signatures.filter(organisation=body).first()
        is_done = version.submissions.filter(filing__organisation=body).exists()
        if is_done or (self.signature is not None and version.state == VersionState.FROZEN):
            raise WrongState(_("Your body has signed this text already."))

    def apply(self) -> None:
        """Keep the signature; file what is filed already by its owner."""
        if self.signature is None:
            self.signature = self._sign()
        if self.version.state == VersionState.SUBMITTED:
            self._file(self.signature)

    def _sign(self) -> CounterSignature:
        statement = statement_of(self.version, self.record.organisation, self.user)
        return CounterSignature.objects.create(
            version=self.version,
            organisation=self.record.organisation,
            sha256=self.version.digest,
            statement=statement,
            signature=sign(hashlib.sha256(canonical(statement)).digest()),
            signed_by=self.user,
        )

    def _of_the_owner(self) -> Submission | None:
        """How the owner handed the text in; None until it has."""
        own = {"filing__organisation": self.version.scheme.organisation_id}
        return self.version.submissions.select_related("filing").filter(**own).first()

    def _file(self, signature: CounterSignature) -> None:
        owners = self._of_the_owner()
        assert owners is not None, "What is submitted was handed in by its owner."
        case = owners.filing.leader or owners.filing
        leading = case if case.closed_at is None else None
        body = self.record.organisation
        own = self.version.scheme.filings.open().filter(organisation=body).first()
        self.filing, self.entry = HandingIn(
            self.version,
            body,
            owners.filing.procedure,
            signature.signed_by,
            owners.findings,
            answered=own,
            led_by=leading,
            pilot_until=owners.filing.pilot_until,
        ).carry_out(self, timezone.now())

    def event_data(self) -> dict[str, Any]:
        """Which text, and under which number it was filed."""
        filing = {"filing": self.filing.number} if self.filing is not None else {}
        return {"version": self.version.label, "sha256": self.version.digest, **filing}

    def tell(self) -> None:
        """Publication, receipt and notice, where something was filed."""
        if self.entry is not None:
            show(self.entry, self.version)
        if self.filing is not None:
            tell_submitted(self.filing, self.entry)

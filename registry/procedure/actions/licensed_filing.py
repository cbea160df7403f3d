"""Filing a scheme owner's text by a licensed body, on the body's own approval."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from portal.core.moves import Move
from portal.core.signing import sign
from registry.licences.permissions import may_file_under
from registry.licences.standing import filed_under, open_filing, text_to_file
from registry.models import CounterSignature, Entry, Filing, Licence
from registry.procedure.actions.counter_signing import statement_of
from registry.procedure.actions.handing_in import HandingIn, handing_in_moves
from registry.procedure.notifications import tell_submitted
from registry.procedure.readiness import refusals_to_licensed
from registry.procedure.track_cases import way_of_body
from registry.register.acts.licence_over import show_licensed_days
from registry.register.listing import show
from schemes.documents import canonical, digest
from schemes.models import Scheme, Version
from schemes.states import VersionState


class FileUnderLicence(Action[Version]):
    """Sign a text that its owner has released, and file it for a licensed body.

    Source: Regulations on Certification and Accreditation, articles 9 and 17: each body certifies
    within its own approval, by rules that it has filed; ISO/IEC 17067 on scheme owners.
    """

    name = "file_under_licence"
    label = gettext_lazy("Sign and file under the licence")
    event = "filed_under_licence"
    from_states = frozenset({VersionState.SUBMITTED})
    who = gettext_lazy("signatory of a licensed body")

    filing: Filing
    entry: Entry | None = None

    @property
    def licence(self) -> Licence:
        """The licence under which it is filed."""
        licence: Licence = self.data["licence"]
        return licence

    @classmethod
    def access(cls, user: Any, record: Version) -> Access:
        """Signatories of a body that is licensed for the scheme today."""
        held = Licence.objects.on(timezone.localdate()).filter(scheme=record.scheme_id)
        accesses = [may_file_under(user, one.organisation) for one in held.with_all()]
        allowed = next((one for one in accesses if one), None)
        return allowed or Access(
            False, gettext_lazy("Only a signatory of a licensed body may file this text.")
        )

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """The body's filing and its entry begin or go on."""
        return handing_in_moves()

    def _locked(self) -> Version:
        """The scheme is locked first, as by whoever submits it."""
        Scheme.objects.select_for_update(of=("self",)).get(pk=self.record.scheme_id)
        return super()._locked()

    def check(self) -> None:
        """It is the newest text, the one that was read, and nothing keeps the body from it."""
        version, licence = self.record, self.licence
        may_file_under(self.user, licence.organisation).require()
        seen = self.data.get("seen") in (None, version.digest)
        if licence.scheme_id != version.scheme_id or text_to_file(licence) != version or not seen:
            raise WrongState(_("This is no longer the text to be filed. Look at it anew."))
        if digest(version.document) != version.digest:
            raise RulesBroken(_("The document differs from the one that was signed."))
        if not (self.user.name and self.user.position):
            raise RulesBroken(
                _("Your name and position stand under the commitment; enter them first.")
            )
        if filed_under(licence, version) is not None:
            raise WrongState(_("Your body has filed this text already."))
        for refusal in refusals_to_licensed(licence, version):
            raise refusal
        self.way = way_of_body(version, licence.organisation)
        if self.way.track.entrance.fields(version):
            raise RulesBroken(
                _("The rules on tracks ask for “%(track)s”, on which nobody files another’s text.")
                % {"track": self.way.track.name}
            )

    def apply(self) -> None:
        """Keep the signature; the body's filing begins or goes on."""
        version, licence = self.record, self.licence
        statement = statement_of(version, licence.organisation, self.user)
        CounterSignature.objects.create(
            version=version,
            organisation=licence.organisation,
            sha256=version.digest,
            statement=statement,
            signature=sign(hashlib.sha256(canonical(statement)).digest()),
            signed_by=self.user,
        )
        released = version.submissions.get(filing__organisation=version.scheme.organisation_id)
        self.filing, self.entry = HandingIn(
            version,
            licence.organisation,
            self.way.track,
            self.user,
            released.findings,
            answered=open_filing(licence),
            told={"licence": licence.pk, **self.way.ground},
        ).carry_out(self, timezone.now())

    def event_data(self) -> dict[str, Any]:
        """For which body, under which number."""
        body = self.licence.organisation.name_text
        return {"body": body, "filing": self.filing.number}

    def tell(self) -> None:
        """Publication, receipt and notice."""
        if self.entry is not None:
            show_licensed_days(self.entry, self.user)
            show(self.entry, self.record)
        tell_submitted(self.filing, self.entry)

"""Signing, the one act by which a document is frozen, and setting aside what was signed."""

from __future__ import annotations

import copy
from typing import Any

from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from portal.core.signing import sign
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from schemes.documents import digest, signing_digest
from schemes.history.recording import record
from schemes.last_days import require_to_file
from schemes.models import Cause, Version
from schemes.permissions import may_sign, may_write
from schemes.reports import make, report_before_signing
from schemes.states import VersionState
from schemes.waivers import drop_answers_without_warning, unanswered

#: Sent with `version`, inside the transaction in which its owner signed it.
version_signed = Signal()


def commitment_for(document: dict[str, Any], signatory: Any) -> dict[str, Any]:
    """The signed public commitment.

    The signature is the portal's (Ed25519), given when the named signatory has proved who they
    are; it covers the SHA-256 of the canonical document without its `commitment` part.
    """
    text = RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate())
    assert text is not None, "The first text of the commitment ships with the portal."
    name = {"zh": signatory.name, **({"en": signatory.name_en} if signatory.name_en else {})}
    return {
        "version": text.version,
        "text": text.text,
        "signatory": {"name": name, "position": {"zh": signatory.position}},
        "signed_at": timezone.localdate().isoformat(),
        "signature": sign(bytes.fromhex(signing_digest(document))),
    }


class Sign(Action[Version]):
    """Freeze a version: a named signatory signs the public commitment for its document.

    Source: CNCA notice 2025 no. 9 (public commitment); the body answers for the text. For what the
    state issues the signatory freezes the text without one; the announcement answers for it.
    """

    name = "sign"
    label = gettext_lazy("Sign the public commitment")
    event = "signed"
    from_states = frozenset({VersionState.DRAFT})
    to_state = VersionState.FROZEN
    who = gettext_lazy("signatory of the certification body")

    @classmethod
    def access(cls, user: Any, record: Version) -> Access:
        """Signatories of the body that owns the scheme."""
        return may_sign(user, record)

    def check(self) -> None:
        """No error and no unanswered warning is left; the signatory has a name and a position.

        `seen` is the `signing_digest` of the text that the signatory had before them.
        """
        if self.data.get("seen") not in (None, signing_digest(self.record.document)):
            raise WrongState(
                _(
                    "The document was saved by somebody while you were reading it. Nothing was "
                    "signed; read it again as it is now."
                )
            )
        if not (self.user.name and self.user.position):
            raise RulesBroken(
                _("Your name and position stand under the commitment; enter them first.")
            )
        require_to_file(self.record)
        report = report_before_signing(self.record)
        if report.errors:
            raise RulesBroken(
                _("The document still has errors; mend them before signing."), report.errors
            )
        open_warnings = unanswered(report, self.record)
        if open_warnings:
            raise RulesBroken(
                _("Warnings need a written reason before signing; see the check report."),
                open_warnings,
            )
        self.warnings = report.warnings

    def apply(self) -> None:
        """Add the signed commitment of a body, and fix the digest of the whole."""
        before = self.record.document
        document = copy.deepcopy(before)
        if not self.record.scheme.organisation.issues:
            document["commitment"] = commitment_for(document, self.user)
        self.record.document = document
        self.record.set_aside = {}
        self.record.digest = digest(document)
        record(self.record, self.user, before, Cause.SIGNED)
        self.record.frozen_at = timezone.now()
        self.record.frozen_by = self.user
        drop_answers_without_warning(self.record, self.warnings)

    def tell(self) -> None:
        """Keep the check report of what was signed, for the desk and for later comparison."""
        make(self.record)
        version_signed.send(sender=Version, version=self.record)

    def event_data(self) -> dict[str, Any]:
        """The digest of what was signed."""
        return {"sha256": self.record.digest}


class SetAside(Action[Version]):
    """Set a version aside that was signed and not submitted; a new draft goes on from it.

    Whoever begins that draft does it in the same act (`schemes.drafts.begin_version`).
    """

    name = "set_aside"
    label = gettext_lazy("Set the signed version aside")
    event = "set_aside"
    from_states = frozenset({VersionState.FROZEN})
    to_state = VersionState.SET_ASIDE
    who = gettext_lazy("author or signatory of the certification body")

    @classmethod
    def access(cls, user: Any, record: Version) -> Access:
        """Whoever may write the scheme."""
        return may_write(user, record.scheme)


VERSION_ACTIONS: tuple[type[Action[Version]], ...] = (Sign, SetAside)

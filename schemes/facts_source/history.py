"""What the register keeps of a scheme itself: the version before, and the signature."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from portal.accounts.models import Organisation
from portal.core.folding import identity
from portal.core.signing import key_of
from schemes.documents import Document, digest, signing_digest
from schemes.models import Scheme, Version
from schemes.states import VersionState


def previous_version(
    document: Document, organisation: Organisation | None, version: Version | None
) -> Version | None:
    """The submitted version that the document names as the one before it.

    `previous_version` of a document ends in the number of that version, as in `…/versions/1.0.0`.
    With the version at hand its scheme is known: where the document names none of the submitted
    versions before it, the newest of them is the one. Without, the scheme is the body's one with
    the same rule number, and the document itself may be any of its versions.
    """
    submitted = Version.objects.filter(state=VersionState.SUBMITTED).order_by("-sequence")
    submitted = submitted.select_related("blueprint")
    if version is not None:
        if version.sequence == 1:
            return None
        submitted = submitted.filter(scheme=version.scheme_id, sequence__lt=version.sequence)
        return _named(document, submitted) or submitted.first()
    if organisation is None or not isinstance(document.get("rule_number"), str):
        return None
    number = identity(document["rule_number"])
    schemes = Scheme.objects.filter(organisation=organisation).values_list("pk", "rule_number")
    same = [pk for pk, other in schemes if number and identity(other) == number]
    return _named(document, submitted.filter(scheme__in=same))


def _named(document: Document, versions: Iterable[Version]) -> Version | None:
    named = document.get("previous_version")
    if not isinstance(named, str) or not named:
        return None
    label = named.rstrip("/").rpartition("/")[2]
    return next((each for each in versions if each.document.get("version") == label), None)


def signature_holds(document: Document, version: Version | None) -> bool | None:
    """Whether the portal's signature is that of the document; None where nothing is signed here.

    What was signed is what is filed: the digest fixed by the signature must be that of the
    document, and the signature that of the document without its commitment. What the state
    issues bears no commitment: the announcement names it, and its digest is all that is held.
    Documents from elsewhere carry signatures of other keys, which nobody here can judge.
    """
    if version is None or not version.is_frozen:
        return None
    commitment = document.get("commitment")
    signature = commitment.get("signature") if isinstance(commitment, dict) else None
    if commitment is None and version.scheme.organisation.issues:
        return version.digest == digest(document)
    if not isinstance(signature, str) or version.digest != digest(document):
        return False
    signed_on = timezone.localdate(version.frozen_at) if version.frozen_at else date.max
    return key_of(bytes.fromhex(signing_digest(document)), signature, signed_on) is not None

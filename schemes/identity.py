"""The identity of a scheme: minted by the register when the scheme begins, never by a document.

A document brought in from elsewhere may be the export of another scheme. What that one is called,
and which version it follows, stays with that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from schemes.models import Scheme, Version
from schemes.states import VersionState


def minted_identity(scheme: Scheme) -> str:
    """The permanent identifier that the register gives this scheme."""
    return f"{_minted()}{scheme.pk}"


def identity_of(scheme: Scheme) -> str:
    """The identifier under which it was filed, or else the minted one.

    A portal that moves to another address keeps what its schemes were filed under.
    """
    filed = scheme.versions.filter(state=VersionState.SUBMITTED).order_by("-sequence")
    document = filed.values_list("document", flat=True).first() or {}
    return str(document.get("id") or minted_identity(scheme))


def names_another_scheme(document: Mapping[str, Any], identity: str) -> str:
    """The first address in the document by which it claims to be, or follow, another scheme."""
    named = document.get("id")
    if named != identity:
        return "/id"
    before = str(document.get("previous_version") or "")
    is_foreign = before.startswith(_minted()) and not before.startswith(f"{identity}/")
    return "/previous_version" if is_foreign else ""


def made_own(document: Mapping[str, Any], identity: str) -> dict[str, Any]:
    """The document as that of the scheme with this identity."""
    own = {**document, "id": identity}
    if names_another_scheme(own, identity):
        del own["previous_version"]
    return own


def is_filed_by_another(identity: str, scheme: Scheme) -> bool:
    """Whether another scheme was filed under this identifier.

    Asked of identifiers alone that the register did not mint for the scheme: no other has those.
    """
    if identity == minted_identity(scheme):
        return False
    filed = Version.objects.filter(state=VersionState.SUBMITTED, document__id=identity)
    return filed.exclude(scheme=scheme).exists()


def follows_a_filed_scheme(document: Mapping[str, Any], scheme: Scheme) -> bool:
    """Whether a document from elsewhere is a later version of a scheme that was filed here.

    What a body wrote before it came to the register may still follow an earlier text of its own.
    """
    before, identity = document.get("previous_version"), document.get("id")
    if not isinstance(before, str) or not isinstance(identity, str):
        return False
    return before.startswith(f"{identity}/") and is_filed_by_another(identity, scheme)


def _minted() -> str:
    return f"{settings.SITE_URL}/id/schemes/"

"""The second factor: who must have one, and the proof that an act of weight asks for.

A factor is an authenticator app or a passkey; recovery codes come with either and stand in for
it. Which roles need one follows from what they permit: everything beyond seeing and writing
drafts does.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.permissions import Visitor, permissions_of
from portal.accounts.roles import Permission
from portal.core.errors import NotAllowed

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
POSSIBLE_WITHOUT = frozenset({Permission.WORK.value, Permission.EDIT.value})
#: A proof is for what the person is about to do, not for the afternoon.
PROOF_LASTS = 120
USED_PROOF = "used_proof"


def has_second_factor(user: Visitor) -> bool:
    """Whether the person has an app or a passkey."""
    return bool(user and user.is_authenticated and is_mfa_enabled(user, types=FACTORS))


def needs_second_factor(user: Visitor) -> bool:
    """Whether the person's roles ask for a factor; an operator's rights do, too."""
    if not settings.SECOND_FACTOR_REQUIRED or user is None or not user.is_authenticated:
        return False
    if user.is_superuser or user.is_staff:
        return True
    return any(codename not in POSSIBLE_WITHOUT for _organisation, codename in permissions_of(user))


def lacks_second_factor(user: Visitor) -> bool:
    """Whether the person has to set one up before anything else."""
    return needs_second_factor(user) and not has_second_factor(user)


def confirm_with_factor(request: HttpRequest) -> None:
    """Go on when the person has just shown their factor for this act; else ask for it.

    What was posted is kept meanwhile and carried out afterwards. Each proof serves one act.

    Raises:
        ReauthenticationRequired: becomes the page that asks for a code or a passkey.
        NotAllowed: the person must have a factor and has none.
    """
    user = request.user
    if lacks_second_factor(user):
        raise NotAllowed(_("Set up a second factor first; this act is confirmed with it."))
    if not has_second_factor(user):
        return
    proof = _newest_proof(request)
    if proof is None or proof["at"] == request.session.get(USED_PROOF):
        raise ReauthenticationRequired
    request.session[USED_PROOF] = proof["at"]


def _newest_proof(request: HttpRequest) -> dict[str, Any] | None:
    """The newest record of a factor that was shown again after signing in, unless it is old."""
    user: Any = request.user
    proofs = [
        record
        for record in get_authentication_records(request, user)
        if record["method"] == "mfa" and record.get("reauthenticated")
    ]
    if proofs and time.time() - proofs[-1]["at"] < PROOF_LASTS:
        return proofs[-1]
    return None

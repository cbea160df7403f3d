"""What happens at the door, put into the security log: sign-in, factors, passwords, addresses."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal

from portal.accounts.models import Organisation
from portal.core.security_log import Outcome, SecurityEvent, record

#: For each signal the event, and what its `reason` says.
SIGNALS: tuple[tuple[Signal, SecurityEvent, str], ...] = (
    (auth.user_logged_in, SecurityEvent.SIGNED_IN, ""),
    (auth.user_logged_out, SecurityEvent.SIGNED_OUT, ""),
    (account.password_set, SecurityEvent.PASSWORD_CHANGED, "set"),
    (account.password_changed, SecurityEvent.PASSWORD_CHANGED, "changed"),
    (account.password_reset, SecurityEvent.PASSWORD_CHANGED, "reset"),
    (account.email_added, SecurityEvent.ADDRESS_CHANGED, "added"),
    (account.email_confirmed, SecurityEvent.ADDRESS_CHANGED, "confirmed"),
    (account.email_changed, SecurityEvent.ADDRESS_CHANGED, "first"),
    (account.email_removed, SecurityEvent.ADDRESS_CHANGED, "removed"),
    (mfa.authenticator_added, SecurityEvent.FACTOR_ADDED, ""),
    (mfa.authenticator_removed, SecurityEvent.FACTOR_REMOVED, ""),
    (mfa.authenticator_reset, SecurityEvent.FACTOR_RESET, ""),
)
#: Signals that say that somebody did not get in.
FAILURES: tuple[tuple[Signal, str], ...] = (
    (auth.user_login_failed, "password"),
    (mfa.authentication_failed, "second_factor"),
    (account.login_code_rejected, "login_code"),
    (account.password_reset_code_rejected, "password_reset_code"),
)


def connect() -> None:
    """Listen to all of them; called once at the start."""
    for signal, event, reason in SIGNALS:
        signal.connect(_noting(event, reason), weak=False, dispatch_uid=f"{event}:{reason}")
    for signal, reason in FAILURES:
        signal.connect(_noting_failure(reason), weak=False, dispatch_uid=f"failure:{reason}")
    account.authentication_step_completed.connect(_proved_again, dispatch_uid="reauthenticated")


def _noting(event: SecurityEvent, reason: str) -> Any:
    def note(sender: Any, request: Any = None, user: Any = None, **kwargs: Any) -> None:
        if user is None:
            user = getattr(kwargs.get("email_address"), "user", None)
        record(
            event,
            person=user,
            organisation=_organisations_of(user),
            object=str(getattr(kwargs.get("authenticator"), "type", "")),
            reason=reason,
            request=request,
        )

    return note


def _noting_failure(reason: str) -> Any:
    def note(sender: Any, request: Any = None, user: Any = None, **kwargs: Any) -> None:
        record(
            SecurityEvent.SIGN_IN_FAILED,
            outcome=Outcome.FAILED,
            person=user,
            object=str(getattr(kwargs.get("authenticator"), "type", "")),
            reason=reason,
            request=request,
        )

    return note


def _proved_again(sender: Any, request: Any, user: Any, method: str, **kwargs: Any) -> None:
    """A step on the way in is part of the sign-in already."""
    if kwargs.get("reauthenticated"):
        record(SecurityEvent.REAUTHENTICATED, person=user, reason=method, request=request)


def _organisations_of(user: Any) -> str:
    slugs = Organisation.objects.filter(memberships__user=user).values_list("slug", flat=True)
    return ",".join(sorted(set(slugs))) if user is not None else ""

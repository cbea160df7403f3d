"""A session ends when its person has been away longer than allowed, and after half a day anyhow.

Source: GB/T 22239-2019, 8.1.4.1 b (ending sessions that time out); OWASP ASVS 4.0.3, 3.3.2.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.core.security_log import SecurityEvent, record

#: When the person last asked for something, in seconds since 1970.
LAST_SEEN = "last_seen"
#: When they signed in.
SIGNED_IN = "signed_in_at"
#: Hours after which everybody signs in again, however busy.
LONGEST_HOURS = 12
#: Set in the session that follows, so that the page of the sign-in says what happened.
ENDED_IDLE = "ended_idle"
ENDED_LONG = "ended_long"
#: A session is written at most this often, in seconds: not at every click.
GRAIN = 60


class IdleLimitMiddleware(AuthenticationMiddleware):
    """Django's, except that who was away too long is nobody any more.

    It is looked at when somebody asks who the person is, so a public page without people pays
    nothing.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Find out who it is when that is asked."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _present(request))  # type: ignore[assignment]


def _present(request: HttpRequest) -> Any:
    """The person of the session, if they were here lately."""
    if hasattr(request, "_cached_user"):
        return request._cached_user
    user = get_user(request)
    is_over = is_idle(request.session)
    if user.is_authenticated and (is_over or is_long(request.session)):
        reason = "idle" if is_over else "long"
        record(SecurityEvent.SIGNED_OUT, person=user, reason=reason, request=request)
        request.session.flush()
        request.session[ENDED_IDLE if is_over else ENDED_LONG] = True
        user = get_user(request)
    elif user.is_authenticated:
        _note(request.session)
    request._cached_user = user  # type: ignore[attr-defined]
    return user


def is_idle(session: SessionBase) -> bool:
    """Whether nobody has used this session for longer than the limit."""
    last: float | None = session.get(LAST_SEEN)
    limit = 60 * settings.SESSION_IDLE_MINUTES
    return last is not None and timezone.now().timestamp() - last > limit


def is_long(session: SessionBase) -> bool:
    """Whether it is longer ago than allowed that the person signed in."""
    since: float | None = session.get(SIGNED_IN)
    return since is not None and timezone.now().timestamp() - since > 60 * 60 * LONGEST_HOURS


def _note(session: SessionBase) -> None:
    now = timezone.now().timestamp()
    if now - session.get(LAST_SEEN, 0) > GRAIN:
        session[LAST_SEEN] = now
        # Of sessions from before this was kept.
        session.setdefault(SIGNED_IN, now)


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Count from the sign-in on."""
    request.session[LAST_SEEN] = request.session[SIGNED_IN] = timezone.now().timestamp()
    for told in (ENDED_IDLE, ENDED_LONG):
        request.session.pop(told, None)

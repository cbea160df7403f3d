"""A session ends when its person has been away longer than the regulator allows.

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
#: Set in the session that follows, so that the page of the sign-in says what happened.
ENDED_IDLE = "ended_idle"
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
    if user.is_authenticated and is_idle(request.session):
        record(SecurityEvent.SIGNED_OUT, person=user, reason="idle", request=request)
        request.session.flush()
        request.session[ENDED_IDLE] = True
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


def _note(session: SessionBase) -> None:
    now = timezone.now().timestamp()
    if now - session.get(LAST_SEEN, 0) > GRAIN:
        session[LAST_SEEN] = now


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Count from the sign-in on."""
    request.session[LAST_SEEN] = timezone.now().timestamp()
    request.session.pop(ENDED_IDLE, None)

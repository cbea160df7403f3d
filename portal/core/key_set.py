"""The keys by which anybody can verify what the register signed, for machines."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.signing import PublicKey, public_keys


@require_safe
@cache_control(public=True, max_age=3600)
def key_set(request: HttpRequest) -> JsonResponse:
    """All public keys as a JSON Web Key Set (RFC 7517), the present one first.

    `exp` is the moment after which a former key signed nothing more, in seconds since 1970.
    """
    response = JsonResponse({"keys": [_described(key) for key in public_keys()]})
    response["Content-Type"] = "application/jwk-set+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _described(key: PublicKey) -> dict[str, str | int]:
    if key.last_day is None:
        return dict(key.as_jwk())
    end = datetime.combine(key.last_day + timedelta(days=1), time.min)
    return {**key.as_jwk(), "exp": int(timezone.make_aware(end).timestamp())}

"""A request that comes twice is carried out once, and both times answered alike.

Its key is written in the transaction of what it asks for. Of two at once the second waits for the
first, and then finds its answer; what was refused is undone with its key, so that it may come
again under the same one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation
from portal.core.daily import each_day
from portal.core.errors import DomainError
from registry.models import ApiAnswer

#: As many letters as any program makes, none of them invisible.
_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)


class KeyMissing(DomainError):
    """A request that changes something has no key, or one that is none."""

    status = 400
    code = "idempotency_key_missing"
    title = gettext_lazy("The request has no key")


class KeyReused(DomainError):
    """The key was used for another request."""

    status = 422
    code = "idempotency_key_reused"
    title = gettext_lazy("The key was used before")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered, now or again."""

    status: int
    body: dict[str, Any]
    is_repeated: bool = False


def once(
    organisation: Organisation,
    key: str,
    request: str,
    act: Callable[[], tuple[int, dict[str, Any]]],
) -> Answer:
    """Carry out what a request asks for, or answer as the first time.

    Raises:
        KeyMissing: the key is not 1 to 255 visible characters of ASCII.
        KeyReused: the body used the key for something else.
    """
    if not _KEY.fullmatch(key):
        raise KeyMissing(
            _("Send a key of your own with the header “Idempotency-Key”: 1 to 255 characters.")
        )
    with transaction.atomic():
        row = _begin(organisation, key, request)
        if row is None:
            return _again(organisation, key, request)
        row.status, row.body = act()
        row.save(update_fields=["status", "body"])
    # As it is stored, so that the first answer has the form of the second.
    row.refresh_from_db(fields=["body"])
    return Answer(row.status, row.body)


def _begin(organisation: Organisation, key: str, request: str) -> ApiAnswer | None:
    """The row of a key that is new; None where it is known, now or once another is done."""
    try:
        with transaction.atomic():
            return ApiAnswer.objects.create(organisation=organisation, key=key, request=request)
    except IntegrityError:
        return None


def _again(organisation: Organisation, key: str, request: str) -> Answer:
    row = ApiAnswer.objects.get(organisation=organisation, key=key)
    if row.request != request:
        raise KeyReused(
            _("This key was used for another request. A new request needs a key of its own.")
        )
    return Answer(row.status, row.body, is_repeated=True)


@each_day("api_answers")
def forget_answers(day: date) -> None:
    """Keys are known for some days; who asks again later asks anew."""
    kept = timezone.make_aware(datetime.combine(day, time.min))
    kept -= timedelta(days=settings.API_KEYS_KEPT_DAYS)
    ApiAnswer.objects.filter(at__lt=kept).delete()

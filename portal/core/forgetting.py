"""What is over is forgotten after a time, so that neither the database nor a backup grows by it.

The worker does it now and then, in portions, so that nobody waits for it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.core.models import MessageState, OutboxMessage, OutboxMessages
from portal.core.outbox import FORGOTTEN, remembered

logger = logging.getLogger(__name__)

PORTION = 500
#: Portions at one time: half a day's mail of a country, and no more than a few seconds.
PORTIONS = 20


def forget_what_is_over(queue: str) -> int:
    """Take out what a queue need not remember, and sessions that have ended; how many rows.

    Kept are `OUTBOX["KEPT_DAYS"]`, or `OUTBOX["KEYS_KEPT_DAYS"]` where a key keeps the same effect
    from happening again. What somebody decided about stays for good, without what it forgets.
    """
    now = timezone.now()
    forgotten = sum(_portion(queue, now) for _ in range(PORTIONS))
    forgotten += Session.objects.filter(expire_date__lt=now).delete()[0]
    if forgotten:
        logger.info("%d old rows of queue “%s” and sessions were forgotten", forgotten, queue)
    return forgotten


@transaction.atomic
def _portion(queue: str, now: datetime) -> int:
    rows = OutboxMessage.objects.filter(queue=queue)
    old = _over(rows, now).filter(events=None).values_list("pk", flat=True)[:PORTION]
    count = OutboxMessage.objects.filter(pk__in=list(old)).delete()[0]
    for message in _set_aside(rows, now)[:PORTION]:
        message.payload = remembered(message)
        message.save(update_fields=["payload"])
        count += 1
    return count


def _over(rows: OutboxMessages, now: datetime) -> OutboxMessages:
    """What was carried out so long ago that nothing asks for it any more."""
    kept, keys_kept = (
        now - timedelta(days=settings.OUTBOX[name]) for name in ("KEPT_DAYS", "KEYS_KEPT_DAYS")
    )
    delivered = rows.filter(state=MessageState.DELIVERED)
    return delivered.filter(key=None, delivered_at__lt=kept) | delivered.filter(
        delivered_at__lt=keys_kept
    )


def _set_aside(rows: OutboxMessages, now: datetime) -> OutboxMessages:
    """What somebody decided, long enough ago, not to carry out, and still knows everything."""
    before = now - timedelta(days=settings.OUTBOX["KEPT_DAYS"])
    whole = Q(pk=None)
    for kind, names in FORGOTTEN.items():
        if names:
            whole |= Q(kind=kind, payload__has_any_keys=sorted(names))
    return rows.filter(whole, state=MessageState.SET_ASIDE, created_at__lt=before)

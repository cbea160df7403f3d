"""The queues of the outbox: what waits in one never holds up another.

A silent mail server, a body's system that does not answer, a long rule being printed and an
examination of the whole register each keep the worker of their own queue busy, and no other. How
often a message is tried, how long one try may take and how long to wait in between are settings
(`OUTBOX`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class Queue(models.TextChoices):
    """Each has a worker process of its own."""

    MAIL = "mail", pgettext_lazy("queue", "Mail")
    PUBLICATION = "publication", pgettext_lazy("queue", "Publication and index")
    RENDERING = "rendering", pgettext_lazy("queue", "PDF files")
    WEBHOOKS = "webhooks", pgettext_lazy("queue", "Messages to systems of bodies")
    EXAMINATION = "examination", pgettext_lazy("queue", "Examination of changes")


@dataclass(frozen=True, slots=True)
class Policy:
    """How the messages of one queue are carried out."""

    #: Tries until a message is given up and waits for a person.
    attempts: int
    #: Seconds that one try may take without a sign of life.
    limit: float

    @property
    def lease(self) -> timedelta:
        """How long a message belongs to its worker: longer than the worker may live with it."""
        return timedelta(seconds=self.limit + settings.OUTBOX["MARGIN"])


def policy_of(queue: str) -> Policy:
    """The policy of one queue."""
    return Policy(**settings.OUTBOX["QUEUES"][queue])


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to a cap.

    A quarter more or less by chance, so that what failed together does not come back together.
    """
    first, longest = settings.OUTBOX["FIRST_PAUSE"], settings.OUTBOX["LONGEST_PAUSE"]
    # Beyond 2**32 the cap holds anyway, and a float would overflow.
    pause = min(first * 2 ** min(attempts - 1, 32), longest)
    return timedelta(seconds=pause * random.uniform(0.75, 1.25))

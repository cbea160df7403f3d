"""Carry out what waits in the outbox, for a worker that was down."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.core.forgetting import forget_what_is_over
from portal.core.outbox import deliver_waiting
from portal.core.queues import Queue


class Command(SpokenCommand):
    """Deliver every outbox message that is due, oldest first; a worker may be at work beside it."""

    help = "Carries out the side effects that wait in the outbox."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--early` does not wait for the pause after a failure."""
        parser.add_argument(
            "--early", action="store_true", help="also what failed and is to be tried later"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Deliver, then say how many."""
        done, failed = deliver_waiting(early=options["early"])
        for queue in Queue.values:
            forget_what_is_over(queue)
        self.stdout.write(
            _("outbox: %(done)d delivered, %(failed)d failed") % {"done": done, "failed": failed}
        )
        if failed:
            raise SystemExit(1)

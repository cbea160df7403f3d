"""`worker`: carry out the outbox, with a process for each queue, until a signal."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.autoreload import StatReloader
from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.core.models import OutboxMessage
from portal.core.queues import Queue
from portal.core.worker import Supervisor

#: Seconds between two looks at some two thousand files.
LOOK_AT_SOURCES = 1.0


class Command(SpokenCommand):
    """Run it beside the web processes; on more machines, too, all of it or some of its queues."""

    help = "Carries out side effects as they come: mail, publication, PDF files, examinations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--queue` may be given several times."""
        parser.add_argument("--queue", action="append", choices=Queue.values, metavar="QUEUE")
        parser.add_argument(
            "--reload",
            action=argparse.BooleanOptionalAction,
            default=settings.DEBUG,
            help="start again when a source file changes (default: DEBUG)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal; the last line says what is left."""
        queues = options["queue"] or Queue.values
        has_changed = changes_of_sources() if options["reload"] else _nothing_changes
        self.stdout.write(_("worker: at work on %(queues)s") % {"queues": ", ".join(queues)})
        self.stdout.flush()
        if Supervisor(queues, has_changed).run():
            self.stdout.write(_("worker: a source file has changed; starting again"))
            self.stdout.flush()
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        messages = OutboxMessage.objects.filter(queue__in=queues)
        waiting, given_up = messages.waiting().count(), messages.given_up().count()
        self.stdout.write(
            _("worker: stopped; %(waiting)d waiting, %(given_up)d given up")
            % {"waiting": waiting, "given_up": given_up}
        )


def changes_of_sources() -> Callable[[], bool]:
    """A question that is answered with yes once a source file has changed since now."""
    reloader = StatReloader()
    seen = dict(reloader.snapshot_files())
    looked_at = time.monotonic()

    def has_changed() -> bool:
        nonlocal looked_at
        if time.monotonic() < looked_at + LOOK_AT_SOURCES:
            return False
        looked_at = time.monotonic()
        return any(seen.get(path, at) != at for path, at in reloader.snapshot_files())

    return has_changed


def _nothing_changes() -> bool:
    return False

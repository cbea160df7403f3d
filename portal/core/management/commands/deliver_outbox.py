"""Carry out what waits in the outbox, for a worker that was down."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.outbox import deliver_waiting


class Command(BaseCommand):
    """Deliver every outbox message that waits, oldest first."""

    help = "Carries out the side effects that wait in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Deliver, then say how many."""
        done, failed = deliver_waiting()
        self.stdout.write(f"outbox: {done} delivered, {failed} failed")
        if failed:
            raise SystemExit(1)

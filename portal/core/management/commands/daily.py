"""Do what is to be done each day, for an installation without a worker or for another day."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import daily
from portal.core.commands import SpokenCommand


class Command(SpokenCommand):
    """Do the work of a day now: reminders, what falls due, what expires. Safe to repeat."""

    help = "Does what is to be done each day: reminders, what falls due, what expires."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--on` is the day that the work is told; today otherwise."""
        parser.add_argument("--on", metavar="DATE", help="the day, as 2026-01-31 (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each work, then say how many there were."""
        day = self._day(options["on"])
        for work in daily.WORKS.values():
            work(day)
        self.stdout.write(
            _("daily: %(count)d works done for %(day)s") % {"count": len(daily.WORKS), "day": day}
        )

    @staticmethod
    def _day(given: str | None) -> date:
        if given is None:
            return timezone.localdate()
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise CommandError(
                _("%(given)s is no day.") % {"given": given}, returncode=2
            ) from error

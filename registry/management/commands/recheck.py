"""`recheck`: checks everything anew whose report is stale."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.core.commands import SpokenCommand
from registry.footing.keeping import renew_all
from registry.footing.noting import note_all
from registry.footing.telling import tell
from registry.procedure.notifications import tell_calendar_missing
from registry.procedure.working_days import years_without_calendar
from registry.supervision.impact.rechecking import recheck, to_recheck
from schemes.blueprint_notices import remind


class Command(SpokenCommand):
    """Exit status 0: nothing came out differently; 1: some findings are others than before."""

    help = (
        "Check every draft, filing and entry anew whose report is stale. Interrupted, run it "
        "again: what is fresh is skipped."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--all", action="store_true", help="check the fresh ones as well")
        parser.add_argument("--batch", type=int, default=200, metavar="N")
        parser.add_argument("--processes", type=int, default=1, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check portion by portion, then say how it went.

        As the one command of every day, it also tells the regulator of a calendar that is missing,
        bodies of a blueprint that can soon no longer be filed by, and bodies what the registers
        say of their schemes from today on.
        """
        today = timezone.localdate()
        for year in years_without_calendar(today):
            tell_calendar_missing(year)
        remind(today)
        renew_all()
        note_all(today)
        tell(today)
        total = to_recheck().count()
        with tqdm(total=total, unit="", disable=None, file=sys.stderr) as bar:
            tally, run = recheck(
                everything=options["all"],
                portion=max(1, options["batch"]),
                processes=max(1, options["processes"]),
                progress=bar.update,
            )
        self.stdout.write(
            _(
                "%(checked)d checked, %(fresh)d fresh already, %(errors)d with errors, "
                "%(differ)d other than before"
            )
            % {
                "checked": tally.checked,
                "fresh": tally.fresh,
                "errors": tally.with_errors,
                "differ": tally.differ,
            }
        )
        if run is not None:
            sys.exit(1)

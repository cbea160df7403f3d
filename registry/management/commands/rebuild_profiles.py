"""Make the profiles of the duplicate gate anew from the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.core.commands import SpokenCommand
from registry.models import Entry
from registry.publication.shelving import rebuild_profiles


class Command(SpokenCommand):
    """The profiles of all entries; running it again changes nothing."""

    help = "Rebuilds what the duplicate gate (SCH-017) compares from the entries of the register."

    def add_arguments(self, parser: Any) -> None:
        """`--dry-run` only counts."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would be rebuilt.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with a progress bar on a terminal, sum up in the last line."""
        total = Entry.objects.count()
        if options["dry_run"]:
            self.stdout.write(
                _("rebuild_profiles: %(n)d entries would be profiled anew") % {"n": total}
            )
            return
        # None: shown on a terminal only.
        with tqdm(total=total, disable=None, file=self.stderr) as bar:

            def advance(done: int) -> None:
                bar.update(done - bar.n)

            count = rebuild_profiles(advance)
        self.stdout.write(_("rebuild_profiles: %(n)d entries profiled anew") % {"n": count})

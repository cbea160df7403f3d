"""Make the catalogue anew from the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from registry.models import Entry
from registry.publication.publishing import rebuild_all


class Command(SpokenCommand):
    """Publications and search index, all of them; running it again changes nothing."""

    help = "Rebuilds all publications and the search index from the entries of the register."

    def add_arguments(self, parser: Any) -> None:
        """`--dry-run` only counts."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would be rebuilt.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, sum up in the last line."""
        if options["dry_run"]:
            count = Entry.objects.count()
            self.stdout.write(
                _("rebuild_catalogue: %(n)d entries would be published anew") % {"n": count}
            )
            return
        self.stdout.write(
            _("rebuild_catalogue: %(n)d entries published anew") % {"n": rebuild_all()}
        )

"""Make the catalogue anew from the register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from registry.catalogue.publishing import rebuild_all
from registry.models import Entry


class Command(BaseCommand):
    """Publications and search index, all of them; running it again changes nothing."""

    help = "Rebuilds all publications and the search index from the entries of the register."

    def add_arguments(self, parser: Any) -> None:
        """`--dry-run` only counts."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would be rebuilt.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, sum up in the last line."""
        if options["dry_run"]:
            count = Entry.objects.count()
            self.stdout.write(f"rebuild_catalogue: {count} entries would be published anew")
            return
        self.stdout.write(f"rebuild_catalogue: {rebuild_all()} entries published anew")

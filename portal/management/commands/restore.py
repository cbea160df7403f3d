"""Put a backup back."""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.core.backup import BackupRefused, restore
from portal.core.progress import shown_steps
from registry.catalogue.publishing import rebuild_all
from registry.integrity import faults


class Command(BaseCommand):
    """Exit status 0: restored and verified; 1: restored, but it does not hold; 2: nothing done."""

    help = (
        "Puts a backup back into a new, migrated instance, builds the search indexes and "
        "verifies the register."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, index, verify, sum up."""
        path: Path = options["file"]
        with shown_steps() as show:
            try:
                manifest = restore(path, show).manifest
            except (BackupRefused, OSError) as refusal:
                self.stderr.write(f"restore: {refusal}")
                sys.exit(2)
            rebuild_all()
            call_command("update_index", verbosity=0)
            found = list(islice(faults(show), 1))
        rows = sum(table.rows for table in manifest.tables)
        for fault in found:
            self.stdout.write(str(fault))
        self.stdout.write(
            f"restore: {rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} "
            f"files from {path}, " + ("which do not hold" if found else "everything holds")
        )
        if found:
            sys.exit(1)

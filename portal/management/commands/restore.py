"""Put a backup back."""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext as _

from portal.core.backup import BackupRefused, restore
from portal.core.commands import SpokenCommand
from portal.core.progress import shown_steps
from registry.integrity.checks import faults
from registry.publication.publishing import rebuild_all


class Command(SpokenCommand):
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
            _(
                "restore: %(rows)d rows of %(tables)d tables and %(files)d files from %(path)s, "
                "%(outcome)s"
            )
            % {
                "rows": rows,
                "tables": len(manifest.tables),
                "files": len(manifest.files),
                "path": path,
                "outcome": _("which do not hold") if found else _("everything holds"),
            }
        )
        if found:
            sys.exit(1)

"""Write the whole instance to one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.core.backup import BackupRefused, write
from portal.core.commands import SpokenCommand
from portal.core.progress import shown_steps


class Command(SpokenCommand):
    """Exit status 0: written and read again; 1: files are missing from it; 2: nothing written."""

    help = (
        "Writes database and stored files to one archive and verifies it. The secrets of the "
        "environment are not in it: keep REGISTER_SIGNING_KEY and SEALING_KEYS with it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, verify, sum up."""
        path: Path = options["file"]
        with shown_steps() as show:
            try:
                written = write(path, show)
            except (BackupRefused, OSError) as refusal:
                self.stderr.write(f"backup: {refusal}")
                sys.exit(2)
        for name in written.missing:
            self.stdout.write(_("missing: %(name)s") % {"name": name})
        self.stdout.write(
            _(
                "backup: %(rows)d rows of %(tables)d tables and %(files)d files in %(path)s, "
                "%(missing)d files missing"
            )
            % {
                "rows": written.rows,
                "tables": written.tables,
                "files": written.files,
                "path": path,
                "missing": len(written.missing),
            }
        )
        if written.missing:
            sys.exit(1)

"""`export_reference`: all reference registers as files, one for each."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import ngettext

from portal.core.commands import SpokenCommand
from portal.core.security_log import SecurityEvent, record
from portal.reference import classification
from portal.reference.rdf import whole
from portal.reference.registers import registers
from portal.reference.tabular import export


class Command(SpokenCommand):
    """Exit status 0: all written; 2: the directory cannot be written to."""

    help = "Write all reference registers into a directory, as tables or as SKOS."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("directory", metavar="DIRECTORY")
        parser.add_argument("--format", choices=["csv", "ttl", "jsonld"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write everything beside its place first, so that no half of it is ever left there."""
        directory, form = Path(options["directory"]), options["format"]
        try:
            directory.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=directory) as scratch:
                written = [self._write(Path(scratch), name, form) for name in _names(form)]
                for file in written:
                    file.replace(directory / file.name)
        except OSError as problem:
            raise CommandError(f"{directory}: {problem.strerror}", returncode=2) from None
        record(SecurityEvent.EXPORTED, object=f"export_reference --format {form}")
        number = len(written)
        text = ngettext("%(n)d file written", "%(n)d files written", number)
        self.stdout.write(text % {"n": number})

    def _write(self, scratch: Path, name: str, form: str) -> Path:
        file = scratch / f"{name}.{form}"
        known = {register.key: register for register in registers()}
        file.write_bytes(export(known[name]) if form == "csv" else whole(name, form))
        return file


def _names(form: str) -> list[str]:
    """The registers; as SKOS, the classification takes the place of its parts."""
    keys = [register.key for register in registers()]
    if form == "csv":
        return keys
    return [classification.KEY, *(key for key in keys if key not in classification.PARTS)]

"""Fingerprints of all artwork that marks are held against, made where they are missing."""

from __future__ import annotations

import sys
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.core.commands import SpokenCommand
from portal.reference.models import ProtectedMark
from schemes.files.fingerprints import is_current
from schemes.marks.fingerprinting import fingerprint_of_file, fingerprint_of_protected
from schemes.models import FiledMark, StoredFile


class Command(SpokenCommand):
    """Makes the fingerprints that are missing or of another version; can be broken off."""

    help = "Make the missing fingerprints of protected and filed marks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through both tables; each fingerprint is kept as soon as it is made."""
        named = FiledMark.objects.values("file_id")
        files = StoredFile.objects.filter(pk__in=named)
        protected = ProtectedMark.objects.exclude(artwork="")
        old_files = [
            pk for pk, kept in files.values_list("pk", "fingerprint") if not is_current(kept)
        ]
        old_marks = [
            pk for pk, kept in protected.values_list("pk", "fingerprint") if not is_current(kept)
        ]
        is_quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        with tqdm(total=len(old_files) + len(old_marks), disable=is_quiet) as bar:
            for pk in old_marks:
                fingerprint_of_protected(ProtectedMark.objects.get(pk=pk))
                bar.update()
            for pk in old_files:
                fingerprint_of_file(StoredFile.objects.get(pk=pk))
                bar.update()
        self.stdout.write(
            _("%(marks)d protected marks, %(files)d files")
            % {"marks": len(old_marks), "files": len(old_files)}
        )

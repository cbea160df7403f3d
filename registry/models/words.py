"""What a filing is found by at the desk."""

from __future__ import annotations

from django.db import models

from registry.models.filings import Filing


class FilingWords(models.Model):
    """The identifiers of a filing in the form in which all their spellings are alike.

    One on each line; `registry.procedure.filed_words` alone writes them.
    """

    filing = models.OneToOneField(
        Filing, on_delete=models.CASCADE, related_name="words", primary_key=True
    )
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.filing_id)

"""Commands that speak the language of who reads them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.core.localised import language_of_terminal, spoken_language


class SpokenCommand(BaseCommand):
    """Answers in the language of the terminal, all of it; where that says none, of the site."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Do it in that language."""
        with override(spoken_language(language_of_terminal())):
            return super().execute(*args, **options)

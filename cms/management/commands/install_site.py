"""Make the public site: languages, home pages, editors' permissions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from cms.site_content import PAGES, install_home, install_site
from portal.core.commands import SpokenCommand


class Command(SpokenCommand):
    """Adds what is missing and leaves everything else as it is."""

    help = "Add the home pages in both languages, and the permissions of the editors."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish for all pages."""
        parser.add_argument(
            "--all-pages", action="store_true", help="also guidance, news and the other pages"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the pages and say how many."""
        added = install_site(PAGES) if options["all_pages"] else install_home()
        self.stdout.write(_("%(n)d pages added.") % {"n": added})

"""Compute everything again that the register rests on, and name what does not hold."""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.core.progress import shown_steps
from registry.integrity.checks import CHECKS, faults


class Command(SpokenCommand):
    """Exit status 0: everything holds; 1: something does not, the first of it is named."""

    help = (
        "Recomputes every digest, signature, number series, file and publication of the register "
        "and names the first that does not hold."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`--all` goes on after the first."""
        parser.add_argument("--all", action="store_true", help="name all that does not hold")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check by check, then say how it went."""
        with shown_steps(len(CHECKS)) as show:
            found = list(islice(faults(show), None if options["all"] else 1))
        for fault in found:
            self.stdout.write(str(fault))
        if found:
            self.stdout.write(_("verify_register: the register does not hold"))
            sys.exit(1)
        self.stdout.write(_("verify_register: %(n)d checks, everything holds") % {"n": len(CHECKS)})

"""Load the demonstration."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.demo.loading import load_demonstration
from portal.demo.people import PASSWORD

SIGN_INS = (
    ("author@body.example", "author at the first certification body"),
    ("signatory@body.example", "its signatory"),
    ("administrator@body.example", "its administrator"),
    ("author@other-body.example", "author at the second body (signatory@, administrator@ too)"),
    ("officer@regulator.example", "officer of the regulator"),
    ("officer-2@regulator.example", "another officer, who has a case as well"),
    ("decider@regulator.example", "decider of the regulator"),
    ("decider-2@regulator.example", "another decider, who confirms what the first delegates"),
    ("observer@regulator.example", "observer, who sees the desk and does nothing there"),
    ("officer@branch.example", "officer of a branch (decider@branch.example too)"),
    ("editor@regulator.example", "editor of the site"),
    ("administrator@regulator.example", "administrator of the regulator"),
)


class Command(SpokenCommand):
    """Invented bodies, people and schemes in every state; running it again adds nothing."""

    help = "Loads the demonstration: bodies, people, schemes in every state, pages."

    def add_arguments(self, parser: Any) -> None:
        """`--quiet` leaves out the line for each scheme."""
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing, print the sign-ins, sum up in the last line."""
        quiet = options["quiet"]
        loaded = load_demonstration(
            progress=(lambda line: None) if quiet else self.stdout.write,
        )
        self.stdout.write("\n" + _("Sign-ins (password %(password)s):") % {"password": PASSWORD})
        for email, what in SIGN_INS:
            self.stdout.write(f"  {email:34} {what}")
        self.stdout.write(
            "\n"
            + _("demo: %(added)d schemes added, %(schemes)d schemes and %(bodies)d bodies in all")
            % {"added": loaded.added, "schemes": loaded.schemes, "bodies": loaded.bodies}
        )

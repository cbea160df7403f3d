"""Let a person in again who has lost the telephone and the recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.notices import tell
from portal.core.commands import SpokenCommand


class Command(SpokenCommand):
    """Removes all factors of one person, who sets up a new one at the next sign-in."""

    help = "Removes the second factor of a person who has lost it; they are told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("email", help="the person's mail address")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Remove them and tell; with none there, say so and change nothing."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(_("Nobody has the mail address %(email)s.") % {"email": email})
        removed, _rows = Authenticator.objects.filter(user=user).delete()
        if removed:
            tell("factors_removed", user.name, {user.email}, client="–", device="manage.py")
        self.stdout.write(_("%(n)d removed.") % {"n": removed})

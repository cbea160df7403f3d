"""Make a new key for signing, and say how the old one goes on being known."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.core.signing import current_key


class Command(SpokenCommand):
    """Prints the variables of the environment to set; changes nothing itself."""

    help = "Prints a new signing key, and the present one as a former key, for the environment."

    def handle(self, *args: Any, **options: Any) -> None:
        """Two variables, ready to be set, and what to do with them."""
        today = timezone.localdate().isoformat()
        former = [f"{current_key().text}@{today}", *settings.REGISTER_FORMER_KEYS]
        seed = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
        self.stdout.write(f"REGISTER_SIGNING_KEY={seed}")
        self.stdout.write(f"REGISTER_FORMER_KEYS={','.join(former)}")
        self.stdout.write(
            _(
                "rotate_signing_key: set both, keep the seed where backups are kept, restart all "
                "processes today; from tomorrow on only the new key signs (it is %(today)s)"
            )
            % {"today": today}
        )

"""The words shared by all packages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Outbox, errors, actions: what every package may use, and which uses none of them."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register the system checks, the mail handler of the outbox and the clock of sessions."""
        from portal.core import checks, idling, mail  # noqa: F401

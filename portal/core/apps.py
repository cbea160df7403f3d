"""The words shared by all packages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Outbox, errors, actions: what every package may use, and which uses none of them."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register checks, handlers and the clock of sessions; guard the outbox's history."""
        from portal.core import checks, daily, idling, mail, tasks  # noqa: F401
        from portal.core.guards import append_only
        from portal.core.models import OutboxEvent

        def guard(using: str = "default", **kwargs: object) -> None:
            append_only(OutboxEvent, using)

        post_migrate.connect(guard, sender=self, weak=False, dispatch_uid="core.guards")

"""People and the organisations they act for."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, organisations, memberships, roles, approved fields."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Register the outbox handler and the security log; load the fields after migrating."""
        from portal.accounts import invitations, mail_wishes, security_signals  # noqa: F401
        from portal.accounts.classification import load_fields
        from portal.accounts.models import EndedMembership
        from portal.core.guards import append_only

        security_signals.connect()

        def load(using: str = "default", **kwargs: object) -> None:
            append_only(EndedMembership, using)
            load_fields()

        post_migrate.connect(load, sender=self, weak=False, dispatch_uid="accounts.load_fields")

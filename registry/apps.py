"""Filings, review, register, catalogue and open data."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """What happens to a scheme once it is filed."""

    name = "registry"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Register handlers and receivers; after each migration guard records, load reasons."""
        from registry import effects, readiness, reference_registers  # noqa: F401
        from registry.catalogue.shelving import complete_profiles
        from registry.installation import install_guards, install_reference_data

        def load(using: str = "default", **kwargs: object) -> None:
            install_guards(using)
            install_reference_data()
            complete_profiles()

        post_migrate.connect(load, sender=self, weak=False, dispatch_uid="registry.installation")

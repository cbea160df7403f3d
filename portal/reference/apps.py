"""Reference data as records with dates, sources and a history."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Registers of standards, national schemes, marks, words, codes, units and limits."""

    name = "portal.reference"
    label = "reference"
    verbose_name = _("Reference data")

    def ready(self) -> None:
        """Declare the registers; once the tables are there, guard the history and load them."""
        from portal.core.guards import append_only
        from portal.reference import declarations  # noqa: F401
        from portal.reference.loading import load_starting_content
        from portal.reference.models import ReferenceChange

        def load(using: str = "default", **kwargs: object) -> None:
            append_only(ReferenceChange, using)
            load_starting_content()

        post_migrate.connect(load, sender=self, weak=False, dispatch_uid="reference.load")

"""Blueprints, documents, rules, versions, marks and the designer."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    """What a certification body writes, until it is filed."""

    name = "schemes"
    verbose_name = _("Schemes")

    def ready(self) -> None:
        """Load the built-in blueprints once the tables are there."""
        from schemes.installation import install_builtin_blueprints, install_guards

        def load(using: str = "default", **kwargs: object) -> None:
            install_guards(using)
            install_builtin_blueprints()

        post_migrate.connect(load, sender=self, weak=False, dispatch_uid="schemes.blueprints")

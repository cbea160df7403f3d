"""Blueprints, documents, rules, versions, marks and the designer."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    """What a certification body writes, until it is filed."""

    name = "schemes"
    verbose_name = _("Schemes")

    def ready(self) -> None:
        """Load what ships with the portal once the tables are there; watch protected marks."""
        from portal.reference.field_names import known_fields
        from portal.reference.models import ProtectedMark
        from schemes.findings import name_fields_by
        from schemes.installation import (
            install_builtin_blueprints,
            install_guards,
            name_codes_of_registers,
        )
        from schemes.marks.fingerprinting import renew
        from schemes.marks.starting import load_starting_artwork

        name_codes_of_registers()
        name_fields_by(known_fields)

        def load(using: str = "default", **kwargs: object) -> None:
            install_guards(using)
            install_builtin_blueprints()

        def draw(**kwargs: object) -> None:
            load_starting_artwork()

        def fingerprinted(instance: ProtectedMark, **kwargs: object) -> None:
            renew(instance)

        post_migrate.connect(load, sender=self, weak=False, dispatch_uid="schemes.blueprints")
        # Apps are gone through in the order of the settings: this one comes before the register
        # of marks, and that of portal.core after it.
        core = apps.get_app_config("core")
        post_migrate.connect(draw, sender=core, weak=False, dispatch_uid="schemes.artwork")
        pre_save.connect(
            fingerprinted, sender=ProtectedMark, weak=False, dispatch_uid="schemes.fingerprints"
        )

"""Filings, review, register, catalogue and open data."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """What happens to a scheme once it is filed."""

    name = "registry"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Load what is declared, handlers and receivers; after each migration guard and fill."""
        from registry.alliances import naming  # noqa: F401
        from registry.alliances import telling as telling_of_alliances  # noqa: F401
        from registry.footing.keeping import complete_footings
        from registry.lifecycle import lifecycles
        from registry.outbox import handlers  # noqa: F401
        from registry.procedure import (  # noqa: F401
            due,
            readiness,
            reference_registers,
            returned_parts,
        )
        from registry.procedure.actions import of_clocks  # noqa: F401
        from registry.procedure.cases import handing_over
        from registry.procedure.experts import due as due_of_experts  # noqa: F401
        from registry.procedure.filed_words import complete_words
        from registry.procedure.installation import install_guards, install_reference_data
        from registry.procedure.risk import complete_risks
        from registry.programs import once  # noqa: F401
        from registry.publication.publishing import complete_publications
        from registry.publication.shelving import complete_profiles
        from registry.register import due as due_of_entries  # noqa: F401
        from registry.tokens.guarding import guard_tokens
        from registry.tracks import all_tracks
        from registry.webhooks import addresses, telling  # noqa: F401

        all_tracks()
        lifecycles()
        handing_over.connect()

        def load(using: str = "default", **kwargs: object) -> None:
            install_guards(using)
            install_reference_data()
            complete_profiles()
            complete_words()
            complete_risks()
            complete_footings()
            complete_publications()
            guard_tokens(using)

        post_migrate.connect(
            load, sender=self, weak=False, dispatch_uid="registry.procedure.installation"
        )

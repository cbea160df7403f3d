"""Public pages."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Public pages, texts and news; reference data in Wagtail's admin."""

    name = "cms"
    verbose_name = _("Public pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Renew the editors' permissions once all are there: those of this application are last."""
        from cms.editors import renew_permissions

        last = apps.get_app_config("simple_translation")
        post_migrate.connect(
            renew_permissions, sender=last, weak=False, dispatch_uid="cms.renew_permissions"
        )

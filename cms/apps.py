"""Public pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Public pages, texts and news; reference data in Wagtail's admin."""

    name = "cms"
    verbose_name = _("Public pages")
    default_auto_field = "django.db.models.BigAutoField"

"""Where Wagtail finds the blueprint administration: its addresses and its menu item."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.blueprints import urls
from schemes.permissions import may_write_blueprints


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Everything below `/cms/blueprints/`."""
    return [path("blueprints/", include(urls))]


class BlueprintsItem(MenuItem):
    """Shown to those who may write blueprints."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may."""
        return bool(may_write_blueprints(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Beside the reference data."""
    return BlueprintsItem(
        _("Blueprints"),
        reverse("blueprints:index"),
        name="blueprints",
        icon_name="form",
        order=310,
    )

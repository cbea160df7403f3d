"""What Wagtail's admin shows of ours: reference data, our sheet, the way back to the site."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.blueprints import hooks as _blueprints  # noqa: F401  its addresses and menu item
from cms.reference.viewsets import ReferenceData

register_snippet(ReferenceData)


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    """Our colours in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms-admin.css"))


@hooks.register("construct_main_menu")
def no_help_from_outside(request: HttpRequest, menu_items: list[object]) -> None:
    """Editors edit texts and reference data; links that lead to Wagtail's makers are left out."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "help"]

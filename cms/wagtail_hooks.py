"""What Wagtail's admin shows of ours: reference data, our sheet, the way back to the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms import experts as _experts  # noqa: F401  its menu item
from cms.blueprints import hooks as _blueprints  # noqa: F401  its addresses and menu item
from cms.exports import guard_exports
from cms.reference.viewsets import ReferenceData
from portal.accounts.models import User
from portal.core.errors import NotAllowed

register_snippet(ReferenceData)
guard_exports()


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    """Our colours in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms-admin.css"))


@hooks.register("construct_main_menu")
def no_help_from_outside(request: HttpRequest, menu_items: list[object]) -> None:
    """Editors edit texts and reference data; links that lead to Wagtail's makers are left out."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "help"]


@hooks.register("before_create_user")
@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def people_are_not_managed_here(request: HttpRequest, *args: object) -> None:
    """Accounts, addresses and roles change where the person is told and others confirm."""
    raise NotAllowed(
        _("People are managed on the page of their organisation, their sign-in by themselves.")
    )


@hooks.register("before_bulk_action")
def nor_many_at_once(
    request: HttpRequest, action_type: str, objects: Iterable[object], action: object
) -> None:
    """The same for many; switching accounts off and on remains, for the operator's haste."""
    if action_type in {"assign_role", "delete"} and any(isinstance(one, User) for one in objects):
        people_are_not_managed_here(request)

"""The way from Wagtail's admin to the pool of experts, which has its pages at the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registry.procedure.permissions import may_keep_experts


class ExpertsItem(MenuItem):
    """Shown to those who keep the pool of experts, which has its pages at the desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person keeps it."""
        return bool(may_keep_experts(request.user))


@hooks.register("register_admin_menu_item")
def pool_of_experts() -> MenuItem:
    """Beside the reference data, of which it is none: it is not public."""
    place = reverse("desk:expert-pool")
    return ExpertsItem(_("Pool of experts"), place, name="experts", icon_name="group", order=320)

"""What the regulator's editors may do in Wagtail's admin: texts, pictures, reference data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.accounts.memberships import EDITORS_GROUP
from portal.reference.registers import Register, registers

# Registers are declared when their module is loaded; those of procedure come from above.
from registry.procedure import reference_registers  # noqa: F401

VERBS = ("view", "add", "change", "delete")
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "unlock_page")
#: Registers whose rows are ended, or followed, but never deleted: people acted by them.
NEVER_DELETED = frozenset({"approvals", "bodies", "limits"})


def refused_of(register: Register) -> frozenset[str]:
    """The actions that a register allows nobody.

    What has been signed or applied must stay what it was: such rows only ever get a successor.
    """
    if register.only_added:
        return frozenset({"change", "delete"})
    return frozenset({"delete"} if register.key in NEVER_DELETED else ())


def grant_to_editors() -> Group:
    """Give the editors' group what it needs; doing it again changes nothing."""
    group, _created = Group.objects.get_or_create(name=EDITORS_GROUP)
    # A new page is in one language; it begins in another one as a copy (`submit_translation`).
    general = Permission.objects.filter(codename__in=("access_admin", "submit_translation"))
    group.permissions.add(*general, *_register_permissions())
    for permission in _permissions_of(Page, PAGE_PERMISSIONS):
        for root in Page.objects.filter(depth=1):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for model in (get_image_model(), get_document_model()):
        name = model._meta.model_name
        wanted = tuple(f"{verb}_{name}" for verb in ("add", "change", "choose"))
        for permission in _permissions_of(model, wanted):
            for root in Collection.objects.filter(depth=1):
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )
    return group


def renew_permissions(**kwargs: object) -> None:
    """After an upgrade, give editors what is new; before the site is set up there are none."""
    if Group.objects.filter(name=EDITORS_GROUP).exists():
        grant_to_editors()


def _register_permissions() -> list[Permission]:
    return [
        permission
        for register in registers()
        for permission in _permissions_of(
            register.model,
            tuple(
                f"{verb}_{register.model._meta.model_name}"
                for verb in VERBS
                if verb not in refused_of(register)
            ),
        )
    ]


def _permissions_of(model: Any, codenames: tuple[str, ...]) -> list[Permission]:
    content_type = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=content_type, codename__in=codenames))

"""What the regulator's editors may do in Wagtail's admin: texts, pictures, reference data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.accounts.memberships import EDITORS_GROUP
from portal.accounts.models import CertificationField
from portal.reference.models import RegulatorText
from registry.models import CalendarDay, ReasonCode, TimeLimit

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "unlock_page")
#: Reference data that changes in place, and texts that only ever get a successor: what has been
#: signed or applied must stay what it was.
EDITABLE: tuple[type[Model], ...] = (CalendarDay, CertificationField, ReasonCode)
ONLY_ADDED: tuple[type[Model], ...] = (RegulatorText, TimeLimit)


def grant_to_editors() -> Group:
    """Give the editors' group what it needs; doing it again changes nothing."""
    group, _created = Group.objects.get_or_create(name=EDITORS_GROUP)
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
        *_model_permissions(EDITABLE, ("view", "add", "change", "delete")),
        *_model_permissions(ONLY_ADDED, ("view", "add")),
    )
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


def _model_permissions(models: tuple[type[Model], ...], verbs: tuple[str, ...]) -> list[Permission]:
    return [
        permission
        for model in models
        for permission in _permissions_of(
            model, tuple(f"{verb}_{model._meta.model_name}" for verb in verbs)
        )
    ]


def _permissions_of(model: Any, codenames: tuple[str, ...]) -> list[Permission]:
    content_type = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=content_type, codename__in=codenames))

"""The classification 类别 → 领域 → 认证项目 with its crosswalks, as a tree.

Source: CNCA notice 2016 no. 24.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField
from portal.reference.choices import Category, CrosswalkSystem
from portal.reference.declarations import CROSSWALKS, FIELDS, ITEMS
from portal.reference.models import ClassificationItem, Crosswalk

KEY = "classification"
TITLE = _("Classification of certification")
DESCRIPTION = _("Categories, the fields inside them, and the items inside those.")
#: The registers that are parts of the classification.
PARTS = (FIELDS.key, ITEMS.key, CROSSWALKS.key)
SYSTEM_SLUGS = {
    CrosswalkSystem.GBT7635: "gbt7635",
    CrosswalkSystem.GBT4754: "gbt4754",
    CrosswalkSystem.ISIC: "isic",
    CrosswalkSystem.CPC: "cpc",
    CrosswalkSystem.HS: "hs",
}


@dataclass
class ItemBranch:
    """An item and what other classifications call it."""

    item: ClassificationItem
    crosswalks: list[Crosswalk] = dataclasses.field(default_factory=list)


@dataclass
class FieldBranch:
    """A field, what other classifications call it, and its items."""

    field: CertificationField
    items: list[ItemBranch] = dataclasses.field(default_factory=list)
    crosswalks: list[Crosswalk] = dataclasses.field(default_factory=list)


@dataclass
class CategoryBranch:
    """A category and its fields."""

    category: Category
    fields: list[FieldBranch] = dataclasses.field(default_factory=list)


def tree(day: date | None = None) -> list[CategoryBranch]:
    """The whole classification, or what of it holds on a day; three queries."""
    items: dict[str, list[ClassificationItem]] = defaultdict(list)
    for item in _rows(ClassificationItem, day):
        items[item.field_id].append(item)
    crosswalks: dict[tuple[str, str], list[Crosswalk]] = defaultdict(list)
    for crosswalk in _rows(Crosswalk, day):
        crosswalks[crosswalk.field_id, crosswalk.item].append(crosswalk)
    branches = {category: CategoryBranch(category) for category in Category}
    for kept in CertificationField.objects.all():
        leaves = [ItemBranch(item, crosswalks[kept.key, item.name_zh]) for item in items[kept.key]]
        branch = FieldBranch(kept, leaves, crosswalks[kept.key, ""])
        branches[Category(kept.category)].fields.append(branch)
    return list(branches.values())


def _rows(model: type[Any], day: date | None) -> list[Any]:
    rows = model.objects.select_related("field")
    return list(rows if day is None else rows.on(day))


def crosswalks_address(slug: str, code: str = "") -> str | None:
    """The page about a code of another classification; None for one that we do not know."""
    for system, known in SYSTEM_SLUGS.items():
        if known == slug:
            asked = {"system": system.value, **({"q": code} if code else {})}
            page = reverse("reference:register", args=[CROSSWALKS.key])
            return f"{page}?{urlencode(asked)}"
    return None

"""Two documents of a scheme as a page shows their difference, and what can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from schemes.blueprints import Blueprint
from schemes.blueprints.material import Material
from schemes.comparing import ReadableChange, readable
from schemes.documents import Change, Document, difference
from schemes.rules.version_step import Step, material_of

#: The draft of today, in addresses.
DRAFT = "draft"
PER_PAGE = 100
#: Every signature is another; that it differs says nothing.
ALWAYS_DIFFERENT = "/commitment"


@dataclass(frozen=True)
class Differing:
    """A page of what differs, and how far all of it reaches."""

    page: Page[Change]
    changes: list[ReadableChange]
    count: int
    #: By how much the number of the version has to rise for all of it.
    material: Material


def differing(
    request: HttpRequest, blueprint: Blueprint, old: Document, new: Document
) -> Differing:
    """What differs between two documents; the blueprint is that of the second."""
    found = changes_of(blueprint, old, new)
    page: Page[Any] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    farthest = max((material_of(change, blueprint) for change in found), default=Step.NONE)
    shown = readable(blueprint, page.object_list, old, new)
    return Differing(page, shown, len(found), Material[farthest.name])


def changes_of(blueprint: Blueprint, old: Document, new: Document) -> list[Change]:
    """What differs, without the signature."""
    found = difference(blueprint, old, new)
    return [change for change in found if not change.address.startswith(ALWAYS_DIFFERENT)]

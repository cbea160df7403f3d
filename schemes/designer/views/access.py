"""Who may enter the designer, and the version that a page is about."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from portal.accounts.doors import Door
from portal.accounts.permissions import Visitor, authors_of
from portal.core.access import Access
from schemes.models import Scheme, Version
from schemes.permissions import may_see


def may_enter_workspace(user: Visitor) -> Access:
    """Whether a person works for a certification body."""
    reason = _("The workspace is for people of certification bodies.")
    return Access(authors_of(user).exists(), reason)


for_bodies = Door(may_enter_workspace)


def newest_version(request: HttpRequest, pk: int) -> Version:
    """The newest version of a scheme that the person may see, with what every page needs."""
    scheme = get_object_or_404(Scheme.objects.select_related("organisation"), pk=pk)
    may_see(request.user, scheme).require_sight()
    versions = scheme.versions.select_related("blueprint", "updated_by")
    if request.method == "POST":
        # Read again when it is locked; a long document is not read twice.
        versions = versions.defer("document")
    version = versions.order_by("-sequence").first()
    assert version is not None, "A scheme is created with its first version."
    version.scheme = scheme
    return version

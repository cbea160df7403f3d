"""Questions to the tables of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from portal.accounts.permissions import Visitor, organisations_where
from portal.accounts.roles import OrganisationKind, Permission
from schemes.states import IN_PREPARATION, ISSUED_STATES, BlueprintState, VersionState

if TYPE_CHECKING:
    from schemes.models import BlueprintVersion, Scheme, Version


class BlueprintVersionQuerySet(QuerySet["BlueprintVersion"]):
    """Blueprint versions."""

    def published(self) -> BlueprintVersionQuerySet:
        """Those that new schemes may use."""
        return self.filter(state=BlueprintState.PUBLISHED)

    def issued(self) -> BlueprintVersionQuerySet:
        """Those that documents may follow: published, or published once and retired since."""
        return self.filter(state__in=ISSUED_STATES)

    def in_preparation(self) -> BlueprintVersionQuerySet:
        """Those that are written, or wait for the second person."""
        return self.filter(state__in=IN_PREPARATION)

    def newest_published(self, key: str) -> BlueprintVersion | None:
        """The published version of this key with the highest number."""
        return self.published().filter(key=key).order_by("-version").first()

    def by_ref(self, ref: str) -> BlueprintVersion:
        """The version named `<key>/<version>`; raises `DoesNotExist`."""
        key, _slash, number = ref.partition("/")
        return self.get(key=key, version=int(number) if number.isdecimal() else -1)


class SchemeQuerySet(QuerySet["Scheme"]):
    """Schemes."""

    def visible_to(self, user: Visitor) -> SchemeQuerySet:
        """The schemes of the certification bodies this person works for."""
        bodies = organisations_where(user, Permission.WORK).filter(kind=OrganisationKind.BODY)
        return self.filter(organisation__in=bodies)

    def with_versions(self) -> SchemeQuerySet:
        """With their versions, newest first, without the documents."""
        from schemes.models import Version

        versions = Version.objects.defer("document").order_by("-sequence")
        return self.select_related("organisation").prefetch_related(
            Prefetch("versions", queryset=versions)
        )


class VersionQuerySet(QuerySet["Version"]):
    """Versions of schemes."""

    def visible_to(self, user: Visitor) -> VersionQuerySet:
        """The versions of schemes this person may see in the workspace."""
        bodies = organisations_where(user, Permission.WORK).filter(kind=OrganisationKind.BODY)
        return self.filter(scheme__organisation__in=bodies)

    def drafts(self) -> VersionQuerySet:
        """Those still being written."""
        return self.filter(state=VersionState.DRAFT)

"""What follows from the kind of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import ISSUING_KINDS, WRITING_KINDS, OrganisationKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class OfAKind:
    """What an organisation is, asked in words."""

    kind: Any

    @property
    def is_body(self) -> bool:
        """Whether this is a certification body."""
        return bool(self.kind == OrganisationKind.BODY)

    @property
    def writes(self) -> bool:
        """Whether its people write schemes."""
        return self.kind in WRITING_KINDS

    @property
    def issues(self) -> bool:
        """Whether it issues schemes of the state, and so files none."""
        return self.kind in ISSUING_KINDS

    @property
    def as_author(self) -> StrOrPromise:
        """What stands before its name where it answers for a text."""
        if self.issues:
            return _("Authority")
        return _("Scheme owner") if self.owns_schemes else _("Certification body")

    @property
    def owns_schemes(self) -> bool:
        """Whether it owns schemes by which others certify, and is no certification body."""
        return bool(self.kind == OrganisationKind.SCHEME_OWNER)

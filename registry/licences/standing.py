"""Which text of a scheme owner a licensed body has to file, and what keeps it from that."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import CertificationField, User
from portal.accounts.permissions import organisations_where
from portal.accounts.roles import Permission
from portal.core.errors import DomainError, RulesBroken, WrongState
from registry.alliances.joint import hindrances
from registry.models import Filing, Licence
from schemes.models import Version
from schemes.states import VersionState


def text_to_file(licence: Licence) -> Version | None:
    """The newest text that the owner has released; None while there is none."""
    released = licence.scheme.versions.filter(state=VersionState.SUBMITTED)
    return (
        released.select_related("scheme__organisation", "blueprint").order_by("-sequence").first()
    )


def filed_under(licence: Licence, version: Version) -> Filing | None:
    """With which filing the body has handed a text in."""
    filings = Filing.objects.filter(organisation=licence.organisation_id)
    return filings.filter(submissions__version=version).first()


def open_filing(licence: Licence) -> Filing | None:
    """The body's filing of the scheme that is under way."""
    own = licence.scheme.filings.filter(organisation=licence.organisation_id)
    return own.open().first()


def refusals(licence: Licence, version: Version) -> Iterator[DomainError]:
    """What keeps a licensed body from filing a text now."""
    if not licence.holds:
        yield WrongState(_("The licence does not hold today."))
    domains = [str(field) for field in version.document.get("domains") or ()]
    outside = [field for field in domains if field not in licence.fields]
    if outside:
        yield RulesBroken(
            _("The licence does not cover: %(fields)s.")
            % {"fields": _(", ").join(CertificationField.labels_of(outside))}
        )
    yield from hindrances(version, licence.organisation)
    filing = open_filing(licence)
    if filing is not None and not filing.awaits_correction:
        yield WrongState(
            _("%(filing)s of this scheme is still under way; wait for its outcome.")
            % {"filing": filing.number}
        )


def texts_to_file(user: User) -> Iterator[tuple[Licence, Version]]:
    """What licensed bodies of the person have still to file and can."""
    signers = organisations_where(user, Permission.SIGN)
    held = Licence.objects.on(timezone.localdate()).filter(organisation__in=signers)
    for licence in held.with_all():
        version = text_to_file(licence)
        if version is None or filed_under(licence, version) is not None:
            continue
        if next(refusals(licence, version), None) is None:
            yield licence, version

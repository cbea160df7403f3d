"""Granting a licence to a body, and ending one before its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, User
from portal.core.errors import RulesBroken, WrongState
from registry.licences.permissions import may_license
from registry.licences.telling import tell_licence
from registry.models import Entry, Licence, LicenceEnd
from registry.register.acts.licence_over import show_licensed_days
from registry.register.telling import publish
from schemes.models import Scheme


@transaction.atomic
def grant(
    scheme: Scheme,
    body: Organisation,
    by: User,
    *,
    since: date,
    until: date | None,
    fields: Sequence[str],
    evidence: dict[str, Any],
) -> Licence:
    """Let a body certify by a text of the owner; it files it on its own approval.

    Raises:
        NotAllowed: the person does not sign for the scheme owner.
        RulesBroken: what is written cannot be; says which part.
    """
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    may_license(by, scheme.organisation).require()
    if not body.is_body:
        raise RulesBroken(_("Only certification bodies are licensed."))
    if until is not None and until < since:
        raise RulesBroken(_("The last day lies before the first."))
    known = list(scheme.newest.document.get("domains") or ())
    if not fields or not set(fields) <= set(known):
        raise RulesBroken(
            _("Name fields of the scheme: %(known)s.") % {"known": _(", ").join(known)}
        )
    if not evidence:
        raise RulesBroken(_("Upload the licence that both sides have signed."))
    if Licence.objects.on(since).filter(scheme=scheme, organisation=body).exists():
        raise RulesBroken(_("%(body)s is licensed for this scheme on that day.") % {"body": body})
    licence = Licence.objects.create(
        scheme=scheme,
        organisation=body,
        since=since,
        until=until,
        fields=list(fields),
        evidence=evidence,
        granted_by=by,
    )
    _show(licence, by)
    tell_licence(licence, "licence_granted")
    return licence


@transaction.atomic
def end_licence(
    licence: Licence, by: User, *, last_day: date, certificates_until: date | None, reason: str
) -> LicenceEnd:
    """End a licence before its time; the body's entry ends with its last day.

    Raises:
        NotAllowed: the person does not sign for the scheme owner.
        WrongState: it has ended already.
        RulesBroken: the days or the reason are missing.
    """
    licence = Licence.objects.select_for_update(of=("self",)).with_all().get(pk=licence.pk)
    may_license(by, licence.licensor).require()
    if hasattr(licence, "ending") or licence.is_over:
        raise WrongState(_("This licence has ended already; nothing was changed."))
    if last_day < timezone.localdate():
        raise RulesBroken(_("Give the last day, today at the earliest."))
    if certificates_until is not None and certificates_until < last_day:
        raise RulesBroken(_("Certificates are valid until the last day at least."))
    if not reason.strip():
        raise RulesBroken(_("Say why; the record keeps it."))
    ending = LicenceEnd.objects.create(
        licence=licence,
        last_day=last_day,
        certificates_until=certificates_until,
        reason=reason.strip(),
        by=by,
    )
    _show(Licence.objects.with_all().get(pk=licence.pk), by)
    tell_licence(licence, "licence_ended", reason=reason.strip(), last_day=last_day.isoformat())
    return ending


def _show(licence: Licence, by: User) -> None:
    """The body's entry says until when; the entries of the other bodies name who is licensed."""
    for entry in Entry.objects.filter(scheme=licence.scheme_id).order_by("pk"):
        if entry.organisation_id == licence.organisation_id:
            show_licensed_days(entry, by)
        publish(entry)

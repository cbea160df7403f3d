"""Under which licence a body certifies by the text of a scheme owner, as the public reads it."""

from __future__ import annotations

from typing import Any

from registry.models import Entry, Licence


def licences_of(entry: Entry) -> list[Licence]:
    """All licences for the scheme that an entry lists; none for what is no scheme owner's."""
    if not entry.scheme.organisation.owns_schemes:
        return []
    return list(Licence.objects.filter(scheme=entry.scheme_id).with_all())


def licences_seen(entry: Entry) -> list[Any]:
    """What of them a page may show, to see whether it changed."""
    return [(one.pk, one.last_day) for one in licences_of(entry)]


def licence_record(entry: Entry) -> dict[str, Any] | None:
    """The licence of the body whose entry it is, the newest one, as data."""
    own = [one for one in licences_of(entry) if one.organisation_id == entry.organisation_id]
    if not own:
        return None
    newest = own[-1]
    return {
        "licensor": newest.licensor.slug,
        "since": newest.since,
        "until": newest.last_day,
        "fields": newest.fields,
    }

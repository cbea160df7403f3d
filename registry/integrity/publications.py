"""What the public sees against the register that it is made from."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.core.models import OutboxMessage
from registry.integrity.fault import Fault
from registry.models import Entry, Publication
from registry.publication.publishing import is_as_published


def publications(check: str) -> Iterator[Fault]:
    """Every entry is published as it would be now, but for those that wait for the worker."""
    waiting = _waiting()
    entries = Entry.objects.select_related("organisation", "version__blueprint", "scheme")
    for entry in entries.exclude(pk__in=waiting).order_by("pk").iterator(50):
        publication = Publication.objects.filter(entry=entry).first()
        if publication is None:
            yield Fault(check, entry.number, _("It is not published."))
        elif not is_as_published(entry, publication):
            yield Fault(
                check, entry.number, _("The public sees something else than the register holds.")
            )


def _waiting() -> set[int]:
    messages = OutboxMessage.objects.waiting().filter(kind="publish")
    return {payload["entry"] for payload in messages.values_list("payload", flat=True)}

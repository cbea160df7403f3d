"""Seal anew what the database holds sealed, once there is a newer key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.commands import SpokenCommand
from portal.core.portions import keys_of
from portal.core.sealing import RESEALINGS, Unreadable, seal_anew

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class Command(SpokenCommand):
    """Exit status 0: all of it now has the newest key; 1: some of it no key opens."""

    help = "Seals with the first of SEALING_KEYS what others of them sealed; then they can go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Row by row, so that nobody who signs in meanwhile waits; then say how many."""
        done = unreadable = 0
        for row in chain(_factors(), *(resealing() for resealing in RESEALINGS)):
            try:
                done += row()
            except Unreadable:
                unreadable += 1
        self.stdout.write(
            _("reseal: %(done)d sealed anew, %(unreadable)d that no key opens")
            % {"done": done, "unreadable": unreadable}
        )
        if unreadable:
            raise SystemExit(1)


def _factors() -> Iterator[Callable[[], int]]:
    for pk in keys_of(Authenticator.objects.filter(type__in=KINDS)):
        yield partial(_seal_anew, pk)


@transaction.atomic
def _seal_anew(pk: int) -> int:
    """One factor; 0 when its owner has removed it meanwhile."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    for name in ("secret", "seed"):
        if name in row.data:
            row.data[name] = seal_anew(row.data[name])
    if "migrated_codes" in row.data:
        row.data["migrated_codes"] = [seal_anew(code) for code in row.data["migrated_codes"]]
    row.save(update_fields=["data"])
    return 1

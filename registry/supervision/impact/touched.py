"""Which filings and entries a change of the law touches as they stand now."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from registry.models import ImpactHit


def is_touched(subject: str) -> Q:
    """Of filings (`filing`) or entries (`entry`): a change made a finding appear, and it stands.

    In the text that they have now, not in one that was replaced since; and no later change took the
    finding away again. A preview changed nothing.
    """
    own = {subject: OuterRef(subject), "code": OuterRef("code"), "address": OuterRef("address")}
    gone = ImpactHit.objects.filter(
        **own, appears=False, run__is_preview=False, run__gt=OuterRef("run")
    )
    standing = {subject: OuterRef("pk"), "version": OuterRef("version")}
    hits = ImpactHit.objects.filter(**standing, appears=True, run__is_preview=False)
    return Q(Exists(hits.filter(~Exists(gone))))

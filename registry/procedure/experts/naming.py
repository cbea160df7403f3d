"""What a body hears of experts: their names after the outcome, where the terms say so."""

from __future__ import annotations

from django.utils import timezone

from registry.models import ExpertOpinion, ExpertTerms, Filing


def names_for_body(filing: Filing) -> list[str]:
    """Who gave an opinion, in the order of names; nobody where the body is not to hear."""
    terms = ExpertTerms.objects.on(timezone.localdate())
    if not (filing.standing.is_closed and terms.names_announced):
        return []
    given = ExpertOpinion.objects.filter(seat__panel__filing=filing)
    return sorted(set(given.values_list("seat__expert__name", flat=True)))

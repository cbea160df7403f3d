"""Words about experts: to the experts in their language, to the officer who has the case."""

from __future__ import annotations

from typing import Any

from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.models import ExpertSeat, ExpertStance, SeatEnding
from registry.procedure.absences import acting_officer
from registry.procedure.experts.links import mail_expert
from registry.procedure.notices_of_cases import words_of_case


def tell_recused(seat: ExpertSeat, following: ExpertSeat | None) -> None:
    """To the officer: who left and why, and who was asked in place."""
    ending = seat.ending
    _tell_officer(
        seat,
        "expert_recused",
        kind=in_both_languages(SeatEnding(ending.kind).label),
        reason=ending.reason,
        following=following.expert.name if following is not None else "",
    )


def tell_opinion(seat: ExpertSeat) -> None:
    """To the officer: an opinion is there; whether others are waited for."""
    waiting = ExpertSeat.objects.open().filter(panel=seat.panel).count()
    stance = in_both_languages(ExpertStance(seat.opinion.stance).label)
    _tell_officer(seat, "expert_opinion", stance=stance, waiting=waiting)


def tell_late(seat: ExpertSeat) -> None:
    """To the officer, once: the last day is over and nothing has come."""
    _tell_officer(seat, "expert_late", due=seat.panel.due_on.isoformat())


def remind(seat: ExpertSeat, *, is_late: bool) -> None:
    """To the expert, once before the last day and once after it, with the same link."""
    link = seat.links.filter(revoked_at=None).order_by("-pk").first()
    if link is not None and not link.is_over:
        kind = "late" if is_late else "near"
        key = f"expert_{kind}:{seat.pk}:{seat.panel.due_on}"
        mail_expert(link, "expert_reminded", key=key, is_late=is_late)


def tell_no_longer_asked(seat: ExpertSeat) -> None:
    """To the expert: the opinion is not needed any more; without the officer's reason."""
    expert, panel = seat.expert, seat.panel
    words = {"number": panel.filing.number, "name": expert.name}
    key = f"expert_no_longer:{seat.pk}"
    send_later("expert_no_longer", [expert.email], words, key=key, first=expert.language)


def _tell_officer(seat: ExpertSeat, template: str, **more: Any) -> None:
    officer = acting_officer(seat.panel.filing)
    if officer is not None:
        words = words_of_case(seat.panel.filing, expert=seat.expert.name, **more)
        send_later(template, [officer.email], words, key=f"{template}:{seat.pk}")

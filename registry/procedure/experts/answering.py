"""What an expert does by the link: declare or recuse, write, hand in; and what the officer lets go.

Each locks the filing first, so that of two at once the second finds what the first has left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.models import (
    ExpertDeclaration,
    ExpertDraft,
    ExpertOpinion,
    ExpertSeat,
    ExpertSeatEnd,
    ExpertStance,
    Filing,
    SeatEnding,
)
from registry.procedure.cases.acts import known_as
from registry.procedure.experts.pausing import go_on_after
from registry.procedure.experts.placing import require_places
from registry.procedure.experts.seating import seat_next
from registry.procedure.experts.telling import tell_no_longer_asked, tell_opinion, tell_recused
from registry.procedure.permissions import may_ask_for_opinions

#: What an expert says when leaving.
BY_THE_EXPERT = (SeatEnding.CONFLICT, SeatEnding.UNABLE)


def words_to_declare() -> RegulatorText | None:
    """What an expert declares today; a text of the regulator, None where none is in force."""
    return RegulatorText.objects.current(TextKind.EXPERT, timezone.localdate())


@transaction.atomic
def declare(seat: ExpertSeat) -> ExpertDeclaration:
    """Declare to have no conflict and to keep what is read confidential; a second time is the same.

    Raises:
        WrongState: the opinion is not waited for any more.
    """
    seat = _open_seat(seat)
    if seat.is_declared:
        return seat.declaration
    declaration = ExpertDeclaration.objects.create(seat=seat, text=words_to_declare())
    _record(seat, "expert_declared")
    return declaration


@transaction.atomic
def recuse(seat: ExpertSeat, kind: str, reason: str) -> ExpertSeat | None:
    """Leave the seat, with the reason; the next of the draw is asked at once, and returned.

    Raises:
        WrongState: the opinion is not waited for any more.
        RulesBroken: it is not said why.
    """
    seat = _open_seat(seat)
    if kind not in BY_THE_EXPERT:
        raise RulesBroken(_("Choose why you do not take part."))
    if not reason.strip():
        raise RulesBroken(_("Say in a sentence why; the regulator keeps it and tells nobody else."))
    ExpertSeatEnd.objects.create(seat=seat, kind=kind, reason=reason.strip())
    _record(seat, "expert_recused", reason=reason.strip())
    following = _replaced(seat)
    tell_recused(seat, following)
    go_on_after(seat.panel)
    return following


@transaction.atomic
def release_seat(
    seat: ExpertSeat, user: User, reason: str, *, replace: bool = False
) -> ExpertSeat | None:
    """Not wait for an expert any longer, with the reason; the next of the draw if wished.

    Raises:
        NotAllowed: the case is somebody else's.
        WrongState: the opinion is not waited for any more.
        RulesBroken: no reason is given, or nobody is left who could be asked.
    """
    seat = _open_seat(seat)
    may_ask_for_opinions(user, seat.panel.filing).require()
    if not reason.strip():
        raise RulesBroken(_("Say why; the record keeps it."))
    kind = SeatEnding.RELEASED
    ExpertSeatEnd.objects.create(seat=seat, kind=kind, reason=reason.strip(), by=user)
    _record(seat, "expert_released", user, reason=reason.strip())
    following = _replaced(seat, user) if replace else None
    if replace and following is None:
        raise RulesBroken(_("Nobody is left of the draw. Draw a new panel, or choose by hand."))
    tell_no_longer_asked(seat)
    go_on_after(seat.panel)
    return following


@transaction.atomic
def save_draft(seat: ExpertSeat, words: Mapping[str, Any], seen: int = 0) -> ExpertDraft:
    """Keep what was written so far, however incomplete.

    Raises:
        WrongState: the opinion is not waited for any more, or another window saved it meanwhile.
    """
    seat = _open_seat(seat)
    draft = ExpertDraft.objects.filter(seat=seat).first() or ExpertDraft(seat=seat, revision=0)
    if draft.revision != seen:
        raise WrongState(
            _(
                "The draft was saved in another window meanwhile. Nothing was lost: what you wrote "
                "stands below. Compare it with the other window, and save again to keep this."
            )
        )
    draft.words, draft.saved_at, draft.revision = dict(words), timezone.now(), seen + 1
    draft.save()
    return draft


@transaction.atomic
def submit(seat: ExpertSeat, words: Mapping[str, Any]) -> ExpertOpinion:
    """Hand the opinion in, once; it stands on the record about the text that was filed then.

    Raises:
        WrongState: it is not waited for any more, or nothing was declared before.
        RulesBroken: it says nothing, or a quote does not stand where it is said to.
    """
    seat = _open_seat(seat)
    if not seat.is_declared:
        raise WrongState(_("Declare first whether you have a conflict of interest."))
    stance, text = words.get("stance"), str(words.get("text", "")).strip()
    if stance not in ExpertStance.values:
        raise RulesBroken(_("Choose what your opinion comes to."))
    if not text:
        raise RulesBroken(_("Write your opinion; it stands on the record."))
    version = seat.panel.filing.version
    notes = require_places(version, words.get("notes", ()))
    opinion = ExpertOpinion.objects.create(
        seat=seat, stance=stance, text=text, notes=notes, sha256=version.digest
    )
    ExpertDraft.objects.filter(seat=seat).delete()
    _record(seat, "expert_opinion", stance=str(stance))
    tell_opinion(seat)
    go_on_after(seat.panel)
    return opinion


def _open_seat(seat: ExpertSeat) -> ExpertSeat:
    """The seat as it is now, with its filing locked."""
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=seat.panel.filing_id)
    seat = ExpertSeat.objects.with_answers().get(pk=seat.pk)
    seat.panel.filing = filing
    if not seat.is_open or filing.standing.is_closed:
        raise WrongState(_("This opinion is not waited for any more; nothing was changed."))
    return seat


def _replaced(seat: ExpertSeat, by: User | None = None) -> ExpertSeat | None:
    """The next of the draw in place of who left."""
    following = seat_next(seat.panel, by)
    if following is not None:
        _record(following, "expert_replaced", by)
    return following


def _record(seat: ExpertSeat, event: str, actor: User | None = None, **more: Any) -> None:
    filing = seat.panel.filing
    state = {"from_state": filing.state, "to_state": filing.state}
    told = {"experts": [known_as(seat.expert)], **more}
    filing.record_event(event=event, actor=actor, data=told, **state)

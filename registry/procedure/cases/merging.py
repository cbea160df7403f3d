"""Opinions merged: which unit leads, what each unit said, and the joint opinion of all.

Several authorities or units that have a say in one case are heard together, and one of them leads
(Administrative Licensing Law, article 26, by analogy). The lead unit's officer writes what follows
from all opinions; it quotes each as it was, so that nobody who decides overlooks a disagreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from registry.models import Filing, JointOpinion, OpinionKind, OpinionRequest, Stance
from registry.procedure.permissions import may_ask_for_opinions

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OPEN, RELEASED = "open", "released"
#: What an opinion comes to, in the words of the table; what is asked for and not there as well.
STATES: dict[str, StrOrPromise] = {
    **{stance: stance.label for stance in Stance},
    OPEN: gettext_lazy("waited for"),
    RELEASED: gettext_lazy("not waited for any more"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """One unit's opinion on one question, as it stands or stood."""

    request: int
    unit: str
    person: str
    kind: str
    question: str
    state: str

    @property
    def state_label(self) -> StrOrPromise:
        """What it comes to."""
        return STATES[self.state]

    @property
    def kind_label(self) -> StrOrPromise:
        """What is judged."""
        return OpinionKind(self.kind).label

    @property
    def agrees(self) -> bool:
        """Whether nothing stands against it."""
        return self.state == Stance.AGREES


@dataclass(frozen=True, slots=True)
class Merged:
    """All opinions on a submission with what the lead unit says of them."""

    lead: User | None
    rows: tuple[Quoted, ...]
    joint: JointOpinion | None

    @property
    def objecting(self) -> tuple[Quoted, ...]:
        """Those who object."""
        return tuple(row for row in self.rows if row.state == Stance.OBJECTS)

    @property
    def is_settled(self) -> bool:
        """Whether a joint opinion brings together all that was said until now."""
        return self.joint is not None and not self.moved

    @property
    def differ(self) -> bool:
        """Whether the units that were heard come to different ends, or one objects."""
        heard = {row.state for row in self.rows} & set(Stance.values)
        return len(heard) > 1 or bool(self.objecting)

    @property
    def moved(self) -> tuple[Quoted, ...]:
        """What has come or changed since the joint opinion was written."""
        if self.joint is None:
            return ()
        then = {row["request"]: row["state"] for row in self.joint.quoted}
        return tuple(row for row in self.rows if then.get(row.request) != row.state)


def merged(filing: Filing) -> Merged:
    """The opinions on the submission that is reviewed, and the newest joint one; two queries."""
    requests = filing.opinion_requests.filter(round=filing.round).with_answers()
    joint = filing.joint_opinions.filter(round=filing.round).select_related("by").last()
    return Merged(filing.officer, tuple(_quoted(requests)), joint)


def _quoted(requests: Iterable[OpinionRequest]) -> Iterable[Quoted]:
    for asked in requests:
        state = asked.opinion.stance if asked.is_given else RELEASED if asked.is_released else OPEN
        yield Quoted(
            asked.pk, asked.unit, str(asked.person), asked.kind, asked.question, str(state)
        )


@transaction.atomic
def merge_opinions(filing: Filing, user: User, *, unit: str, text: str, seen: str) -> JointOpinion:
    """Write the joint opinion of all units; it quotes each as it stands now.

    Raises:
        NotAllowed: the case is somebody else's.
        WrongState: the filing is closed, or an opinion came since the person looked.
        RulesBroken: nobody gave an opinion, or unit or words are missing.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    may_ask_for_opinions(user, filing).require()
    if filing.standing.is_closed:
        raise WrongState(_("The case is closed; nothing was changed."))
    found = merged(filing)
    if not any(row.state in Stance.values for row in found.rows):
        raise RulesBroken(_("No opinion was given yet; there is nothing to merge."))
    if not unit.strip():
        raise RulesBroken(_("Say which unit leads."))
    if not text.strip():
        raise RulesBroken(_("Write the joint opinion; it stands on the record."))
    if seen != as_seen(found):
        raise WrongState(_("An opinion has come or changed meanwhile. Read it, then write anew."))
    joint = JointOpinion.objects.create(
        filing=filing,
        round=filing.round,
        unit=unit.strip(),
        text=text.strip(),
        quoted=[_as_data(row) for row in found.rows],
        sha256=filing.version.digest,
        by=user,
    )
    state = {"from_state": filing.state, "to_state": filing.state}
    filing.record_event(event="opinions_merged", actor=user, data={"unit": joint.unit}, **state)
    return joint


def as_seen(found: Merged) -> str:
    """What the person saw of each opinion, so that none is merged unread."""
    return ",".join(f"{row.request}:{row.state}" for row in found.rows)


def _as_data(row: Quoted) -> dict[str, Any]:
    return {
        "request": row.request,
        "unit": row.unit,
        "person": row.person,
        "kind": row.kind,
        "question": row.question,
        "state": row.state,
    }

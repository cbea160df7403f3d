"""Asking colleagues for their opinion before the proposal, giving it, not waiting any longer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core.access import Access
from portal.core.errors import RulesBroken, WrongState
from registry.models import (
    Duty,
    Filing,
    Opinion,
    OpinionKind,
    OpinionRelease,
    OpinionRequest,
    Stance,
)
from registry.procedure.cases.acts import CaseAction, known_as
from registry.procedure.notices_of_cases import tell_asked_for_opinion, tell_opinion_given
from registry.procedure.people import deciders_of_the_desk
from registry.procedure.permissions import may_ask_for_opinions, may_decide, may_give_opinion
from registry.procedure.statements import state_impartiality


class AskForOpinion(CaseAction):
    """Ask somebody of the desk for an opinion until a day; the proposal waits for it.

    Administrative and technical reviews are kept apart from the proposal, and stand on the record
    before it. Whoever is asked must have no part in the filing.
    """

    name = "ask_for_opinion"
    label = gettext_lazy("Ask for an opinion")
    event = "opinion_asked"
    who = gettext_lazy("the officer who has the case")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Who has the case."""
        return may_ask_for_opinions(user, record)

    def check(self) -> None:
        """Who, what about, until when; nobody is asked twice at once."""
        person, due_on = self.data.get("person"), self.data.get("due_on")
        if self.data.get("kind") not in OpinionKind.values:
            raise RulesBroken(_("Choose what the opinion is about."))
        if person is None or person.pk == self.user.pk:
            raise RulesBroken(_("Choose a colleague."))
        suitable = may_give_opinion(person, self.record)
        if not suitable:
            raise RulesBroken(suitable.reason)
        if not str(self.data.get("question", "")).strip():
            raise RulesBroken(_("Write what you ask."))
        if not isinstance(due_on, date) or due_on < timezone.localdate():
            raise RulesBroken(_("The last day must not have passed."))
        asked = self.record.opinion_requests.open().filter(person=person, kind=self.data["kind"])
        if asked.exists():
            raise WrongState(_("%(person)s was asked this already.") % {"person": person})
        if not self.data.get("anyway") and leaves_no_decider(self.record, person):
            raise RulesBroken(no_decider_left(person))

    def apply(self) -> None:
        """Write down what is asked."""
        self.request = OpinionRequest.objects.create(
            filing=self.record,
            round=self.record.round,
            kind=self.data["kind"],
            unit=str(self.data.get("unit", "")).strip(),
            person=self.data["person"],
            question=str(self.data["question"]).strip(),
            due_on=self.data["due_on"],
            asked_by=self.user,
        )

    def event_data(self) -> dict[str, Any]:
        """Whom, and what about."""
        return {
            "person": known_as(self.request.person),
            "kind": self.request.kind,
            "due_on": self.request.due_on,
        }

    def tell(self) -> None:
        """Who was asked, or the deputy."""
        tell_asked_for_opinion(self.request, self.user)


def leaves_no_decider(filing: Filing, person: User) -> bool:
    """Whether nobody could decide on a filing any more once a person gave an opinion.

    Who gives one has reviewed, and another person decides (`registry.impartiality`); who was asked
    and has not answered yet is counted as if they had.
    """
    if not may_decide(person, filing):
        return False
    asked = filing.opinion_requests.open().values("person")
    others = deciders_of_the_desk().exclude(pk=person.pk).exclude(pk__in=asked)
    return not any(may_decide(each, filing) for each in others)


def no_decider_left(person: User) -> str:
    """What is said then."""
    return _(
        "%(person)s is the last decider who could decide on this filing; who gives an opinion does "
        "not decide on it. Ask somebody else, or say that you ask nevertheless."
    ) % {"person": person}


@transaction.atomic
def give_opinion(request: OpinionRequest, user: User, *, stance: str, text: str) -> Opinion:
    """Answer; the opinion stands on the record as it was given, on the text that was filed then.

    Raises:
        NotAllowed: somebody else was asked, or the person has a part in the filing.
        WrongState: it is not waited for any more.
        RulesBroken: it says nothing.
    """
    request = _open_request(request)
    filing = request.filing
    may_give_opinion(user, filing, request).require()
    if stance not in Stance.values:
        raise RulesBroken(_("Choose what your opinion comes to."))
    if not text.strip():
        raise RulesBroken(_("Write your opinion; it stands on the record."))
    state_impartiality(filing, user, Duty.OPINION)
    opinion = Opinion.objects.create(
        request=request, stance=stance, text=text.strip(), sha256=filing.version.digest
    )
    _record(filing, "opinion_given", user, {"kind": request.kind, "stance": stance})
    tell_opinion_given(request, user)
    return opinion


@transaction.atomic
def release_opinion(request: OpinionRequest, user: User, reason: str) -> OpinionRelease:
    """Not wait for an opinion any longer, with the reason; the proposal can go on without it.

    Raises:
        NotAllowed: the case is somebody else's.
        WrongState: it is not waited for any more.
        RulesBroken: no reason is given.
    """
    request = _open_request(request)
    may_ask_for_opinions(user, request.filing).require()
    if not reason.strip():
        raise RulesBroken(_("Say why; the record keeps it."))
    released = OpinionRelease.objects.create(request=request, by=user, reason=reason.strip())
    _record(request.filing, "opinion_released", user, {"reason": reason.strip()})
    return released


def _open_request(request: OpinionRequest) -> OpinionRequest:
    """The request with its filing locked, so that two answers at once are one."""
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=request.filing_id)
    request = OpinionRequest.objects.with_answers().get(pk=request.pk)
    request.filing = filing
    if not request.is_open or filing.standing.is_closed:
        raise WrongState(_("This opinion is not waited for any more; nothing was changed."))
    return request


def _record(filing: Filing, event: str, user: User, data: dict[str, Any]) -> None:
    state = {"from_state": filing.state, "to_state": filing.state}
    filing.record_event(event=event, actor=user, data=data, **state)

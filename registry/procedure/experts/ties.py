"""Ties that bar an expert from a filing: one table, which the draw and a choice by hand ask.

What is known here is excluded; what only the expert knows is declared by the expert.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.accounts.permissions import sees_desk
from portal.core.folding import fold
from registry.impartiality import part_in
from registry.models import Expert, ExpertPost, ExpertSeat, ExpertTerms, Filing, SeatEnding, Tie

#: A shorter name stands in too many texts by chance.
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Exclusion:
    """Somebody of the pool who is not drawn, by which tie, and what it is in words."""

    expert: Expert
    tie: Tie
    detail: str = ""

    def kept(self) -> dict[str, str | int]:
        """As the panel keeps it, readable also when the pool has changed."""
        return {
            "expert": self.expert.pk,
            "name": self.expert.name,
            "tie": self.tie.value,
            "detail": self.detail,
        }


@dataclass
class Facts:
    """What is asked of each expert, about one filing on one day."""

    filing: Filing
    today: date

    @cached_property
    def since(self) -> date:
        """The day since which a former employer counts."""
        years = ExpertTerms.objects.on(self.today).conflict_years
        try:
            return self.today.replace(year=self.today.year - years)
        except ValueError:  # 29 February
            return self.today.replace(year=self.today.year - years, day=28)

    @cached_property
    def text(self) -> str:
        """The whole document, as its words are compared."""
        return fold(json.dumps(self.filing.version.document, ensure_ascii=False))

    @cached_property
    def users(self) -> dict[str, User]:
        """People with an account, by their addresses."""
        addresses = Expert.objects.values("email")
        return {user.email.lower(): user for user in User.objects.filter(email__in=addresses)}

    @cached_property
    def bodies(self) -> tuple[Organisation, ...]:
        """The body whose filing it is, and those whose filings its review serves as well."""
        led = self.filing.led.open().select_related("organisation").order_by("pk")
        return (self.filing.organisation, *(one.organisation for one in led))

    @cached_property
    def declared(self) -> dict[int, str]:
        """In which of these bodies each declared an interest, in the time that counts."""
        seats = ExpertSeat.objects.filter(
            panel__filing__organisation__in=self.bodies,
            ending__kind=SeatEnding.CONFLICT,
            ending__at__date__gte=self.since,
        )
        found = seats.select_related("panel__filing__organisation").order_by("pk")
        return {seat.expert_id: str(seat.panel.filing.organisation) for seat in found}

    @cached_property
    def asked(self) -> frozenset[int]:
        """Those who have or had a seat in this case."""
        seats = ExpertSeat.objects.filter(panel__filing=self.filing)
        return frozenset(seats.values_list("expert", flat=True))

    def posts(self, expert: Expert) -> Iterable[ExpertPost]:
        """The posts of an expert that count."""
        return (post for post in expert.posts.all() if post.held_since(self.since))


def _worked_for_body(expert: Expert, facts: Facts) -> str:
    keys = {body.pk for body in facts.bodies}
    every = ((body.name_zh, body.name_en, body.approval_no) for body in facts.bodies)
    names = {fold(name) for each in every for name in each if name}
    for post in facts.posts(expert):
        if post.organisation_id in keys or fold(post.name) in names:
            return str(post)
    return ""


def _worked_for_named(expert: Expert, facts: Facts) -> str:
    for post in facts.posts(expert):
        other = post.organisation
        names = [post.name]
        if other is not None:
            names += [other.name_zh, other.name_en, other.approval_no]
        if any(len(name) >= SHORTEST_NAME and fold(name) in facts.text for name in names):
            return str(post)
    return ""


def _took_part(expert: Expert, facts: Facts) -> str:
    user = facts.users.get(expert.email.lower())
    return str(user) if user is not None and part_in(user, facts.filing) is not None else ""


def _of_the_desk(expert: Expert, facts: Facts) -> str:
    user = facts.users.get(expert.email.lower())
    return str(user) if user is not None and sees_desk(user) else ""


def _declared(expert: Expert, facts: Facts) -> str:
    return facts.declared.get(expert.pk, "")


def _asked(expert: Expert, facts: Facts) -> str:
    return facts.filing.number if expert.pk in facts.asked else ""


#: Each answers what ties the expert, in words; nothing where nothing does.
TIES: dict[Tie, Callable[[Expert, Facts], str]] = {
    Tie.WORKED_FOR_BODY: _worked_for_body,
    Tie.WORKED_FOR_NAMED: _worked_for_named,
    Tie.TOOK_PART: _took_part,
    Tie.OF_THE_DESK: _of_the_desk,
    Tie.DECLARED: _declared,
    Tie.ASKED: _asked,
}


def tie_of(expert: Expert, facts: Facts) -> Exclusion | None:
    """The first tie of an expert, the plainest first; None for who has none."""
    for tie, find in TIES.items():
        if detail := find(expert, facts):
            return Exclusion(expert, tie, detail)
    return None


def parted(filing: Filing, fields: list[str]) -> tuple[list[Expert], list[Exclusion]]:
    """Those of the pool who know one of the fields: who can be drawn, and who cannot and why."""
    facts = Facts(filing, timezone.localdate())
    known = Expert.objects.on(facts.today).knowing(fields).order_by("pk")
    free, excluded = [], []
    for expert in known.prefetch_related("posts__organisation"):
        exclusion = tie_of(expert, facts)
        if exclusion is None:
            free.append(expert)
        else:
            excluded.append(exclusion)
    return free, excluded

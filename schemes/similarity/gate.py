"""Which schemes resemble one: the national ones of the day, and those that the register lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.accounts.models import Organisation
from portal.core.folding import identity
from portal.reference.changes import current_token
from portal.reference.models import NationalScheme
from schemes.models import SchemeProfile
from schemes.rules.facts import Localised, NeighbourFact
from schemes.rules.lenient import at
from schemes.similarity.comparing import THRESHOLD, Likeness, likeness, score_of
from schemes.similarity.content import content_of, content_of_national
from schemes.similarity.profiles import Profile, profile
from schemes.similarity.shelf import Asking, asking, candidates

NATIONAL = "national-"
REGISTERED = "scheme-"

#: The national schemes with their profiles, for one state of the registers.
_Shelf = tuple[tuple[NationalScheme, Profile], ...]
_kept: dict[UUID, _Shelf] = {}


@dataclass(frozen=True)
class Neighbour:
    """A scheme that resembles one, with the reasons; `record` is where it comes from."""

    record: NationalScheme | SchemeProfile
    likeness: Likeness
    is_own: bool

    @property
    def key(self) -> str:
        """What names it in addresses and findings."""
        if isinstance(self.record, NationalScheme):
            return f"{NATIONAL}{self.record.key}"
        return f"{REGISTERED}{self.record.scheme_id}"

    @property
    def title(self) -> Localised:
        """Its title as localised text."""
        if isinstance(self.record, NationalScheme):
            return self.record.title_text
        title: Localised = self.record.title
        return title

    @property
    def names(self) -> tuple[str, ...]:
        """All numbers and titles by which an author may name it, the usual one first."""
        if isinstance(self.record, NationalScheme):
            found = (self.record.number, *self.title.values(), self.record.key)
        else:
            found = (self.record.rule_number, self.record.number, *self.title.values())
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def fact(self) -> NeighbourFact:
        """The neighbour as rules know it."""
        return NeighbourFact(
            key=self.key,
            title=self.title,
            score=round(self.likeness.score, 4),
            names=self.names,
            is_national=isinstance(self.record, NationalScheme),
            is_own=self.is_own,
            reasons=tuple(part.to_json() for part in self.likeness.parts),
        )


def neighbours_of(
    document: Any,
    *,
    organisation: Organisation | None,
    on: date,
    exclude_scheme_id: int | None = None,
    limit: int = 10,
) -> tuple[NeighbourFact, ...]:
    """The schemes that resemble a document on a day, nearest first; none below the threshold.

    At most `limit` of others and national ones, and besides them as many of the same body. The
    scheme itself does not count: neither that of the given id nor one that the same body has
    listed under the same rule number. Where it is listed, only what was listed before it counts,
    and national schemes. Without an organisation the body is the one that the document names as
    its owner. At most six queries, however large the register.
    """
    found = search(
        document,
        organisation=organisation,
        on=on,
        exclude_scheme_id=exclude_scheme_id,
        limit=limit,
    )
    return tuple(neighbour.fact for neighbour in found)


def search(
    document: Any,
    *,
    organisation: Organisation | None,
    on: date,
    exclude_scheme_id: int | None = None,
    limit: int = 10,
) -> list[Neighbour]:
    """The same with the records that the neighbours come from."""
    ours = profile(content_of(document))
    number = at(document, "rule_number")
    who = asking(
        organisation,
        approval_no=_owner(document),
        rule_number=number if isinstance(number, str) else "",
        scheme_id=exclude_scheme_id,
    )
    others: list[_Near] = []
    own: list[_Near] = []
    for scheme, theirs in national_schemes():
        if scheme.holds_on(on) and (score := score_of(ours, theirs)) >= THRESHOLD:
            others.append((score, scheme, theirs))
    for kept in candidates(ours, on, who):
        theirs = Profile.from_json(kept.content)
        if (score := score_of(ours, theirs)) >= THRESHOLD:
            (own if _is_own(kept, who) else others).append((score, kept, theirs))
    # The body's own need no answer, so they may not push out those that do.
    near = [*_nearest(others, limit), *_nearest(own, limit)]
    return [
        Neighbour(record, likeness(ours, theirs), _is_own(record, who))
        for _score, record, theirs in sorted(near, key=_by_nearness)
    ]


_Near = tuple[float, NationalScheme | SchemeProfile, Profile]


def _nearest(found: list[_Near], limit: int) -> list[_Near]:
    return sorted(found, key=_by_nearness)[:limit]


def _is_own(record: NationalScheme | SchemeProfile, who: Asking) -> bool:
    return isinstance(record, SchemeProfile) and record.pk in who.own


def _by_nearness(found: _Near) -> tuple[float, str]:
    """Of equally near ones always the same are shown: what was answered stays answered."""
    return -round(found[0], 4), str(found[1])


def compared(
    document: Any, key: str, *, organisation: Organisation | None, on: date
) -> Neighbour | None:
    """One scheme beside a document, near or not; None where the key names none of that day."""
    ours = profile(content_of(document))
    body = organisation.approval_no if organisation is not None else _owner(document)
    if key.startswith(NATIONAL):
        for scheme, theirs in national_schemes():
            if scheme.key == key.removeprefix(NATIONAL) and scheme.holds_on(on):
                return Neighbour(scheme, likeness(ours, theirs), is_own=False)
        return None
    number = key.removeprefix(REGISTERED)
    if not (key.startswith(REGISTERED) and number.isascii() and number.isdecimal()):
        return None
    listed = SchemeProfile.objects.select_related("organisation", "version")
    kept = listed.filter(scheme_id=int(number)).first() if len(number) < 19 else None
    if kept is None:
        return None
    return Neighbour(kept, likeness(ours, Profile.from_json(kept.content)), _is_of(kept, body))


def national_schemes() -> _Shelf:
    """All national schemes with their profiles, made once for each state of their register."""
    token = current_token(NationalScheme)
    # Read once: another thread may make the shelf of another state meanwhile.
    found = _kept.get(token) if token is not None else None
    if found is None:
        found = tuple(_profiles())
        if token is not None:
            _kept.clear()
            _kept[token] = found
    return found


def _profiles() -> Iterator[tuple[NationalScheme, Profile]]:
    for scheme in NationalScheme.objects.all():
        yield scheme, profile(content_of_national(scheme))


def _owner(document: Any) -> str:
    number = at(document, "owner", "approval_no")
    return identity(number) if isinstance(number, str) else ""


def _is_of(record: NationalScheme | SchemeProfile, body: str) -> bool:
    return (
        isinstance(record, SchemeProfile) and bool(body) and record.organisation.approval_no == body
    )

"""The labelled pairs: a scheme and its disguised copy, and two different schemes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bench.labelled.schemes.disguises import DISGUISES, disguised
from bench.labelled.schemes.sources import Source, half, rewritten
from schemes.similarity import Profile, content_of, profile

WRITTEN_ANEW = "written anew in other words"


@dataclass(frozen=True, eq=False)
class Pair:
    """Two schemes: the first as the register keeps it, the second as somebody files it."""

    first: Source
    second: Profile
    name: str
    is_copy: bool
    kind: str

    def __str__(self) -> str:
        return f"{self.first.name} / {self.name}"


@cache
def pairs(number: int) -> tuple[Pair, ...]:
    """All pairs of one half: every copy with its own, and with some others that it is not."""
    schemes = half(number)
    return (*_copies(schemes), *_different(schemes), *_copies_of_others(schemes))


def partner(source: Source, schemes: tuple[Source, ...], place: int) -> Source:
    """The scheme from which a disguise borrows: another of the category where there is one."""
    others = [s for s in schemes if s is not source]
    near = [s for s in others if s.document["category"] == source.document["category"]]
    return (near or others)[place % len(near or others)]


def _copy(source: Source, kind: str, other: Source) -> Profile:
    return profile(content_of(disguised(source.document, kind, other.document)))


def _copies(schemes: tuple[Source, ...]) -> Iterator[Pair]:
    for source in schemes:
        for place, kind in enumerate(DISGUISES):
            other = partner(source, schemes, place)
            copy = _copy(source, kind, other)
            yield Pair(source, copy, f"{source.name} ({kind})", True, kind)
        if source.name in rewritten():
            copy = profile(content_of(rewritten()[source.name]))
            yield Pair(source, copy, f"{source.name} ({WRITTEN_ANEW})", True, WRITTEN_ANEW)


def _different(schemes: tuple[Source, ...]) -> Iterator[Pair]:
    for place, first in enumerate(schemes):
        for second in schemes[place + 1 :]:
            if not first.is_declared_near(second):
                yield Pair(first, second.profile, second.name, False, _difference(first, second))


def _difference(first: Source, second: Source) -> str:
    """How far apart two different schemes are."""
    if first.document["category"] != second.document["category"]:
        return "other category"
    if "sister" in (first.kind, second.kind):
        return "sister scheme"
    return "same category"


def _copies_of_others(schemes: tuple[Source, ...]) -> Iterator[Pair]:
    """Disguised copies against schemes of the same category that they were not made from."""
    for place, first in enumerate(schemes):
        for step, (kind, of) in enumerate(
            (kind, other) for kind in DISGUISES for other in (partner(first, schemes, place),)
        ):
            lender = partner(of, schemes, step)
            if lender is not first and of is not first and not first.is_declared_near(of):
                copy = _copy(of, kind, lender)
                yield Pair(first, copy, f"{of.name} ({kind})", False, "copy of another scheme")

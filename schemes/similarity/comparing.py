"""The likeness of two profiles: a score between 0 and 1, and what made it.

In every aspect the two sets of terms are compared by their cosine: the shared terms, over the
geometric mean of both sizes. So half of a scheme taken over is still 0.7 alike. Texts are
compared in each language that both have, and the closer language counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from portal.core.localised import LANGUAGES
from schemes.similarity.profiles import Profile

#: The aspects and what each weighs, chosen on one half of a labelled set; see
#: `docs/duplicate-gate.md`.
WEIGHTS: Mapping[str, float] = {
    "title": 0.15,
    "scope": 0.2,
    "objects": 0.2,
    "basis": 0.25,
    "criteria": 0.2,
}
ASPECTS = tuple(WEIGHTS)
#: From this score on a scheme is a near neighbour; chosen as the weights were.
THRESHOLD = 0.3

#: Codes name kinds of things, so two different things often share one.
_SHARE_OF_CODES = 0.25
#: A product and a service have little in common, whatever their words.
_OTHER_CATEGORY = 0.6
#: Where less than this weight can be compared, the rest counts as different.
_LEAST_WEIGHT = 0.5
_MOST_SHARED = 12


@dataclass(frozen=True)
class Part:
    """How alike one aspect is, and what is shared in it: phrases, numbers or codes."""

    aspect: str
    score: float
    weight: float
    shared: tuple[str, ...]
    #: How many bases each has, and how many both; for the other aspects 0.
    ours: int = 0
    theirs: int = 0
    common: int = 0
    #: The same as `shared`, by language, for those in which both have the aspect.
    by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As a reason of a finding keeps it."""
        return {
            "aspect": self.aspect,
            "score": round(self.score, 3),
            "weight": round(self.weight, 3),
            "shared": list(self.shared),
            "ours": self.ours,
            "theirs": self.theirs,
            "common": self.common,
            "by_language": {key: list(shared) for key, shared in self.by_language.items()},
        }


@dataclass(frozen=True)
class Likeness:
    """A score between 0 and 1, and its parts by aspect."""

    score: float
    parts: tuple[Part, ...]


def likeness(ours: Profile, theirs: Profile) -> Likeness:
    """How alike two schemes are, with what they share."""
    scores = dict(_scores(ours, theirs))
    parts = tuple(
        _part(aspect, score, weight, ours, theirs) for aspect, (score, weight) in scores.items()
    )
    return Likeness(_total(scores, ours, theirs), parts)


def score_of(ours: Profile, theirs: Profile) -> float:
    """The score alone: what `likeness` gives, without collecting the reasons."""
    return _total(dict(_scores(ours, theirs)), ours, theirs)


def _total(scores: Mapping[str, tuple[float, float]], ours: Profile, theirs: Profile) -> float:
    weight = sum(weight for _score, weight in scores.values())
    if not weight:
        return 0.0
    score = sum(score * weight for score, weight in scores.values()) / max(weight, _LEAST_WEIGHT)
    is_other = ours.category and theirs.category and ours.category != theirs.category
    return score * _OTHER_CATEGORY if is_other else score


def _scores(ours: Profile, theirs: Profile) -> Iterator[tuple[str, tuple[float, float]]]:
    """By aspect that both have: how alike, and what it weighs."""
    for aspect, weight in WEIGHTS.items():
        score = _of_bases(ours, theirs) if aspect == "basis" else _of_text(aspect, ours, theirs)
        if aspect == "objects" and score is not None and ours.codes and theirs.codes:
            codes = _cosine(ours.codes, theirs.codes)
            score = (1 - _SHARE_OF_CODES) * score + _SHARE_OF_CODES * codes
        if score is not None:
            yield aspect, (score, weight)


def _of_text(aspect: str, ours: Profile, theirs: Profile) -> float | None:
    both = [
        _cosine(ours.sets[aspect, language], theirs.sets[aspect, language])
        for language in _languages(aspect, ours, theirs)
    ]
    return max(both, default=None)


def _languages(aspect: str, ours: Profile, theirs: Profile) -> list[str]:
    return [
        language
        for language in LANGUAGES
        if (aspect, language) in ours.sets and (aspect, language) in theirs.sets
    ]


def languages_by_closeness(aspect: str, ours: Profile, theirs: Profile) -> list[str]:
    """The languages in which both have the aspect, the closest first."""
    return sorted(
        _languages(aspect, ours, theirs),
        key=lambda language: -_cosine(ours.sets[aspect, language], theirs.sets[aspect, language]),
    )


def _cosine(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return len(ours & theirs) / sqrt(len(ours) * len(theirs))


def _of_bases(ours: Profile, theirs: Profile) -> float | None:
    if not ours.bases or not theirs.bases:
        return None
    shared = sum(
        sqrt(weight * theirs.bases[number])
        for number, weight in ours.bases.items()
        if number in theirs.bases
    )
    return shared / sqrt(sum(ours.bases.values()) * sum(theirs.bases.values()))


def _part(aspect: str, score: float, weight: float, ours: Profile, theirs: Profile) -> Part:
    if aspect == "basis":
        common = [number for number in ours.bases if number in theirs.bases]
        sizes = len(ours.bases), len(theirs.bases), len(common)
        return Part(aspect, score, weight, tuple(common[:_MOST_SHARED]), *sizes)
    codes = tuple(sorted(ours.codes & theirs.codes)) if aspect == "objects" else ()
    by_language = {
        language: (*_shared_phrases(aspect, language, ours, theirs), *codes)
        for language in languages_by_closeness(aspect, ours, theirs)
    }
    closest = next(iter(by_language.values()), codes)
    return Part(aspect, score, weight, closest, by_language=by_language)


def _shared_phrases(aspect: str, language: str, ours: Profile, theirs: Profile) -> list[str]:
    shared = ours.sets[aspect, language] & theirs.sets[aspect, language]
    return _phrases(ours.texts[aspect][language], shared)[:_MOST_SHARED]


def _phrases(found: Iterable[str], shared: frozenset[str]) -> list[str]:
    """The shared terms put together again, longest phrases first: 空气, 气净, 净化 as 空气净化."""
    phrases: list[str] = []
    joins = False
    for term in found:
        if term not in shared:
            joins = False
            continue
        is_pair = len(term) == 2 and not term.isascii()
        if joins and is_pair and phrases[-1][-1] == term[0]:
            phrases[-1] += term[1]
        else:
            phrases.append(term)
        joins = is_pair
    return sorted(dict.fromkeys(phrases), key=lambda phrase: -len(phrase))

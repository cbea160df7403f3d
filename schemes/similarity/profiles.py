"""The profile of a scheme: the terms of its five aspects, as a JSON value that can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Self

from schemes.similarity.content import Basis, Content, Localised, Thing
from schemes.similarity.terms import is_generic, standard_number, terms

#: Raised when profiles come out differently than before; kept ones are then made anew.
VERSION = 3

#: How much of a code is compared: the level at which classifications name a kind of thing.
_CODE_LENGTHS = {"gbt7635": 4, "gbt4754": 3, "isic": 3, "hs": 4}
_WEIGHTS = {"certification_basis": 1.0, "test_method": 0.6}
_WEIGHT_OF_OTHERS = 0.4
#: Beyond these an aspect grows no more: a text that repeats itself is not more alike.
_LONGEST = {"title": 60, "scope": 300, "objects": 150, "criteria": 900}

#: Terms of one text by language.
Terms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Profile:
    """What is compared: per aspect the terms by language, codes of objects, numbers of bases.

    Terms stand in the order of the text, so that shared ones can be put together to phrases.
    """

    category: str
    texts: Mapping[str, Terms]
    codes: frozenset[str]
    #: By number without year, how much the basis counts: from 0.4 (supplement) to 1.
    bases: Mapping[str, float]
    #: The terms by which the shelf is searched: of titles, objects and titles of criteria.
    keys: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The profile as a JSON value."""
        return {
            "category": self.category,
            "texts": {
                aspect: {language: " ".join(found) for language, found in by_language.items()}
                for aspect, by_language in self.texts.items()
            },
            "codes": sorted(self.codes),
            "bases": dict(self.bases),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """A kept profile; its keys are in the index and not kept twice."""
        return cls(
            category=value["category"],
            texts={
                aspect: {language: tuple(found.split()) for language, found in texts.items()}
                for aspect, texts in value["texts"].items()
            },
            codes=frozenset(value["codes"]),
            bases=value["bases"],
            keys=(),
        )

    @cached_property
    def sets(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """By aspect and language, the terms as a set."""
        return {
            (aspect, language): frozenset(found)
            for aspect, texts in self.texts.items()
            for language, found in texts.items()
            if found
        }


def profile(content: Content) -> Profile:
    """The profile of what a scheme says."""
    texts = {
        "title": _terms("title", content.titles),
        "scope": _terms("scope", content.scope),
        "objects": _terms("objects", (thing.name for thing in content.objects)),
        "criteria": _terms(
            "criteria", chain.from_iterable((c.title, c.text) for c in content.criteria)
        ),
    }
    bases = dict(_weighed(content.bases))
    return Profile(
        category=content.category,
        texts=texts,
        codes=frozenset(chain.from_iterable(map(_codes, content.objects))),
        bases=bases,
        keys=tuple(_keys(content, texts, bases)),
    )


def _terms(aspect: str, localised: Iterable[Localised]) -> Terms:
    found: dict[str, dict[str, None]] = {}
    for text in localised:
        for language, words in text.items():
            found.setdefault(language, {}).update(dict.fromkeys(terms(words)))
    most = _LONGEST[aspect]
    return {language: tuple(terms_)[:most] for language, terms_ in found.items() if terms_}


def code_of(system: str, code: str) -> str:
    """A code as far as it is compared, with its classification: `hs:8421`."""
    return f"{system}:{code.replace('.', '')[: _CODE_LENGTHS[system]]}"


def _codes(thing: Thing) -> Iterator[str]:
    yield from (code_of(system, code) for system, code in thing.codes.items())


def _weighed(bases: Iterable[Basis]) -> Iterator[tuple[str, float]]:
    """Each number with its weight; what only tells how to certify counts as a basis alone."""
    for basis in bases:
        number = standard_number(basis.ref)
        if basis.role != "certification_basis" and is_generic(number):
            continue
        yield number, _WEIGHTS.get(basis.role, _WEIGHT_OF_OTHERS)


def _keys(
    content: Content, texts: Mapping[str, Terms], bases: Mapping[str, float]
) -> Iterator[str]:
    """What a similar scheme is likely to have as well, most telling first, each once."""
    titles = (criterion.title or criterion.text for criterion in content.criteria)
    spoken = chain(
        texts["title"].get("zh", ()),
        texts["objects"].get("zh", ()),
        _terms("criteria", titles).get("zh", ()),
        texts["scope"].get("zh", ()),
    )
    yield from dict.fromkeys(chain(bases, spoken, texts["title"].get("en", ())))

"""What rules call the parts of a blueprint: words of headings, of columns, of sentences.

The words come from the titles of the blueprint itself and from the register of words of parts, so
that the regulator adds what bodies write without a new version of the portal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.core.folding import fold
from schemes.blueprints import Blueprint, Node
from schemes.documents.addresses import child, parse

#: Titles that say nothing of the part, since many parts have them.
_GENERAL = 3
#: Parts of a chapter that has one thing to say.
_FEW = 3
_SIGNS = re.compile(r"[\s\W_]+")
#: Small words that change nothing of what is named; 时限 and 时间 are others.
_OF = re.compile("[的之需应所]|时(?![限间])")


@dataclass(frozen=True)
class Wording:
    """One row of the register: a word for a part, how it is used, and the code that it means.

    `use` is `heading` (stands above the part), `column` (heads a column), `cue` (in the sentence
    that says it or leads in its list), `fact` (near the number that it asks for), `code` (means
    `code`), or `text`: then `word` is the part in which prose under the heading goes.
    """

    part: str
    use: str
    word: str
    code: str = ""


def key_of(words: str) -> str:
    """Words as they are compared: without signs, blanks and small words, in one case."""
    return _OF.sub("", _SIGNS.sub("", fold(words)))


@dataclass(frozen=True)
class Vocabulary:
    """The words for the parts of one blueprint."""

    blueprint: Blueprint
    words: tuple[Wording, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, blueprint: Blueprint, words: Iterable[Wording]) -> Vocabulary:
        """The words that concern parts of this blueprint; others are left."""
        known = {address for address, _node in places_of(blueprint)}
        return cls(blueprint, tuple(word for word in words if word.part in known))

    def node(self, address: str) -> Node | None:
        """The part at an address of the blueprint."""
        return self.blueprint.node_at(parse(address))

    @cached_property
    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """By their keys, the parts that a heading may mean."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for one in self.words:
            if one.use == "heading":
                found[key_of(one.word)][one.part] = None
        titles: dict[str, dict[str, None]] = defaultdict(dict)
        for address, node in places_of(self.blueprint):
            if not node.is_hidden and "/-/" not in address:
                for words in node.title.values():
                    titles[key_of(words)][address] = None
        for section in self.blueprint.sections:
            if len(section.parts) == 1:
                for words in section.title.values():
                    titles[key_of(words)][f"/{section.parts[0]}"] = None
        for key, parts in titles.items():
            if len(parts) <= _GENERAL:
                found[key] |= parts
        return {key: tuple(parts) for key, parts in found.items() if key}

    def of_use(self, use: str) -> Iterator[Wording]:
        """The words of one use."""
        return (word for word in self.words if word.use == use)

    @cached_property
    def cues(self) -> tuple[Wording, ...]:
        """Words in sentences, the longest first."""
        return tuple(sorted(self.of_use("cue"), key=lambda one: -len(one.word)))

    @cached_property
    def facts(self) -> tuple[Wording, ...]:
        """Words near numbers, the longest first."""
        return tuple(sorted(self.of_use("fact"), key=lambda one: -len(one.word)))

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """By list or record, the columns by the keys of their heads."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for one in self.of_use("column"):
            around, _slash, name = one.part.rpartition("/")
            found[around.removesuffix("/-")][key_of(one.word)] = name
        return found

    @cached_property
    def codes(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By part, the words that mean a code, the longest first."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in self.of_use("code"):
            found[one.part].append((one.word, one.code))
        for address, node in places_of(self.blueprint):
            if node.kind == "choice":
                for code, label in node.labels.items():
                    found[address] += [(words, code) for words in label.values()]
        return {
            part: tuple(sorted(words, key=lambda pair: -len(pair[0])))
            for part, words in found.items()
        }

    def prose_of(self, address: str) -> str:
        """The part in which prose under a part's heading goes; empty where there is none."""
        for one in self.of_use("text"):
            if one.part == address:
                return one.word if self.node(one.word) is not None else ""
        node = self.node(address)
        if node is None:
            return ""
        if node.kind in ("localised", "text", "records", "strings"):
            return address
        # A whole chapter says too little of where its prose belongs.
        is_chapter = address.count("/") == 1 and len(node.children()) > _FEW
        own = [part for part in node.children() if part.kind == "localised" and part.is_long]
        return child(address, own[0].name) if len(own) == 1 and not is_chapter else ""


def places_of(blueprint: Blueprint) -> Iterator[tuple[str, Node]]:
    """Every part of a blueprint with its address; `-` stands for the items of a list."""
    for node in blueprint.root.children():
        yield from _below(f"/{node.name}", node)


def _below(address: str, node: Node) -> Iterator[tuple[str, Node]]:
    yield address, node
    if node.kind == "records":
        for part in node.item().children():
            yield from _below(f"{address}/-/{part.name}", part)
    elif node.kind == "object":
        for part in node.children():
            yield from _below(f"{address}/{part.name}", part)
    elif node.kind == "variant":
        for shape in node.variants():
            for part in shape.children():
                yield from _below(f"{address}/{part.name}", part)

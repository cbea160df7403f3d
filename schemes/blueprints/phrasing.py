"""How a document reads as a rule: an outline of chapters and clauses, with blanks in sentences.

The manner is that of GB/T 1.1 and of published certification rules: numbered chapters and clauses,
lists by letters, tables with captions, an unnumbered foreword before and notes behind. What the
outline is made of is data (docs/blueprint-dialect.md); here it becomes values that are known to be
whole, so that whoever fills the blanks in takes that for granted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
BUILTIN = Path(__file__).parent / "builtin" / "phrasing"

_PARTS = re.compile(r"(\[|\]|\{[^{}]*\})")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(r"[a-z][a-z0-9-]*")


class PhrasingFault(ValueError):
    """An outline that cannot be read. `at` is the JSON Pointer of the place, within the outline."""

    def __init__(self, at: str, words: str) -> None:
        super().__init__(f"{at}: {words}")
        self.at, self.words = at, words


class Manner(StrEnum):
    """How a chapter stands in the rule: only chapters and annexes are numbered."""

    FRONT = "front"
    CHAPTER = "chapter"
    ANNEX = "annex"
    BACK = "back"


@dataclass(frozen=True)
class Blank:
    """A place whose words are filled in.

    `steps` lead from the current record, or from the document where it is `absolute`; none of them
    is the record itself. `restated` leads on from the item that the place names by reference.
    `choices` are words by code: `yes`, `no`, `null`, `none` (an empty list), `*` for any other.
    """

    steps: tuple[str, ...]
    absolute: bool = False
    restated: tuple[str, ...] | None = None
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Mention:
    """A number: of the `table` that follows, of the row (`n`), of the `clause` of a named item."""

    of: str
    blank: Blank | None = None


@dataclass(frozen=True)
class Portion:
    """Words that stand only where all places in them are there."""

    parts: tuple[Part, ...]


Part = str | Blank | Mention | Portion
#: The parts of a sentence, by language.
Template = Mapping[str, tuple[Part, ...]]
Text = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is called and what stands in each of its cells."""

    title: Text
    say: Template
    is_number: bool = False


@dataclass(frozen=True)
class Clause:
    """One clause of the outline; which of its parts are there says what it becomes."""

    title: Template | None = None
    say: Template | None = None
    lead: Template | None = None
    each: tuple[str, ...] = ()
    table: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    form: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class OutlineChapter:
    """A chapter of the outline. What no clause says of its `parts` is shown at its end."""

    key: str
    title: Text
    manner: Manner = Manner.CHAPTER
    parts: tuple[tuple[str, ...], ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, eq=False)
class Phrasing:
    """The whole outline."""

    name: str
    chapters: tuple[OutlineChapter, ...]
    #: The chapter whose part a path of names belongs to, longest path first.
    homes: tuple[tuple[tuple[str, ...], str], ...] = field(default=(), compare=False)

    def home_of(self, steps: tuple[str, ...]) -> str:
        """The key of the chapter to which a place belongs; empty where no chapter names it."""
        for path, key in self.homes:
            if steps[: len(path)] == path:
                return key
        return ""


@cache
def builtin_phrasing() -> Phrasing:
    """The outline of the built-in blueprints, which those that say nothing of it follow.

    It never changes once released: by it, a filed text has its clause numbers.
    """
    return load_phrasing(json.loads((BUILTIN / "rule-1.json").read_text(encoding="utf-8")))


def load_phrasing(data: Any) -> Phrasing:
    """The outline of these data. Raises PhrasingFault with the first fault."""
    try:
        chapters = tuple(
            _chapter(one, f"/chapters/{n}") for n, one in enumerate(_list(data, "chapters", ""))
        )
    except RecursionError:
        raise PhrasingFault("", "nested too deeply") from None
    seen: set[str] = set()
    for n, chapter in enumerate(chapters):
        if chapter.key in seen:
            raise PhrasingFault(f"/chapters/{n}/key", f"a second chapter {chapter.key!r}")
        seen.add(chapter.key)
    homes = [(path, chapter.key) for chapter in chapters for path in chapter.parts]
    named = [path for path, _key in homes]
    for path in named:
        if named.count(path) > 1:
            raise PhrasingFault("/chapters", f"{'/'.join(path)} belongs to two chapters")
    homes.sort(key=lambda home: -len(home[0]))
    return Phrasing(str(data.get("name", "")), chapters, tuple(homes))


def blanks_in(parts: tuple[Part, ...]) -> Iterator[Blank]:
    """Every blank of a sentence, also those of optional words."""
    for part in parts:
        if isinstance(part, Blank):
            yield part
        elif isinstance(part, Portion):
            yield from blanks_in(part.parts)
        elif isinstance(part, Mention) and part.blank is not None:
            yield part.blank


def template_of(words: str) -> tuple[Part, ...]:
    """The parts of a sentence. Raises ValueError where brackets or blanks are not well formed."""
    stack: list[list[Part]] = [[]]
    for piece in _PARTS.split(words):
        if piece == "[":
            stack.append([])
        elif piece == "]":
            if len(stack) == 1:
                raise ValueError("a ] without its [")
            portion = Portion(tuple(stack.pop()))
            stack[-1].append(portion)
        elif piece.startswith("{") and piece.endswith("}"):
            stack[-1].append(_blank(piece[1:-1]))
        elif piece:
            if "{" in piece or "}" in piece:
                raise ValueError("a brace without the other")
            stack[-1].append(piece)
    if len(stack) > 1:
        raise ValueError("a [ without its ]")
    return tuple(stack[0])


def _blank(inside: str) -> Blank | Mention:
    if inside.startswith("#"):
        of, _space, path = inside[1:].partition(" ")
        if of in ("table", "n") and not path:
            return Mention(of)
        if of == "clause" and path:
            return Mention(of, _place(path))
        raise ValueError(f"{{{inside}}} is no number that can be said")
    place, *given = inside.split("|")
    blank = _place(place)
    if not given:
        return blank
    choices = {}
    for one in given:
        code, sign, words = one.partition("=")
        if not sign or not code:
            raise ValueError(f"{{{inside}}}: a choice is written code=words")
        choices[code] = words
    return Blank(blank.steps, blank.absolute, blank.restated, choices)


def _place(path: str) -> Blank:
    path, sign, on = path.partition(">")
    restated = tuple(on.split("/")) if sign else None
    absolute = path.startswith("/")
    steps = () if path == "." else tuple(path.removeprefix("/").split("/"))
    for step in (*steps, *(restated or ())):
        if not _NAME.fullmatch(step):
            raise ValueError(f"{{{path}{sign}{on}}} is no place")
    return Blank(steps, absolute, restated)


def _chapter(data: Any, at: str) -> OutlineChapter:
    _known(data, {"key", "as", "title", "parts", "clauses"}, at)
    key = data.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise PhrasingFault(f"{at}/key", "letters a to z, digits and hyphens")
    manner = data.get("as", Manner.CHAPTER.value)
    if manner not in list(Manner):
        raise PhrasingFault(f"{at}/as", f"one of {', '.join(Manner)}")
    parts = tuple(_path(one, f"{at}/parts/{n}") for n, one in enumerate(data.get("parts", ())))
    clauses = _clauses(data, at)
    return OutlineChapter(key, _text(data, "title", at), Manner(manner), parts, clauses)


def _clauses(data: Mapping[str, Any], at: str) -> tuple[Clause, ...]:
    given = _list(data, "clauses", at)
    return tuple(_clause(one, f"{at}/clauses/{n}") for n, one in enumerate(given))


_SHAPES = (
    {"say"},
    {"each", "say"},
    {"each", "title", "clauses"},
    {"table", "columns"},
    {"form"},
    {"picture"},
    {"title", "clauses"},
)
_MORE = {"title", "lead"}


def _clause(data: Any, at: str) -> Clause:
    _known(data, set().union(*_SHAPES, _MORE), at)
    if not any(shape <= data.keys() <= shape | _MORE for shape in _SHAPES):
        raise PhrasingFault(at, f"no clause is made of {', '.join(sorted(data))}")
    columns = tuple(
        _column(one, f"{at}/columns/{n}") for n, one in enumerate(data.get("columns", ()))
    )
    if "table" in data and not columns:
        raise PhrasingFault(f"{at}/columns", "a table has columns")

    def path(name: str) -> tuple[str, ...]:
        return _path(data[name], f"{at}/{name}") if name in data else ()

    def words(name: str) -> Template | None:
        return _template(data, name, at) if name in data else None

    return Clause(
        title=words("title"),
        say=words("say"),
        lead=words("lead"),
        each=path("each"),
        table=path("table"),
        columns=columns,
        form=path("form"),
        picture=path("picture"),
        clauses=_clauses(data, at) if "clauses" in data else (),
    )


def _column(data: Any, at: str) -> Column:
    _known(data, {"title", "say", "is_number"}, at)
    return Column(
        _text(data, "title", at), _template(data, "say", at), data.get("is_number") is True
    )


def _template(data: Any, name: str, at: str) -> Template:
    texts, made = _text(data, name, at), {}
    for language, words in texts.items():
        try:
            made[language] = template_of(words)
        except ValueError as fault:
            raise PhrasingFault(f"{at}/{name}/{language}", str(fault)) from None
    return made


def _text(data: Any, name: str, at: str) -> Text:
    words = data.get(name) if isinstance(data, dict) else None
    if not isinstance(words, dict) or words.keys() != set(LANGUAGES):
        raise PhrasingFault(f"{at}/{name}", "words in both languages, zh and en, and no other")
    for language, said in words.items():
        if not isinstance(said, str) or not said.strip():
            raise PhrasingFault(f"{at}/{name}/{language}", "words")
    return words


def _path(data: Any, at: str) -> tuple[str, ...]:
    steps = tuple(data.removeprefix("/").split("/")) if isinstance(data, str) else ()
    if not steps or not all(_NAME.fullmatch(step) for step in steps):
        raise PhrasingFault(at, "names of parts with slashes between them")
    return steps


def _list(data: Any, name: str, at: str) -> list[Any]:
    given = data.get(name) if isinstance(data, dict) else None
    if not isinstance(given, list):
        raise PhrasingFault(f"{at}/{name}", "a list")
    return given


def _known(data: Any, names: set[str], at: str) -> None:
    if not isinstance(data, dict):
        raise PhrasingFault(at, "an object")
    for name in data:
        if name not in names:
            raise PhrasingFault(f"{at}/{name}", "unknown")

"""The sentences of a blueprint's wording, chapter by chapter, and others in their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints.building.nodes import Schema, StepRefused, copied
from schemes.blueprints.phrasing import BUILTIN, LANGUAGES

#: What a text of a clause is, by its name there.
ROLES = ("title", "lead", "say")


@dataclass(frozen=True)
class WordedText:
    """One text of a chapter: where it stands in the chapter, what it is, its words."""

    at: str
    role: str
    words: Mapping[str, str]
    #: The list whose items it is said of; empty outside of lists.
    of: str = ""


def wording_of(schema: Mapping[str, Any]) -> Schema:
    """The outline by which documents read, to be changed: of the blueprint, or the built-in one."""
    own = schema.get("x-phrasing")
    if own is not None:
        return copied(own)
    read: Schema = json.loads((BUILTIN / "rule-1.json").read_text(encoding="utf-8"))
    return {"chapters": read["chapters"]}


def texts_of(chapter: Mapping[str, Any]) -> list[WordedText]:
    """Every text of a chapter in the order in which it is read, the title first."""
    return [WordedText("/title", "title", chapter["title"]), *_of_clauses(chapter, "", "")]


def with_texts(
    schema: Mapping[str, Any], key: str, words: Mapping[str, Mapping[str, str]]
) -> Schema:
    """The blueprint with other words at some places of a chapter, as a wording of its own.

    Raises StepRefused where the chapter or one of the places is not there.
    """
    wording = wording_of(schema)
    chapter = next((one for one in wording["chapters"] if one.get("key") == key), None)
    if chapter is None:
        raise StepRefused(_("This chapter is not in the wording any more."))
    there = {one.at for one in texts_of(chapter)}
    for at, text in words.items():
        if at not in there:
            raise StepRefused(_("This sentence is not in the wording any more."))
        *steps, name = at.strip("/").split("/")
        part: Any = chapter
        for step in steps:
            part = part[int(step)] if isinstance(part, list) else part[step]
        part[name] = {language: text[language] for language in LANGUAGES}
    return {**copied(schema), "x-phrasing": wording}


def without_wording(schema: Mapping[str, Any]) -> Schema:
    """The blueprint without words of its own: its documents read as the built-in ones do."""
    return {name: part for name, part in copied(schema).items() if name != "x-phrasing"}


def _of_clauses(holder: Mapping[str, Any], at: str, of: str) -> Iterator[WordedText]:
    for n, clause in enumerate(holder.get("clauses", ())):
        here = f"{at}/clauses/{n}"
        items = clause.get("each") or clause.get("table") or of
        for role in ROLES:
            if role in clause:
                is_inside = role == "say" or (role == "title" and "clauses" in clause)
                yield WordedText(f"{here}/{role}", role, clause[role], items if is_inside else of)
        for m, column in enumerate(clause.get("columns", ())):
            yield WordedText(f"{here}/columns/{m}/title", "heading", column["title"], of)
            yield WordedText(f"{here}/columns/{m}/say", "cell", column["say"], items)
        yield from _of_clauses(clause, here, items)

"""Style words of a drawing, in attributes and style sheets: known and harmless, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from django.utils.translation import gettext_lazy as _

from schemes.files.svg import advice
from schemes.files.svg.troubles import Trouble
from schemes.files.svg.vocabulary import FUNCTIONS, IDLE_PROPERTIES, PRESENTATION

#: What could run or reach outside in some program or other, however it is written.
_ACTIVE = re.compile(
    r"[\\<]|expression\s*\(|image\s*\(|image-set|src\s*\(|javascript:|behavior|-moz-binding",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"url\s*\(\s*(?![\s\"']*#)", re.IGNORECASE)
#: Selectors that every program reads alike: names, classes, ids, attributes, inside one another.
_PLAIN_SELECTOR = re.compile(r"[\w\-.#*\s,>\[\]=\"'|]+")


def troubles_of_value(value: str, where: Any, line: int) -> Iterator[Trouble]:
    """What is wrong with the value of an attribute that is a style word as well."""
    if _OUTSIDE.search(value) or _ACTIVE.search(value) or "@" in value:
        yield _reaching(where, line)
        return
    yield from _of_functions(tinycss2.parse_component_value_list(value), where, line)


def troubles_of_style(value: str, where: Any, line: int) -> Iterator[Trouble]:
    """The same for a `style` attribute."""
    if _OUTSIDE.search(value) or _ACTIVE.search(value) or "@" in value:
        yield _reaching(where, line)
        return
    words = tinycss2.parse_blocks_contents(value, skip_comments=True, skip_whitespace=True)
    yield from _of_declarations(words, where, line)


def troubles_of_sheet(sheet: str, line: int) -> Iterator[Trouble]:
    """The same for a style sheet."""
    where = _("a style sheet")
    if _OUTSIDE.search(sheet) or _ACTIVE.search(sheet) or "@import" in sheet.lower():
        yield _reaching(where, line)
        return
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        at = line + rule.source_line - 1
        if rule.type == "at-rule":
            kind = advice.TEXT if rule.lower_at_keyword == "font-face" else advice.STYLE
            what = _("a style sheet with the rule “@%(rule)s” is not read alike by all programs.")
            yield Trouble(at, what % {"rule": rule.at_keyword[:40]}, kind)
        elif rule.type == "error":
            yield _unreadable(where, at)
        else:
            yield from _of_rule(rule, where, at)


def _of_rule(rule: Any, where: Any, line: int) -> Iterator[Trouble]:
    selector = tinycss2.serialize(rule.prelude).strip()
    if not _PLAIN_SELECTOR.fullmatch(selector):
        what = _("a style sheet chooses by “%(selector)s”, which not all programs read alike.")
        yield Trouble(line, what % {"selector": selector[:60]}, advice.STYLE)
    words = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    yield from _of_declarations(words, where, line)


def _of_declarations(words: Iterable[Any], where: Any, line: int) -> Iterator[Trouble]:
    for word in words:
        if word.type != "declaration":
            yield _unreadable(where, line)
            continue
        name = word.lower_name
        if name == "filter" and tinycss2.serialize(word.value).strip() != "none":
            yield effect("filter", line)
        elif name not in PRESENTATION | IDLE_PROPERTIES | {"filter"} and not name.startswith(
            "-inkscape-"
        ):
            what = _("the style word “%(name)s” is not known in a mark.") % {"name": name[:40]}
            yield Trouble(line, what, advice.STYLE)
        else:
            yield from _of_functions(word.value, where, line)


def _of_functions(tokens: Iterable[Any], where: Any, line: int) -> Iterator[Trouble]:
    for token in tokens:
        if token.type == "function" and token.lower_name not in FUNCTIONS:
            what = _("“%(name)s(…)” in %(where)s is not read alike by all programs.")
            words = {"name": token.name[:40], "where": where}
            yield Trouble(line, what % words, advice.COLOUR)
        elif token.type == "error":
            yield _unreadable(where, line)


def effect(name: str, line: int) -> Trouble:
    """A filter, which makes pixels rather than shapes."""
    what = _("the drawing has an effect (“%(name)s”), which may not be in a mark.")
    return Trouble(line, what % {"name": name}, advice.EFFECT)


def _reaching(where: Any, line: int) -> Trouble:
    what = _("style words in %(where)s refer to something outside the drawing or could run.")
    return Trouble(line, what % {"where": where}, advice.STYLE)


def _unreadable(where: Any, line: int) -> Trouble:
    what = _("style words in %(where)s cannot be read.")
    return Trouble(line, what % {"where": where}, advice.STYLE)

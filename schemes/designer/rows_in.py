"""Rows of a spreadsheet as items of a list: which column is which part, and what its words mean.

Cells are read by the fields of the form, so that a number, a day, a unit or a standard may be
written as people write it there. Codes may be given by their label in either language, references
by the number or name of the item that is meant. What no part is meant by is never dropped: the
heading is named, and nothing is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from schemes.blueprints import Node
from schemes.designer.fields import FormSurroundings, ObjectField
from schemes.designer.posted import SHAPE, SHOWN, UNTIL, Posted
from schemes.documents import find, ids_of, mint_id
from schemes.documents.addresses import child, parse
from schemes.documents.budget import BUDGET
from schemes.documents.editing import put
from schemes.documents.identities import prefix_for
from schemes.findings import Finding
from schemes.reading.phrases import is_internal, referable
from schemes.validation.shape import shape_findings

LANGUAGES = {"zh": ("中文", "zh", "汉语", "chinese"), "en": ("英文", "en", "english")}
YES = frozenset(("yes", "y", "true", "是", "有", "√", "✓", "1"))
NO = frozenset(("no", "n", "false", "否", "无", "×", "✗", "0"))
_RANGE = re.compile(r"\s*(-?[\d.,]+)\s*(?:[-–—~～至]|to)\s*(-?[\d.,]+)\s*")
_SEPARATED = re.compile(r"[、;；\n]+|[,，]\s*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: The parts of a limit, which is written in one cell: `≤ 0.5 mg/m³`.
LIMIT = frozenset(("op", "value", "unit"))
_LIMIT = re.compile(
    r"\s*(\D*?)\s*(-?\d[\d.,]*)(?:\s*(?:[-–—~～至]|to)\s*(-?\d[\d.,]*))?\s*(.*?)\s*"
)
SIGNS = {"<=": "≤", ">=": "≥", "≦": "≤", "≧": "≥", "＜": "<", "＞": ">", "＝": "=", "": "="}
KINDS_WITHOUT_A_COLUMN = frozenset(("records", "file", "open", "commitment", "null"))


@dataclass(frozen=True)
class Target:
    """A part that a column may hold: the end of its inputs' names, and what it is called."""

    suffix: str
    node: Node
    title: str
    names: frozenset[str]
    language: str = ""


@dataclass(frozen=True)
class Problem:
    """What keeps the rows from being taken: its line in the table, and its column, 0 for none."""

    line: int
    column: int
    words: str


@dataclass
class Taken:
    """The rows as items. `document` holds them at the end of the list."""

    columns: list[Target | None]
    rows: list[tuple[int, list[str]]]
    document: dict[str, Any]
    added: int = 0
    problems: list[Problem] = field(default_factory=list)


def targets_of(node: Node, language: str) -> list[Target]:
    """What columns may hold of the items of a list."""
    return list(_targets(node.item(), "", "", language))


def _targets(node: Node, suffix: str, before: str, language: str) -> Iterator[Target]:
    for part in node.children():
        if is_internal(part) or part.kind in KINDS_WITHOUT_A_COLUMN:
            continue
        here = f"{suffix}/{part.name}"
        titles = [part.title.get(one, "") for one in ("zh", "en")]
        title = part.title.get(language) or part.name
        shown = f"{before} · {title}" if before else title
        names = {part.name, *titles}
        if before:
            names |= {f"{before}{one}" for one in titles} | {shown}
        if part.kind == "object":
            if {each.name for each in part.children()} >= LIMIT:
                known = frozenset(folded(one) for one in names if one)
                yield Target(here, part, shown, known)
            yield from _targets(part, here, shown, language)
            continue
        known = frozenset(folded(one) for one in names if one)
        yield Target(here, part, shown, known)
        if part.kind == "localised":
            for one, words in LANGUAGES.items():
                both = {folded(f"{name}{word}") for name in names if name for word in words}
                yield Target(here, part, f"{shown} ({words[0]})", frozenset(both), one)


def folded(words: str) -> str:
    """A heading as it is compared: without width, case, blanks, brackets and units behind it."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s()·:_/*\-\u2010-\u2015\u2212]+", "", plain)


def columns_of(cells: list[str], targets: list[Target]) -> list[Target | None]:
    """What each heading means, each part once: by its name, else by a part of one name alone."""
    found: list[Target | None] = [None] * len(cells)
    for is_meant in (_is_called, _is_nearly_called):
        for place, cell in enumerate(cells):
            name = folded(cell)
            if found[place] is not None or not name:
                continue
            free = [one for one in targets if one not in found and is_meant(name, one)]
            # Of a text without its language there are more names, but one part.
            if free and len({one.suffix for one in free}) == 1:
                found[place] = free[0]
    return found


def _is_called(name: str, target: Target) -> bool:
    return name in target.names


def _is_nearly_called(name: str, target: Target) -> bool:
    return any(one in name or name in one for one in target.names if min(len(one), len(name)) > 1)


def take(
    around: FormSurroundings, address: str, rows: list[tuple[int, list[str]]], shown: list[Target]
) -> Taken:
    """Read rows, the first of which may be headings; without headings they are `shown`, in order.

    `rows` are pairs of a line and its cells.
    """
    node = around.blueprint.node_at(parse(address))
    assert node is not None, "The list is one of the blueprint."
    targets = targets_of(node, around.language)
    headings = columns_of(rows[0][1], targets) if rows else []
    has_headings = any(headings)
    columns: list[Target | None] = headings if has_headings else [*shown]
    body = rows[1:] if has_headings else rows
    taken = Taken(columns, body, around.document)
    if has_headings:
        taken.problems += _unknown(rows[0], headings, body)
    _take_rows(around, node, address, taken)
    return taken


def _unknown(
    heading: tuple[int, list[str]], found: list[Target | None], body: list[tuple[int, list[str]]]
) -> Iterator[Problem]:
    """Columns with words in them that no part of the items is called by."""
    line, cells = heading
    for place, (cell, target) in enumerate(zip(cells, found, strict=True)):
        if target is None and any(place < len(row) and row[place] for _line, row in body):
            words = _("No part of the list is called “%(heading)s”, or one is named twice.")
            yield Problem(line, place + 1, words % {"heading": cell})


def _take_rows(around: FormSurroundings, node: Node, address: str, taken: Taken) -> None:
    items = find(around.document, address)
    items = list(items) if isinstance(items, list) else []
    if len(items) + len(taken.rows) > BUDGET.items:
        words = _("The list may have %(most)d entries, and would have %(count)d.")
        said = {"most": BUDGET.items, "count": len(items) + len(taken.rows)}
        taken.problems.append(Problem(taken.rows[0][0], 0, words % said))
        return
    used, lines = ids_of(around.document), {}
    for line, cells in taken.rows:
        minted = mint_id(prefix_for(parse(address)[-1]), used)
        used.add(minted)
        lines[f"@{minted}"] = line
        record = _record(around, node.item(), child(address, f"@{minted}"), line, cells, taken)
        items.append({"id": minted, **record})
    taken.document = put(around.document, address, items)
    taken.added = len(taken.rows)
    for finding in shape_findings(taken.document, around.blueprint):
        step, inside = _inside(address, finding)
        if step in lines and not finding.is_gap:
            column = _column_of(taken.columns, inside)
            taken.problems.append(Problem(lines[step], column, str(finding.sentence)))
    taken.problems.sort(key=lambda one: (one.line, one.column))


def _inside(address: str, finding: Finding) -> tuple[str, str]:
    if not finding.address.startswith(f"{address}/"):
        return "", ""
    step, slash, inside = finding.address.removeprefix(f"{address}/").partition("/")
    return step, f"{slash}{inside}"


def _column_of(columns: list[Target | None], inside: str) -> int:
    for place, target in enumerate(columns, 1):
        if target is not None and (inside + "/").startswith(f"{target.suffix}/"):
            return place
    return 0


def _record(
    around: FormSurroundings,
    item: Node,
    address: str,
    line: int,
    cells: list[str],
    taken: Taken,
) -> dict[str, Any]:
    data = QueryDict(mutable=True)
    for place, cell in enumerate(cells):
        target = taken.columns[place] if place < len(taken.columns) else None
        if not cell:
            continue
        if target is None:
            if place >= len(taken.columns):
                words = _("There is no column for “%(words)s”.") % {"words": cell}
                taken.problems.append(Problem(line, place + 1, words))
            continue
        refusal = _put(data, around, address + target.suffix, target, cell)
        if refusal:
            taken.problems.append(Problem(line, place + 1, refusal))
    was_aside, around.is_aside = around.is_aside, True
    try:
        made = around.field(item, address, address, {"id": parse(address)[-1][1:]})
    finally:
        around.is_aside = was_aside
    assert isinstance(made, ObjectField), "A record fits its node."
    return made.read_record(Posted(data))


def _put(data: QueryDict, around: FormSurroundings, name: str, target: Target, cell: str) -> str:
    """Send a cell's words as the form would; gives back why they mean nothing."""
    node = target.node
    if node.kind == "localised":
        guessed = "zh" if _CHINESE.search(cell) else "en"
        data[f"{name}/{target.language or guessed}"] = cell
    elif node.kind == "boolean":
        return _put_answer(data, name, cell)
    elif node.kind == "object":
        return _put_limit(data, around, name, node, cell)
    elif node.kind == "variant":
        return _put_shape(data, name, node, cell)
    elif node.kind == "number_or_range" and (pair := _RANGE.fullmatch(cell)):
        data[name], data[name + UNTIL] = pair[1], pair[2]
    elif node.kind in ("choices", "strings"):
        words = [one.strip() for one in _SEPARATED.split(cell) if one.strip()]
        inner = node if node.kind == "choices" else node.item()
        data[name + SHOWN] = "1"
        codes = [_code(around, inner, one) for one in words]
        data.setlist(name, codes)
        if inner.reference and (unknown := [c for c in codes if not _is_there(around, inner, c)]):
            return _none_of_that_name(unknown[0])
        if not (inner.reference or node.kind == "choices"):
            data[name] = "\n".join(words)
    else:
        data[name] = code = _code(around, node, cell)
        if node.reference and not _is_there(around, node, code):
            return _none_of_that_name(cell)
    return ""


def _none_of_that_name(words: str) -> str:
    return _("Nothing in the list that this refers to is called “%(words)s”.") % {"words": words}


def _is_there(around: FormSurroundings, node: Node, value: str) -> bool:
    named = referable(around.blueprint, around.document, node.reference or "")
    return any(value == one for _address, one, _item in named)


def _put_limit(data: QueryDict, around: FormSurroundings, name: str, node: Node, cell: str) -> str:
    """A limit as it is written: `≤0.5mg/m³`, `10–20 %`, `不大于 3 mm`."""
    found = _LIMIT.fullmatch(cell)
    if not found:
        return _("“%(words)s” is no limit, such as “≤ 0.5 mm”.") % {"words": cell}
    sign, low, high, unit = found.groups(default="")
    part = node.child("op")
    assert part is not None, "A limit has its comparison."
    data[f"{name}/op"] = "in" if high else _code(around, part, SIGNS.get(sign, sign))
    data[f"{name}/value"] = low
    if high:
        data[f"{name}/value{UNTIL}"] = high
    if unit:
        data[f"{name}/unit"] = unit
    return ""


def _put_answer(data: QueryDict, name: str, cell: str) -> str:
    word = unicodedata.normalize("NFKC", cell).casefold()
    if word not in YES | NO:
        return _("“%(words)s” is neither yes nor no.") % {"words": cell}
    data[name] = "yes" if word in YES else "no"
    return ""


def _put_shape(data: QueryDict, name: str, node: Node, cell: str) -> str:
    """An amount, a span of amounts or a rule in words, whichever the words are."""
    pair = _RANGE.fullmatch(cell)
    is_number = re.fullmatch(r"[-+]?[\d.,]+", unicodedata.normalize("NFKC", cell)) is not None
    for position, shape in enumerate(node.variants()):
        parts = {part.name: part for part in shape.children()}
        kinds = [part.kind for part in parts.values()]
        place = f"{name}|{position}"
        if pair and set(parts) == {"min", "max"}:
            sent = {f"{place}/min": pair[1], f"{place}/max": pair[2]}
        elif is_number and len(parts) == 1 and kinds[0] in ("number", "integer"):
            sent = {f"{place}/{next(iter(parts))}": cell}
        elif not is_number and not pair and kinds == ["localised"]:
            language = "zh" if _CHINESE.search(cell) else "en"
            sent = {f"{place}/{next(iter(parts))}/{language}": cell}
        else:
            continue
        data[name + SHOWN], data[name + SHAPE] = "1", str(position)
        for key, words in sent.items():
            data[key] = words
        return ""
    return _("“%(words)s” has none of the forms that are possible here.") % {"words": cell}


def _code(around: FormSurroundings, node: Node, cell: str) -> str:
    """The code of a label, or the value that names the item that is meant; else the words."""
    wanted = folded(cell)
    for code, label in node.labels.items():
        if wanted in {folded(str(code)), *(folded(one) for one in label.values())}:
            return str(code)
    if node.reference:
        for _address, value, item in referable(around.blueprint, around.document, node.reference):
            named = [value, *(one for one in item.values() if isinstance(one, str))]
            for text in item.values():
                named += text.values() if isinstance(text, dict) else ()
            if wanted in {folded(str(one)) for one in named}:
                return value
    return cell

"""Two documents side by side, in words that people read: what the register and the author see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diff_match_patch import diff_match_patch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.localised import document_language, in_language
from portal.core.units import Unit
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.blueprints import Blueprint, Node
from schemes.blueprints.material import Material
from schemes.documents import Change, Document, Numbering, name_of
from schemes.reading import Reader
from schemes.rules.version_step import material_of

#: Beyond this, marking the words that differ costs more than it helps.
LONGEST_MARKED = 20_000
#: In seconds; what differs beyond it is marked as one.
MARKING_TIME = 0.2
#: What is compared as one: a word, a number, or a single sign, as every Chinese one is.
_WORDS = re.compile(r"[A-Za-zÀ-ɏ]+|[0-9]+(?:[.,][0-9]+)*|.", re.DOTALL)

#: Of the old document and of the new one.
Readers = tuple[Reader, Reader]


@dataclass(frozen=True, slots=True)
class ReadableChange:
    """A change with its place and both sides in words."""

    op: str
    address: str
    place: str
    before: str | SafeString
    after: str | SafeString
    #: By how much it makes the number of the version rise.
    material: Material = Material.NONE
    #: Why, where the author has said it.
    reason: str = ""

    @property
    def alone(self) -> list[ReadableChange]:
        """A list of it alone, for the component that shows differences."""
        return [self]


def readable(
    blueprint: Blueprint,
    changes: Iterable[Change],
    old: Document,
    new: Document,
    *,
    marks: bool = True,
) -> list[ReadableChange]:
    """Changes from the old document to the new one, in words; the blueprint is that of the new.

    With `marks` the words that differ stand in `mark`, safe for a page.
    """
    changes = list(changes)
    if not changes:
        return []
    here = document_language()
    languages = (here, "zh" if here == "en" else "en")
    ours, others = (_readers(blueprint, old, new, language) for language in languages)
    numberings = Numbering(), Numbering()
    shown = []
    for change in changes:
        held, numbering = (old, numberings[0]) if change.op == "remove" else (new, numberings[1])
        place = in_language(name_of(blueprint, held, change.address, numbering))
        before, after = _sides(change, ours, others)
        if marks and change.op == "change":
            before, after = marked(before, after)
        material = Material[material_of(change, blueprint).name]
        shown.append(ReadableChange(change.op, change.address, place, before, after, material))
    return shown


def _readers(blueprint: Blueprint, old: Document, new: Document, language: str) -> Readers:
    units: Mapping[str, Unit] = known_units()
    return (
        Reader(blueprint, old, language, units, known_fields()),
        Reader(blueprint, new, language, units, known_fields()),
    )


def _sides(change: Change, readers: Readers, others: Readers) -> tuple[str, str]:
    """Both sides in the language of the page, or in the other one where only that changed."""
    if change.op == "move":
        before, after = (_("position %(n)s") % {"n": n} for n in (change.before, change.after))
        return before, after
    before = _words(readers[0], change.node, change.before)
    after = _words(readers[1], change.node, change.after)
    if change.op == "change" and before == after:
        before = _words(others[0], change.node, change.before)
        after = _words(others[1], change.node, change.after)
    return before, after


def _words(reader: Reader, node: Node | None, value: object) -> str:
    """A value as people read it; where the blueprint knows no such place, as it is stored."""
    if value is None:
        return ""
    if node is None:
        return json.dumps(value, ensure_ascii=False)
    return str(reader.value(node, value))


def marked(before: str, after: str) -> tuple[str | SafeString, str | SafeString]:
    """Both texts with the words that differ marked; very long ones as they are."""
    if not before or not after or len(before) + len(after) > LONGEST_MARKED:
        return before, after
    parts = word_parts(before, after)
    return _side(parts, -1), _side(parts, 1)


def word_parts(before: str, after: str) -> list[tuple[int, str]]:
    """What only the first has (-1), both have (0) and only the second has (1), by whole words.

    Each different word is a sign of its own for the comparison, which knows signs alone.
    """
    known: dict[str, str] = {}
    words: dict[str, str] = {}

    def signs(text: str) -> str:
        made = []
        for word in _WORDS.findall(text):
            if word not in known:
                known[word] = _sign(len(known))
                words[known[word]] = word
            made.append(known[word])
        return "".join(made)

    matcher = diff_match_patch()
    matcher.Diff_Timeout = MARKING_TIME
    parts = matcher.diff_main(signs(before), signs(after), False)
    matcher.diff_cleanupSemantic(parts)
    return [(kind, "".join(words[sign] for sign in text)) for kind, text in parts]


def _sign(number: int) -> str:
    """A sign that stands for a word: of the private use areas, of which there are enough."""
    return chr(0xE000 + number if number < 0x1900 else 0xF0000 + number - 0x1900)


def _side(parts: list[tuple[int, str]], side: int) -> SafeString:
    """One side of a text difference; what only it has stands in `mark`."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", text) if kind == side else text,)
            for kind, text in parts
            if kind in (0, side)
        ),
    )

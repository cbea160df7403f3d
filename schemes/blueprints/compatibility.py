"""What one blueprint asks otherwise than another: the compatibility report.

The report is careful: what it does not call breaking cannot refuse a document that was right
before. A change that might refuse one (another pattern, say) is called breaking even where no
document at hand is touched by it; which ones are, the impact says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.localised import document_language
from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.node import NO_TEXT, Node, Text

Address = tuple[str, ...]
#: How an address names the items of a list.
ITEM = "-"


class ChangeKind(StrEnum):
    """What a change does to a place."""

    ADDED_REQUIRED = "added_required"
    REMOVED = "removed"
    RETYPED = "retyped"
    NARROWED = "narrowed"
    TIGHTENED = "tightened"
    ADDED_OPTIONAL = "added_optional"
    WIDENED = "widened"
    LOOSENED = "loosened"
    MOVED = "moved"
    RELABELLED = "relabelled"

    @property
    def label(self) -> str | Promise:
        """The word for people."""
        return _LABELS[self]


_LABELS: Mapping[ChangeKind, str | Promise] = {
    ChangeKind.ADDED_REQUIRED: _("Added, required"),
    ChangeKind.REMOVED: _("Removed"),
    ChangeKind.RETYPED: _("Other type"),
    ChangeKind.NARROWED: _("Narrowed"),
    ChangeKind.TIGHTENED: _("Tightened"),
    ChangeKind.ADDED_OPTIONAL: _("Added, optional"),
    ChangeKind.WIDENED: _("Widened"),
    ChangeKind.LOOSENED: _("Loosened"),
    ChangeKind.MOVED: _("Moved"),
    ChangeKind.RELABELLED: _("Worded otherwise"),
}
BREAKING_KINDS = frozenset(
    {
        ChangeKind.ADDED_REQUIRED,
        ChangeKind.REMOVED,
        ChangeKind.RETYPED,
        ChangeKind.NARROWED,
        ChangeKind.TIGHTENED,
    }
)
#: By kind and keyword; an empty keyword stands for all others of the kind.
MESSAGES: Mapping[tuple[ChangeKind, str], str | Promise] = {
    (ChangeKind.ADDED_REQUIRED, "properties"): _("New, and must be filled in."),
    (ChangeKind.ADDED_REQUIRED, "required"): _("Must be filled in now; it was optional."),
    (ChangeKind.ADDED_OPTIONAL, ""): _("New; may be left out."),
    (ChangeKind.REMOVED, ""): _("Taken away; documents that have it are refused."),
    (ChangeKind.RETYPED, ""): _("Holds something else: %(before)s before, %(after)s now."),
    (ChangeKind.NARROWED, "enum"): _("Fewer choices: %(codes)s cannot be chosen any more."),
    (ChangeKind.NARROWED, "const"): _("Only one value is left: %(after)s."),
    (ChangeKind.NARROWED, "oneOf"): _("One of the shapes that it could take is gone: %(shape)s."),
    (ChangeKind.NARROWED, "shapes"): _("Shapes can no longer be told apart: %(shape)s."),
    (ChangeKind.NARROWED, "additionalProperties"): _("Free content is no longer taken."),
    (ChangeKind.TIGHTENED, "minLength"): _("At least %(after)s characters; %(before)s before."),
    (ChangeKind.TIGHTENED, "maxLength"): _("At most %(after)s characters; %(before)s before."),
    (ChangeKind.TIGHTENED, "minItems"): _("At least %(after)s items; %(before)s before."),
    (ChangeKind.TIGHTENED, "maxItems"): _("At most %(after)s items; %(before)s before."),
    (ChangeKind.TIGHTENED, "minimum"): _("Not less than %(after)s; %(before)s before."),
    (ChangeKind.TIGHTENED, "maximum"): _("Not more than %(after)s; %(before)s before."),
    (ChangeKind.TIGHTENED, "uniqueItems"): _("No item may stand in the list twice."),
    (ChangeKind.TIGHTENED, "pattern"): _("Must have the form %(after)s; %(before)s before."),
    (ChangeKind.TIGHTENED, "format"): _("Must be of the format %(after)s; %(before)s before."),
    (ChangeKind.TIGHTENED, "items"): _("The items of the list are laid down now."),
    (ChangeKind.TIGHTENED, "properties"): _("What was free content is laid down now."),
    (ChangeKind.TIGHTENED, "x-reference"): _("Must name an item of %(after)s; %(before)s before."),
    (ChangeKind.TIGHTENED, "then"): _("Must be filled in when “%(field)s” is %(values)s."),
    (ChangeKind.TIGHTENED, "else"): _("Must be left out unless “%(field)s” is %(values)s."),
    (ChangeKind.WIDENED, "enum"): _("More choices: %(codes)s."),
    (ChangeKind.WIDENED, ""): _("Takes more than before."),
    (ChangeKind.WIDENED, "oneOf"): _("Another shape is possible: %(shape)s."),
    (ChangeKind.WIDENED, "type"): _("Takes %(after)s; only %(before)s before."),
    (ChangeKind.LOOSENED, ""): _("A limit is wider or gone: %(before)s before, %(after)s now."),
    (ChangeKind.LOOSENED, "required"): _("May be left out now; it was required."),
    (ChangeKind.LOOSENED, "allOf"): _("A condition on “%(field)s” is gone."),
    (ChangeKind.MOVED, ""): _("Stands elsewhere: %(before)s before, %(after)s now."),
    (ChangeKind.MOVED, "properties"): _("Its fields stand in another order."),
    (ChangeKind.RELABELLED, ""): _("Title, help or the words of choices changed."),
    (ChangeKind.RELABELLED, "x-kind"): _("Is shown in another way."),
}


@dataclass(frozen=True)
class Change:
    """One difference between two blueprints, at one place.

    `address` is the path of names, with `-` for the items of a list (`/basis/-/title`); `place`
    the titles on the way; `keyword` the word of the dialect that changed.
    """

    kind: ChangeKind
    address: str
    keyword: str
    place: tuple[Text, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_breaking(self) -> bool:
        """Whether a document that was right before can be refused for it."""
        return self.kind in BREAKING_KINDS

    @property
    def message(self) -> str:
        """What changed, in the language of the moment."""
        template = MESSAGES.get((self.kind, self.keyword)) or MESSAGES[self.kind, ""]
        return str(template) % {name: _readable(value) for name, value in self.params.items()}

    @property
    def where(self) -> str:
        """The place by its titles, in the language of the moment."""
        return " › ".join(_readable(title) for title in self.place)


def _readable(value: Any) -> str:
    if isinstance(value, Mapping):
        language = document_language()
        return str(value.get(language) or next(iter(value.values()), ""))
    if isinstance(value, (list, tuple)):
        return ", ".join(_readable(part) for part in value)
    if value is None:
        return str(_("not laid down"))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def compatibility(before: Blueprint, after: Blueprint) -> list[Change]:
    """Every difference, breaking ones first, in the order of the blueprint otherwise.

    The name of the blueprint itself (`blueprint`) always differs and is not told.
    """
    from schemes.blueprints.compatibility_constraints import node_changes

    changes = [
        *node_changes(before.root, after.root, Place(before, after)),
        *_section_changes(before, after),
    ]
    return sorted(changes, key=lambda change: not change.is_breaking)


@dataclass(frozen=True)
class Place:
    """Where the comparison is, by names and by titles."""

    before: Blueprint
    after: Blueprint
    address: Address = ()
    titles: tuple[Text, ...] = ()

    def below(self, name: str, title: Text = NO_TEXT) -> Place:
        """The place of a part."""
        titles = (*self.titles, title) if title else self.titles
        return Place(self.before, self.after, (*self.address, name), titles)

    @property
    def is_name(self) -> bool:
        """Whether this is the blueprint's own name."""
        return self.address == ("blueprint",)

    def change(self, kind: ChangeKind, keyword: str, **params: Any) -> Change:
        """A change here."""
        address = "".join(f"/{step}" for step in self.address)
        return Change(kind, address, keyword, self.titles, params)


def _section_changes(before: Blueprint, after: Blueprint) -> Iterator[Change]:
    """Chapters are for people: what changes in them refuses no document."""
    was = {part: section for section in before.sections for part in section.parts}
    for section in after.sections:
        for part in section.parts:
            if part in was and was[part].key != section.key:
                yield Change(
                    ChangeKind.MOVED,
                    f"/{part}",
                    "x-sections",
                    (after.part(part).title,),
                    {"before": was[part].title, "after": section.title},
                )
    yield from _words_and_order(before, after)


def _words_and_order(before: Blueprint, after: Blueprint) -> Iterator[Change]:
    old = {section.key: section for section in before.sections}
    for section in after.sections:
        same = old.get(section.key)
        if same is None:
            continue
        if (same.title, same.help) != (section.title, section.help):
            yield Change(ChangeKind.RELABELLED, "", "x-sections", (section.title,))
        if _in_both(same.parts, section.parts) != _in_both(section.parts, same.parts):
            yield Change(ChangeKind.MOVED, "", "properties", (section.title,))
    keys_before = [s.key for s in before.sections]
    keys_after = [s.key for s in after.sections]
    if _in_both(keys_before, keys_after) != _in_both(keys_after, keys_before):
        titles = [section.title for section in after.sections]
        params = {"before": [s.title for s in before.sections], "after": titles}
        yield Change(ChangeKind.MOVED, "", "x-sections", (after.title,), params)


def _in_both(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name in others]


def is_same(before: Node, after: Node) -> bool:
    """Whether two places are the same to the letter, order included, references followed."""
    if _written(before.definitions) != _written(after.definitions):
        return False
    return before.required == after.required and _written(before.schema) == _written(after.schema)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

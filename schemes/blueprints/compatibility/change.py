"""One change between two blueprints: its kind, its words, and where it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.localised import document_language
from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.inheriting import material_at
from schemes.blueprints.material import Material
from schemes.blueprints.node import NO_TEXT, Text

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
    WEIGHED = "weighed"

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
    ChangeKind.WEIGHED: _("Another number of the version"),
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
    (ChangeKind.WEIGHED, ""): _("A change of it raises: %(after)s; %(before)s before."),
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
    if isinstance(value, (str, Promise)):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


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
    def above(self) -> Place:
        """The place around this one."""
        return Place(self.before, self.after, self.address[:-1])

    @property
    def materials(self) -> tuple[Material, Material]:
        """How material a change is here by the one blueprint, and by the other."""
        path = [step for step in self.address if not step.startswith("|")]
        return material_at(self.before, path), material_at(self.after, path)

    @property
    def is_name(self) -> bool:
        """Whether this is the blueprint's own name."""
        return self.address == ("blueprint",)

    def change(self, kind: ChangeKind, keyword: str, **params: Any) -> Change:
        """A change here."""
        address = "".join(f"/{step}" for step in self.address)
        return Change(kind, address, keyword, self.titles, params)

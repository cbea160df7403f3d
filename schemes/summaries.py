"""The summary of changes of a version, composed of the reasons that its author gave.

It is a proposal: the author sees each entry before it is written, and what somebody has written
into an entry since is not overwritten unless that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.core.localised import LANGUAGES, in_language
from schemes.amendments import Amendment, amendments, reasons_of
from schemes.blueprints import Blueprint
from schemes.blueprints.material import Material
from schemes.comparing import ReadableChange, readable
from schemes.documents import find, ids_of, mint_id, name_of
from schemes.models import Cause, ChangeReason, Version
from schemes.saving import Conflict, section_token, to_write_in, token_of, write_section

PART = "change_summary"
#: Signs of a quoted text, of all that is quoted of one place, and of the clause.
QUOTED, LONGEST, CLAUSE = 80, 1500, 200
_LOCALE = {"zh": "zh-hans", "en": "en"}
_KINDS = {"add": "add", "remove": "delete"}


class Standing(StrEnum):
    """What would become of an entry."""

    NEW = "new"
    SAME = "same"
    RENEWED = "renewed"
    #: Somebody has written in it since.
    EDITED = "edited"
    #: Somebody has taken it out of the summary.
    LEFT_OUT = "left_out"
    #: The change that it is about is no more.
    OVER = "over"


#: What is written unless the author says otherwise.
USUAL = frozenset({Standing.NEW, Standing.RENEWED, Standing.OVER})


@dataclass(frozen=True)
class Entry:
    """What a reason makes of the summary: the item that it proposes and the one that is there."""

    reason: ChangeReason
    standing: Standing
    proposed: Mapping[str, Any] | None
    present: Mapping[str, Any] | None

    @property
    def clause(self) -> str:
        """What it is about, in words."""
        item = self.proposed or self.present or {}
        return str(item.get("clause") or in_language(self.reason.place))

    @property
    def is_usual(self) -> bool:
        """Whether it is ticked at first."""
        return self.standing in USUAL


def can_compose(blueprint: Blueprint) -> bool:
    """Whether the blueprint has a summary of changes as this module writes it."""
    item = blueprint.node_at((PART, "items"))
    kind = blueprint.node_at((PART, "items", "kind"))
    names = {part.name for part in item.children()} if item is not None else set()
    codes = set(kind.labels) if kind is not None else set()
    return {"clause", "kind", "text", "reason"} <= names and {"add", "modify", "delete"} <= codes


def entries(version: Version, before: Version) -> list[Entry]:
    """What each reason makes of the summary, in the order of the changes.

    One whose change is no more, and which never made an entry, makes nothing.
    """
    reasons = reasons_of(version)
    by_place = {one.address: one for one in amendments(version, before)}
    meant = [at for at in by_place if at in reasons]
    words = _words(version, before, [by_place[at] for at in meant])
    order = [*meant, *(at for at in reasons if at not in by_place)]
    made = (_entry(version, reasons[at], words.get(at)) for at in order)
    return [one for one in made if one.proposed is not None or one.present is not None]


def _entry(version: Version, reason: ChangeReason, said: Mapping[str, Any] | None) -> Entry:
    held = find(version.document, f"/{PART}", [])
    items = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
    identity = reason.composed.get("item")
    present = next((one for one in items if identity and one.get("id") == identity), None)
    is_own = present is not None and token_of(_without_id(present)) == reason.composed["said"]
    proposed = {**said, "reason": reason.text} if said is not None else None
    if proposed is None:
        return Entry(reason, Standing.OVER if is_own else Standing.EDITED, None, present)
    if present is None:
        standing = Standing.LEFT_OUT if identity else Standing.NEW
    elif token_of(_without_id(present)) == token_of(proposed):
        standing = Standing.SAME
    else:
        standing = Standing.RENEWED if is_own else Standing.EDITED
    return Entry(reason, standing, proposed, present)


def _without_id(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in item.items() if name != "id"}


def _words(version: Version, before: Version, places: list[Amendment]) -> dict[str, dict[str, Any]]:
    """For each place what the summary says of it, without the reason."""
    blueprint = version.blueprint.blueprint
    languages = [one for one in LANGUAGES if one in (version.document.get("language") or ["zh"])]
    texts: dict[str, dict[str, str]] = {place.address: {} for place in places}
    for language in languages:
        with override(_LOCALE[language]):
            for place in places:
                shown = readable(
                    blueprint, place.changes, before.document, version.document, marks=False
                )
                texts[place.address][language] = _told(shown)
    return {
        place.address: {
            "clause": _clause(blueprint, version, before, place),
            "kind": _kind(blueprint, place),
            "text": texts[place.address],
        }
        for place in places
    }


def _clause(blueprint: Blueprint, version: Version, before: Version, place: Amendment) -> str:
    held = before.document if place.op == "remove" else version.document
    item = find(held, place.address)
    number = item.get("clause") if isinstance(item, dict) else None
    name = name_of(blueprint, held, place.address)["zh"]
    own = f"（{number}）" if isinstance(number, str) and number else ""
    return f"{name}{own}"[:CLAUSE]


def _kind(blueprint: Blueprint, place: Amendment) -> str:
    if place.op in _KINDS:
        return _KINDS[place.op]
    kind = blueprint.node_at((PART, "items", "kind"))
    is_known = kind is not None and "editorial" in kind.labels
    return "editorial" if is_known and place.material == Material.PATCH else "modify"


def _told(changes: list[ReadableChange]) -> str:
    """What changed at a place in sentences, without marks."""
    told = "".join(_sentence(change, len(changes) > 1) for change in changes)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


def _sentence(change: ReadableChange, is_one_of_many: bool) -> str:
    before, after = _quoted(change.before), _quoted(change.after)
    words = {"place": change.place, "before": before, "after": after}
    if change.op == "add":
        said = _("Added: “%(after)s”.") % words
    elif change.op == "remove":
        said = _("Taken out: “%(before)s”.") % words
    elif change.op == "move":
        said = _("Moved from %(before)s to %(after)s.") % words
    else:
        said = _("“%(before)s” became “%(after)s”.") % words
    return _("%(place)s: %(said)s ") % (words | {"said": said}) if is_one_of_many else said


def _quoted(words: Any) -> str:
    plain = " ".join(str(words).split())
    return plain if len(plain) <= QUOTED else f"{plain[:QUOTED]}…"


def seen_token(version: Version) -> str:
    """What the summary says now, so that nothing is written over what somebody saved since."""
    return section_token(version.document, (PART,))


@transaction.atomic
def compose(
    version: Version, user: User, before: Version, chosen: Collection[str], seen: str
) -> int:
    """Write the entries of the chosen places into the summary; how many were written.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        Conflict: the summary was saved by somebody meanwhile.
    """
    current = to_write_in(version, user)
    if seen_token(current) != seen:
        raise Conflict(current.updated_by, PART)
    meant = [one for one in entries(current, before) if one.reason.address in chosen]
    held = find(current.document, f"/{PART}", [])
    items = list(held) if isinstance(held, list) else []
    taken = ids_of(current.document)
    for entry in meant:
        items = list(_with(items, entry, taken))
    values = {PART: items} if items else {}
    write_section(current, user, (PART,), values, cause=Cause.SUMMARISED)
    return len(meant)


def _with(items: list[Any], entry: Entry, taken: set[str]) -> Iterator[Any]:
    """The items with what one reason makes of them; what was composed is remembered."""
    reason, identity = entry.reason, entry.present["id"] if entry.present is not None else ""
    if entry.proposed is None:
        reason.composed = {}
        reason.save(update_fields=["composed"])
        yield from (item for item in items if not identity or item.get("id") != identity)
        return
    made = identity or mint_id("cs", taken)
    taken.add(made)
    item = {"id": made, **entry.proposed}
    reason.composed = {"item": made, "said": token_of(dict(entry.proposed))}
    reason.save(update_fields=["composed"])
    for each in items:
        yield item if isinstance(each, dict) and each.get("id") == identity and identity else each
    if not identity:
        yield item

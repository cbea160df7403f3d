"""Taking up a file of ours that came back: its changes are kept, and taken over one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from schemes.documents import find
from schemes.documents.addresses import parse
from schemes.documents.editing import put, remove
from schemes.from_word.bringing import BROUGHT, keep_import, knowledge_for
from schemes.from_word.laying import CannotLie
from schemes.from_word.original import Original
from schemes.from_word.placing import PLACED, Outcome, Trouble, write_sections
from schemes.from_word.recognising.records import Records
from schemes.from_word.recognising.standards import FactsOf
from schemes.from_word.returning import (
    Change,
    Told,
    additions_in,
    address_of_addition,
    changes_in,
    is_ours,
    places_told,
    value_of,
)
from schemes.from_word.valuing import value_at
from schemes.importing.as_word import places_of_rule
from schemes.models import Placement, Standing, Version, WordImport, WordPurpose
from schemes.permissions import may_edit

#: What the register gives a scheme and no file changes.
GIVEN = frozenset({"id", "category", "blueprint", "commitment", "previous_version"})
#: The beginning of the places of changes, which are bookmarks and no pieces.
OF_A_CHANGE = "ts_"


def told_of(version: Version, original: Original) -> Told | None:
    """What a file says of itself where it is one of this scheme's; None where it is not.

    Where a program dropped what we wrote into it, its bookmarks are those of the draft of today.
    """
    told = Told.of(original.told)
    if told.identity:
        return told if told.identity == version.document.get("id") else None
    if not is_ours(original):
        return None
    for language in ("zh", "en"):
        marks = places_of_rule(version, language)
        there = {mark for piece in original.pieces for mark in piece.marks if mark} & marks.names
        if there:
            return places_told(marks.only(there), str(version.document.get("id", "")), language)
    return None


@transaction.atomic
def receive(
    version: Version,
    user: User,
    name: str,
    data: bytes,
    original: Original,
    told: Told,
    facts_of: FactsOf,
) -> WordImport:
    """Keep the file with its changes and what was added. The draft stays as it is.

    Raises:
        NotAllowed: the person may not write in this version.
    """
    may_edit(user, version).require()
    brought = keep_import(version.scheme, user, name, data, original, WordPurpose.RETURN)
    knowledge = knowledge_for(version, facts_of)
    records = Records(knowledge.vocabulary, knowledge.units)
    rows = [
        Placement(
            place=f"{OF_A_CHANGE}{n}",
            address=change.address,
            language=told.language,
            value={"before": change.before, "after": change.after, "by": change.by},
        )
        for n, change in enumerate(changes_in(original, told))
    ]
    for addition in additions_in(original, told) if told.plain else ():
        address = address_of_addition(addition, knowledge.vocabulary)
        node = knowledge.vocabulary.node(address) if address else None
        value = value_at(address, addition.piece, None, records) if address else None
        fits = node is not None and (value is not None or node.kind == "localised")
        rows.append(
            Placement(
                place=addition.piece.place,
                address=address if fits else "",
                language=told.language,
                joins=addition.behind[:120],
                value=value if fits else None,
                standing=Standing.PROPOSED if fits else Standing.TRAY,
                why="" if fits else "no-place",
            )
        )
    for n, row in enumerate(rows):
        row.word_import, row.position = brought, n
    Placement.objects.bulk_create(rows)
    version.record_event(
        event=BROUGHT,
        from_state=version.state,
        to_state=version.state,
        actor=user,
        data={"name": brought.name, "sha256": brought.file.sha256},
    )
    return brought


@transaction.atomic
def take_over(brought: WordImport, user: User, chosen: Sequence[int]) -> Outcome:
    """Let the draft say what the file says, at the places of some changes.

    Raises:
        NotAllowed: the person may not write in the newest version.
    """
    newest = brought.scheme.versions.order_by("-sequence")
    version = newest.select_for_update(of=("self",)).select_related("blueprint", "scheme")[0]
    may_edit(user, version).require()
    outcome, document = Outcome(), version.document
    rows = brought.placements.select_for_update(of=("self",)).filter(
        pk__in=chosen, place__startswith=OF_A_CHANGE, standing=Standing.PROPOSED
    )
    taken = []
    for one in rows:
        try:
            document = _with(document, version, one)
        except CannotLie as trouble:
            outcome.troubles.append(Trouble(one, trouble.why, trouble.found))
            continue
        one.standing, one.by, one.at = Standing.CONFIRMED, user, timezone.now()
        taken.append(one)
    version = write_sections(version, document, user)
    Placement.objects.bulk_update(taken, ["standing", "by", "at"])
    outcome.placed = len(taken)
    if taken:
        version.record_event(
            event=PLACED,
            from_state=version.state,
            to_state=version.state,
            actor=user,
            data={"placed": len(taken), "taken_out": 0},
        )
    return outcome


@transaction.atomic
def leave(brought: WordImport, user: User, chosen: Sequence[int]) -> int:
    """Note that some changes are not taken over; how many.

    Raises:
        NotAllowed: the person may not write in the newest version.
    """
    version = brought.scheme.versions.order_by("-sequence").select_related("scheme")[0]
    may_edit(user, version).require()
    rows = brought.placements.filter(
        pk__in=chosen, place__startswith=OF_A_CHANGE, standing=Standing.PROPOSED
    )
    return int(rows.update(standing=Standing.NOT_TAKEN, by=user, at=timezone.now()))


def change_of(one: Placement) -> Change:
    """The change that a placement keeps."""
    value: Any = one.value
    return Change(one.address, value["before"], value["after"], value.get("by", ""))


def _with(document: dict[str, Any], version: Version, one: Placement) -> dict[str, Any]:
    change = change_of(one)
    if find(document, change.address) is None:
        raise CannotLie("gone")
    if parse(change.address)[0] in GIVEN:
        raise CannotLie("given")
    if not change.after:
        return remove(document, change.address)
    blueprint = version.blueprint.blueprint
    meant = value_of(blueprint, change, one.language)
    if meant is None or blueprint.node_at(parse(meant[0])) is None:
        raise CannotLie("by-hand")
    return put(document, meant[0], meant[1])

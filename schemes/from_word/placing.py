"""Confirming, moving and taking back what lies where; each writes into the draft by sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from schemes.documents import Document
from schemes.from_word.bringing import knowledge_for
from schemes.from_word.laying import CannotLie, Laid, Target, lay, take_out
from schemes.from_word.original import Kind, Piece
from schemes.from_word.recognising.records import Records
from schemes.from_word.recognising.standards import FactsOf
from schemes.from_word.resolving import resolver
from schemes.from_word.valuing import value_at
from schemes.models import Cause, Placement, Standing, Version, WordImport
from schemes.models.word import IN_THE_DRAFT
from schemes.permissions import may_edit
from schemes.saving import save_section, section_token

#: The line of a version's history that says that pieces of a file were placed.
PLACED = "word_placed"


@dataclass(frozen=True)
class Trouble:
    """A placement that stays as it was: why, and what stands there instead."""

    placement: Placement
    why: str
    found: Any = None


@dataclass
class Outcome:
    """What was done with how many, and what could not be done."""

    placed: int = 0
    taken_out: int = 0
    troubles: list[Trouble] = field(default_factory=list)


@transaction.atomic
def place(
    brought: WordImport,
    user: User,
    wanted: Mapping[int, str],
    facts_of: FactsOf,
    words: Mapping[int, str] | None = None,
) -> Outcome:
    """Lay pieces at parts, by their placements; what cannot be laid stays where it is.

    A piece that lies elsewhere in the draft is taken out there first. `words` are what a person
    made of the words of a piece.

    Raises:
        NotAllowed: the person may not write in the newest version.
    """
    work = _Work.begun(brought, user, facts_of)
    for one in work.placements:
        if one.pk in wanted:
            work.lay(one, wanted[one.pk], (words or {}).get(one.pk, ""))
    work.save()
    return work.outcome


@transaction.atomic
def put_aside(
    brought: WordImport, user: User, chosen: Sequence[int], standing: Standing, facts_of: FactsOf
) -> Outcome:
    """Take pieces out of the draft, into the tray or among what is not taken.

    Raises:
        NotAllowed: the person may not write in the newest version.
    """
    work = _Work.begun(brought, user, facts_of)
    for one in work.placements:
        if one.pk in chosen:
            work.put_aside(one, standing)
    work.save()
    return work.outcome


@dataclass
class _Work:
    """One transaction over the draft and the placements of a file."""

    version: Version
    user: User
    document: Document
    placements: list[Placement]
    pieces: dict[str, Piece]
    records: Records
    resolve: Any
    outcome: Outcome = field(default_factory=Outcome)
    changed: list[Placement] = field(default_factory=list)

    @classmethod
    def begun(cls, brought: WordImport, user: User, facts_of: FactsOf) -> _Work:
        newest = brought.scheme.versions.order_by("-sequence")
        version = newest.select_for_update(of=("self",)).select_related("blueprint", "scheme")[0]
        may_edit(user, version).require()
        knowledge = knowledge_for(version, facts_of)
        return cls(
            version,
            user,
            version.document,
            list(brought.placements.select_for_update(of=("self",)).order_by("position")),
            {one["place"]: Piece.from_json(one) for one in brought.pieces},
            Records(knowledge.vocabulary, knowledge.units),
            resolver(version.blueprint.blueprint, facts_of),
        )

    def lay(self, one: Placement, address: str, words: str = "") -> None:
        """Lay one piece; its trouble is noted where it cannot be."""
        if one.standing in IN_THE_DRAFT and address == one.address:
            return
        document = self.document
        try:
            if one.laid:
                document = take_out(document, one.laid)
            value = self._value(one, address)
            target = self._target(one, address, value, words)
            document, laid = lay(document, self.version.blueprint.blueprint, target, self.resolve)
        except CannotLie as trouble:
            self.outcome.troubles.append(Trouble(one, trouble.why, trouble.found))
            return
        is_moved = address != one.address or one.standing == Standing.MOVED
        self.document = document
        one.address, one.value, one.laid = address, value, laid
        self._note(one, Standing.MOVED if is_moved else Standing.CONFIRMED)
        self.outcome.placed += 1

    def put_aside(self, one: Placement, standing: Standing) -> None:
        """Take one piece out of the draft."""
        try:
            self.document = take_out(self.document, one.laid)
        except CannotLie as trouble:
            self.outcome.troubles.append(Trouble(one, trouble.why, trouble.found))
            return
        one.laid = []
        self._note(one, standing)
        self.outcome.taken_out += 1

    def _value(self, one: Placement, address: str) -> Any:
        piece = self.pieces[one.place]
        if address == one.address:
            return one.value
        picture = one.value if piece.kind == Kind.PICTURE else None
        return value_at(address, piece, picture, self.records)

    def _target(self, one: Placement, address: str, value: Any, words: str) -> Target:
        piece = self.pieces[one.place]
        rest = one.value if isinstance(one.value, str) and one.is_fact and not one.address else ""
        return Target(
            address,
            words or rest or piece.text,
            one.language,
            value,
            [*self._behind(one), *(x for e in self._there(one, address, before=True) for x in e)],
            [laid for each in self._there(one, address, before=False) for laid in each],
            self._joined(one),
        )

    def _there(self, one: Placement, address: str, *, before: bool) -> list[list[Laid]]:
        return [
            each.laid
            for each in self.placements
            if each.laid
            and each.address == address
            and each.language == one.language
            and (each.position < one.position) == before
            and each.pk != one.pk
        ]

    @staticmethod
    def _behind(one: Placement) -> list[Laid]:
        """What an addition to a file of ours stands behind."""
        return [{"address": one.joins, "value": None}] if one.joins.startswith("/") else []

    def _joined(self, one: Placement) -> list[Laid]:
        if not one.joins or one.joins.startswith("/"):
            return []
        laid = [e.laid for e in self.placements if e.place == one.joins and not e.is_fact]
        if not laid or not laid[0]:
            raise CannotLie("first")
        return list(laid[0])

    def _note(self, one: Placement, standing: Standing) -> None:
        one.standing, one.by, one.at = standing, self.user, timezone.now()
        if one not in self.changed:
            self.changed.append(one)

    def save(self) -> None:
        """Write what changed."""
        version = write_sections(self.version, self.document, self.user)
        fields = ["address", "value", "laid", "standing", "by", "at"]
        Placement.objects.bulk_update(self.changed, fields, batch_size=200)
        if self.outcome.placed or self.outcome.taken_out:
            version.record_event(
                event=PLACED,
                from_state=version.state,
                to_state=version.state,
                actor=self.user,
                data={"placed": self.outcome.placed, "taken_out": self.outcome.taken_out},
            )


def write_sections(version: Version, document: Document, user: User) -> Version:
    """Save the parts in which a document differs, those of the sections alone.

    To be called with the version locked: nobody can have saved meanwhile.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
    """
    absent = object()
    sections = version.blueprint.blueprint.sections
    parts = tuple(
        part
        for section in sections
        for part in section.parts
        if version.document.get(part, absent) != document.get(part, absent)
    )
    if not parts:
        return version
    seen = section_token(version.document, parts)
    return save_section(version, user, parts, document, seen, cause=Cause.WORD)

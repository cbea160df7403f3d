"""Whether a blueprint can be satisfied: proved by making a document and having it judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.blueprints import Blueprint
from schemes.blueprints.witness import Impossible, dead_ends, witness
from schemes.validation.consistency import broken_references, repeated_ids
from schemes.validation.shape import shape_findings


@dataclass(frozen=True)
class Unprovable:
    """A place of a blueprint for which no value was found, and why it matters."""

    address: str
    title: Any
    #: Whether no document at all can be made, or only one part or answer is out of reach.
    is_fatal: bool

    @property
    def message(self) -> str:
        """What is wrong, and what to do."""
        template = (
            _(
                "No document can satisfy this blueprint: no value can be made for “%(title)s” "
                "(%(address)s). Look at its limits and at the conditions around it."
            )
            if self.is_fatal
            else _(
                "No document can hold “%(title)s” (%(address)s), or one of its answers: the "
                "conditions around it contradict each other. Correct them."
            )
        )
        return template % {"title": in_language(self.title), "address": self.address}


def unprovable(blueprint: Blueprint) -> Iterator[Unprovable]:
    """Nothing, where a valid document was made and each answer can be given."""
    try:
        document = witness(blueprint)
    except Impossible as impossible:
        yield Unprovable(impossible.address, impossible.title, is_fatal=True)
        return
    for finding in (
        *shape_findings(document, blueprint),
        *repeated_ids(document),
        *broken_references(document, blueprint),
    ):
        yield Unprovable(finding.address, finding.params.get("field", ""), is_fatal=True)
    for end in dead_ends(blueprint):
        yield Unprovable(end.address, end.title, is_fatal=False)

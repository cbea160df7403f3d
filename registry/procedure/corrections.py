"""What a corrected version says otherwise than the filed one, and what of it was asked for.

Items of lists are known by their ids, so one that was only moved has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from registry.models import Filing
from schemes.documents import Change, NoSuchPlace, difference, get
from schemes.documents.addresses import format as address_of
from schemes.documents.addresses import parse
from schemes.models import Version
from schemes.states import VersionState

#: What every version has anew; that it differs says nothing.
ALWAYS_NEW = frozenset({"commitment", "version", "previous_version", "change_summary"})


@dataclass(frozen=True)
class Correction:
    """A filed version and the one that is to correct it."""

    filed: Version
    corrected: Version

    @cached_property
    def changes(self) -> list[Change]:
        """Every difference, in the order of the document."""
        blueprint = self.corrected.blueprint.blueprint
        found = difference(blueprint, self.filed.document, self.corrected.document)
        return [change for change in found if parse(change.address)[0] not in ALWAYS_NEW]

    def at(self, address: str) -> list[Change]:
        """What changed at a place, below it, or of a part that holds it."""
        return [change for change in self.changes if _changes(change, address)]

    def is_removed(self, address: str) -> bool:
        """Whether a place that was filed is not there any more."""
        return _has(self.filed, address) and not _has(self.corrected, address)

    def settles(self, address: str) -> bool:
        """Whether something was done at a place."""
        return bool(self.at(address)) or self.is_removed(address)

    def beside(self, asked: Iterable[str]) -> list[Change]:
        """The changes outside what was asked for at these places."""
        areas = {opened_by(address) for address in asked}
        return [
            change
            for change in self.changes
            if not any(change in self.at(area) or _below(change.address, area) for area in areas)
        ]


def correction_of(filing: Filing, version: Version | None = None) -> Correction | None:
    """The filed version with the one that follows it: the one named, or the draft that is begun."""
    version = version or draft_after(filing)
    return Correction(filing.version, version) if version is not None else None


def draft_after(filing: Filing) -> Version | None:
    """The version begun after the one that was filed, while it is not submitted."""
    return (
        filing.scheme.versions.filter(
            state__in=[VersionState.DRAFT, VersionState.FROZEN],
            sequence__gt=filing.version.sequence,
        )
        .select_related("blueprint")
        .first()
    )


def opened_by(address: str) -> str:
    """The part that a remark returns: of an item of a list all of it, elsewhere the place."""
    steps = parse(address)
    items = [at for at, step in enumerate(steps, start=1) if step.startswith("@")]
    return address_of(steps[: items[-1]]) if items else address


def _changes(change: Change, address: str) -> bool:
    if not address:
        return True
    if change.op == "move":  # An item that moved is the same; its list is not.
        return change.address != address and _below(change.address, address)
    return _below(change.address, address) or _below(address, change.address)


def _below(address: str, area: str) -> bool:
    return not area or address == area or address.startswith(f"{area}/")


def _has(version: Version, address: str) -> bool:
    try:
        get(version.document, address)
    except (NoSuchPlace, ValueError):
        return False
    return True

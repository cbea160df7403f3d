"""What a version changes of the one that was filed before it, place by place, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.errors import WrongState
from schemes.blueprints import Blueprint
from schemes.blueprints.material import Material
from schemes.documents import Change, difference, find, name_of
from schemes.documents.addresses import format as format_address
from schemes.documents.addresses import parse
from schemes.facts_source.history import previous_version
from schemes.models import ChangeReason, Version
from schemes.rules.version_step import Step, material_of

#: Parts that every version has anew, and the one that is made of what is said here.
LEFT_OUT = ("commitment", "change_summary")
#: Signs of one reason, in each language.
LONGEST = 2000


@dataclass(frozen=True)
class Amendment:
    """All that changed at one place: in an item of a list, or in a field outside lists."""

    address: str
    changes: tuple[Change, ...]
    material: Material

    @property
    def op(self) -> str:
        """What became of the place itself."""
        [first, *more] = self.changes
        return first.op if not more and first.address == self.address else "change"


def filed_before(version: Version) -> Version | None:
    """The version that was submitted before this one, which it amends."""
    return previous_version(version.document, None, version)


def amendments(version: Version, before: Version) -> list[Amendment]:
    """What the version changes, in the order of the blueprint; what it is about last."""
    blueprint = version.blueprint.blueprint
    by_place: dict[str, list[Change]] = {}
    for change in difference(blueprint, before.document, version.document):
        if parse(change.address)[0] not in LEFT_OUT:
            by_place.setdefault(place_of(change.address), []).append(change)
    return [
        Amendment(address, tuple(changes), _material(changes, blueprint))
        for address, changes in by_place.items()
    ]


def place_of(address: str) -> str:
    """The place whose reason a change needs: the outermost item of a list, else the field."""
    steps = parse(address)
    for at, step in enumerate(steps):
        if step.startswith("@"):
            return format_address(steps[: at + 1])
    return address


def _material(changes: Iterable[Change], blueprint: Blueprint) -> Material:
    farthest = max((material_of(change, blueprint) for change in changes), default=Step.NONE)
    return Material[farthest.name]


def reasons_of(version: Version) -> dict[str, ChangeReason]:
    """The reasons that were given, by their places."""
    return {reason.address: reason for reason in version.reasons.select_related("by")}


class GivenMeanwhile(WrongState):
    """Somebody else wrote another reason for the same change; nothing was overwritten."""

    code = "conflict"


@transaction.atomic
def give_reason(
    current: Version,
    user: User,
    address: str,
    text: Mapping[str, str],
    seen: Mapping[str, str],
    before: Version,
) -> None:
    """Keep the reason for a change in a version that was read by `to_write_in`.

    `seen` is what the person had before them. Nothing said takes a reason back.

    Raises:
        GivenMeanwhile: somebody else has written another since.
    """
    said = {language: words.strip()[:LONGEST] for language, words in text.items() if words.strip()}
    reason = current.reasons.filter(address=address).select_related("by").first()
    stored = reason.text if reason is not None else {}
    if said in (stored, seen):
        return
    if reason is not None and stored != seen and reason.by_id != user.pk:
        raise GivenMeanwhile(str(reason.by))
    if not said:
        drop_reason(current, address)
        return
    blueprint = current.blueprint.blueprint
    held = current.document if _is_there(current, address) else before.document
    kept = {
        "text": said,
        "place": name_of(blueprint, held, address),
        "by": user,
        "at": timezone.now(),
    }
    current.reasons.update_or_create(address=address, defaults=kept)


def drop_reason(current: Version, address: str) -> None:
    """Take a reason back."""
    current.reasons.filter(address=address).delete()


def _is_there(version: Version, address: str) -> bool:
    return find(version.document, address) is not None


def carry_reasons(before: Version, draft: Version) -> None:
    """Copy the reasons of a version that was never submitted into the draft after it."""
    kept = [
        ChangeReason(
            version=draft,
            address=one.address,
            place=one.place,
            text=one.text,
            by=one.by,
            at=one.at,
            composed=one.composed,
        )
        for one in before.reasons.select_related("by")
    ]
    ChangeReason.objects.bulk_create(kept)

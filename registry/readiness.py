"""What stands in the way of a submission besides the errors of the document itself.

`Submit` refuses for these; the pages before it name them while the draft can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.folding import identity
from registry.models import Entry, Filing, ListedVersion
from registry.states import EntryState, FilingState
from schemes.documents import walk
from schemes.identity import (
    identity_of,
    is_filed_by_another,
    minted_identity,
    names_another_scheme,
)
from schemes.models import StoredFile, Version
from schemes.reports import obstacles_asked
from schemes.states import VersionState


def filing_under_way(version: Version) -> Filing | None:
    """The filing of the version's scheme that has no outcome yet."""
    scheme = version.scheme
    return scheme.filings.filter(organisation=scheme.organisation).open().first()


def obstacles(version: Version) -> Iterator[DomainError]:
    """Each obstacle as the error that submission would end with, in words for the author."""
    yield from _identity_of_another(version)
    yield from _ended_entry(version)
    yield from _rule_number_of_another(version)
    yield from _version_listed_before(version)
    yield from _filing_not_waiting(version)


@receiver(obstacles_asked, dispatch_uid="registry.readiness")
def tell_obstacles(sender: Any, version: Version, **kwargs: Any) -> list[Any]:
    """Name them where only the document is known; a version that was submitted meets none."""
    if version.state not in (VersionState.DRAFT, VersionState.FROZEN):
        return []
    return [obstacle.message for obstacle in obstacles(version)]


def _identity_of_another(version: Version) -> Iterator[DomainError]:
    """Two filed schemes never claim one identity."""
    identity = identity_of(version.scheme)
    named = names_another_scheme(version.document, identity)
    if named or is_filed_by_another(identity, version.scheme):
        yield WrongState(
            _(
                "The document claims at %(place)s to be, or to follow, another scheme. The "
                "register gave this one the identifier %(identity)s; begin a new draft, which "
                "bears it."
            )
            % {"place": named or "/id", "identity": minted_identity(version.scheme)}
        )


def _ended_entry(version: Version) -> Iterator[DomainError]:
    if version.scheme.entries.filter(state=EntryState.DEREGISTERED).exists():
        yield WrongState(_("This scheme was deregistered; file it as a new scheme."))


def _rule_number_of_another(version: Version) -> Iterator[DomainError]:
    """One rule number, one scheme of the body."""
    number = version.document.get("rule_number")
    if not isinstance(number, str) or not number:
        return
    others = Entry.objects.filter(organisation=version.scheme.organisation)
    others = others.exclude(scheme=version.scheme).only("number", "rule_number").order_by("pk")
    # However it is written; a body has hundreds of rules at most.
    other = next((e for e in others if identity(e.rule_number) == identity(number)), None)
    if other is not None:
        yield RulesBroken(
            _(
                "The rule number %(rule_number)s is already registered for another scheme of "
                "this body (%(entry)s); give this scheme a number of its own."
            )
            % {"rule_number": other.rule_number, "entry": other.number}
        )


def _version_listed_before(version: Version) -> Iterator[DomainError]:
    """Each listed version has an address of its own, made with its number, for ever."""
    listed = ListedVersion.objects.filter(
        entry__scheme=version.scheme, label=version.label
    ).exclude(version=version)
    if listed.exists():
        yield RulesBroken(
            _(
                "Version %(label)s of this scheme is in the register already; give the new "
                "version a number of its own and say what changed."
            )
            % {"label": version.label}
        )


def _filing_not_waiting(version: Version) -> Iterator[DomainError]:
    """A filing under way takes a new version only when its remarks are answered."""
    filing = filing_under_way(version)
    if filing is None:
        return
    if filing.state != FilingState.CORRECTION_REQUESTED:
        yield WrongState(
            _(
                "The filing %(number)s of this scheme is still under review; wait for its "
                "outcome before submitting another version."
            )
            % {"number": filing.number}
        )
        return
    count = filing.remarks.without_answer().count()
    if count:
        yield RulesBroken(
            ngettext(
                "%(count)d remark of the regulator is still without an answer; answer it before "
                "you submit.",
                "%(count)d remarks of the regulator are still without an answer; answer each "
                "before you submit.",
                count,
            )
            % {"count": count}
        )


def missing_files(version: Version) -> list[str]:
    """Names of the files that the document speaks of and that nobody has uploaded."""
    blueprint = version.blueprint.blueprint
    named = {
        str(place.value.get("sha256")): str(place.value.get("name", ""))
        for place in walk(blueprint, version.document)
        if place.node.kind == "file" and isinstance(place.value, dict)
    }
    kept = StoredFile.objects.filter(
        organisation=version.scheme.organisation_id, sha256__in=named
    ).values_list("sha256", flat=True)
    return [name for sha256, name in named.items() if sha256 not in set(kept)]

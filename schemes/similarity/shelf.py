"""The profiles of all schemes that the register lists, and looking among them.

Comparing with every scheme would grow with the register. So a scheme is looked up by its terms
first: of each term at most `_OFTEN` rows are read, and a term that so many schemes have tells
nothing. What the rarest terms lead to is then compared exactly. Three rules keep the cost of a
search bounded: the number of terms, of rows per term, and of candidates.

The schemes of the body that asks are looked up apart: however many they are, they take no place
from those of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from portal.accounts.models import Organisation
from portal.core.folding import identity
from schemes.models import GateState, ProfileTerm, SchemeProfile, Version
from schemes.similarity.content import content_of
from schemes.similarity.profiles import VERSION, Profile, profile

#: A term that this many schemes have is not rare.
_OFTEN = 200
#: So many terms of a scheme are kept and asked for, most telling first.
_MOST_KEYS = 100
#: So many schemes of others are compared exactly, and so many of the body that asks.
MOST_CANDIDATES = 60
MOST_OWN = 20
_LONGEST_TERM = 60
#: What is kept of a version in force, beside the terms of its profile.
_COLUMNS = "version organisation number rule_number title until content made_by".split()


@dataclass(frozen=True)
class Asking:
    """Who asks, as far as the shelf knows him; by default nobody whom it knows.

    `own` are the other profiles of the same body, `itself` that of the scheme at hand where it is
    on the shelf. Profiles get their numbers in the order in which they are shelved.
    """

    organisation_id: int | None = None
    own: tuple[int, ...] = ()
    itself: int | None = None


def asking(
    organisation: Organisation | None,
    *,
    approval_no: str = "",
    rule_number: str = "",
    scheme_id: int | None = None,
) -> Asking:
    """Who asks: a body, or where nobody has named it the one with this approval number; one query.

    The scheme itself is the one of the given id. Where none is given, and besides it, a scheme
    that the same body has listed under the same rule number is the scheme itself as well.
    """
    if organisation is not None:
        wanted = Q(organisation=organisation)
    elif approval_no:
        wanted = Q(organisation__approval_no=approval_no)
    else:
        wanted = Q(pk__in=())
    if scheme_id is not None:
        wanted |= Q(scheme=scheme_id)
    elif organisation is None and not approval_no:
        return Asking()
    rows = SchemeProfile.objects.filter(wanted).values_list(
        "pk", "scheme_id", "rule_number", "organisation_id"
    )
    body = organisation.pk if organisation is not None else None
    sought = identity(rule_number)
    own: list[int] = []
    itself: int | None = None
    for pk, scheme, number, holder in rows.order_by("pk"):
        body = holder if body is None else body
        if scheme == scheme_id or (scheme_id is None and sought and identity(number) == sought):
            itself = pk if itself is None else itself
        elif not sought or identity(number) != sought:
            own.append(pk)
    return Asking(body, tuple(own), itself)


@dataclass(frozen=True, slots=True)
class InForce:
    """A version that is in force: its number in the register, and its last day in force."""

    version: Version
    number: str
    until: date | None = None

    def columns(self, made: Profile) -> dict[str, Any]:
        """What is kept of it, beside the terms of its profile."""
        scheme, document = self.version.scheme, self.version.document
        return {
            "version_id": self.version.pk,
            "organisation_id": scheme.organisation_id,
            "number": self.number,
            "rule_number": str(document.get("rule_number") or "")[:80],
            "title": document.get("title") or {},
            "until": self.until,
            "content": made.to_json(),
            "made_by": VERSION,
        }


def shelve(version: Version, *, number: str, until: date | None = None) -> None:
    """Keep the profile of a version that is in force, in the place of the one before.

    `number` is that of the register, `until` the last day in force. The same version again
    changes nothing.
    """
    shelve_together([InForce(version, number, until)])


@transaction.atomic
def shelve_together(found: Sequence[InForce]) -> None:
    """The same for versions of several schemes, one of each, with few queries for all of them."""
    made = {one.version.scheme_id: profile(content_of(one.version.document)) for one in found}
    kept = SchemeProfile.objects.select_for_update().filter(scheme__in=list(made)).order_by("pk")
    profiles = {one.scheme_id: one for one in kept}
    new, has_changed = [], False
    for one in found:
        scheme = one.version.scheme_id
        columns = one.columns(made[scheme])
        if (before := profiles.get(scheme)) is None:
            new.append(SchemeProfile(scheme_id=scheme, **columns))
        elif any(getattr(before, name) != value for name, value in columns.items()):
            SchemeProfile.objects.filter(pk=before.pk).update(**columns)
            has_changed = True
    # Two bodies may list their first entries of a joint scheme at the same moment.
    SchemeProfile.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["scheme"], update_fields=_COLUMNS
    )
    profiles |= {one.scheme_id: one for one in new}
    terms = {profiles[scheme].pk: set(keys_of(one)) for scheme, one in made.items()}
    if _keep_terms(terms) or new or has_changed:
        GateState.move()


def _keep_terms(wanted: Mapping[int, set[str]]) -> bool:
    """Make the terms of profiles, by key, those that are wanted; whether any were not."""
    rows = ProfileTerm.objects.filter(profile__in=list(wanted))
    there = {(profile, term): pk for pk, profile, term in rows.values_list("pk", "profile", "term")}
    every = {(profile, term) for profile, terms in wanted.items() for term in terms}
    gone = [pk for row, pk in there.items() if row not in every]
    if gone:
        rows.filter(pk__in=gone).delete()
    missing = sorted(every - there.keys())
    ProfileTerm.objects.bulk_create(
        [ProfileTerm(profile_id=profile, term=term) for profile, term in missing],
        ignore_conflicts=True,
    )
    return bool(gone or missing)


@transaction.atomic
def unshelve(scheme_id: int) -> None:
    """Forget the profile of a scheme that has ended."""
    count, _by_model = SchemeProfile.objects.filter(scheme_id=scheme_id).delete()
    if count:
        GateState.move()


def keys_of(made: Profile) -> list[str]:
    """The terms under which a profile is kept and by which others like it are looked for."""
    return list(dict.fromkeys(key[:_LONGEST_TERM] for key in made.keys))[:_MOST_KEYS]


def candidates(made: Profile, on: date, who: Asking | None = None) -> list[SchemeProfile]:
    """The listed schemes that share the most and the rarest terms; at most three queries.

    Those of others, and besides them some of the body that asks. A scheme that is on the shelf
    itself finds only what stood there before it: nobody answers for a later copy of his own.
    """
    who = who or Asking()
    terms = keys_of(made)
    found = [*_best(_rows(terms, who)), *_own(terms, who)]
    if not found:
        return []
    kept = SchemeProfile.objects.filter(Q(until=None) | Q(until__gte=on), pk__in=found)
    return list(kept.select_related("organisation"))


def _rows(terms: Sequence[str], who: Asking) -> dict[str, list[int]]:
    """By term, the profiles of others that have it: of a frequent term only some."""
    if not terms:
        return {}
    quoted = connection.ops.quote_name
    wanted = "term = %s"
    asked: list[int] = []
    if who.itself is not None:
        wanted, asked = f"{wanted} AND profile_id < %s", [who.itself]
    if who.organisation_id is not None:
        profiles = quoted(SchemeProfile._meta.db_table)
        own = f"SELECT id FROM {profiles} WHERE organisation_id = %s"  # noqa: S608
        wanted, asked = f"{wanted} AND profile_id NOT IN ({own})", [*asked, who.organisation_id]
    table = quoted(ProfileTerm._meta.db_table)
    # Each part stops at its limit, which a single query with IN could not say.
    part = f"SELECT * FROM (SELECT term, profile_id FROM {table} WHERE {wanted} LIMIT {_OFTEN}) t"  # noqa: S608
    found: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        values: list[str | int] = []
        for term in terms:
            values += [term, *asked]
        cursor.execute(" UNION ALL ".join([part] * len(terms)), values)
        for term, pk in cursor.fetchall():
            found[term].append(pk)
    return found


def _own(terms: Sequence[str], who: Asking) -> list[int]:
    """The body's own schemes that share the most terms."""
    own = [pk for pk in who.own if who.itself is None or pk < who.itself]
    if not own:
        return []
    sharing = ProfileTerm.objects.filter(term__in=terms, profile__in=own).values_list("profile")
    ranked = sharing.annotate(shared=Count("pk")).order_by("-shared", "profile")
    return [pk for pk, _shared in ranked[:MOST_OWN]]


def _best(rows: dict[str, list[int]]) -> list[int]:
    """The profiles with the highest sum of the rarity of their terms."""
    weights: dict[int, float] = defaultdict(float)
    for holders in rows.values():
        rarity = log((_OFTEN + 1) / len(holders))
        for pk in holders:
            weights[pk] += rarity
    ranked = sorted(weights, key=lambda pk: (-weights[pk], pk))
    return ranked[:MOST_CANDIDATES]


def outdated() -> Iterable[SchemeProfile]:
    """Kept profiles that this version of the code would make differently."""
    return SchemeProfile.objects.exclude(made_by=VERSION).select_related("version__scheme")


def refresh() -> int:
    """Make anew the profiles that an older version of the code has made; returns how many."""
    count = 0
    for kept in list(outdated()):
        shelve(kept.version, number=kept.number, until=kept.until)
        count += 1
    return count

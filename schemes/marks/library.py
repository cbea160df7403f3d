"""All marks that a new one is held against, laid out to be searched at once.

The layout is kept in this process until a mark or a body has changed. Days are not looked at
here: whoever searches leaves out what does not hold on the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from portal.accounts.models import Organisation
from portal.likeness import THRESHOLD, Fingerprint
from portal.reference.changes import current_token
from portal.reference.models import ProtectedMark
from schemes.files.fingerprints import as_fingerprint
from schemes.marks.fingerprinting import fingerprint_of_file, fingerprint_of_protected
from schemes.models import FiledMark
from schemes.rules.facts import Localised

if TYPE_CHECKING:
    from portal.likeness import Shelf

PROTECTED, FILED = "protected", "filed"


@dataclass(frozen=True)
class KnownMark:
    """A mark of the register: a protected one, or one that was filed with a scheme.

    `key` names it for good; `table` and `pk` say where it is kept now. `kind` is a `MarkKind`
    for a protected mark, else `filed`. `until` is the last day of a protected mark, `ended_on`
    the first day without a filed one.
    """

    key: str
    table: str
    pk: int
    kind: str
    name: Localised
    owner: Localised
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    is_national: bool = False
    #: Of filed marks only.
    organisation_id: int | None = None
    approval_no: str = ""
    scheme_id: int | None = None
    #: Whose scheme it is; of a joint one, its members file the mark as well.
    owner_id: int | None = None
    number: str = ""
    title: Localised = field(default_factory=dict)
    partners: frozenset[str] = frozenset()


class Library:
    """The marks with their fingerprints."""

    def __init__(self, marks: Iterator[tuple[KnownMark, Fingerprint]]) -> None:
        from portal.likeness import Shelf  # loads SciPy

        self.shelf: Shelf[KnownMark] = Shelf(marks)
        #: By what was sought; a page of a form asks again and again for the same artwork.
        self._near = lru_cache(maxsize=256)(self._searched)

    def near(self, wanted: Fingerprint) -> tuple[tuple[int, float], ...]:
        """Places on the shelf of all marks that reach the threshold, and their scores."""
        return self._near(wanted)

    def _searched(self, wanted: Fingerprint) -> tuple[tuple[int, float], ...]:
        scores = self.shelf.scores(wanted)
        found = [(n, float(score)) for n, score in enumerate(scores) if score >= THRESHOLD]
        return tuple(sorted(found, key=lambda pair: -pair[1]))


def library() -> Library:
    """The marks as they are now; two short queries when nothing has changed."""
    global _kept  # noqa: PLW0603  # one layout in each process
    state = _state()
    # Read once: another thread may put the layout of another state in its place meanwhile.
    found = _kept
    if found is None or found[0] != state:
        found = _kept = (state, Library(_marks()))
    return found[1]


_kept: tuple[Any, Library] | None = None


def _state() -> tuple[Any, ...]:
    """What names the content of both tables, and whose marks they are: new with every change."""
    filed = FiledMark.objects.order_by("-pk").values_list("token", flat=True)
    return (current_token(ProtectedMark, Organisation), filed.first(), filed.count())


def _marks() -> Iterator[tuple[KnownMark, Fingerprint]]:
    for protected in ProtectedMark.objects.exclude(artwork=""):
        made = fingerprint_of_protected(protected)
        if made is not None:
            yield _protected(protected), made
    rows = FiledMark.objects.select_related("file", "organisation", "scheme")
    for filed in rows.iterator(500):
        made = as_fingerprint(filed.file.fingerprint) or fingerprint_of_file(filed.file)
        if made is not None:
            yield _filed(filed), made


def _protected(mark: ProtectedMark) -> KnownMark:
    owner = {"zh": mark.owner_zh, "en": mark.owner_en}
    return KnownMark(
        key=f"protected/{mark.key}",
        table=PROTECTED,
        pk=mark.pk,
        kind=mark.kind,
        name=mark.name_text,
        owner={language: name for language, name in owner.items() if name},
        since=mark.valid_from,
        until=mark.valid_until,
        is_national=mark.kind == "national",
    )


def _filed(mark: FiledMark) -> KnownMark:
    return KnownMark(
        key=f"filed/{mark.number}{mark.address}",
        table=FILED,
        pk=mark.pk,
        kind=FILED,
        name=mark.name,
        owner=mark.organisation.name_text,
        since=mark.since,
        ended_on=mark.ended_on,
        is_national=mark.is_national,
        organisation_id=mark.organisation_id,
        approval_no=mark.organisation.approval_no,
        scheme_id=mark.scheme_id,
        owner_id=mark.scheme.organisation_id,
        number=mark.number,
        title=mark.title,
        partners=frozenset(mark.partners),
    )

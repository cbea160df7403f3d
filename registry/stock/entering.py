"""Entering rows into the register: schemes, versions, entries and publications, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.core.folding import identity
from portal.core.moves import NOT_YET, Move, kind_of
from registry.models import Entry, EntryEvent, ListedVersion, PaperFiling, StockRow
from registry.register.numbers import ENTRY_SERIES, allocate_numbers
from registry.register.telling import entries_changed, events_written
from registry.states import EntryState
from registry.stock.writing import LABEL, document_of, title_of
from schemes.blueprints import PAPER
from schemes.documents import digest
from schemes.models import BlueprintVersion, Scheme, Version, VersionEvent
from schemes.states import VersionState

_WORKER = _("the worker, after somebody has begun the import")
#: What becomes of a row, beside any action: nobody signs or submits what was filed on paper.
LIST_FROM_PAPER = Move(
    kind_of(Entry),
    frozenset({NOT_YET}),
    EntryState.LISTED,
    event="taken_over",
    label=_("Take over from paper"),
    who=_WORKER,
)
KEEP_FROM_PAPER = Move(
    kind_of(Version),
    frozenset({NOT_YET}),
    VersionState.SUBMITTED,
    event="taken_over",
    label=_("Take over from paper"),
    who=_WORKER,
)
#: Under this address the text of a paper is kept: nobody wrote it here, so nobody has a part in it.
KEEPER = "paper@register.invalid"


@dataclass(frozen=True, slots=True)
class Paper:
    """A row that is to be taken over, and how a document names its file, where it has one."""

    row: StockRow
    file: Mapping[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What was understood of the row."""
        values: dict[str, Any] = self.row.values
        return values

    @property
    def filed_on(self) -> date:
        """The day of the filing on paper, since which it counts as listed."""
        return date.fromisoformat(self.values["filed_on"])


def enter(papers: Sequence[Paper]) -> list[Entry]:
    """Enter rows, in the transaction of whoever calls; their entries, numbered in their order.

    Raises:
        IntegrityError: the number of a paper, or of a rule of the same body, was used meanwhile.
    """
    if not papers:
        return []
    schemes = _schemes(papers)
    versions = _versions(papers, schemes)
    entries = _entries(papers, versions)
    _keep_history(papers, entries)
    _keep_papers(papers, entries)
    for paper, entry in zip(papers, entries, strict=True):
        paper.row.entry = entry
    StockRow.objects.bulk_update([paper.row for paper in papers], ["entry"])
    entries_changed.send(sender=Entry, entries=entries)
    return entries


def _schemes(papers: Sequence[Paper]) -> list[Scheme]:
    keeper = keeper_of_papers()
    bodies = Organisation.objects.in_bulk({paper.values["body"] for paper in papers})
    return Scheme.objects.bulk_create(
        Scheme(
            organisation=(body := bodies[paper.values["body"]]),
            category=paper.values["category"],
            title=title_of(paper.values),
            rule_number=paper.values["rule_number"],
            created_by=keeper,
            is_demonstration=body.is_demonstration,
        )
        for paper in papers
    )


def _versions(papers: Sequence[Paper], schemes: Sequence[Scheme]) -> list[Version]:
    papers_of_kinds = BlueprintVersion.objects.defer("schema").filter(version=PAPER)
    blueprints = {one.category: one for one in papers_of_kinds}
    versions = []
    for paper, scheme in zip(papers, schemes, strict=True):
        blueprint = blueprints[scheme.category]
        document = document_of(paper.values, scheme, blueprint, paper.file)
        version = Version(
            scheme=scheme,
            sequence=1,
            blueprint=blueprint,
            document=document,
            digest=digest(document),
            updated_by=scheme.created_by,
            **KEEP_FROM_PAPER.beginning,
        )
        versions.append(version)
    return Version.objects.bulk_create(versions)


def _entries(papers: Sequence[Paper], versions: Sequence[Version]) -> list[Entry]:
    """Each is listed since it was filed; its number is of the year in which it is given."""
    numbers = allocate_numbers(ENTRY_SERIES, timezone.localdate().year, len(papers))
    return Entry.objects.bulk_create(
        _entry(paper.values, version, number, _beginning(paper.filed_on))
        for paper, version, number in zip(papers, versions, numbers, strict=True)
    )


def _entry(values: Mapping[str, Any], version: Version, number: str, listed_at: datetime) -> Entry:
    expires = values["expires_on"]
    return Entry(
        number=number,
        scheme=version.scheme,
        organisation=version.scheme.organisation,
        rule_number=values["rule_number"],
        version=version,
        listed_at=listed_at,
        effective_from=date.fromisoformat(values["effective_from"]),
        expires_on=date.fromisoformat(expires) if expires else None,
        **LIST_FROM_PAPER.beginning,
    )


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _keep_history(papers: Sequence[Paper], entries: Sequence[Entry]) -> None:
    """The first line of each history, and which version is listed."""
    of_versions, of_entries = [], []
    for paper, entry in zip(papers, entries, strict=True):
        told = {
            "paper_number": paper.values["number"],
            "version": LABEL,
            "sha256": entry.version.digest,
        }
        line: dict[str, Any] = {"event": "taken_over", "data": told}
        state = entry.version.state
        of_versions.append(VersionEvent(version=entry.version, to_state=state, **line))
        more = {"effective_on": paper.filed_on, "actor": paper.row.stock.begun_by}
        of_entries.append(EntryEvent(entry=entry, to_state=entry.state, **line, **more))
    VersionEvent.objects.bulk_create(of_versions)
    events_written.send(sender=EntryEvent, events=EntryEvent.objects.bulk_create(of_entries))
    ListedVersion.objects.bulk_create(
        ListedVersion(entry=entry, version=entry.version, label=LABEL, listed_at=entry.listed_at)
        for entry in entries
    )


def _keep_papers(papers: Sequence[Paper], entries: Sequence[Entry]) -> None:
    PaperFiling.objects.bulk_create(
        _paper(paper, entry) for paper, entry in zip(papers, entries, strict=True)
    )


def _paper(paper: Paper, entry: Entry) -> PaperFiling:
    values = paper.values
    words = (entry.number, values["number"], values["rule_number"], values["title"])
    english = [values["title_en"]] if values["title_en"] else []
    return PaperFiling(
        entry=entry,
        number=values["number"],
        folded=identity(values["number"]),
        filed_on=paper.filed_on,
        sha256=entry.version.digest,
        row_sha256=paper.row.sha256,
        words="\n".join(map(identity, (*words, *english))),
        stock_id=paper.row.stock_id,
    )


def keeper_of_papers() -> User:
    """The account under which texts from paper are kept; nobody can sign in with it.

    Whoever begins an import only carries over what others wrote. Were they noted as its author,
    they could never judge a later filing of any of these schemes.
    """
    found = User.objects.filter(email=KEEPER).first()
    if found is not None:
        return found
    names = {"name": "纸质备案", "name_en": "Filed on paper"}
    return User.objects.create_user(KEEPER, is_active=False, **names)

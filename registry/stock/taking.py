"""Taking over one row: scheme, version, entry and publication in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.core.file_errors import FileRefused
from portal.core.folding import identity
from portal.core.moves import NOT_YET, Move, kind_of
from registry.models import Entry, ListedVersion, PaperFiling, StockImport, StockRow
from registry.register.numbers import ENTRY_SERIES, allocate_number
from registry.register.telling import entry_changed
from registry.states import EntryState, Verdict
from registry.stock.judging import Fault
from registry.stock.sources import FileSource, NoSuchFile
from registry.stock.writing import LABEL, document_of, title_of
from schemes.blueprints import PAPER
from schemes.documents import digest
from schemes.files.rule_files import Words, media_type, words_of
from schemes.files.uploads import Accepted, keep_accepted
from schemes.models import BlueprintVersion, FileText, Scheme, StoredFile, Version
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


@dataclass(frozen=True)
class _File:
    """A file as it was read, before anything is written."""

    name: str
    data: bytes
    mime: str
    words: Words


def take_portion(
    stock: StockImport, source: FileSource, most: int, progress: Callable[[], object]
) -> int:
    """Take over the next rows of an import that was begun; returns how many are left."""
    for row in list(stock.rows.left().select_related("stock")[:most]):
        take_over(row, source)
        progress()
    return stock.rows.left().count()


def take_over(row: StockRow, source: FileSource) -> Entry | None:
    """One row into the register; None where it was taken over, or turned out to have a fault.

    The file is read before the transaction begins, since that may take seconds.
    """
    try:
        file = _read(row.values["file"], source)
    except NoSuchFile:
        _refuse(row, Fault("file", "no_file", row.values["file"]))
        return None
    except FileRefused as refusal:
        _refuse(row, Fault("file", "bad_file", row.values["file"], str(refusal.message)))
        return None
    try:
        with transaction.atomic():
            now = StockRow.objects.select_for_update().get(pk=row.pk)
            return _write(now, row.stock, file) if now.entry_id is None else None
    except IntegrityError:
        # Between the judging and now, somebody else used the number of the paper or of the rule.
        _refuse(row, Fault("number", "taken_meanwhile", row.values["number"]))
        return None


def _read(path: str, source: FileSource) -> _File | None:
    if not path:
        return None
    data = source.read(path)
    mime = media_type(data)
    return _File(path, data, mime, words_of(data, mime))


def _refuse(row: StockRow, fault: Fault) -> None:
    row.verdict = Verdict.BAD
    row.faults = [fault.as_json()]
    row.save(update_fields=["verdict", "faults"])


def _write(row: StockRow, stock: StockImport, file: _File | None) -> Entry:
    values, keeper = row.values, keeper_of_papers()
    body = Organisation.objects.get(pk=values["body"])
    filed_on = date.fromisoformat(values["filed_on"])
    listed_at = timezone.make_aware(datetime.combine(filed_on, time.min))
    scheme = Scheme.objects.create(
        organisation=body,
        category=values["category"],
        title=title_of(values),
        rule_number=values["rule_number"],
        created_by=keeper,
        is_demonstration=body.is_demonstration,
    )
    version = _version(scheme, values, _kept(body, keeper, file))
    entry = _entry(scheme, version, values, listed_at)
    told = {"paper_number": values["number"], "version": LABEL, "sha256": version.digest}
    for record, more in (
        (version, {}),
        (entry, {"effective_on": filed_on, "actor": stock.begun_by}),
    ):
        record.record_event(event="taken_over", to_state=record.state, data=told, **more)
    ListedVersion.objects.create(entry=entry, version=version, label=LABEL, listed_at=listed_at)
    _keep_paper(entry, row, filed_on)
    row.entry = entry
    row.save(update_fields=["entry"])
    entry_changed.send(sender=Entry, entry=entry)
    return entry


def _version(scheme: Scheme, values: dict[str, Any], file: dict[str, Any] | None) -> Version:
    blueprint = BlueprintVersion.objects.defer("schema").get(
        category=scheme.category, version=PAPER
    )
    document = document_of(values, scheme, blueprint, file)
    return Version.objects.create(
        scheme=scheme,
        sequence=1,
        blueprint=blueprint,
        document=document,
        digest=digest(document),
        updated_by=scheme.created_by,
        **KEEP_FROM_PAPER.beginning,
    )


def _entry(scheme: Scheme, version: Version, values: dict[str, Any], listed_at: datetime) -> Entry:
    """It is listed since it was filed; its number is of the year in which the register gave it."""
    expires = values["expires_on"]
    return Entry.objects.create(
        number=allocate_number(ENTRY_SERIES, timezone.localdate().year),
        scheme=scheme,
        organisation=scheme.organisation,
        rule_number=values["rule_number"],
        version=version,
        listed_at=listed_at,
        effective_from=date.fromisoformat(values["effective_from"]),
        expires_on=date.fromisoformat(expires) if expires else None,
        **LIST_FROM_PAPER.beginning,
    )


def _keep_paper(entry: Entry, row: StockRow, filed_on: date) -> None:
    values = row.values
    words = (entry.number, values["number"], values["rule_number"], values["title"])
    english = [values["title_en"]] if values["title_en"] else []
    PaperFiling.objects.create(
        entry=entry,
        number=values["number"],
        folded=identity(values["number"]),
        filed_on=filed_on,
        sha256=entry.version.digest,
        row_sha256=row.sha256,
        words="\n".join(map(identity, (*words, *english))),
        stock_id=row.stock_id,
    )


def _kept(body: Organisation, keeper: User, file: _File | None) -> dict[str, Any] | None:
    """The file in the storage, once for each body, with its words."""
    if file is None:
        return None
    reference = keep_accepted(body, keeper, file.name, Accepted(file.data, file.mime))
    sha256 = hashlib.sha256(file.data).hexdigest()
    stored = StoredFile.objects.get(organisation=body, sha256=sha256)
    said = {"passages": list(file.words.passages), "is_cut": file.words.is_cut}
    FileText.objects.get_or_create(file=stored, defaults=said)
    return reference


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

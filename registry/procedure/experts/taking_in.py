"""A list of experts taken into the pool: all of it, or nothing and every fault with its line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RulesBroken
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import Table, open_table
from portal.reference.registers import parts_of
from registry.models import Expert, ExpertLanguage
from registry.procedure.experts.pool import ExpertWords, keep_expert, row_of
from registry.procedure.permissions import may_keep_experts

COLUMNS = (
    "email",
    "name",
    "language",
    "position",
    "fields",
    "worked_for",
    "active_from",
    "active_until",
)
NEEDED = frozenset({"email", "name", "fields"})


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line."""

    line: int
    message: str


@dataclass
class TakenIn:
    """What a list did: how many were added, changed, and known as they are."""

    added: int = 0
    changed: int = 0
    known: int = 0


@transaction.atomic
def take_in(content: bytes, by: User) -> TakenIn:
    """Add and change the experts of a list, known by their addresses. Nobody leaves by it.

    Raises:
        NotAllowed: only those who keep the regulator's registers may.
        RulesBroken: a line is wrong; `findings` has every fault, and nothing was taken.
        TableUnreadable: it is no list.
    """
    may_keep_experts(by).require()
    headings, rows = _rows(content)
    taken, faults = TakenIn(), []
    for line, cells in rows:
        row = dict(zip(headings, cells, strict=False))
        try:
            with transaction.atomic():
                _take(row, by, taken)
        except RulesBroken as refusal:
            faults.append(
                Fault(
                    line,
                    _("Line %(line)d: %(message)s") % {"line": line, "message": refusal.message},
                )
            )
    if faults:
        raise RulesBroken(_("Nothing was taken in; mend these lines first."), faults)
    return taken


def _rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings and the rows of the reading that has the columns."""
    for table in open_table(content):
        headings = _headings(table)
        if headings >= NEEDED:
            if table.faults:
                raise table.faults[0]
            first = [cell.strip().lower() for cell in table.rows[0][1]]
            return first, table.rows[1:]
    needed = ", ".join(COLUMNS)
    raise TableUnreadable(
        1, _("The first line names the columns: %(columns)s.") % {"columns": needed}
    )


def _headings(table: Table) -> set[str]:
    return {cell.strip().lower() for cell in table.rows[0][1]} if table.rows else set()


def _take(row: dict[str, str], by: User, taken: TakenIn) -> None:
    expert = Expert.objects.filter(email__iexact=row["email"]).first()
    before = row_of(expert) if expert is not None else None
    words = ExpertWords(
        name=row["name"],
        email=row["email"],
        language=row.get("language") or ExpertLanguage.CHINESE,
        position=row.get("position", ""),
        fields=parts_of(row["fields"]),
        worked_for=parts_of(row.get("worked_for", "")),
        active_from=_day(row.get("active_from", "")) or timezone.localdate(),
        active_until=_day(row.get("active_until", "")),
    )
    kept = row_of(keep_expert(by, words, expert))
    if before is None:
        taken.added += 1
    elif kept == before:
        taken.known += 1
    else:
        taken.changed += 1


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RulesBroken(_("“%(text)s” is no day; write 2026-03-01.") % {"text": text}) from None

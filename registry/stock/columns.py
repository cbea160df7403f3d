"""The columns of a list of rules filed on paper, by the names that offices give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.core.apart import given
from portal.core.folding import fold
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import Table, open_table, without_empty_end

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Among so many rows the heading is looked for; above it stand titles and notes.
LOOKED_AT = 20
#: Given to the reading of a list: 20,000 rows of a workbook take four seconds of a processor, and
#: several times as long on a machine that has more to do.
SECONDS = 25


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, what else it is called, and what stands in it."""

    key: str
    heading: StrOrPromise
    holds: StrOrPromise
    is_needed: bool = False
    also: Sequence[str] = ()

    @property
    def names(self) -> Iterator[str]:
        """All names, folded, in every language of the portal."""
        for language, _name in settings.LANGUAGES:
            with override(language):
                yield folded(str(self.heading))
        yield from map(folded, (self.key, *self.also))


COLUMNS = (
    Column(
        "number",
        _("Filing number on paper"),
        _("The number that the rule has in the regulator's list; each once."),
        is_needed=True,
        also=("备案号", "备案编号", "原备案号", "filing number", "number"),
    ),
    Column(
        "rule_number",
        _("Rule number"),
        _("The body's own number of the rule; each once in the body."),
        is_needed=True,
        also=("规则编号", "认证规则编号", "文件编号"),
    ),
    Column(
        "title",
        _("Title of the rule"),
        _("In Chinese, as it was filed."),
        is_needed=True,
        also=("规则名称", "认证规则名称", "名称", "title"),
    ),
    Column("title_en", _("Title in English"), _("May be empty."), also=("英文名称",)),
    Column(
        "body",
        _("Certification body"),
        _("Its approval number, or its name as it stands in the register of bodies."),
        is_needed=True,
        also=("机构批准号", "批准号", "机构名称", "认证机构名称", "approval number", "body"),
    ),
    Column(
        "fields",
        _("Fields of certification"),
        _("As they stand in the list of fields; several with a semicolon between."),
        is_needed=True,
        also=("认证领域", "领域", "field", "fields"),
    ),
    Column(
        "filed_on",
        _("Filed on paper on"),
        _("A day, such as 2019-05-06."),
        is_needed=True,
        also=("备案日期", "备案时间", "filed on", "date of filing"),
    ),
    Column(
        "effective_from",
        _("In force from"),
        _("A day; where it is empty, that of the filing."),
        also=("实施日期", "生效日期", "effective date"),
    ),
    Column(
        "expires_on",
        _("Expires on"),
        _("A day; empty where the rule has no end."),
        also=("失效日期", "有效期至", "截止日期", "expiry"),
    ),
    Column(
        "file",
        _("File"),
        _("The name of the PDF or Word file in the folder or the archive."),
        also=("文件", "文件名", "附件", "file name"),
    ),
)


@dataclass
class Listed:
    """A list as it was read: its rows by column, and which columns nobody knows."""

    line: int = 1
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def folded(name: str) -> str:
    """A heading without differences of width, case, blanks, and a mark that it is required."""
    return "".join(fold(name).split()).strip("*:")


def read_list(content: bytes) -> Listed:
    """The rows of a list by column, from CSV or a workbook.

    Raises:
        TableUnreadable: it is no table, a column is missing, or stands there twice.
        Busy: too many are waiting already.
    """
    known = {name: column.key for column in COLUMNS for name in column.names}
    with given(SECONDS):
        tables = open_table(content)
    found = [_headed(table, known) for table in tables]
    best = max(found, key=lambda one: len(one[1].names), default=None)
    if best is None or not best[1].names:
        text = _("No row of the file has the headings of such a list.")
        raise TableUnreadable(1, str(text))
    for fault in best[0].faults:
        raise fault
    _refuse_missing(best[1])
    return best[1]


def _headed(table: Table, known: dict[str, str]) -> tuple[Table, Listed]:
    """The table from the row in which most headings are known."""
    best, at_best = Listed(), 0
    places: list[str | None] = []
    for at, (line, cells) in enumerate(table.rows[:LOOKED_AT]):
        names = without_empty_end(cells)
        keys = [known.get(folded(name)) for name in names]
        if len(set(filter(None, keys))) > len(best.names):
            pairs = zip(keys, names, strict=True)
            best, at_best, places = Listed(line, {k: n for k, n in pairs if k}), at, keys
            best.left_out = [n for k, n in zip(keys, names, strict=True) if k is None and n]
    for line, cells in table.rows[at_best + 1 :]:
        row = {k: cell for k, cell in zip(places, cells, strict=False) if k}
        if any(row.values()):
            best.rows.append((line, row))
    twice = [key for key in set(filter(None, places)) if places.count(key) > 1]
    if twice:
        text = _("This column stands in the header twice.")
        table.faults.append(TableUnreadable(best.line, f"{best.names[twice[0]]}: {text}"))
    return table, best


def _refuse_missing(found: Listed) -> None:
    missing = [str(c.heading) for c in COLUMNS if c.is_needed and c.key not in found.names]
    if missing:
        text = _("These columns are missing: %(columns)s.") % {
            "columns": str(_(", ")).join(missing)
        }
        raise TableUnreadable(found.line, text)

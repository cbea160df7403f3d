"""A run in words: what changed, and what it touches, grouped as people ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.localised import in_language
from portal.reference import uris, wording
from portal.reference.registers import Register, find_register
from registry.models import ImpactHit, ImpactRun, SubjectKind
from registry.supervision.impact.runs import blueprint_in, steps_in
from registry.supervision.impact.worlds import Step
from schemes.findings import Finding
from schemes.models import BlueprintVersion

#: A page that listed more rows would not be read; the register's history has all.
SHOWN_STEPS = 20


@dataclass(frozen=True)
class ChangedColumn:
    """One column of a row that changes."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    """A row of a register that changes; `kind` is added, changed or removed."""

    register: str
    record: str
    kind: str
    columns: tuple[ChangedColumn, ...]
    #: Its public page; empty where the row is not, or not yet, in the register.
    href: str = ""


@dataclass(frozen=True)
class Cause:
    """What a run is about."""

    rows: tuple[ChangedRow, ...]
    more: int
    blueprint: BlueprintVersion | None
    #: Ids of rules that judge differently.
    rules: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The cause in one line."""
        if self.blueprint is not None:
            return _("Blueprint %(ref)s") % {"ref": self.blueprint.ref}
        if self.rules:
            return _("Rules: %(rules)s") % {"rules": ", ".join(self.rules)}
        if not self.rows:
            return _("Everything checked anew")
        first = self.rows[0]
        named = _("%(register)s: %(record)s") % {
            "register": first.register,
            "record": first.record,
        }
        others = len(self.rows) + self.more - 1
        if not others:
            return named
        return _("%(first)s and %(n)d more") % {"first": named, "n": others}


@dataclass(frozen=True)
class Affected:
    """One finding that appears or goes, at its place; `href` leads there where one may look."""

    hit: ImpactHit
    finding: Finding
    href: str

    @property
    def place(self) -> str:
        """The place in words; of a part that is missing, what it is missing from and its name."""
        place = str(self.finding.place) or _("The document as a whole")
        part = self.finding.params.get("field")
        missing = in_language(part) if isinstance(part, dict) else ""
        return f"{place} – {missing}" if missing else place

    @property
    def is_later(self) -> bool:
        """Whether it is found only from a day after the run on."""
        return self.hit.day > timezone.localdate(self.hit.run.created_at)


def cause_of(run: ImpactRun) -> Cause:
    """What a run is about, in words."""
    steps = steps_in(run)
    rows = tuple(row for step in steps[:SHOWN_STEPS] if (row := _row(step)) is not None)
    rules = tuple(run.cause.get("rules", ()))
    return Cause(rows, max(0, len(steps) - SHOWN_STEPS), blueprint_in(run), rules)


def counts_of(runs: Iterable[ImpactRun]) -> dict[int, dict[str, int]]:
    """By run and kind, how many drafts, filings and entries are touched; one query."""
    counts: dict[int, dict[str, int]] = {
        run.pk: dict.fromkeys(SubjectKind.values, 0) for run in runs
    }
    rows = ImpactHit.objects.filter(run__in=counts).order_by().values_list("run", "kind")
    for run, kind, count in rows.annotate(count=Count("version", distinct=True)):
        counts[run][kind] = count
    return counts


def affected(hits: QuerySet[ImpactHit]) -> Iterator[Affected]:
    """The hits with their places; of a draft there is no way to its text."""
    for hit in hits.select_related("run", "version__scheme", "filing", "entry", "organisation"):
        yield Affected(hit, Finding.from_json(hit.finding), _href(hit))


def _href(hit: ImpactHit) -> str:
    if hit.kind == SubjectKind.FILING and hit.filing is not None:
        page = reverse("desk:document", args=[hit.filing.number])
        return f"{page}?{urlencode({'at': hit.address})}"
    if hit.kind == SubjectKind.ENTRY and hit.entry is not None:
        return reverse("desk:entry", args=[hit.entry.number])
    return ""


def _row(step: Step) -> ChangedRow | None:
    register = find_register(step.register)
    if register is None:
        return None
    kind = "changed"
    if step.before is None:
        kind = "added"
    elif step.after is None:
        kind = "removed"
    columns = tuple(_columns(register, step)) if kind == "changed" else ()
    row = step.after or step.before or {}
    named = wording.name_with_title(register, row)
    href = uris.page_of(register, row) if kind == "changed" else ""
    return ChangedRow(str(register.title), named, kind, columns, href)


def _columns(register: Register, step: Step) -> Iterator[ChangedColumn]:
    before, after = step.before or {}, step.after or {}
    for name in register.columns:
        was, becomes = before.get(name, ""), after.get(name, "")
        if was != becomes:
            words = (wording.said_of_text(register, name, text) for text in (was, becomes))
            yield ChangedColumn(wording.heading(register, name), *words)

"""A check report as a page shows it: by section, errors first, with what is new and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.citations import cited, standings_of
from schemes.designer.fields import is_missing
from schemes.designer.views.answer_form import AnswerForm
from schemes.findings import Finding, Severity
from schemes.models import StoredReport, Waiver
from schemes.reports import News, identity_of, news_of, report_of
from schemes.validation import CheckReport
from schemes.waivers import Question, answers_of, question_of

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.UNCHECKED)

#: Where a finding is shown or mended, by the key of its section (may be empty).
PlaceOf = Callable[[str, Finding], str]


@dataclass(frozen=True)
class Row:
    """One finding with all that stands beside it."""

    finding: Finding
    href: str
    #: What the row is called on its page, so that a link can lead to it.
    anchor: str
    is_new: bool
    answer: Waiver | None
    #: For whoever may answer the warning, or change the answer.
    form: AnswerForm | None
    #: Whether a row before it asks for the same reason, so that it has no form of its own.
    is_answered_above: bool = False
    #: How the clause is cited in which its place stands; empty for the whole document.
    clause: str = ""


@dataclass(frozen=True)
class Group:
    """The findings of one section, errors first."""

    title: str
    key: str
    count: int
    #: What is there and wrong.
    rows: list[Row]
    #: What is only still to be filled in.
    gaps: list[Row]


@dataclass(frozen=True)
class ShownReport:
    """A kept report, what differs from the one before, and its findings by section."""

    stored: StoredReport
    report: CheckReport
    news: News | None
    groups: list[Group]
    #: Warnings that still need a reason.
    unanswered: list[Finding]


def anchor_of(question: Question) -> str:
    """The name of a warning's place on a page."""
    return "finding-" + sha256("\n".join(question).encode()).hexdigest()[:12]


def shown(
    stored: StoredReport,
    place_of: PlaceOf,
    *,
    may_answer: bool = False,
    bound: AnswerForm | None = None,
    since: StoredReport | None = None,
) -> ShownReport:
    """The report for a page; `bound` is a form that came back with errors."""
    report = report_of(stored)
    answers = answers_of(stored.version)
    news = news_of(stored, since)
    new = news.new if news is not None else frozenset()
    asked: set[Question] = set()
    clauses = standings_of(stored.version) if report.findings else {}

    def row(key: str, finding: Finding) -> Row:
        question = question_of(finding)
        answer = answers.get(question)
        # Two findings of one question have one answer; it is asked for once.
        form, is_asked = None, may_answer and finding.severity is Severity.WARNING
        is_above = is_asked and question in asked
        if is_asked and not is_above:
            asked.add(question)
            form = _form(question, answer, bound)
        return Row(
            finding,
            place_of(key, finding),
            anchor_of(question),
            identity_of(finding) in new,
            answer if finding.severity is Severity.WARNING else None,
            form,
            is_above,
            cited(clauses, finding.address),
        )

    return ShownReport(
        stored=stored,
        report=report,
        news=news,
        groups=list(_groups(stored, report, row)),
        unanswered=[f for f in report.warnings if question_of(f) not in answers],
    )


def _groups(
    stored: StoredReport, report: CheckReport, row: Callable[[str, Finding], Row]
) -> Iterator[Group]:
    blueprint = stored.version.blueprint.blueprint
    titles = {section.key: in_language(section.title) for section in blueprint.sections}
    found: Mapping[str, list[Finding]] = report.by_section(blueprint)
    for key in ["", *titles]:
        findings = sorted(found.get(key, ()), key=lambda f: _ORDER.index(f.severity))
        if findings:
            rows = [row(key, finding) for finding in findings]
            yield Group(
                title=titles.get(key) or _("The document as a whole"),
                key=key,
                count=len(findings),
                rows=[one for one in rows if not is_missing(one.finding)],
                gaps=[one for one in rows if is_missing(one.finding)],
            )


def _form(question: Question, answer: Waiver | None, bound: AnswerForm | None) -> AnswerForm:
    if bound is not None and bound.question == question:
        return bound
    return AnswerForm.for_question(question, answer.reason if answer is not None else {})

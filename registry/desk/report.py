"""The check report of a filing at the desk: as the signatory saw it, and as it is today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry.desk.access import acts_at_desk, filing_under, for_officers
from registry.desk.filing import filing_context
from registry.desk.places import chapter_href, place_href
from registry.models import Filing
from registry.procedure.filed_places import place_exists
from schemes.designer.views.made_with import made_with, moved
from schemes.designer.views.report_rows import shown
from schemes.findings import Finding
from schemes.models import StoredReport
from schemes.reports import as_of, latest, make

TODAY = "today"


@for_officers
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """What the check said at submission; with `?report=today`, what it said last."""
    filing = filing_under(request, number)
    filed = report_as_filed(filing)
    newest = latest(filing.version) or filed
    is_newest = request.GET.get("report") == TODAY and newest.pk != filed.pk

    def place_of(key: str, finding: Finding) -> str:
        if not key or place_exists(filing.version, finding.address):
            return place_href(filing, finding.address)
        return chapter_href(filing, key)

    page = shown(newest if is_newest else filed, place_of, since=filed)
    context = filing_context(request, filing, "report") | {
        "shown": page,
        "is_newest": is_newest,
        "newest": newest,
        "was_checked_again": newest.pk != filed.pk,
        "may_check": acts_at_desk(request.user),
        "moved": moved(newest),
        "made_with": made_with(page.stored),
    }
    return render(request, "desk/report.html", context)


def report_as_filed(filing: Filing) -> StoredReport:
    """The report that the submission rested on.

    Submissions from before reports were kept have none; theirs is made when somebody asks.
    """
    submission = filing.submissions.get(round=filing.round)
    return as_of(filing.version, submission.submitted_at) or make(filing.version)


@for_officers
@require_POST
def check_again(request: HttpRequest, number: str) -> HttpResponse:
    """Check the filed text by today's rules and reference data; the filing is not changed."""
    filing = filing_under(request, number)
    before = latest(filing.version)
    after = make(filing.version)
    if before is not None and before.pk == after.pk:
        messages.success(request, _("Checked again: the report says and rests on the same."))
    else:
        messages.success(request, _("Checked again."))
    return redirect(f"{reverse('desk:report', args=[number])}?report={TODAY}")

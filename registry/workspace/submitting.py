"""Handing a signed version in, and the receipt for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import RulesBroken, WrongState
from registry.alliances.joint import standings
from registry.models import Filing, Submission
from registry.procedure.actions import Submit
from registry.procedure.actions.asked import asked_besides, asked_by_track
from registry.procedure.readiness import TrackNotAllowed, missing_files, obstacles, words_of
from registry.register.amending import conversion_to, pilot_told
from registry.workspace.access import filing_of
from registry.workspace.forms import EntranceForm
from registry.workspace.wizard import Wizard, wizard_for
from schemes.designer.views.access import for_bodies, newest_version
from schemes.last_days import BlueprintOver, ending_of
from schemes.models import Version
from schemes.permissions import may_sign
from schemes.reports import report_on
from schemes.states import VersionState


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The track and why, what will be public; then submit."""
    version = newest_version(request, pk)
    may_sign(request.user, version).require()
    if version.state == VersionState.DRAFT:
        messages.info(request, _("Sign the text first; then it can be submitted."))
        return redirect("workspace:sign", pk=pk)
    if version.state == VersionState.SUBMITTED:
        return _already_submitted(request, version)
    if request.method == "POST":
        return _submit(request, version)
    wizard = wizard_for(version, request.GET)
    return _page(request, version, wizard, _entrance(version, wizard))


def _entrance(version: Version, wizard: Wizard, posted: Any = None) -> EntranceForm:
    """What the chosen track asks for, and what may be asked besides."""
    track = wizard.chosen.track
    return EntranceForm(
        posted, asked=asked_by_track(version, track), besides=asked_besides(version, track)
    )


def _page(
    request: HttpRequest, version: Version, wizard: Wizard, form: EntranceForm, status: int = 200
) -> HttpResponse:
    in_the_way = list(obstacles(version))
    told = [*words_of(in_the_way), *wizard.chosen.obstacles]
    report = report_on(version)
    entry = version.scheme.entries.filter(organisation=version.scheme.organisation_id).first()
    context = {
        "scheme": version.scheme,
        "version": version,
        "document": version.document,
        "wizard": wizard,
        "track": wizard.chosen.track,
        "form": form,
        "entry": entry,
        "conversion": conversion_to(version, entry),
        "amends_when_listed": entry is not None and _says_an_earlier_day(version),
        "report": report,
        "obstacles": told,
        "standings": standings(version),
        "ending": ending_of(version),
        "missing_files": missing_files(version),
        "can_submit": report.is_clear and not (in_the_way or told) and wizard.is_complete,
    }
    return render(request, "workspace/file.html", context, status=status)


def _says_an_earlier_day(version: Version) -> bool:
    """Whether the day of effect that the text carries has passed: nothing is amended backwards."""
    effective: str = version.document["lifecycle"]["effective"]
    return date.fromisoformat(effective) < timezone.localdate()


def _submit(request: HttpRequest, version: Version) -> HttpResponse:
    """Submit what was on the page; of two clicks the second is shown what the first one did."""
    wizard = wizard_for(version, request.POST)
    form = _entrance(version, wizard, request.POST)
    if not form.is_valid():
        return _page(request, version, wizard, form, 422)
    confirm_with_factor(request)
    chosen = {name: request.POST.get(name, "") for name in ("track", "occasion")}
    action = Submit(version, person(request), **form.cleaned_data, **chosen)
    try:
        action.run()
    except (BlueprintOver, TrackNotAllowed) as refused:
        # The page was open past midnight, or past a change of the rules on tracks: it comes again
        # and says what to do instead.
        messages.error(request, str(refused.message))
        return redirect("workspace:file", pk=version.scheme_id)
    except RulesBroken as refused:
        if not form.demanded and not form.is_optional_said:
            raise
        form.add_error(None, str(refused.message))
        return _page(request, version, wizard, form, 422)
    except WrongState:
        version.refresh_from_db(fields=["state"])
        if version.state != VersionState.SUBMITTED:
            raise
        return _already_submitted(request, version)
    return redirect("workspace:receipt-page", number=action.filing.number)


def _already_submitted(request: HttpRequest, version: Version) -> HttpResponse:
    """What the second click sees: nothing was done twice, and here is the filing."""
    submissions = Submission.objects.select_related("filing", "submitted_by")
    own = version.scheme.organisation_id
    submission = submissions.get(version=version, filing__organisation=own)
    context = {"scheme": version.scheme, "version": version, "submission": submission}
    return render(request, "workspace/already_submitted.html", context, status=409)


@for_bodies
@require_safe
def receipt_page(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt to read; the PDF is the one to keep."""
    filing = filing_of(request, number)
    submission = _submission(request, filing)
    context = {
        "filing": filing,
        "submission": submission,
        "conversion": conversion_to(submission.version, filing.entry),
        "pilot": pilot_told(submission),
        "submissions": filing.submissions.order_by("-round"),
        "entry": filing.entry,
    }
    return render(request, "workspace/receipt.html", context)


@for_bodies
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF."""
    from registry.pdf.documents import receipt_pdf  # loading what makes PDF files takes a second

    filing = filing_of(request, number)
    submission = _submission(request, filing)
    name = f"receipt-{filing.number}-{submission.round}.pdf"
    return HttpResponse(
        receipt_pdf(submission),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _submission(request: HttpRequest, filing: Filing) -> Submission:
    """The newest submission, or that of the round asked for."""
    submissions = filing.submissions.select_related("version", "submitted_by").order_by("-round")
    wanted = request.GET.get("round", "")
    if wanted.isdecimal() and len(wanted) < 6:
        return get_object_or_404(submissions, round=int(wanted))
    newest = submissions.first()
    assert newest is not None, "A filing begins with its first submission."
    return newest

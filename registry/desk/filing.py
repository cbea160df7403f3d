"""A filing at the desk: its state and clock above, and a page for each side of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from registry.desk.access import filing_under, for_officers, is_of_branch
from registry.desk.acts import offered
from registry.desk.stating import StatementForm, is_stated, statement_asked
from registry.models import CoIssuer, Duty, Filing, Proposal, Remark
from registry.procedure.actions import HandBack, Propose, TakeUp
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.cases import Remind, TakeOver
from registry.procedure.clock import clock_of
from registry.procedure.comparing import changes_between, version_before
from registry.procedure.effects import with_entries
from registry.procedure.filed_places import with_places
from registry.procedure.grounds import with_grounds
from registry.procedure.permissions import may_edit_remark, may_withdraw
from registry.procedure.quotes import with_quotes
from registry.procedure.running_clock import Clock
from registry.procedure.timeline import filing_timeline
from registry.states import FilingState
from schemes.files.serving import file_response
from schemes.models import StoredFile
from schemes.validation import CheckReport

ROWS_PER_PAGE = 20


def filing_context(request: HttpRequest, filing: Filing, tab: str) -> dict[str, Any]:
    """What every page of a filing shows above its own content."""
    tabs = [
        ("filing", _("Overview")),
        ("document", _("Document and remarks")),
        ("report", _("Check report")),
        ("neighbours", _("Similar schemes")),
        ("marks", _("Similar marks")),
        ("difference", _("Changes")),
        ("history", _("The body’s history")),
        ("timeline", _("Timeline")),
        ("case", _("Case")),
    ]
    if filing.round > 1 or filing.awaits_correction:
        tabs.insert(2, ("answers", _("Answers to the notice")))
    clock = clock_of(filing.leader or filing)
    with_entries([filing])
    may_take_up = TakeUp.is_available(request.user, filing)
    return {
        "filing": filing,
        "of_branch": is_of_branch(request.user),
        "scheme": filing.scheme,
        "version": filing.version,
        "entry": filing.known_entry[0] if filing.known_entry else None,
        "leader": filing.leader,
        "led": filing.led.select_related("organisation").order_by("number"),
        "clock": clock,
        "tab": tab,
        "tabs": [(k, label, reverse(f"desk:{k}", args=[filing.number])) for k, label in tabs],
        "acts": offered(request.user, filing, filing.procedure.acts, "desk:filing-act"),
        "clock_acts": offered(
            request.user, filing, clock_acts(filing.procedure), "desk:filing-act"
        ),
        "may_take_up": may_take_up,
        "take_up_statement": _beside_take_up(request, filing) if may_take_up else None,
        "may_remark": Propose.is_available(request.user, filing),
        "may_decide": HandBack.is_available(request.user, filing),
        "may_take_over": TakeOver.is_available(request.user, filing),
        **_reminding(request, filing, clock),
    }


def _beside_take_up(request: HttpRequest, filing: Filing) -> StatementForm | None:
    """Not filled in: whatever was posted to this page was another form of it."""
    form = statement_asked(request, filing, Duty.REVIEW, is_posted=False)
    if form is not None:
        form.auto_id = "take-up-%s"
    return form


def _reminding(request: HttpRequest, filing: Filing, clock: Clock | None) -> dict[str, bool]:
    """Whether the body can be reminded by hand, and whether it was today."""
    waits = clock is not None and clock.waits_for_body
    if not waits or not Remind.is_available(request.user, filing):
        return {"may_remind": False, "was_reminded": False}
    was_reminded = Remind.was_done_today(filing)
    return {"may_remind": not was_reminded, "was_reminded": was_reminded}


@for_officers
@require_safe
def filing(request: HttpRequest, number: str) -> HttpResponse:
    """State, clock, the one action, and the facts of the filing."""
    filing = filing_under(request, number)
    report = report_at_submission(filing)
    remarks = remarks_of(filing, person(request))
    context = filing_context(request, filing, "filing") | {
        "report": report,
        "remarks": with_places(filing, remarks),
        "letters": filing.letters.with_first_reading(),
        "named": CoIssuer.objects.of(filing) if filing.organisation.issues else [],
        "proposal": proposal_of(filing),
        "decisions": with_grounds(filing.decisions.select_related("decided_by").order_by("-round")),
        "submissions": filing.submissions.select_related("version", "submitted_by"),
    }
    return render(request, "desk/filing.html", context)


def remarks_of(filing: Filing, user: User) -> list[Remark]:
    """All remarks with what they rest on, and what this person can do about each."""
    remarks = with_grounds(filing.remarks.with_people())
    is_open = Propose.is_available(user, filing)
    for remark in remarks:
        remark.filing = filing
        is_unsent = remark.sent_at is None and not remark.is_withdrawn
        remark.may_withdraw = is_open and is_unsent and bool(may_withdraw(user, remark))
        remark.may_edit = is_open and is_unsent and bool(may_edit_remark(user, remark))
    with_quotes(filing.version, remarks)
    return remarks


def proposal_of(filing: Filing) -> Proposal | None:
    """What waits for a decider, with what it rests on."""
    proposal = filing.proposal
    return with_grounds([proposal])[0] if proposal else None


def unsent_remarks(filing: Filing) -> list[tuple[Remark, str]]:
    """The remarks that a request for correction would send, with the names of their places."""
    return with_places(filing, with_grounds(filing.remarks.to_send().select_related("author")))


def file_addresses(filing: Filing) -> dict[str, dict[str, str]]:
    """Where the stored files of the filing's body can be fetched at the desk."""
    addresses = {}
    for stored in StoredFile.objects.filter(organisation=filing.scheme.organisation_id):
        href = reverse("desk:file", args=[filing.number, stored.sha256])
        picture = f"{href}?preview=1" if stored.preview or stored.mime == "image/png" else ""
        addresses[stored.sha256] = {"href": href, "preview": picture}
    return addresses


@for_officers
@require_safe
def file(request: HttpRequest, number: str, sha256: str) -> HttpResponseBase:
    """A file of the filing's body, or with `?preview=1` its picture."""
    filing = filing_under(request, number)
    stored = get_object_or_404(
        StoredFile, organisation=filing.scheme.organisation_id, sha256=sha256
    )
    return file_response(stored, preview="preview" in request.GET)


def report_at_submission(filing: Filing) -> CheckReport:
    """The check report as it was when this version was handed in."""
    submission = filing.submissions.get(round=filing.round)
    return CheckReport.from_json(
        {"blueprint": filing.version.blueprint.ref, "findings": submission.findings}
    )


@for_officers
@require_safe
def difference(request: HttpRequest, number: str) -> HttpResponse:
    """What changed since the version that was listed before."""
    filing = filing_under(request, number)
    before = version_before(filing.version)
    changes = changes_between(before, filing.version) if before is not None else []
    context = filing_context(request, filing, "difference") | {
        "before": before,
        "changes": changes,
    }
    return render(request, "desk/difference.html", context)


@for_officers
@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """The body behind the filing: approval, fields, entries and earlier filings."""
    filing = filing_under(request, number)
    body = filing.organisation
    earlier = body.filings.exclude(pk=filing.pk).select_related("scheme", "officer")
    page = Paginator(earlier.order_by("-received_at", "-pk"), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    entries = body.entries.all()
    context = filing_context(request, filing, "history") | {
        "body": body,
        "approved": body.approved_fields.select_related("field"),
        "today": timezone.localdate(),
        "page": page,
        "listed": entries.listed().count(),
        "ended": entries.ended().count(),
        "corrections": body.filings.filter(decisions__outcome="correction_requested").count(),
    }
    return render(request, "desk/history.html", context)


@for_officers
@require_safe
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that happened to the filing."""
    filing = filing_under(request, number)
    context = filing_context(request, filing, "timeline") | {"timeline": filing_timeline(filing)}
    return render(request, "desk/timeline.html", context)


@for_officers
@require_POST
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Take the filing up, and go on where the text was open; of two the second is told."""
    user = person(request)
    filing = filing_under(request, number)
    if filing.officer is not None and filing.state == FilingState.UNDER_REVIEW:
        messages.warning(
            request,
            _("%(person)s took this filing up already.") % {"person": filing.officer},
        )
        return redirect("desk:filing", number=number)
    statement = statement_asked(request, filing, Duty.REVIEW)
    if not is_stated(statement):
        here = request.POST.get("here", "")
        context = filing_context(request, filing, "filing") | {
            "take_up_statement": statement,
            "here": here,
        }
        return render(request, "desk/take_up.html", context, status=422)
    TakeUp(filing, user).run()
    messages.success(request, _("You have taken this filing up for review."))
    text, here = reverse("desk:document", args=[number]), request.POST.get("here", "")
    return redirect(here if here.startswith(text) else text)

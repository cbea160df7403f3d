"""Signing the public commitment: the text, who signs it, and the proof that it is them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.doors import person
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.procedure.readiness import missing_files, obstacles_to_submitting, words_of
from registry.workspace.forms import SignatoryForm, SigningForm
from registry.workspace.next_step import words_of_signing
from registry.workspace.wizard import wizard_for
from schemes.actions import Sign
from schemes.designer.views.access import for_bodies, newest_version
from schemes.documents import signing_digest
from schemes.last_days import ending_of
from schemes.models import Version
from schemes.permissions import may_sign
from schemes.reports import make, report_of
from schemes.states import VersionState
from schemes.waivers import answers_of, question_of, unanswered


@for_bodies
@never_cache
@sensitive_post_parameters("password")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is signed and by whom; with proof that it is them, sign it and freeze the text."""
    user = person(request)
    version = newest_version(request, pk)
    may_sign(user, version).require()
    if version.state != VersionState.DRAFT:
        raise WrongState(_("This version is signed already; its text can no longer change."))
    digest = signing_digest(version.document)
    identity = SignatoryForm(instance=user)
    asked: dict[str, Any] = {"user": user, "issues": version.scheme.organisation.issues}
    form = SigningForm(**asked, initial={"seen": digest})
    status = 200
    if request.method == "POST" and "position" in request.POST:
        identity = SignatoryForm(request.POST, instance=user)
        if identity.is_valid():
            identity.save()
            return redirect("workspace:sign", pk=pk)
        user.refresh_from_db()
        status = 422
    elif request.method == "POST":
        form = SigningForm(request.POST, **asked)
        if form.is_valid():
            confirm_with_factor(request)
        refusal = _sign(form, version, user) if form.is_valid() else None
        if form.is_valid():
            messages.success(request, _("Signed. The text is frozen and can be submitted."))
            return redirect("workspace:file", pk=pk)
        status = refusal.status if refusal else 422
    context = _context(version, user) | {"form": form, "identity": identity, "digest": digest}
    return render(request, "workspace/sign.html", context, status=status)


def _sign(form: SigningForm, version: Version, user: Any) -> Any:
    """The act itself; what stands in its way comes back on the form."""
    seen = form.cleaned_data["seen"]
    return attempt(form, lambda: Sign(version, user, seen=seen).run())


def _context(version: Version, user: Any) -> dict[str, Any]:
    report = report_of(make(version))
    answers = answers_of(version)
    open_warnings = unanswered(report, version)
    way = wizard_for(version, {}).chosen
    # A frozen text that cannot be submitted would have to be begun anew.
    in_the_way = list(obstacles_to_submitting(version))
    is_named = bool(user.name and user.position)
    return {
        "version": version,
        "scheme": version.scheme,
        "issues": version.scheme.organisation.issues,
        "heading": words_of_signing(version),
        "text": RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate()),
        "report": report,
        "unanswered": open_warnings,
        "answered": [
            (finding, answers[question_of(finding)])
            for finding in report.warnings
            if question_of(finding) in answers
        ],
        "obstacles": words_of(in_the_way),
        "way": way,
        "ending": ending_of(version),
        "missing_files": missing_files(version),
        "is_named": is_named,
        "can_sign": is_named and report.is_clear and not in_the_way and not open_warnings,
    }

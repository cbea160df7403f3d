"""The page on which a licensed body reads the owner's text, signs it, and so files it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.doors import person
from portal.accounts.second_factor import confirm_with_factor
from portal.core.form_refusals import attempt
from portal.core.localised import document_language
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.catalogue.rule_text import rule_html
from registry.licences.permissions import may_file_under, may_see_licence
from registry.licences.standing import filed_under, text_to_file
from registry.models import Licence
from registry.procedure.actions import FileUnderLicence
from registry.procedure.readiness import refusals_to_licensed
from registry.workspace.forms import SignatoryForm, SigningForm
from schemes.designer.views.access import for_bodies
from schemes.models import Version


@for_bodies
@never_cache
@sensitive_post_parameters("password")
def file_under(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text and who signs it; with proof that it is them, sign and file it."""
    user = person(request)
    licence = get_object_or_404(Licence.objects.with_all(), pk=pk)
    may_see_licence(user, licence).require_sight()
    may_file_under(user, licence.organisation).require()
    version = text_to_file(licence)
    if version is None:
        messages.info(request, _("The owner has not released a text yet."))
        return redirect("workspace:licences")
    form, status = SigningForm(user=user, initial={"seen": version.digest}), 200
    identity = SignatoryForm(instance=user)
    if request.method == "POST" and "position" in request.POST:
        identity = SignatoryForm(request.POST, instance=user)
        if identity.is_valid():
            identity.save()
            return redirect("workspace:file-under", pk=pk)
        user.refresh_from_db()
        status = 422
    elif request.method == "POST":
        form = SigningForm(request.POST, user=user)
        act, refusal = None, None
        if form.is_valid():
            confirm_with_factor(request)
            seen = form.cleaned_data["seen"]
            act = FileUnderLicence(version, user, licence=licence, seen=seen)
            refusal = attempt(form, act.run)
        if form.is_valid() and act is not None:
            messages.success(request, _("Signed and filed for your body."))
            return redirect("workspace:filing", number=act.filing.number)
        status = refusal.status if refusal else 422
    context = _context(request, licence, version) | {"form": form, "identity": identity}
    return render(request, "workspace/licensed_filing.html", context, status=status)


def _context(request: HttpRequest, licence: Licence, version: Version) -> dict[str, object]:
    user = person(request)
    is_named = bool(user.name and user.position)
    filed = filed_under(licence, version)
    in_the_way = (
        [one.message for one in refusals_to_licensed(licence, version)] if filed is None else []
    )
    return {
        "licence": licence,
        "version": version,
        "scheme": version.scheme,
        "text": RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate()),
        "rule": rule_html(version, document_language(), {}),
        "obstacles": in_the_way,
        "filed": filed,
        "is_named": is_named,
        "can_sign": is_named and filed is None and not in_the_way,
    }

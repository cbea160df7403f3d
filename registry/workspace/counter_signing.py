"""The page on which a member reads a joint text, signs it for itself, and so files it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import bodies_of
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import DomainError
from portal.core.form_refusals import attempt
from portal.core.localised import document_language
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.alliances.joint import refusals, text_to_sign
from registry.alliances.permissions import may_see_alliance
from registry.catalogue.rule_text import rule_html
from registry.models import Alliance, AllianceMember
from registry.procedure.actions import CounterSign
from registry.procedure.readiness import closed_to_member
from registry.workspace.forms import SignatoryForm, SigningForm
from schemes.designer.views.access import for_bodies
from schemes.models import Version
from schemes.states import FROZEN_STATES


@for_bodies
@never_cache
@sensitive_post_parameters("password")
def counter_sign(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show the text and who signs it; with proof that it is them, sign and file it."""
    user = person(request)
    alliance = get_object_or_404(Alliance.objects.select_related("lead"), pk=pk)
    may_see_alliance(user, alliance).require_sight()
    text = get_object_or_404(
        Version.objects.select_related("scheme__organisation", "blueprint"),
        pk=version,
        state__in=FROZEN_STATES,
        scheme__joint__alliance=alliance,
    )
    member = _member(request, alliance, text)
    form = SigningForm(user=user, initial={"seen": text.digest})
    identity, status = SignatoryForm(instance=user), 200
    if request.method == "POST" and "position" in request.POST:
        identity = SignatoryForm(request.POST, instance=user)
        if identity.is_valid():
            identity.save()
            return redirect("workspace:counter-sign", pk=pk, version=version)
        user.refresh_from_db()
        status = 422
    elif request.method == "POST":
        form = SigningForm(request.POST, user=user)
        if form.is_valid():
            confirm_with_factor(request)
        refusal = _sign(form, member, text, user) if form.is_valid() else None
        if form.is_valid():
            messages.success(request, _("Signed for your body."))
            return redirect("workspace:alliance", pk=pk)
        status = refusal.status if refusal else 422
    context = _context(request, member, text) | {"form": form, "identity": identity}
    return render(request, "workspace/counter_sign.html", context, status=status)


def _member(request: HttpRequest, alliance: Alliance, text: Version) -> AllianceMember:
    """The membership for which the person can sign; else that by which they see the text."""
    others = alliance.members.exclude(organisation=text.scheme.organisation_id)
    own = others.current().filter(organisation__in=bodies_of(request.user))
    members = list(own.select_related("alliance__lead", "organisation"))
    signing = (one for one in members if CounterSign.access(request.user, one))
    member = next(signing, None) or next(iter(members), None)
    return member or get_object_or_404(own, pk=None)


def _sign(
    form: SigningForm, member: AllianceMember, text: Version, user: User
) -> DomainError | None:
    """The act itself; what stands in its way comes back on the form."""
    seen = form.cleaned_data["seen"]
    return attempt(form, lambda: CounterSign(member, user, version=text, seen=seen).run())


def _context(request: HttpRequest, member: AllianceMember, text: Version) -> dict[str, object]:
    user = person(request)
    body = member.organisation
    is_named = bool(user.name and user.position)
    in_the_way = [one.message for one in (*refusals(text, body), *closed_to_member(text, body))]
    signature = text.counter_signatures.filter(organisation=body).first()
    filed = text.submissions.filter(filing__organisation=body).select_related("filing").first()
    is_now = text_to_sign(text.scheme) == text
    waits = is_now and filed is None and (signature is None or text.state == "submitted")
    return {
        "alliance": member.alliance,
        "member": member,
        "version": text,
        "scheme": text.scheme,
        "text": RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate()),
        "rule": rule_html(text, document_language(), {}),
        "obstacles": in_the_way,
        "signature": signature,
        "filed": filed,
        "is_now": is_now,
        "is_named": is_named,
        "can_sign": waits
        and is_named
        and not in_the_way
        and bool(CounterSign.access(user, member)),
    }

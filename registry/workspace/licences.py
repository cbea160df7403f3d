"""Licences in the workspace: those that an owner grants and ends, those that a body holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.models import CertificationField, Organisation, User
from portal.accounts.permissions import authors_of
from portal.accounts.roles import OrganisationKind
from portal.core.file_errors import FileRefused
from portal.core.form_refusals import attempt
from portal.core.listing import alphabetically
from registry.licences.granting import end_licence, grant
from registry.licences.permissions import may_license, may_see_licence
from registry.licences.standing import filed_under, text_to_file
from registry.models import Entry, Licence
from registry.register.forms import day_field
from registry.workspace.acts import offered
from schemes.designer.views.access import for_bodies
from schemes.files.uploads import ACCEPTED, keep
from schemes.models import Scheme, StoredFile


class GrantForm(forms.Form):
    """Which body is licensed for which scheme, in which fields, how long, by which paper."""

    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=gettext_lazy("Scheme"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Certification body"),
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )
    fields_licensed = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        error_messages={"required": gettext_lazy("Choose the fields that the licence covers.")},
    )
    evidence = forms.FileField(
        label=gettext_lazy("The licence that both sides have signed"),
        help_text=gettext_lazy("As PDF. The body and the regulator read it, the public does not."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": gettext_lazy("Upload the licence that both sides have signed.")
        },
    )

    def __init__(self, *args: Any, schemes: list[Scheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["scheme"]
        chosen.queryset = Scheme.objects.filter(pk__in=[one.pk for one in schemes])
        bodies: Any = self.fields["organisation"]
        bodies.queryset = Organisation.objects.filter(kind=OrganisationKind.BODY).order_by(
            alphabetically()
        )
        named = {key for one in schemes for key in one.newest.document.get("domains") or ()}
        keys = sorted(named)
        fields: Any = self.fields["fields_licensed"]
        fields.choices = list(zip(keys, CertificationField.labels_of(keys), strict=True))


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def licences(request: HttpRequest) -> HttpResponse:
    """What the person's organisations grant and hold; a signatory of an owner grants another."""
    user, status = person(request), 200
    mine = authors_of(user)
    schemes = list(
        Scheme.objects.filter(
            organisation__in=mine, organisation__kind=OrganisationKind.SCHEME_OWNER
        ).select_related("organisation")
    )
    may = any(may_license(user, one.organisation) for one in schemes)
    form = GrantForm(
        request.POST or None,
        request.FILES or None,
        schemes=schemes,
        initial={"since": timezone.localdate()},
    )
    if request.method == "POST":
        refusal = attempt(form, lambda: _grant(request, form)) if form.is_valid() else None
        if form.is_valid():
            messages.success(request, _("The licence is granted; the body is told."))
            return redirect("workspace:licences")
        status = refusal.status if refusal else 422
    granted = Licence.objects.filter(scheme__in=schemes).with_all()
    held = Licence.objects.filter(organisation__in=mine).with_all()
    context = {
        "schemes": schemes,
        "granted": [_row(user, one) for one in granted],
        "held": [_row(user, one) for one in held],
        "form": form if may else None,
        "typed": form if form.is_bound else None,
    }
    return render(request, "workspace/licences.html", context, status=status)


def _grant(request: HttpRequest, form: GrantForm) -> Licence:
    """The act, with its file kept for the owner."""
    words, user = form.cleaned_data, person(request)
    scheme = words["scheme"]
    may_license(user, scheme.organisation).require()
    file = words["evidence"]
    try:
        evidence = keep(scheme.organisation, user, file.name, file.read())
    except FileRefused as refused:
        form.add_error("evidence", refused.message)
        raise
    return grant(
        scheme,
        words["organisation"],
        user,
        since=words["since"],
        until=words["until"],
        fields=words["fields_licensed"],
        evidence=evidence,
    )


def _row(user: User, licence: Licence) -> dict[str, Any]:
    """A licence with the text to be filed under it, what was, and what its entry allows now."""
    has_ended = hasattr(licence, "ending") or licence.is_over
    version = text_to_file(licence)
    entries = Entry.objects.filter(scheme=licence.scheme_id, organisation=licence.organisation_id)
    entry = entries.select_related("publication", "organisation", "scheme").first()
    return {
        "licence": licence,
        "fields": CertificationField.labels_of(licence.fields),
        "can_be_ended": not has_ended and bool(may_license(user, licence.licensor)),
        "version": version,
        "filed": filed_under(licence, version) if version is not None else None,
        "entry": entry,
        "acts": offered(user, entry),
    }


class EndLicenceForm(forms.Form):
    """With which day a licence ends, what becomes of certificates, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The body reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why; the record keeps it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["last_day"] = day_field(
            gettext_lazy("Last day on which certificates are issued under it"), today
        )
        self.fields["certificates_until"] = day_field(
            gettext_lazy("Last day on which a certificate is valid"),
            today,
            required=False,
            help_text=gettext_lazy("Empty: each until it expires."),
        )
        self.order_fields(["last_day", "certificates_until", "reason"])


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a licence before its time."""
    licence = _licence(request, pk)
    user = person(request)
    may_license(user, licence.licensor).require()
    form, status = EndLicenceForm(request.POST or None), 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            refusal = attempt(form, lambda: end_licence(licence, user, **form.cleaned_data))
        if form.is_valid():
            messages.success(request, _("The licence ends; the body is told."))
            return redirect("workspace:licences")
        status = refusal.status if refusal else 422
    context = {"licence": licence, "form": form}
    return render(request, "workspace/end_licence.html", context, status=status)


@login_required
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a licence, for both sides and the desk."""
    licence = _licence(request, pk)
    stored = get_object_or_404(
        StoredFile, organisation=licence.licensor, sha256=licence.evidence.get("sha256", "")
    )
    name = str(licence.evidence.get("name", "licence"))
    return FileResponse(stored.content.open("rb"), as_attachment=True, filename=name)


def _licence(request: HttpRequest, pk: int) -> Licence:
    """A licence that the person may see."""
    licence = get_object_or_404(Licence.objects.with_all(), pk=pk)
    may_see_licence(request.user, licence).require_sight()
    return licence

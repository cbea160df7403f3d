"""Beginning a scheme: from a blueprint, from a copy, or from an imported file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.accounts.models import Organisation
from portal.accounts.permissions import organisations_where
from portal.accounts.roles import WRITING_KINDS, Permission
from portal.core.errors import NotAllowed
from portal.reference.choices import Category
from schemes.designer.views.access import for_bodies, newest_version
from schemes.drafts import begin_scheme, copy_of
from schemes.importing import (
    ACCEPTED,
    MAX_UPLOAD_BYTES,
    ImportRefused,
    Incoming,
    Reason,
    check_import,
    import_document,
    open_upload,
)
from schemes.last_days import BlueprintOver, successor_of
from schemes.models import BlueprintVersion, Scheme


def _bodies(request: HttpRequest) -> QuerySet[Organisation]:
    """The bodies for which the person may write; nobody without one may begin anything."""
    bodies = organisations_where(request.user, Permission.EDIT).filter(kind__in=WRITING_KINDS)
    if not bodies:
        raise NotAllowed(
            _("Only authors and signatories of a certification body may write schemes.")
        )
    return bodies


def _chosen_body(request: HttpRequest, bodies: QuerySet[Organisation]) -> Organisation:
    """The body named in the form, else the only one."""
    wanted = request.POST.get("body", "")
    if wanted.isdecimal():
        return get_object_or_404(bodies, pk=int(wanted))
    return bodies[0]


def chosen_body(request: HttpRequest) -> Organisation:
    """The body for which the person begins a scheme.

    Raises:
        NotAllowed: the person writes for none.
    """
    return _chosen_body(request, _bodies(request))


def chosen_blueprint(request: HttpRequest) -> BlueprintVersion:
    """The blueprint that was chosen in the form; one that is none is an unknown page."""
    return get_object_or_404(
        BlueprintVersion.objects.issued(), pk=_number(request.POST.get("blueprint"))
    )


@dataclass(frozen=True)
class Offer:
    """A blueprint to begin with: its newest version, and those that go on beside it for a time."""

    newest: BlueprintVersion
    formers: list[BlueprintVersion]


def _offers() -> list[Offer]:
    """What can be begun today, in the order of the categories."""
    by_key: dict[str, list[BlueprintVersion]] = {}
    usable = BlueprintVersion.objects.to_begin_with(timezone.localdate())
    for blueprint in usable.order_by("key", "-version"):
        by_key.setdefault(blueprint.key, []).append(blueprint)
    order = list(Category.values)
    offers = [Offer(newest, formers) for newest, *formers in by_key.values()]
    return sorted(offers, key=lambda o: (order.index(o.newest.category), o.newest.key))


@for_bodies
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose how to begin; a chosen blueprint begins an empty draft."""
    bodies = _bodies(request)
    if request.method == "POST":
        if request.POST.get("copy", "").isdecimal():
            return _begin_copy(request, int(request.POST["copy"]))
        blueprint = chosen_blueprint(request)
        try:
            scheme = begin_scheme(_chosen_body(request, bodies), blueprint, person(request))
        except BlueprintOver as over:
            # A page that was open past the last day: what is offered now follows.
            messages.error(request, str(over.message))
            return redirect("designer:new")
        first = blueprint.blueprint.sections[0].key
        return redirect("designer:section", pk=scheme.pk, key=first)
    schemes = Scheme.objects.visible_to(request.user).select_related("organisation")
    context = {
        "bodies": bodies,
        "offers": _offers(),
        "schemes": schemes,
    }
    return render(request, "designer/new.html", context)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


@for_bodies
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a scheme from the newest version of another."""
    return _begin_copy(request, pk)


def _begin_copy(request: HttpRequest, pk: int) -> HttpResponse:
    version = newest_version(request, pk)
    blueprint = successor_of(version.blueprint) or version.blueprint
    body = version.scheme.organisation
    try:
        scheme = begin_scheme(body, blueprint, person(request), copy_of(version), version)
    except BlueprintOver as over:
        messages.error(request, str(over.message))
        return redirect("designer:new")
    messages.success(request, _("A new scheme was begun from a copy. Give it a title of its own."))
    first = blueprint.blueprint.sections[0].key
    return redirect("designer:section", pk=scheme.pk, key=first)


@for_bodies
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Begin a scheme from a document or a bundle; what is wrong with it is said at the field.

    “try” says what would become of it and of each of its files, and writes nothing.
    """
    bodies = _bodies(request)
    context: dict[str, Any] = {"bodies": bodies, "accepted": ACCEPTED}
    if request.method != "POST":
        return render(request, "designer/import.html", context)
    body = _chosen_body(request, bodies)
    try:
        incoming = _uploaded(request)
        prepared = check_import(body, person(request), incoming)
        if request.POST.get("do") == "try":
            context |= {"body": body, "prepared": prepared}
            return render(request, "designer/import.html", context)
        scheme = import_document(body, person(request), incoming, prepared)
    except ImportRefused as refusal:
        context |= {"body": body, "refusal": refusal}
        return render(request, "designer/import.html", context, status=422)
    messages.success(
        request, _("The document was imported as a draft. This is what its check says.")
    )
    for file in prepared.files:
        if file.sentence:
            messages.info(request, file.sentence)
    return redirect("designer:report", pk=scheme.pk)


def _uploaded(request: HttpRequest) -> Incoming:
    """The document of the file that was sent; a file that is too large is not even read."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise ImportRefused(Reason.NO_DOCUMENT, _("Choose a file first."))
    if (upload.size or 0) > MAX_UPLOAD_BYTES:
        raise ImportRefused(
            Reason.TOO_LARGE,
            _("The file is larger than %(size)d MB.") % {"size": MAX_UPLOAD_BYTES // 1_000_000},
        )
    return open_upload(upload.name or "", upload.read())

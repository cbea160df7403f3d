"""Telling the regulator of a number whose shape the register does not know."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.doors import person
from portal.accounts.models import Membership
from portal.accounts.roles import OrganisationKind, Role
from portal.core.mail import send_later
from portal.core.standard_numbers import normal_form
from schemes.designer.views.access import for_bodies, newest_version
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reports import report_before_signing


@for_bodies
@require_POST
def tell_regulator(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the regulator's editors the number that the report doubts; once for each number."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    number = _doubted(version, request.POST.get("address", ""))
    if number is None:
        messages.info(request, _("The report no longer doubts this number."))
    else:
        ref, type_ = number
        words = {
            "ref": ref,
            "type": type_,
            "body": version.scheme.organisation.name_text,
            "person": str(person(request)),
        }
        key = f"shape:{version.scheme.organisation_id}:{normal_form(ref)[:60]}"
        send_later("unknown_shape", _editors(), words, key=key)
        messages.success(request, _("The regulator has been told of “%(ref)s”.") % {"ref": ref})
    return redirect("designer:report", pk=pk)


def _doubted(version: Version, address: str) -> tuple[str, str] | None:
    """The number at a place, and its type, where the report does not know its shape."""
    for finding in report_before_signing(version).findings:
        said = finding.params
        if (finding.code, said.get("case"), finding.address) == ("SCH-014", "shape", address):
            return str(said["ref"]), str(said["type"])
    return None


def _editors() -> list[str]:
    rows = Membership.objects.filter(
        organisation__kind=OrganisationKind.REGULATOR, role=Role.EDITOR, user__is_active=True
    )
    return list(rows.values_list("user__email", flat=True))

"""Moving a draft to a newer version of its blueprint: what it brings, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from schemes.blueprints.compatibility.report import compatibility
from schemes.designer.views.access import for_bodies, newest_version
from schemes.drafts import move_to, new_findings
from schemes.last_days import ending_of, successor_of
from schemes.permissions import may_edit


@for_bodies
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new in the blueprint and what the draft would then lack; then the move."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    blueprint = successor_of(version.blueprint)
    if blueprint is None:
        messages.info(request, _("The draft follows the newest version of its blueprint."))
        return redirect("workspace:scheme", pk=pk)
    if request.method == "POST":
        move_to(version, blueprint, person(request))
        messages.success(
            request, _("The draft follows blueprint %(ref)s now.") % {"ref": blueprint.ref}
        )
        return redirect("designer:report", pk=pk)
    context = {
        "version": version,
        "scheme": version.scheme,
        "blueprint": blueprint,
        "ending": ending_of(version),
        "findings": new_findings(version, blueprint),
        "changes": compatibility(version.blueprint.blueprint, blueprint.blueprint),
    }
    return render(request, "designer/move.html", context)

"""The few views that need to know every package."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.permissions import authors_of, branches_of, may_publish, sees_desk
from portal.core.errors import NotAllowed
from portal.core.models import OutboxMessage

#: What is due for longer, in a queue where nothing else happens, means that no worker is at work.
WORKER_PATIENCE = timedelta(minutes=10)


def home_in_own_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the home page of their language."""
    return redirect(f"/{get_language()}/")


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Send a person to the place where they work."""
    user = request.user
    if sees_desk(user):
        return redirect("desk:queue")
    if branches_of(user):
        return redirect("desk:territory")
    if authors_of(user).exists():
        return redirect("workspace:dashboard")
    if may_publish(user):
        return redirect("wagtailadmin_home")
    return redirect("home")


def cms_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own log-in is not used: everybody signs in at one place.

    Who is signed in and still sent here has no part in the site's texts; sending them on to
    sign in would send them round for ever.
    """
    if request.user.is_authenticated:
        raise NotAllowed(_("Only editors of the regulator may change the pages of this site."))
    query = request.GET.urlencode()
    address = reverse("account_login")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def healthz(request: HttpRequest) -> JsonResponse:
    """Liveness and readiness: database, cache and worker, each with its word; and the outbox.

    A message that was given up makes the portal "degraded" until somebody at the desk sees to it.
    """
    database = _database_answers()
    checks = {
        "database": database,
        "cache": _cache_answers(),
        "worker": database and _worker_keeps_up(),
    }
    queues = OutboxMessage.objects.load_of_queues() if database else {}
    is_well = all(checks.values()) and not any(load["given_up"] for load in queues.values())
    body: dict[str, Any] = {"status": "ok" if is_well else "degraded"}
    body |= {name: "ok" if fine else "failing" for name, fine in checks.items()}
    body["outbox"] = queues
    return JsonResponse(body, status=200 if checks["database"] and checks["cache"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Exception:  # noqa: BLE001  # whatever it is, it is not ready
        return False


def _cache_answers() -> bool:
    try:
        cache.set("healthz", 1, 5)
        return bool(cache.get("healthz") == 1)
    except Exception:  # noqa: BLE001  # whatever it is, it is not ready
        return False


def _worker_keeps_up() -> bool:
    return not OutboxMessage.objects.overdue(timezone.now(), WORKER_PATIENCE).exists()

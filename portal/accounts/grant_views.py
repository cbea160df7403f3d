"""Answering an offered role: the person themselves, a second administrator, or oversight."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.grants import answer, answer_by_mail, confirmers, grant_of_mail, may_answer
from portal.accounts.models import RoleGrant, User


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What role is offered to whom; yes or no."""
    grants = RoleGrant.objects.select_related("user", "organisation", "by")
    grant = get_object_or_404(grants, pk=pk)
    user: Any = request.user
    if not _is_concerned(user, grant):
        raise Http404
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.account")
        agrees = request.POST.get("answer") == "yes"
        answer(grant, user, agrees=agrees)
        messages.success(request, _thanks(agrees))
        return redirect("after-login")
    context = {"grant": grant, "may_answer": bool(may_answer(user, grant))}
    return render(request, "roles/answer.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_mail_page(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the office of oversight, which has no account; the mail's address is the key."""
    grant = grant_of_mail(token)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        answer_by_mail(token, agrees=agrees)
        messages.success(request, _thanks(agrees))
        return redirect("roles:answer-by-mail", token=token)
    context = {"grant": grant, "may_answer": grant.is_waiting}
    return render(request, "roles/answer.html", context)


def _is_concerned(user: User, grant: RoleGrant) -> bool:
    """Others are not told that there is such a role."""
    own = user.pk in {grant.user_id, grant.by_id}
    return own or confirmers(grant).filter(pk=user.pk).exists()


def _thanks(agrees: bool) -> str:
    return _("The role is given.") if agrees else _("The role is refused.")

"""An organisation's people and roles, its approval and its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.authors import TAKEN_IN, take_in
from portal.accounts.branches import add_branch
from portal.accounts.doors import person
from portal.accounts.forms import AuthorForm, BranchForm, InvitationForm
from portal.accounts.invitations import invite, may_manage, take_role_away
from portal.accounts.models import GrantState, Membership, Organisation
from portal.accounts.permissions import is_member, organisations_where
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Permission
from portal.core.errors import NotAllowed, Unseen
from portal.core.form_refusals import attempt
from portal.core.listing import alphabetically

#: Whose people are at the desk; all others are in the workspace.
AT_THE_DESK = frozenset({OrganisationKind.REGULATOR, OrganisationKind.BRANCH})
#: What the administrator is told.
RESULTS = {
    GrantState.GIVEN: gettext_lazy("%(email)s has the role now and gets a mail."),
    GrantState.CONSENT: gettext_lazy("%(email)s gets a mail and has the role when they agree."),
    GrantState.CONFIRMATION: gettext_lazy(
        "Nobody gives this role to themselves alone: others have been asked by mail to confirm it."
    ),
}


@login_required
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Who belongs to the organisation, and for what it is approved."""
    return _page(request, _chosen(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Give a person a role; who has no account gets one and a mail."""
    user = person(request)
    chosen = _chosen(request)
    if request.method != "POST":
        return redirect(_address(chosen))
    may_manage(user, chosen).require()
    form = InvitationForm(request.POST, organisation=chosen)
    refusal = None
    if form.is_valid():
        raise_if_reauthentication_required(request, app="allauth.account")
        words = form.cleaned_data
        refusal = attempt(form, lambda: _give(request, chosen, words))
    if form.is_valid():
        return redirect(_address(chosen))
    return _page(request, chosen, form, refusal.status if refusal else 422)


def _give(request: HttpRequest, organisation: Organisation, words: dict[str, str]) -> None:
    """Give the role, and say whether somebody has to agree first."""
    grant = invite(words["email"], words["name"], organisation, words["role"], person(request))
    messages.success(request, RESULTS[GrantState(grant.state)] % {"email": grant.user.email})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_branch(request: HttpRequest) -> HttpResponse:
    """Add a branch of the regulator, with its first administrator."""
    form = BranchForm(request.POST or None, prefix="branch")
    done = _("The branch is added; its administrator gets a mail.")
    return _add(request, form, add_branch, done, "branch_form")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_author(request: HttpRequest) -> HttpResponse:
    """Take in a ministry or a scheme owner, with its first administrator."""
    form = AuthorForm(request.POST or None, prefix="author")
    done = _("The organisation is added; its administrator gets a mail.")
    return _add(request, form, take_in, done, "author_form")


def _add(
    request: HttpRequest, form: Form, add: Callable[..., Any], done: str, name: str
) -> HttpResponse:
    """Add an organisation beside the one whose page it is; what was refused comes back there."""
    user, chosen = person(request), _chosen(request)
    if request.method != "POST":
        return redirect(_address(chosen))
    may_manage(user, chosen).require()
    refusal = None
    if form.is_valid():
        raise_if_reauthentication_required(request, app="allauth.account")
        refusal = attempt(form, lambda: add(chosen, user, **form.cleaned_data))
    if form.is_valid():
        messages.success(request, done)
        return redirect(_address(chosen))
    return _page(request, chosen, None, refusal.status if refusal else 422, **{name: form})


@login_required
@require_POST
def remove_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away from a person."""
    user = person(request)
    memberships = Membership.objects.select_related("organisation", "user")
    membership = get_object_or_404(memberships, pk=pk)
    if not (is_member(user, membership.organisation) or may_manage(user, membership.organisation)):
        raise Unseen
    may_manage(user, membership.organisation).require()
    raise_if_reauthentication_required(request, app="allauth.account")
    take_role_away(membership, user)
    messages.success(
        request,
        _("%(person)s no longer has the role “%(role)s”.")
        % {"person": membership.user, "role": membership.get_role_display()},
    )
    return redirect(_address(membership.organisation))


def _chosen(request: HttpRequest) -> Organisation:
    """The organisation asked for by `of`, else the person's first one."""
    own = organisations_where(request.user, Permission.WORK)
    managed = organisations_where(request.user, Permission.MANAGE)
    branches = Organisation.objects.filter(parent__in=managed.values("pk"))
    slug = request.POST.get("of") or request.GET.get("of")
    chosen = (own | branches).filter(slug=slug).first() if slug else own.first()
    if chosen is None:
        raise NotAllowed(_("You do not belong to this organisation."))
    return chosen


def _address(organisation: Organisation) -> str:
    return f"{reverse('organisation:people')}?of={organisation.slug}"


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: InvitationForm | None = None,
    status: int = 200,
    branch_form: Form | None = None,
    author_form: Form | None = None,
) -> HttpResponse:
    memberships = organisation.memberships.select_related("user").order_by(
        alphabetically("user__"), "role"
    )
    context = {
        "base": "base_desk.html" if organisation.kind in AT_THE_DESK else "base_workspace.html",
        "organisation": organisation,
        "others": organisations_where(request.user, Permission.WORK).exclude(pk=organisation.pk),
        "people": _by_person(memberships),
        "waiting": organisation.role_grants.waiting().select_related("user"),
        "may_manage": bool(may_manage(request.user, organisation)),
        "form": form or InvitationForm(organisation=organisation),
        "branches": organisation.branches.order_by(alphabetically()),
        "branch_form": branch_form or BranchForm(prefix="branch"),
        "authors": Organisation.objects.filter(kind__in=TAKEN_IN),
        "author_form": author_form or AuthorForm(prefix="author"),
        "of_branch": organisation.parent is not None,
        "roles": ROLES_OF_KIND[organisation.kind],
        "approved": organisation.approved_fields.select_related("field"),
        "today": timezone.localdate(),
    }
    return render(request, "roles/organisation.html", context, status=status)


def _by_person(memberships: Iterable[Membership]) -> list[dict[str, Any]]:
    """Each person once, with their roles."""
    people: dict[int, dict[str, Any]] = {}
    for membership in memberships:
        person = people.setdefault(membership.user_id, {"person": membership.user, "roles": []})
        person["roles"].append(membership)
    return list(people.values())

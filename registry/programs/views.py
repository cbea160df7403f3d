"""The systems of a body that use the API: their tokens, from asking to revoking."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.accounts.models import Organisation
from portal.accounts.permissions import bodies_of
from portal.accounts.second_factor import confirm_with_factor, has_second_factor
from portal.core.errors import Unseen
from portal.core.form_refusals import attempt
from portal.core.listing import Column, Listing, by_name
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from registry.models import ApiToken, Scope, TokenState
from registry.programs.forms import TakingOverForm, TokenForm
from registry.tokens.life import Revoke, TakeOver, ask_for
from registry.tokens.permissions import may_ask, may_revoke, may_see_tokens, may_take_over
from schemes.designer.views.access import for_bodies

TOKENS = Listing(
    "tokens",
    (
        Column("name", gettext_lazy("System"), lambda row: row.name, "name"),
        Column(
            "scopes",
            gettext_lazy("Opens"),
            lambda row: _(", ").join(map(str, row.scope_labels)),
        ),
        Column(
            "responsible",
            gettext_lazy("Who answers for it"),
            lambda row: row.responsible,
            by_name("responsible__"),
        ),
        Column("last_day", gettext_lazy("Last day"), lambda row: row.last_day, "last_day"),
        Column(
            "used",
            gettext_lazy("Last used"),
            lambda row: timezone.localdate(row.last_used_at) if row.last_used_at else None,
            "last_used_at",
        ),
        Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), "state"),
    ),
    per_page=50,
)


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the body; an administrator has a new one made."""
    user = person(request)
    organisation = chosen_body(request)
    may_see_tokens(user, organisation).require()
    form = TokenForm(organisation=organisation)
    status = 200
    if request.method == "POST":
        may_ask(user, organisation).require()
        form = TokenForm(request.POST, organisation=organisation)
        refusal = None
        if form.is_valid():
            raise_if_reauthentication_required(request, app="allauth.account")
            refusal = attempt(form, lambda: ask_for(organisation, user, **form.cleaned_data))
        if form.is_valid():
            name = form.cleaned_data["responsible"]
            messages.success(
                request, _("%(person)s is asked to take the token over.") % {"person": name}
            )
            return redirect(_address(organisation))
        status = refusal.status if refusal else 422
    context = _context(request, organisation, form)
    if context["listing"].is_file:
        file: HttpResponse = context["listing"].file()
        return file
    return render(request, "programs/tokens.html", context, status=status)


def _context(request: HttpRequest, organisation: Organisation, form: TokenForm) -> dict[str, Any]:
    user, today = person(request), timezone.localdate()
    rows = organisation.tokens.select_related("responsible", "asked_by", "organisation")
    listing = TOKENS.shown(request, rows)
    return {
        "listing": listing,
        "page": listing.page,
        "organisation": organisation,
        "others": bodies_of(user).exclude(pk=organisation.pk),
        "form": form,
        "may_ask": bool(may_ask(user, organisation)),
        "rows": [
            {
                "token": token,
                "is_usable": token.state == TokenState.IN_USE and token.last_day >= today,
                "may_take_over": TakeOver.is_available(user, token) and not token.is_over,
                "may_revoke": Revoke.is_available(user, token),
            }
            for token in listing.page
        ],
    }


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what the token does, answer for it, and see its secret once."""
    user = person(request)
    token = _token(request, pk)
    may_take_over(user, token).require()
    signs = Scope.FILE in token.scopes
    form = TakingOverForm(request.POST or None, signs=signs)
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            _confirm(request)
            action = TakeOver(token, user, agreed=True)
            refusal = attempt(form, action.run)
            if refusal is None:
                context = {"token": action.record, "secret": action.secret}
                return render(request, "programs/secret.html", context)
        status = refusal.status if refusal else 422
    context = {
        "token": token,
        "form": form,
        "signs": signs,
        "is_open": token.state == TokenState.ASKED,
        "text": RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, timezone.localdate()),
    }
    return render(request, "programs/take_over.html", context, status=status)


@for_bodies
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token."""
    user = person(request)
    token = _token(request, pk)
    may_revoke(user, token).require()
    raise_if_reauthentication_required(request, app="allauth.account")
    Revoke(token, user).run()
    messages.success(
        request,
        _("The token “%(name)s” is revoked; it opens nothing any more.") % {"name": token.name},
    )
    return redirect(_address(token.organisation))


def chosen_body(request: HttpRequest) -> Organisation:
    """The body asked for by `of`, else the person's first one."""
    own = bodies_of(request.user)
    slug = request.POST.get("of") or request.GET.get("of")
    chosen = own.filter(slug=slug).first() if slug else own.first()
    if chosen is None:
        raise Unseen
    return chosen


def _confirm(request: HttpRequest) -> None:
    """With the second factor; who has none shows the password again."""
    confirm_with_factor(request)
    if not has_second_factor(request.user):
        raise_if_reauthentication_required(request, app="allauth.account")


def _token(request: HttpRequest, pk: int) -> ApiToken:
    token = get_object_or_404(ApiToken.objects.select_related("organisation", "responsible"), pk=pk)
    may_see_tokens(request.user, token.organisation).require_sight()
    return token


def _address(organisation: Organisation) -> str:
    return f"{reverse('programs:tokens')}?of={organisation.slug}"

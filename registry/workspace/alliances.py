"""Alliances in the workspace: who belongs, who is invited, which texts are joint, what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import Organisation, User
from portal.accounts.permissions import authors_of, bodies_of, organisations_where
from portal.accounts.roles import OrganisationKind, Permission
from portal.accounts.second_factor import confirm_with_factor
from portal.core.actions import ReasonedAction
from portal.core.form_refusals import attempt
from portal.core.listing import Column, Listing, by_name
from registry.alliances.joint import Standing, joint_texts
from registry.alliances.leading import TakeLead
from registry.alliances.leaving import entries_ever_of
from registry.alliances.membership import (
    ALLIANCE_EVENTS,
    JoinAlliance,
    found,
    invite,
    make_joint,
    may_become_joint,
)
from registry.alliances.permissions import may_bind, may_see_alliance
from registry.alliances.waiting import texts_waiting_for
from registry.models import Alliance, AllianceMember
from registry.procedure.actions import ALLIANCE_ACTIONS
from registry.states import STANDING_MEMBERSHIPS, MembershipState
from registry.workspace.acts import AnyReasoned, carry_out, offered
from schemes.designer.views.access import for_bodies
from schemes.models import Scheme

ALLIANCES = Listing(
    "alliances",
    (
        Column("name", gettext_lazy("Alliance"), str, by_name()),
        Column("lead", gettext_lazy("Lead"), lambda row: row.lead, by_name("lead__")),
        Column("founded", gettext_lazy("Founded"), lambda row: row.founded_on, "founded_on"),
    ),
)


def _answered_for(user: User) -> Any:
    """The bodies for which the person can bind: signs, or manages."""
    return organisations_where(user, Permission.SIGN) | organisations_where(user, Permission.MANAGE)


class FoundForm(forms.Form):
    """Name and lead of a new alliance."""

    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Lead"), empty_label=None
    )
    name_zh = forms.CharField(
        label=gettext_lazy("Name in Chinese"),
        help_text=gettext_lazy("The full name in its charter."),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter the name of the alliance.")},
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.queryset = bodies


class InviteForm(forms.Form):
    """Which body is invited."""

    body = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Certification body"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the certification body.")},
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = alliance.members.filter(state__in=STANDING_MEMBERSHIPS)
        bodies = Organisation.objects.filter(kind=OrganisationKind.BODY)
        body: Any = self.fields["body"]
        body.queryset = bodies.exclude(pk__in=standing.values("organisation"))


class JointForm(forms.Form):
    """Which scheme of the lead becomes a joint one."""

    scheme = forms.ModelChoiceField(
        Scheme.objects.none(),
        label=gettext_lazy("Scheme of the lead"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the scheme.")},
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scheme: Any = self.fields["scheme"]
        scheme.queryset = may_become_joint(alliance)


@for_bodies
@require_safe
def alliances(request: HttpRequest) -> HttpResponse:
    """The alliances of the person's bodies."""
    user = person(request)
    listing = ALLIANCES.shown(request, Alliance.objects.visible_to(user).select_related("lead"))
    if listing.is_file:
        return listing.file()
    may_found = _answered_for(user).exists()
    context = {"listing": listing, "page": listing.page, "may_found": may_found}
    return render(request, "workspace/alliances.html", context)


@for_bodies
@require_http_methods(["GET", "HEAD", "POST"])
def found_one(request: HttpRequest) -> HttpResponse:
    """Found an alliance that one's own body leads."""
    user = person(request)
    bodies = _answered_for(user).filter(kind=OrganisationKind.BODY)
    if not bodies:
        may_bind(user, authors_of(user)[0]).require()
    form = FoundForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        alliance = found(user=user, **form.cleaned_data)
        messages.success(request, _("The alliance is founded. Invite its members."))
        return redirect("workspace:alliance", pk=alliance.pk)
    status = 422 if form.is_bound else 200
    return render(request, "workspace/found_alliance.html", {"form": form}, status=status)


@for_bodies
@never_cache
@require_safe
def alliance(request: HttpRequest, pk: int) -> HttpResponse:
    """One alliance: its members with their days and numbers, its joint texts, its history."""
    return _page(request, _alliance(request, pk))


@for_bodies
@require_POST
def invite_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a body; what was refused comes back on the page."""
    alliance, user = _alliance(request, pk), person(request)
    may_bind(user, alliance.lead).require()
    form = InviteForm(request.POST, alliance=alliance)
    if form.is_valid():
        attempt(form, lambda: invite(alliance, form.cleaned_data["body"], user))
    if form.is_valid():
        messages.success(request, _("The body is invited; its signatory or administrator answers."))
        return redirect("workspace:alliance", pk=pk)
    return _page(request, alliance, 422, inviting=form)


@for_bodies
@require_POST
def make_one_joint(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a scheme of the lead a joint one."""
    alliance, user = _alliance(request, pk), person(request)
    form = JointForm(request.POST, alliance=alliance)
    if form.is_valid():
        attempt(form, lambda: make_joint(alliance, form.cleaned_data["scheme"], user))
    if form.is_valid():
        messages.success(request, _("The scheme is a joint one; the members can counter-sign it."))
        return redirect("workspace:alliance", pk=pk)
    return _page(request, alliance, 422, joining=form)


@for_bodies
@require_POST
def join_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the invitation for one's own body."""
    alliance, user = _alliance(request, pk), person(request)
    own = alliance.members.filter(organisation__in=_answered_for(user)).order_by("-pk")
    member = own.filter(state=MembershipState.INVITED).first() or own.first()
    if member is None:
        raise Http404
    JoinAlliance(member, user).run()
    messages.success(request, _("Your body is a member of the alliance."))
    return redirect("workspace:alliance", pk=pk)


@for_bodies
@require_POST
def take_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the lead over for the body to which it is offered."""
    alliance, user = _alliance(request, pk), person(request)
    own = alliance.members.current().filter(organisation__in=bodies_of(user))
    rows = own.select_related("alliance__lead", "organisation")
    member = rows.filter(organisation=alliance.next_lead).first() or rows.first()
    if member is None:
        raise Http404
    TakeLead.access(user, member).require()
    confirm_with_factor(request)
    TakeLead(member, user).run()
    messages.success(request, _("Your body leads the alliance; the joint texts are its own."))
    return redirect("workspace:alliance", pk=pk)


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, member: int, name: str) -> HttpResponse:
    """What is done to a membership with a reason: decline, take back, leave, end."""
    alliance = _alliance(request, pk)
    record = get_object_or_404(
        alliance.members.select_related("alliance__lead", "organisation"), pk=member
    )
    found_act = next((each for each in _reasoned() if each.name == name), None)
    if found_act is None:
        raise Http404
    return carry_out(request, record, found_act, reverse("workspace:alliance", args=[pk]))


def _reasoned() -> list[AnyReasoned]:
    acts: tuple[type[Any], ...] = ALLIANCE_ACTIONS
    return [each for each in acts if issubclass(each, ReasonedAction)]


def _alliance(request: HttpRequest, pk: int) -> Alliance:
    alliance = get_object_or_404(Alliance.objects.select_related("lead"), pk=pk)
    may_see_alliance(request.user, alliance).require_sight()
    return alliance


def _page(
    request: HttpRequest,
    alliance: Alliance,
    status: int = 200,
    inviting: InviteForm | None = None,
    joining: JointForm | None = None,
) -> HttpResponse:
    user = person(request)
    members = alliance.members.select_related("organisation", "alliance__lead")
    rows = [
        _row(user, member)
        for member in members.order_by(F("joined_on").asc(nulls_last=True), "invited_at", "pk")
    ]
    is_lead = bool(may_bind(user, alliance.lead))
    context = {
        "alliance": alliance,
        "rows": rows,
        "invited": next((row["member"] for row in rows if row["may_join"]), None),
        "offered": next((row["member"] for row in rows if row["may_lead"]), None),
        "texts": [_text(user, one) for one in joint_texts(alliance)],
        "invite_form": (inviting or InviteForm(alliance=alliance)) if is_lead else None,
        "joint_form": _joint_form(user, alliance, joining),
        "bound": inviting or joining,
        "events": [
            (event, ALLIANCE_EVENTS.get(event.event, event.event))
            for event in alliance.events.select_related("actor", "member__organisation").order_by(
                "-at", "-pk"
            )
        ],
    }
    return render(request, "workspace/alliance.html", context, status=status)


def _joint_form(user: User, alliance: Alliance, bound: JointForm | None) -> JointForm | None:
    """For those who write for the lead, while it has a scheme that is not joint."""
    form = bound or JointForm(alliance=alliance)
    choices: Any = form.fields["scheme"]
    writes = organisations_where(user, Permission.EDIT).filter(pk=alliance.lead_id).exists()
    return form if bound or (writes and choices.queryset.exists()) else None


def _row(user: User, member: AllianceMember) -> dict[str, Any]:
    """A membership, its entries with what can be done to each, and what can be done to it."""
    return {
        "member": member,
        "entries": [(entry, offered(user, entry)) for entry in entries_ever_of(member)],
        "may_lead": TakeLead.is_available(user, member),
        "may_join": JoinAlliance.is_available(user, member),
        "acts": [
            (each, reverse("workspace:member-act", args=[member.alliance_id, member.pk, each.name]))
            for each in _reasoned()
            if each.is_available(user, member)
        ],
    }


def _text(user: User, one: tuple[Any, Any, list[Standing]]) -> dict[str, Any]:
    """A joint text, how each member stands to it, and whether the person has to sign it."""
    joint, version, standing = one
    own = (one.member for one in standing)
    waits = {each.pk for _member, each in texts_waiting_for(user, own)}
    return {
        "joint": joint,
        "version": version,
        "standings": standing,
        "may_sign": version is not None and version.pk in waits,
    }

"""Giving a role: at once, with the person's consent, or with a second person's confirmation.

Nobody becomes a member of an organisation without saying yes, and no administrator makes himself
a signatory, officer, decider or administrator alone. Why those confirm who do: docs/adr/0014.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.memberships import join
from portal.accounts.models import (
    GRANT_WAITS,
    WAITING,
    GrantState,
    Membership,
    Organisation,
    RoleGrant,
    User,
)
from portal.accounts.permissions import Visitor, permissions_of
from portal.accounts.roles import NOT_FOR_ONESELF_ALONE, OrganisationKind, Permission, Role
from portal.core import outbox
from portal.core.access import ALLOWED, Access, refused
from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from portal.core.moves import NOT_YET, Move, enter, kind_of

#: Who has one of these is the regulator's, and must stay without a part in any body.
OF_THE_REGULATOR = frozenset(
    {
        Permission.REVIEW.value,
        Permission.DECIDE.value,
        Permission.OBSERVE.value,
        Permission.SEE_TERRITORY.value,
    }
)
#: The regulator and its branches: nobody above them confirms a role.
OF_THE_AUTHORITY = frozenset({OrganisationKind.REGULATOR, OrganisationKind.BRANCH})
#: Whose schemes the regulator reviews, so that nobody works for both.
REVIEWED_KINDS = frozenset({OrganisationKind.BODY, OrganisationKind.SCHEME_OWNER})
BY_MAIL = TimestampSigner(salt="portal.accounts.grants")

_GRANT = kind_of(RoleGrant)
_WAITS = frozenset(WAITING)
#: One that waits already may be wanted anew, on other grounds.
_WANTED = frozenset({NOT_YET, *WAITING})
_ADMINISTRATOR = gettext_lazy("administrator of the organisation")
ASK_THE_PERSON = Move(
    _GRANT,
    _WANTED,
    GrantState.CONSENT,
    label=gettext_lazy("Offer a role to somebody new"),
    who=_ADMINISTRATOR,
)
ASK_A_SECOND = Move(
    _GRANT,
    _WANTED,
    GrantState.CONFIRMATION,
    label=gettext_lazy("Want a role of weight for oneself"),
    who=_ADMINISTRATOR,
)
GIVE = Move(
    _GRANT,
    _WANTED,
    GrantState.GIVEN,
    label=gettext_lazy("Give a role, or agree to it"),
    who=gettext_lazy("administrator for a member or a new account, else who was asked"),
)
REFUSE = Move(
    _GRANT,
    _WAITS,
    GrantState.REFUSED,
    label=gettext_lazy("Refuse a role"),
    who=gettext_lazy("whoever was asked"),
)
GRANT_MOVES = (ASK_THE_PERSON, ASK_A_SECOND, GIVE, REFUSE)


@transaction.atomic
def give(user: User, organisation: Organisation, role: str, by: User, *, is_new: bool) -> RoleGrant:
    """Give a role, or ask those who have to agree first; `is_new` is who got an account for it.

    Raises:
        RulesBroken: the person works for the regulator, or nobody could confirm it.
    """
    refuse_the_regulators_people(user, organisation)
    move = _move_of(user, organisation, role, by, is_new)
    grant, _created = RoleGrant.objects.update_or_create(
        user=user,
        organisation=organisation,
        role=role,
        state__in=WAITING,
        defaults={"by": by, "at": timezone.now(), **move.beginning},
        create_defaults={"by": by, **move.beginning},
    )
    if move is GIVE:
        _carry_out(grant, by)
    elif move is ASK_THE_PERSON:
        _ask("role_offered", grant, {user.email}, _page_of(grant), set_password_for=user)
    else:
        _ask_for_confirmation(grant)
    return grant


def _move_of(user: User, organisation: Organisation, role: str, by: User, is_new: bool) -> Move:
    if user == by and role in NOT_FOR_ONESELF_ALONE:
        return ASK_A_SECOND
    if is_new or Membership.objects.filter(user=user, organisation=organisation).exists():
        return GIVE
    return ASK_THE_PERSON


def confirmers(grant: RoleGrant) -> QuerySet[User]:
    """Who may confirm a role that an administrator wants for himself.

    The organisation's other administrators, without those whom he has appointed himself; where
    there are none, the regulator's for a body. For the regulator's own there is then nobody here.
    """
    appointed = RoleGrant.objects.filter(
        organisation=grant.organisation,
        role=Role.ADMINISTRATOR,
        by=grant.by,
        state=GrantState.GIVEN,
    )
    others = (
        administrators(organisation=grant.organisation)
        .exclude(pk=grant.user_id)
        .exclude(pk__in=appointed.values("user"))
    )
    if others.exists() or grant.organisation.kind in OF_THE_AUTHORITY:
        return others
    return administrators(organisation__kind=OrganisationKind.REGULATOR).exclude(pk=grant.user_id)


def administrators(**of: Any) -> QuerySet[User]:
    """The administrators of the organisations that this describes."""
    rows = Membership.objects.filter(role=Role.ADMINISTRATOR, **of)
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))


def may_answer(user: Visitor, grant: RoleGrant) -> Access:
    """Whether a person may say yes or no to a role that waits."""
    if not grant.is_waiting:
        return refused(_("This was answered already, or it waited too long."))
    if user is None or user.pk is None:
        asked = False
    elif grant.state == GrantState.CONSENT:
        asked = user.pk == grant.user_id
    else:
        asked = confirmers(grant).filter(pk=user.pk).exists()
    return ALLOWED if asked else refused(_("Somebody else is asked to answer this."))


@transaction.atomic
def answer(grant: RoleGrant, by: User, *, agrees: bool) -> RoleGrant:
    """Say yes or no to a role that waits.

    Raises:
        NotAllowed: the person is not asked, or it was answered already.
        RulesBroken: the person meanwhile works for the regulator.
    """
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    may_answer(by, grant).require()
    return _answered(grant, by, agrees=agrees)


@transaction.atomic
def answer_by_mail(token: str, *, agrees: bool) -> RoleGrant:
    """Say yes or no with the key of the mail that the office of oversight got."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant_of_mail(token).pk)
    if not grant.is_waiting:
        refused(_("This was answered already, or it waited too long.")).require()
    return _answered(grant, None, agrees=agrees)


def grant_of_mail(token: str) -> RoleGrant:
    """The role that a mail to the office of oversight is about.

    Raises:
        Http404: the key is not ours or too old.
    """
    try:
        pk = BY_MAIL.unsign(token, max_age=GRANT_WAITS)
    except BadSignature as mistake:
        raise Http404 from mistake
    return RoleGrant.objects.select_related("user", "organisation", "by").get(pk=pk)


def refuse_the_regulators_people(user: User, organisation: Organisation) -> None:
    """A body could otherwise disqualify an officer from its filings by adding them."""
    works_for_regulator = any(
        codename in OF_THE_REGULATOR for _org, codename in permissions_of(user)
    )
    if organisation.kind in REVIEWED_KINDS and works_for_regulator:
        raise RulesBroken(
            _("This person reviews filings for the regulator and cannot join a certification body.")
        )


def _answered(grant: RoleGrant, by: User | None, *, agrees: bool) -> RoleGrant:
    if agrees:
        refuse_the_regulators_people(grant.user, grant.organisation)
    enter(grant, GIVE if agrees else REFUSE)
    grant.answered_by, grant.answered_at = by, timezone.now()
    grant.save()
    if agrees:
        _carry_out(grant, by or grant.by)
    if by != grant.by:
        words = _words(grant) | {"agrees": agrees}
        send_later("role_answered", {grant.by.email}, words, key=f"role_answered:{grant.pk}")
    return grant


def _carry_out(grant: RoleGrant, by: User) -> None:
    """The role itself, and the mail that tells of it."""
    join(grant.user, grant.organisation, grant.role)
    payload = {"user": grant.user_id, "organisation": grant.organisation_id, "role": grant.role}
    outbox.put("invitation", payload | {"by": by.pk})


def _ask_for_confirmation(grant: RoleGrant) -> None:
    addresses = set(confirmers(grant).values_list("email", flat=True))
    page = _page_of(grant)
    if not addresses and grant.organisation.kind in OF_THE_AUTHORITY and settings.OVERSIGHT_EMAIL:
        addresses = {settings.OVERSIGHT_EMAIL}
        page = reverse("roles:answer-by-mail", args=[BY_MAIL.sign(str(grant.pk))])
    if not addresses:
        raise RulesBroken(
            _(
                "A second administrator has to confirm this, and there is none whom you have not "
                "appointed yourself. Let somebody else give you this role."
            )
        )
    _ask("role_to_confirm", grant, addresses, page)


def _ask(
    template: str,
    grant: RoleGrant,
    addresses: set[str],
    page: str,
    set_password_for: User | None = None,
) -> None:
    lacks_password = set_password_for is not None and not set_password_for.has_usable_password()
    words = _words(grant) | {"page": page, "lacks_password": lacks_password}
    send_later(template, addresses, words)


def _page_of(grant: RoleGrant) -> str:
    return reverse("roles:answer", args=[grant.pk])


def _words(grant: RoleGrant) -> dict[str, Any]:
    """What every mail about a role says."""
    return {
        "name": grant.user.name,
        "by": grant.by.name,
        "organisation": grant.organisation.name_text,
        "role": in_both_languages(Role(grant.role).label),
    }

"""Who gives tokens to a body's systems, who answers for them, and what a token may do now."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.accounts.permissions import Visitor, has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import ApiToken, Scope

#: What a person must be able to do themselves for a token to do it in their name.
NEEDED: dict[str, Permission] = {
    Scope.READ: Permission.WORK,
    Scope.DRAFT: Permission.EDIT,
    Scope.FILE: Permission.SIGN,
}


def may_see_tokens(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may see which systems of a body have tokens: those who work for it."""
    if organisation.is_body and has_permission(user, Permission.WORK, organisation):
        return ALLOWED
    return refused(_("Only people of the certification body may see its tokens."))


def may_ask(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may have a token made for a body."""
    if organisation.is_body and has_permission(user, Permission.MANAGE, organisation):
        return ALLOWED
    return refused(_("Only an administrator of the certification body may have tokens made."))


def may_take_over(user: Visitor, token: ApiToken) -> Access:
    """Whether a person may take a token over: the one who answers for it, and may do it all."""
    if user is None or user.pk != token.responsible_id:
        return refused(_("A token is taken over by the person who answers for it."))
    return may_all(user, token)


def may_revoke(user: Visitor, token: ApiToken) -> Access:
    """Whether a person may revoke a token: an administrator, and who answers for it."""
    if user is not None and user.pk == token.responsible_id:
        return ALLOWED
    if has_permission(user, Permission.MANAGE, token.organisation):
        return ALLOWED
    return refused(_("A token is revoked by an administrator or by the person who answers for it."))


def may_all(user: Visitor, token: ApiToken) -> Access:
    """Whether a person may do everything that a token is for."""
    needed = {NEEDED[scope] for scope in token.scopes if scope in NEEDED}
    if all(has_permission(user, each, token.organisation) for each in needed):
        return ALLOWED
    return refused(_("The person who answers for the token does not have the role that it needs."))


def who_may_answer(organisation: Organisation) -> QuerySet[User]:
    """The people of a body among whom the one is chosen who answers for a token."""
    return User.objects.filter(memberships__organisation=organisation, is_active=True).distinct()

"""The draft of a joint text names the members of today: whoever joins, is made joint, or leaves.

A signed text stays as it was signed; the next draft follows.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.dispatch import receiver

from portal.accounts.models import Organisation, User
from portal.core.folding import identity
from registry.models import Alliance, JointScheme
from schemes.documents import find, with_ids
from schemes.drafts import version_begun
from schemes.history.recording import write
from schemes.models import Cause, Scheme, Version
from schemes.restoring import version_restored


def name_members(alliance: Alliance, user: User) -> None:
    """Bring the drafts of all its joint schemes up to date."""
    for scheme in Scheme.objects.filter(joint__alliance=alliance):
        name_members_in(scheme, alliance, user)


@receiver(version_restored, dispatch_uid="registry.alliances.naming_again")
@receiver(version_begun, dispatch_uid="registry.alliances.naming")
def name_members_at_the_start(sender: Any, version: Version, user: User, **kwargs: Any) -> None:
    """A draft that follows an earlier text, or says one again, names who is a member by now."""
    joint = JointScheme.objects.filter(scheme=version.scheme_id).select_related("alliance").first()
    if joint is not None:
        name_members_in(version.scheme, joint.alliance, user)
        version.refresh_from_db()


def name_members_in(scheme: Scheme, alliance: Alliance, user: User) -> None:
    """Bring the draft of one joint scheme up to date, if there is one."""
    current = Organisation.objects.filter(alliances__in=alliance.members.current())
    ever = Organisation.objects.filter(alliances__in=alliance.members.ever())
    members = list(current.order_by("alliances__joined_on", "pk").distinct())
    left = [body for body in ever.distinct() if body not in members]
    for draft in scheme.versions.drafts().select_for_update(of=("self",)):
        named = with_members(draft.document, alliance, members, left)
        if named == draft.document:
            continue
        write(draft, user, named, Cause.MEMBERS)
        draft.record_event(
            event="members_named", from_state=draft.state, to_state=draft.state, actor=user
        )


def with_members(
    document: Mapping[str, Any],
    alliance: Alliance,
    members: Iterable[Organisation],
    left: Iterable[Organisation] = (),
) -> dict[str, Any]:
    """The document with these members among operators and members, and without those who left.

    What its authors wrote of them stays; bodies that are on no record here stay as well.
    """
    named: dict[str, Any] = copy.deepcopy(dict(document))
    members, gone = list(members), {identity(body.approval_no) for body in left}
    if named.get("origin") in (None, "cb_own"):
        named["origin"] = "alliance"
    named["operators"] = _named(named.get("operators"), "cb", members, gone)
    told = named.setdefault("alliance", {})
    if isinstance(told, dict):
        name = {"zh": alliance.name_zh, **({"en": alliance.name_en} if alliance.name_en else {})}
        told.setdefault("name", name)
        told.setdefault("mark_owner", _mark_owner(named) or alliance.lead.name_text)
        told["members"] = _named(told.get("members"), "name", members, gone)
    return dict(with_ids(named))


def _mark_owner(document: Mapping[str, Any]) -> Any:
    """Whose the mark is by what the text says of the mark itself."""
    owner = find(document, "/mark/ownership/owner")
    return copy.deepcopy(owner) if isinstance(owner, dict) and owner else None


def _named(items: Any, name: str, members: list[Organisation], gone: set[str]) -> list[Any]:
    """A list of bodies by their approval numbers, brought up to date."""
    stay = [one for one in items if _number(one) not in gone] if isinstance(items, list) else []
    there = {_number(one) for one in stay}
    new = [body for body in members if identity(body.approval_no) not in there]
    return [*stay, *({name: body.name_text, "approval_no": body.approval_no} for body in new)]


def _number(item: Any) -> str:
    """How a body is named by its number; empty where it bears none."""
    return identity(str(item.get("approval_no") or "")) if isinstance(item, dict) else ""

"""Words to the people of an alliance, and the public pages that name its members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from portal.accounts.mailing import people_of
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.models import Alliance, AllianceMember, Entry
from registry.register.telling import publish
from schemes.actions import version_signed
from schemes.models import Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def show_members(alliance: Alliance) -> None:
    """Publish anew every entry under its joint rules: its page and data name the members."""
    for entry in Entry.objects.filter(scheme__joint__alliance=alliance).order_by("pk"):
        publish(entry)


def _words(member: AllianceMember, **more: Any) -> dict[str, Any]:
    alliance = member.alliance
    return {
        "alliance": alliance.name_text,
        "number": alliance.pk,
        "body": member.organisation.name_text,
        "lead": alliance.lead.name_text,
        **more,
    }


def tell_invited(member: AllianceMember) -> None:
    """To those who can answer."""
    people = people_of(member.organisation, Role.SIGNATORY, Role.ADMINISTRATOR)
    send_later("alliance_invited", people, _words(member), key=f"alliance_invited:{member.pk}")


def tell_answered(
    member: AllianceMember, act: StrOrPromise, reason: str = "", to: Organisation | None = None
) -> None:
    """What became of an invitation or a membership, to the lead unless it did it itself."""
    words = _words(member, act=in_both_languages(act), reasons=reason)
    people = people_of(to or member.alliance.lead, Role.SIGNATORY, Role.ADMINISTRATOR)
    event = member.events.latest("pk")
    send_later("alliance_answered", people, words, key=f"alliance_answered:{event.pk}")


@receiver(version_signed, dispatch_uid="registry.alliances.telling")
def ask_to_counter_sign(sender: Any, version: Version, **kwargs: Any) -> None:
    """To the signatories of each member, when the owner of a joint text has signed it."""
    members = AllianceMember.objects.current().filter(
        alliance__joint_schemes__scheme=version.scheme_id
    )
    others = members.exclude(organisation=version.scheme.organisation_id)
    for member in others.select_related("alliance__lead", "organisation"):
        words = _words(
            member, title=version.document.get("title", {}), version=version.label, pk=version.pk
        )
        people = people_of(member.organisation, Role.SIGNATORY)
        key = f"alliance_sign:{version.pk}:{member.pk}"
        send_later("alliance_sign", people, words, key=key)

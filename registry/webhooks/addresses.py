"""Entering an address, giving it a new secret, ending it: by an administrator of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, User
from portal.accounts.permissions import Visitor, has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from portal.core.errors import RulesBroken, WrongState
from portal.core.sealing import RESEALINGS, seal, seal_anew
from portal.core.security_log import SecurityEvent, record
from registry.models import Topic, Webhook
from registry.webhooks.guarding import target_of
from registry.webhooks.signing import new_secret, rotated

#: A body has a system or two; more would be a way to have the portal write to many machines.
MOST = 5


def may_see_webhooks(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may see where a body's systems are told: those who work for it."""
    if organisation.is_body and has_permission(user, Permission.WORK, organisation):
        return ALLOWED
    return refused(_("Only people of the certification body may see this."))


def may_change_webhooks(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may enter, try and end addresses."""
    if organisation.is_body and has_permission(user, Permission.MANAGE, organisation):
        return ALLOWED
    return refused(_("Only an administrator of the certification body may change this."))


@transaction.atomic
def enter(
    organisation: Organisation, by: User, *, address: str, topics: Sequence[str]
) -> tuple[Webhook, str]:
    """An address that is told from now on, and its secret, which is shown once.

    Raises:
        NotAllowed: only administrators of the body enter addresses.
        RulesBroken: the address is none to send to, is there already, or is told nothing.
    """
    may_change_webhooks(by, organisation).require()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    address = address.strip()
    target_of(address)
    if not topics or not set(topics) <= set(Topic.values):
        raise RulesBroken(_("Choose what the system is told."))
    own = organisation.webhooks.in_use()
    if own.filter(address=address).exists():
        raise RulesBroken(_("This address is told already; end it first to change what it hears."))
    if own.count() >= MOST:
        raise RulesBroken(
            _("A body has at most %(most)d addresses; end one that is not needed.") % {"most": MOST}
        )
    secret = new_secret()
    webhook = Webhook.objects.create(
        organisation=organisation,
        address=address,
        topics=[topic for topic in Topic.values if topic in topics],
        secret=seal(secret),
        made_by=by,
    )
    _note(webhook, by, "entered")
    return webhook, secret


@transaction.atomic
def give_new_secret(webhook: Webhook, by: User) -> str:
    """A new secret, shown once; the one before signs as well for a day.

    Raises:
        NotAllowed: only administrators of the body.
        WrongState: the address has ended.
    """
    webhook = _in_use(webhook, by)
    secret = new_secret()
    rotated(webhook, secret).save()
    _note(webhook, by, "rotated")
    return secret


@transaction.atomic
def end(webhook: Webhook, by: User) -> None:
    """An address is told nothing any more.

    Raises:
        NotAllowed: only administrators of the body.
        WrongState: the address has ended.
    """
    webhook = _in_use(webhook, by)
    webhook.ended_at = timezone.now()
    webhook.save(update_fields=["ended_at"])
    _note(webhook, by, "ended")


def _in_use(webhook: Webhook, by: User) -> Webhook:
    may_change_webhooks(by, webhook.organisation).require()
    now = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if now.ended_at is not None:
        raise WrongState(_("This address has ended."))
    return now


def _note(webhook: Webhook, by: User, reason: str) -> None:
    body, number = webhook.organisation.slug, str(webhook.pk)

    def note() -> None:
        event = SecurityEvent.WEBHOOK_CHANGED
        record(event, person=by, organisation=body, object=number, reason=reason)

    transaction.on_commit(note)


def resealing() -> Iterable[Callable[[], int]]:
    """The secrets of addresses, each to be brought to the newest key."""
    for pk in Webhook.objects.values_list("pk", flat=True):
        yield partial(_seal_anew, pk)


@transaction.atomic
def _seal_anew(pk: int) -> int:
    webhook = Webhook.objects.select_for_update().get(pk=pk)
    webhook.secret = seal_anew(webhook.secret)
    if webhook.former_secret:
        webhook.former_secret = seal_anew(webhook.former_secret)
    webhook.save(update_fields=["secret", "former_secret"])
    return 1


RESEALINGS.append(resealing)

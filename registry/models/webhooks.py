"""Where a body's own systems want to hear of what happens, and what was sent to them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.models import MessageState, OutboxMessage


class Topic(models.TextChoices):
    """What a system can be told."""

    FILING_CHANGED = "filing.changed", _("A filing changes its state")
    FILING_NOTED = "filing.noted", _("Something else stands in the history of a filing")
    ENTRY_CHANGED = "entry.changed", _("Something happens to an entry of the register")


#: Sent by a button, to an address that is in use, whatever its topics.
TEST = "test"


class WebhookQuerySet(QuerySet["Webhook"]):
    """Addresses of systems."""

    def in_use(self) -> WebhookQuerySet:
        """Those that are told."""
        return self.filter(ended_at__isnull=True)


class Webhook(models.Model):
    """One address of a body's system, with the secret by which it knows who writes to it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="webhooks"
    )
    address = models.CharField(_("address"), max_length=500)
    topics = models.JSONField(_("topics"), default=list)
    #: Sealed: it signs, so it has to be read again.
    secret = models.TextField()
    #: The secret before this one, which signs as well until a moment.
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.address

    @property
    def topic_labels(self) -> list[Any]:
        """What it is told, in words."""
        return [Topic(topic).label for topic in self.topics if topic in Topic.values]


#: By the kind of failure that kept a message from its receiver.
WHY_NOT_TAKEN = {
    "TimeoutError": _("It did not answer in time."),
    "gaierror": _("The name of the machine is not known."),
    "ConnectionRefusedError": _("The machine refuses connections."),
    "ConnectionResetError": _("The machine broke the connection off."),
    "RemoteDisconnected": _("The machine broke the connection off."),
    "SSLError": _("No encrypted connection came about."),
    "SSLCertVerificationError": _("Its certificate is not valid for this address."),
    "BadStatusLine": _("What it answered is no HTTP."),
    "OSError": _("The machine cannot be reached."),
}


class Delivery(models.Model):
    """One message for one address: what it said, and how it went."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    #: The same at every try, so that the receiver can tell a repetition.
    identifier = models.CharField(max_length=40, unique=True)
    topic = models.CharField(max_length=30)
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    attempts = models.PositiveIntegerField(default=0)
    #: What the receiver answered last; 0 where it did not.
    status = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return self.identifier

    @property
    def topic_label(self) -> Any:
        """What it was about, in words."""
        return Topic(self.topic).label if self.topic in Topic.values else _("Test message")

    @property
    def problem_told(self) -> str:
        """Why it was not taken, in the language of the page; empty where it was.

        What is kept is the status of the answer, else the kind of failure with what the machine
        said of it, else a sentence of ours.
        """
        if not self.problem:
            return ""
        if self.status:
            return gettext("It answered with the HTTP status %(status)s.") % {"status": self.status}
        kind = self.problem.partition(": ")[0]
        return str(WHY_NOT_TAKEN.get(kind) or gettext(self.problem))

    @property
    def is_given_up(self) -> bool:
        """Whether it was tried often enough."""
        return self.taken_at is None and (
            self.message is None or self.message.state != MessageState.WAITING
        )

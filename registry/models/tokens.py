"""Tokens by which a body's own system uses the API, and what the API answered to its requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Organisation
from portal.core.models import Event


class TokenState(models.TextChoices):
    """Whether a token opens anything."""

    ASKED = "asked", pgettext_lazy("token", "waits for the person who answers for it")
    IN_USE = "in_use", pgettext_lazy("token", "in use")
    REVOKED = "revoked", pgettext_lazy("token", "revoked")


class Scope(models.TextChoices):
    """What a token opens."""

    READ = "read", _("Read filings: their state, remarks and decisions")
    DRAFT = "draft", _("Make drafts that are ready to be signed, and answer remarks")
    FILE = "file", _("Sign and file in the signatory's name")


class TokenQuerySet(QuerySet["ApiToken"]):
    """Tokens."""

    def usable(self, day: date) -> TokenQuerySet:
        """Those that open something on a day."""
        return self.filter(state=TokenState.IN_USE, last_day__gte=day)


class ApiToken(models.Model):
    """What a system of a body shows to be let in. Of its secret only the digest is kept.

    It acts for one person, who answers for what it does and took it over themselves: it may never
    do more than that person may at that moment.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    scopes = models.JSONField(_("scopes"), default=list)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=TokenState.choices)
    last_day = models.DateField(_("last day"))
    #: SHA-256 of 32 random bytes: nothing that can be guessed, so nothing slow is needed.
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    #: The end of the secret, by which people know one of several.
    ending = models.CharField(max_length=4, blank=True)
    #: The version of the public commitment that the signatory agreed to have signed.
    commitment = models.CharField(max_length=20, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_use") | Q(digest__isnull=False),
                name="a_token_in_use_has_a_secret",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.last_day < timezone.localdate()

    @property
    def scope_labels(self) -> list[Any]:
        """What it opens, in words."""
        return [Scope(scope).label for scope in self.scopes if scope in Scope.values]

    def record_event(self, **event: Any) -> TokenEvent:
        """Append one line to its history."""
        line: TokenEvent = self.events.create(**event)
        return line


class TokenEvent(Event):
    """One line of a token's history."""

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="events")


class ApiAnswer(models.Model):
    """What the API did for a request with a key, to be answered again when it comes again.

    Written in the transaction of what it tells of: either both are there or neither.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    #: SHA-256 of what was asked for.
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_answer_for_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.key}"

"""What people wish about mail, and the news that waits for their next digest."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often somebody wants to hear of news."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in one mail")
    WEEKLY = "weekly", _("Once a week, on Monday, in one mail")
    NEVER = "never", _("Not at all")


class MailLanguage(models.TextChoices):
    """In which language somebody reads mail."""

    BOTH = "", _("In both languages")
    CHINESE = "zh-hans", _("In Chinese")
    ENGLISH = "en", _("In English")


class MailWishes(models.Model):
    """A person's wishes; who has none hears of everything at once, in both languages."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_wishes"
    )
    frequency = models.CharField(
        _("news"), max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE
    )
    language = models.CharField(
        _("language"), max_length=10, choices=MailLanguage.choices, blank=True
    )

    def __str__(self) -> str:
        return f"{self.user_id} {self.frequency}"


class HeldMail(models.Model):
    """A mail that waits for a person's digest. Its words are gone once that has left."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_mail"
    )
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    #: As of a mail that goes at once: what has one comes once ever.
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.template}"

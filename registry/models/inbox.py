"""Until when somebody has read their news."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NewsRead(models.Model):
    """The moment until which a person has read; what happened later is new to them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_read"
    )
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"

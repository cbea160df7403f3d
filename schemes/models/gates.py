"""What names the content of what the gates look among."""

from __future__ import annotations

import uuid

from django.db import models


class GateState(models.Model):
    """One row: a token that is new with each change of kept profiles and of filed marks.

    It is written in the transaction that changes them, and whoever else changes them waits for
    the end of it. So no two contents that anybody saw have one name.
    """

    token = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def move(cls) -> None:
        """Give what the gates look among, which has changed, another name."""
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})

    @classmethod
    def name(cls) -> str:
        """What names it now; empty while nothing was ever listed."""
        return str(cls.objects.first() or "")

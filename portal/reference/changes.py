"""Recording who changed what in which register, and telling how far a register has moved.

Every save and every deletion of a row of a declared register is recorded, by whatever way it
came: a form, an import, a command. `acting` says who is behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal

from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row, registers

#: Sent with `changes` (a list of `ReferenceChange`), inside the transaction that made them.
reference_changed = Signal()


@dataclass(frozen=True)
class Acting:
    """Who is behind the changes made now, and by which way they came."""

    user: Any = None
    origin: str = "command"


_NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


@contextmanager
def acting(user: Any, origin: str) -> Iterator[None]:
    """Whatever is changed inside is recorded as done by this person, by way of `origin`.

    Origins: `form`, `import`, `command`, `installation`, `preview`.
    """
    token = _acting.set(Acting(user, origin))
    try:
        yield
    finally:
        _acting.reset(token)


def watch(register: Register) -> None:
    """Record the changes of a register's rows from now on."""

    def remember(sender: Any, instance: models.Model, **kwargs: Any) -> None:
        before = None
        if instance.pk is not None:
            stored = sender._base_manager.filter(pk=instance.pk).first()
            before = register.row(stored) if stored is not None else None
        instance._row_before = before  # type: ignore[attr-defined]

    def saved(sender: Any, instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        # Read back: an instance still holds the text of a day that it was given as text.
        stored = sender._base_manager.get(pk=instance.pk)
        before = getattr(instance, "_row_before", None)
        record_changes(register, [(before, register.row(stored))])

    def deleted(sender: Any, instance: models.Model, **kwargs: Any) -> None:
        before = getattr(instance, "_row_before", None) or register.row(instance)
        record_changes(register, [(before, None)])

    for signal, receiver in (
        (pre_save, remember),
        (post_save, saved),
        (pre_delete, remember),
        (post_delete, deleted),
    ):
        name = f"reference.{register.key}.{receiver.__name__}"
        signal.connect(receiver, sender=register.model, weak=False, dispatch_uid=name)


def record_changes(
    register: Register, pairs: Iterable[tuple[Row | None, Row | None]]
) -> list[ReferenceChange]:
    """Write down rows before and after; equal ones are no change. For bulk writers too."""
    now = _acting.get()
    actor = now.user if getattr(now.user, "pk", None) is not None else None
    changes = [
        ReferenceChange(
            register=register.key,
            record=register.name_of_row(after or before or {})[:200],
            before=before,
            after=after,
            actor=actor,
            origin=now.origin,
        )
        for before, after in pairs
        if before != after
    ]
    if changes:
        ReferenceChange.objects.bulk_create(changes)
        reference_changed.send(sender=ReferenceChange, changes=changes)
    return changes


# --- how far the registers have moved -------------------------------------------------------


def current_token() -> UUID | None:
    """What names the state of all registers now; None while nothing was ever recorded."""
    return ReferenceChange.objects.order_by("-pk").values_list("token", flat=True).first()


def states(day: date) -> dict[str, str]:
    """By register, what names its state on a day: the last change and the last day that counted.

    The state moves when a row is changed, and when a day passes on which a row begins or ends.
    One query for the changes and one per dated register.
    """
    last = dict(ReferenceChange.objects.values_list("register").annotate(last=Max("pk")).order_by())
    return {
        register.key: f"{last.get(register.key, 0)}@{_last_boundary(register, day)}"
        for register in registers()
    }


def changes_since(state: dict[str, str], keys: Iterable[str]) -> list[ReferenceChange]:
    """The recorded changes of some registers after the states that a report was made with."""
    wanted = models.Q(pk__in=[])
    for key in keys:
        seen = int(state.get(key, "0").partition("@")[0] or 0)
        wanted |= models.Q(register=key, pk__gt=seen)
    return list(ReferenceChange.objects.filter(wanted).select_related("actor"))


def _last_boundary(register: Register, day: date) -> str:
    """The last day up to `day` on which a row of the register began, or had just ended."""
    if not register.is_dated:
        return ""
    has_end = "valid_until" in register.columns
    asked = {"begun": Max("valid_from", filter=models.Q(valid_from__lte=day))}
    if has_end:
        asked["ended"] = Max("valid_until", filter=models.Q(valid_until__lt=day))
    found = register.model._default_manager.aggregate(**asked)
    begun, ended = found["begun"], found.get("ended")
    days = [begun] if begun else []
    if ended:
        days.append(ended + timedelta(days=1))
    return max(days).isoformat() if days else ""

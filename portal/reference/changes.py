"""Recording who changed what in which register, and telling how far a register has moved.

Every save and every deletion of a row of a declared register is recorded, by whatever way it
came: a form, an import, a command. `acting` says who is behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal

from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row, find_register, register_of, registers

#: Sent with `changes` (a list of `ReferenceChange`), inside the transaction that made them.
reference_changed = Signal()


@dataclass(frozen=True)
class Acting:
    """Who is behind the changes made now, and by which way they came."""

    user: Any = None
    #: Empty where nobody said: a shell, a test, a script.
    origin: str = ""
    #: Why, where that is asked.
    reason: str = ""
    #: Names all changes of one request, import or command together.
    act: UUID = field(default_factory=uuid4)


_NOBODY = Acting()
#: What is tried and taken back: its lines of history are never seen by anybody else.
PREVIEW = "preview"
#: The advisory lock of PostgreSQL that whoever writes a line of history holds; any constant.
WRITING_LOCK = 0x7265_6665_7265_6E63
RECORD_LENGTH: int = ReferenceChange._meta.get_field("record").max_length or 0
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)
_gathered: ContextVar[list[ReferenceChange] | None] = ContextVar("gathered", default=None)


@contextmanager
def acting(user: Any, origin: str, reason: str = "") -> Iterator[None]:
    """Whatever is changed inside is recorded as done by this person, by way of `origin`.

    Origins: `form`, `import`, `command`, `installation`, `preview`.
    """
    token = _acting.set(Acting(user, origin, reason))
    try:
        yield
    finally:
        _acting.reset(token)


def watch(register: Register) -> None:
    """Record the changes of a register's rows from now on."""

    def remember(sender: Any, instance: models.Model, **kwargs: Any) -> None:
        if _gathered.get() is None:
            one_writer_at_a_time()
        before = None
        if instance.pk is not None:
            stored = register.all_rows.filter(pk=instance.pk).first()
            before = register.row(stored) if stored is not None else None
        instance._row_before = before  # type: ignore[attr-defined]

    def saved(sender: Any, instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        stored: Any = instance
        if _gathered.get() is None:
            # Read back: an instance still holds the text of a day that it was given as text.
            stored = register.all_rows.get(pk=instance.pk)
        if register.keeps(stored):
            before = getattr(instance, "_row_before", None)
            record_changes(register, [(before, register.row(stored))])

    def deleted(sender: Any, instance: models.Model, **kwargs: Any) -> None:
        if register.keeps(instance):
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


def acting_person() -> Any:
    """Who is behind the changes made now; None for nobody."""
    return _acting.get().user


def is_preview() -> bool:
    """Whether the changes made now are tried and taken back."""
    return _acting.get().origin == PREVIEW


def one_writer_at_a_time() -> None:
    """Wait until no other transaction writes history, and let none write before this one ends.

    Lines of history are numbered when they are written and seen when their transaction ends. The
    last number names the state of a register, so a lower one must never be seen after a higher.
    SQLite has one writer at a time anyhow. Taken before the row itself is locked, so that two
    writers do not wait for each other. Previews are never seen, and may take long: they wait for
    nobody.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block and not is_preview():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING_LOCK])


def record_name(register: Register, row: Row) -> str:
    """What a row is called in the history, cut where the column ends."""
    return register.name_of_row(row)[:RECORD_LENGTH]


def changes_of(register: Register, row: Row) -> list[ReferenceChange]:
    """The history of one row, newest first, under all names that it has had."""
    wanted, found, seen = [record_name(register, row)], [], set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        for change in ReferenceChange.objects.filter(register=register.key, record=name):
            found.append(change)
            if change.before is not None:
                wanted.append(record_name(register, change.before))
    return sorted(found, key=lambda change: -change.pk)


@contextmanager
def gathering_changes() -> Iterator[None]:
    """Write down what is changed inside at its end, and tell of it once, not row by row.

    For many rows, of values that were read already, that are saved in one transaction; the states
    of the registers move at the end.
    """
    one_writer_at_a_time()
    gathered: list[ReferenceChange] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    _write(gathered)


def record_changes(
    register: Register, pairs: Iterable[tuple[Row | None, Row | None]]
) -> list[ReferenceChange]:
    """Write down rows before and after; equal ones are no change. For bulk writers too."""
    now = _acting.get()
    actor = now.user if getattr(now.user, "pk", None) is not None else None
    changes = [
        ReferenceChange(
            register=register.key,
            record=record_name(register, after or before or {}),
            before=before,
            after=after,
            actor=actor,
            origin=now.origin,
            reason=now.reason,
            act=now.act,
        )
        for before, after in pairs
        if before != after
    ]
    gathered = _gathered.get()
    if gathered is None:
        _write(changes)
    else:
        gathered.extend(changes)
    return changes


def _write(changes: list[ReferenceChange]) -> None:
    if not changes:
        return
    with transaction.atomic():
        one_writer_at_a_time()
        ReferenceChange.objects.bulk_create(changes, batch_size=500)
        reference_changed.send(sender=ReferenceChange, changes=changes)


# --- how far the registers have moved -------------------------------------------------------


def current_token(*kinds: type[models.Model]) -> UUID | None:
    """What names the state of the registers now: of those that keep such rows, or of all.

    None while nothing was ever recorded of them.
    """
    changes = ReferenceChange.objects.order_by("-pk")
    if kinds:
        found = [register_of(kind) for kind in kinds]
        changes = changes.filter(register__in=[each.key for each in found if each is not None])
    return changes.values_list("token", flat=True).first()


def states(day: date) -> dict[str, str]:
    """By register, what names its state on a day: the last change and the last day that counted.

    The state moves when a row is changed, and when a day passes on which a row begins or ends.
    One query while nothing has moved; else two more for the changes, and one for each dated
    register that has moved since its last day was looked for.
    """
    token = current_token()
    return dict(_states_at(day, token)) if token is not None else _states(day)


@lru_cache(maxsize=64)
def _states_at(day: date, token: UUID) -> dict[str, str]:
    """The same where the state of all registers has this name."""
    return _states(day)


def _states(day: date) -> dict[str, str]:
    newest = ReferenceChange.objects.values("register").annotate(last=Max("pk")).order_by()
    changes = ReferenceChange.objects.filter(pk__in=newest.values("last"))
    last = {key: (pk, token) for key, pk, token in changes.values_list("register", "pk", "token")}
    found: dict[str, str] = {}
    for register in registers():
        pk, token = last.get(register.key, (0, None))
        day_that_counted = (
            _last_boundary(register, day) if token is None else _kept(register.key, day, token)
        )
        found[register.key] = f"{pk}@{day_that_counted}"
    return found


def changes_since(state: dict[str, str], keys: Iterable[str]) -> list[ReferenceChange]:
    """The recorded changes of some registers after the states that a report was made with."""
    wanted = models.Q(pk__in=[])
    for key in keys:
        seen = int(state.get(key, "0").partition("@")[0] or 0)
        wanted |= models.Q(register=key, pk__gt=seen)
    return list(ReferenceChange.objects.filter(wanted).select_related("actor"))


@lru_cache(maxsize=256)
def _kept(key: str, day: date, token: UUID) -> str:
    """The same for a register whose state has this name."""
    register = find_register(key)
    assert register is not None, "Only declared registers have states."
    return _last_boundary(register, day)


def _last_boundary(register: Register, day: date) -> str:
    """The last day up to `day` on which a row of the register began, or had just ended."""
    if not register.is_dated:
        return ""
    asked = {"begun": Max("valid_from", filter=models.Q(valid_from__lte=day))}
    for name in register.last_days:
        asked[f"ended_{name}"] = Max(name, filter=models.Q(**{f"{name}__lt": day}))
    found = register.model._default_manager.aggregate(**asked)
    begun = found.pop("begun")
    days = [begun] if begun else []
    days += [ended + timedelta(days=1) for ended in found.values() if ended]
    return max(days).isoformat() if days else ""

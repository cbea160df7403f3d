"""What the factories have made is kept as the statements that wrote it, and put back when asked.

Half of the suite's time went into the same few records: a body, its people, a scheme, a filing.
They are made through the real actions, once in each process; the next test that asks for the same
in the same state of the database has the rows written again, in a tenth of the time. The tests
see no difference: same rows, same numbers, rolled back with the test.

The state of the database is known by what has been written since the test began: by what the
factories were asked for, and by the words of each other statement. Moments count by how far from
now they are. Whatever takes back, changes a setting or travels in time ends that, and all that
follows is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.conf import Settings, settings
from django.db import connection, models
from django.test import Client
from django.utils import timezone, translation
from psycopg.types.json import Jsonb

from tests.day import is_another_time

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|ALTER|CREATE|DROP)\b", re.I)
TAKES_BACK = re.compile(r"\s*ROLLBACK\b", re.I)
P = ParamSpec("P")
Row = TypeVar("Row", bound=models.Model)

#: For how long rows count as written just now, in seconds.
FRESH = 900

#: How many are kept; one filing has some 300 kB of statements.
MOST = 300

#: How many statements besides those of the factories may lead to a state that is known.
LONGEST = 400

#: A moment as SQLite is given it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")

#: Moments that are so near to each other, in seconds, are one for who asks.
NEAR = 600

#: What the factories were asked for and what else was written since the test began, in order; it
#: names the state.
Path = tuple[str, ...]


@dataclass
class Made:
    """What one call of a factory wrote, and the row that it returned."""

    pk: Any
    statements: list[tuple[str, Any, bool]]
    #: PostgreSQL: where the sequences stood that it used.
    sequences: list[tuple[str, int, bool]]
    #: PostgreSQL: all statements as one text, which is sent at once.
    script: str = ""
    at: float = field(default_factory=time.monotonic)
    day: Any = field(default_factory=timezone.localdate)

    @property
    def is_fresh(self) -> bool:
        """Whether its times still pass for now."""
        return time.monotonic() - self.at < FRESH and self.day == timezone.localdate()


class Keeper:
    """Follows what is written on the connection, and knows what was made before."""

    def __init__(self) -> None:
        self.kept: dict[Path, Made] = {}
        #: None when nobody can say what has been written.
        self.path: Path | None = None
        self.recording: list[tuple[str, Any, bool]] | None = None
        #: While it writes rows again itself.
        self.is_blind = False

    def begin(self, world: str) -> None:
        """A test begins in this world."""
        self.path = (world,)
        # A test in a browser can leave another connection behind than it found.
        if self.watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.watch)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """What is written here no row that is kept depends on; it is done each time."""
        path, self.is_blind = self.path, True
        try:
            yield
        finally:
            self.is_blind = False
        self.path = path and (*path, words)

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around each statement: record it, or note that the state is no longer known."""
        if not self.is_blind:
            if WRITES.match(sql):
                self._written(sql, params, many)
            elif TAKES_BACK.match(sql):
                self.path = self.recording = None
        return execute(sql, params, many, context)

    def _written(self, sql: str, params: Any, many: bool) -> None:
        if self.recording is not None:
            self.recording.append((sql, list(params) if many else params, many))
        elif self.path is not None:
            words = _words_of_statement(sql, params) if len(self.path) < LONGEST else None
            self.path = (*self.path, words) if words else None

    def made(self, model: type[models.Model], asked: Any, make: Callable[[], Any]) -> Any:
        """What `make` returns, written again where it was made in this state before.

        `asked` are plain values and rows; what else it holds makes the row anew.
        """
        words = _words_of(asked)
        if words is None or self.recording is not None or not self._is_known():
            return make()
        path = (*(self.path or ()), f"{translation.get_language()} {words}")
        before = self.kept.get(path)
        if before is not None and before.is_fresh:
            # The ones used last stay longest.
            self.kept[path] = self.kept.pop(path)
            self._replay(before)
            self.path = path
            return model._base_manager.get(pk=before.pk)
        return self._record(path, make)

    def _is_known(self) -> bool:
        return (
            self.path is not None
            and connection.in_atomic_block
            and isinstance(settings._wrapped, Settings)
            and not is_another_time()
        )

    def _record(self, path: Path, make: Callable[[], Any]) -> Any:
        stood, before = _sequences(), self.path
        statements: list[tuple[str, Any, bool]] = []
        # Unknown, should it fail half-way.
        self.recording, self.path = statements, None
        try:
            row = make()
        finally:
            is_whole, self.recording = self.recording is not None, None
        if is_whole and not statements:
            self.path = before
        elif is_whole:
            stand = set(_sequences())
            used = [one for one in stood if one not in stand]
            self._forget_from(path)
            self.kept[path] = Made(row.pk, statements, used)
            if len(self.kept) > MOST:
                del self.kept[next(iter(self.kept))]
            self.path = path
        return row

    def _forget_from(self, path: Path) -> None:
        """What was made after a row that is made anew names the old one."""
        after = [other for other in self.kept if other[: len(path)] == path]
        for other in after:
            del self.kept[other]

    def _replay(self, made: Made) -> None:
        self.is_blind = True
        try:
            with connection.cursor() as cursor:
                if made.sequences:
                    calls = ", ".join(["setval(%s, %s, %s)"] * len(made.sequences))
                    cursor.execute(f"SELECT {calls}", [v for one in made.sequences for v in one])
                if connection.vendor == "postgresql":
                    made.script = made.script or _as_one(cursor, made.statements)
                    cursor.execute(made.script)
                    return
                for sql, params, many in made.statements:
                    (cursor.executemany if many else cursor.execute)(sql, params)
        finally:
            self.is_blind = False


def _as_one(cursor: Any, statements: list[tuple[str, Any, bool]]) -> str:
    """One text with the parameters in their places: hundreds of ways to the server become one."""
    return ";".join(
        cursor.mogrify(sql, each)
        for sql, params, many in statements
        for each in (params if many else [params])
    )


def kept(model: type[models.Model]) -> Callable[[Callable[P, Row]], Callable[P, Row]]:
    """A function that writes and returns a row of the model is kept as a factory is."""

    def wrap(make: Callable[P, Row]) -> Callable[P, Row]:
        @wraps(make)
        def call(*args: P.args, **kwargs: P.kwargs) -> Row:
            asked = [make.__name__, args, kwargs]
            row: Row = KEEPER.made(model, asked, lambda: make(*args, **kwargs))
            return row

        return call

    return wrap


def _words_of(asked: Any) -> str | None:
    try:
        return json.dumps(asked, sort_keys=True, default=_word_of)
    except TypeError:
        return None


def _words_of_statement(sql: str, params: Any) -> str | None:
    """A short name of what it writes; None when its parameters do not say all of it.

    A new row of PostgreSQL has the next number of a sequence, which no roll-back sets back; and
    what is kept would write the moments of an earlier row into it, which guards refuse.
    """
    if sql.lstrip().upper().startswith("INSERT"):
        return None
    try:
        words = json.dumps([sql, _read(params)], sort_keys=True)
    except TypeError:
        return None
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


def _read(value: Any) -> Any:
    """A parameter or many of them as plain values."""
    if isinstance(value, dict):
        return {str(name): _read(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_read(one) for one in value]
    if isinstance(value, datetime):
        return _distance(value)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return _distance(datetime.fromisoformat(value))
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date | Decimal | UUID | bytes):
        return repr(value)
    if isinstance(value, Jsonb):
        return _read(value.obj)
    raise TypeError(value)


def _distance(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"now {round((aware - timezone.now()).total_seconds() / NEAR):+d}"


def _word_of(value: Any) -> str:
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


def _sequences() -> list[tuple[str, int, bool]]:
    """PostgreSQL: name, value and whether it was given, of each sequence; SQLite rolls back its."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(sequencename), coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences WHERE schemaname = 'public'"
        )
        return list(cursor.fetchall())


KEEPER = Keeper()


def know_sign_ins() -> None:
    """From now on, a test that signs somebody in has done nothing that a record rests on."""
    sign_in = Client.force_login

    def force_login(client: Any, user: Any, backend: str | None = None) -> None:
        with KEEPER.step(f"sign in {user.pk}"):
            sign_in(client, user, backend)

    Client.force_login = force_login

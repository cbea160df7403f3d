"""Why a file is no table."""

from __future__ import annotations

from typing import Any


class TableUnreadable(Exception):
    """The file cannot be read as a table; says in which line, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process sends of it."""
        return type(self), (self.line, self.message)

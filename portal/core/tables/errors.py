"""Why a file is no table."""

from __future__ import annotations


class TableUnreadable(Exception):
    """The file cannot be read as a table; says in which line, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message

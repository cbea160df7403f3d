"""Why a file was not taken."""

from __future__ import annotations

from typing import Any


class FileRefused(ValueError):
    """A file that is not taken; the message says why and what to do (translatable)."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class TakesTooMuch(FileRefused):
    """To look at the file takes more time or memory than is given to one."""

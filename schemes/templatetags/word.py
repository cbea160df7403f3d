"""What the page of a Word file asks of its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from schemes.from_word.original import Piece

register = template.Library()


@register.filter
def cells(piece: Piece) -> list[tuple[str, str]]:
    """The cells of a row that say something, each with the words above its column."""
    heads = (*piece.columns, *([""] * len(piece.cells)))
    found: list[tuple[str, str]] = []
    for n, cell in enumerate(piece.cells):
        if cell and not (n and cell == piece.cells[n - 1] and heads[n] == heads[n - 1]):
            found.append((heads[n], cell))
    return found


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key; nothing where there is none."""
    return values.get(key, "")

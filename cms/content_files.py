"""The pages that ship with the portal, read from `cms/content/<language>/…`.

A file begins with lines `key: value`, then an empty line, then the body: HTML as rich text, cut
into blocks by lines `=== note`, `=== step What to do`, `=== law Source` and `=== text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).with_name("content")
CUT = "=== "


@dataclass(frozen=True, slots=True)
class Text:
    """What one file says: its head, its body as the blocks of a page."""

    head: dict[str, str]
    blocks: list[tuple[str, Any]]

    @property
    def first_text(self) -> str:
        """The rich text of a page that has no blocks."""
        return str(self.blocks[0][1]) if self.blocks else ""


def read_text(language: str, path: str) -> Text:
    """The text of a page in a language; `path` is its address below the home page."""
    file = CONTENT / language / f"{path or 'home'}.html"
    head, _separator, body = file.read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    return Text({key.strip(): value.strip() for key, _colon, value in pairs}, _blocks(body))


def _blocks(body: str) -> list[tuple[str, Any]]:
    """The body cut into blocks; what stands before the first cut is text."""
    cut: list[tuple[str, list[str]]] = [("text", [])]
    for line in body.splitlines():
        if line.startswith(CUT):
            cut.append((line.removeprefix(CUT), []))
        else:
            cut[-1][1].append(line)
    return [_block(name, "\n".join(lines).strip()) for name, lines in cut if "".join(lines).strip()]


def _block(name: str, html: str) -> tuple[str, Any]:
    kind, _space, words = name.partition(" ")
    match kind:
        case "step":
            return kind, {"title": words, "text": html}
        case "law":
            return kind, {"source": words, "text": html}
        case _:
            return kind, html

"""Published numbers of standards, and how people write one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_FULL_WIDTH = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)} | {0x20: 0x3000}


def published() -> Iterator[tuple[str, str]]:
    """The numbers of `schemes/rules/standard_numbers.txt`: type of basis, and number."""
    type_ = ""
    path = Path(__file__).parent / "schemes" / "rules" / "standard_numbers.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            type_ = line[2:]
        else:
            yield type_, line


def spellings(ref: str) -> list[str]:
    """The same number as it is typed and pasted."""
    return [
        ref.lower(),
        ref.translate(_FULL_WIDTH),
        ref.replace("-", "—"),
        ref.replace("-", " － ").replace(":", "："),
        ref.replace(" ", ""),
        f"《{ref}》。",
    ]

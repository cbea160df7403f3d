"""How large a drawing is, whatever unit it is written in."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused
from schemes.files.svg.parsing import Node

MAX_SIDE = 100_000.0
MAX_RATIO = 12.0
#: Pixels in one unit: by definition 96 to the inch (CSS Values and Units, 6.2).
DPI = 96
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "in": DPI,
    "cm": DPI / 2.54,
    "mm": DPI / 25.4,
    "q": DPI / 101.6,
    "pt": DPI / 72,
    "pc": DPI / 6,
}
_LENGTH = re.compile(
    r"\s*(\+?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?)\s*([a-z]*|%)\s*", re.IGNORECASE
)


def size_of(root: Node) -> tuple[float, float]:
    """Width and height in pixels: as written, else as the view box has them.

    Raises:
        FileRefused: the drawing does not say, or has a size that no mark has.
    """
    boxed = _boxed(root)
    sides = _written(root) or boxed
    if sides is None or (boxed is None and ("", "viewBox") in root.attributes):
        raise FileRefused(
            _(
                "The drawing does not say how large it is: give it a viewBox, or a width and a "
                "height in px, mm, cm, in or pt."
            )
        )
    if max(sides) / min(sides) > MAX_RATIO:
        raise FileRefused(
            _("The drawing is more than %(ratio)d times as long as it is wide, which no mark is.")
            % {"ratio": int(MAX_RATIO)}
        )
    return sides


def _written(root: Node) -> tuple[float, float] | None:
    return _usable([pixels(root.attributes.get(("", side), "")) for side in ("width", "height")])


def _boxed(root: Node) -> tuple[float, float] | None:
    box = root.attributes.get(("", "viewBox"), "").replace(",", " ").split()
    return _usable([_number(side) for side in box[2:]]) if len(box) == 4 else None


def _usable(sides: list[float | None]) -> tuple[float, float] | None:
    width, height = sides
    if width is None or height is None:
        return None
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        return None
    return width, height


def pixels(written: str) -> float | None:
    """A length in pixels; None where it depends on something else (per cent, the font)."""
    match = _LENGTH.fullmatch(written)
    unit = _UNITS.get(match[2].lower()) if match else None
    return float(match[1]) * unit if match and unit else None


def _number(written: str) -> float | None:
    return pixels(written) if written[-1:].isdigit() or written.endswith(".") else None


def view_box(width: float, height: float) -> str:
    """The view box of a drawing whose units are pixels."""
    return f"0 0 {width:.8g} {height:.8g}"

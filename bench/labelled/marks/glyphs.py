"""Letters as strokes, so that the drawings need no font and look the same everywhere."""

from __future__ import annotations

from portal.demo.letters import STROKES as LATIN

#: As in the demonstration, and a few characters; strokes of points "xy" on a grid of 4 by 6.
STROKES = {
    **LATIN,
    "中": "02 42 44 04 02|20 26",
    "田": "00 40 46 06 00|20 26|03 43",
    "山": "20 26|02 06 46 42",
    "木": "01 41|20 26|21 05|21 45",
    "王": "00 40|03 43|06 46|20 26",
}


def _path(letter: str, x: float, y: float, width: float, height: float) -> str:
    lines = []
    for stroke in STROKES[letter].split("|"):
        points = [
            f"{x + int(point[0]) * width / 4:.2f} {y + int(point[1]) * height / 6:.2f}"
            for point in stroke.split()
        ]
        lines.append("M" + " L".join(points))
    return " ".join(lines)


def word(
    letters: str, x: float, y: float, height: float, *, weight: float = 1.0, colour: str = "INK"
) -> str:
    """A word centred on x, its top at y; `weight` is the stroke for a height of ten."""
    width, gap = height * 0.6, height * 0.32
    left = x - (len(letters) * (width + gap) - gap) / 2
    paths = " ".join(
        _path(letter, left + place * (width + gap), y, width, height)
        for place, letter in enumerate(letters)
        if letter != " "
    )
    stroke = weight * height / 10
    return (
        f'<path d="{paths}" fill="none" stroke="{colour}" stroke-width="W({stroke:.2f})" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def word_around(letters: str, radius: float, height: float, *, start: float = -60.0) -> str:
    """A word along the circle around (50, 50), upright at the top; `start` in degrees."""
    step = 2 * abs(start) / max(1, len(letters) - 1)
    return "".join(
        f'<g transform="rotate({start + place * step:.2f} 50 50)">'
        f"{word(letter, 50, 50 - radius - height / 2, height, weight=1.6)}</g>"
        for place, letter in enumerate(letters)
        if letter != " "
    )

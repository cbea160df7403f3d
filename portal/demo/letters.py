"""Letters as strokes: artwork must not depend on the fonts of whoever looks at it."""

from __future__ import annotations

#: Each letter on a grid of 4 by 6: strokes of points "xy", written one after another.
STROKES = {
    "A": "06 20 46|14 34",
    "B": "06 00 30 41 42 33 03|33 44 45 36 06",
    "C": "41 30 10 01 05 16 36 45",
    "D": "06 00 20 42 44 26 06",
    "E": "40 00 06 46|03 33",
    "F": "40 00 06|03 33",
    "G": "41 30 10 01 05 16 36 45 43 23",
    "H": "00 06|40 46|03 43",
    "I": "20 26|10 30|16 36",
    "J": "40 45 36 16 05",
    "K": "00 06|40 03 46",
    "L": "00 06 46",
    "M": "06 00 23 40 46",
    "N": "06 00 46 40",
    "O": "10 30 41 45 36 16 05 01 10",
    "P": "06 00 30 41 42 33 03",
    "Q": "10 30 41 45 36 16 05 01 10|24 46",
    "R": "06 00 30 41 42 33 03|23 46",
    "S": "41 30 10 01 02 13 33 44 45 36 16 05",
    "T": "00 40|20 26",
    "U": "00 05 16 36 45 40",
    "V": "00 26 40",
    "W": "00 16 23 36 40",
    "X": "00 46|40 06",
    "Y": "00 23 40|23 26",
    "Z": "00 40 06 46",
    "0": "10 30 41 45 36 16 05 01 10",
    "1": "11 20 26|16 36",
    "2": "01 10 30 41 42 06 46",
    "3": "01 10 30 41 42 33 44 45 36 16 05|13 33",
    "4": "36 30 04 44",
    "5": "40 00 02 32 43 45 36 16 05",
    "6": "41 30 10 01 05 16 36 45 44 33 13 04",
    "7": "00 40 16",
    "8": "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
    "9": "42 33 13 02 01 10 30 41 45 36 16 05",
    "-": "03 43",
}


def lettering(word: str, x: float, y: float, height: float, ink: str) -> str:
    """A word as one path, centred on x, standing on y; signs that are not known are left out."""
    letters = [STROKES[letter] for letter in word.upper() if letter in STROKES]
    step = height * 0.95
    left = x - (len(letters) * step - height * 0.35) / 2
    lines = " ".join(
        _line(stroke, left + place * step, y - height, height)
        for place, letter in enumerate(letters)
        for stroke in letter.split("|")
    )
    return (
        f'<path d="{lines}" fill="none" stroke="{ink}" stroke-width="{height / 5:.1f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _line(stroke: str, left: float, top: float, height: float) -> str:
    points = (
        f"{left + int(point[0]) * height * 0.15:.1f} {top + int(point[1]) * height / 6:.1f}"
        for point in stroke.split()
    )
    return "M" + "L".join(points)

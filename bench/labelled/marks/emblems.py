"""Marks that show a thing: letters, seals, leaves, stars, shields, ticks."""

from __future__ import annotations

from bench.labelled.marks.glyphs import word, word_around
from bench.labelled.marks.shapes import (
    arc,
    at,
    disc,
    leaf,
    line,
    moved,
    path,
    polygon,
    regular,
    ring,
    star,
    turned,
)

#: The body of a mark, and its lettering where that is a part by itself.
Drawn = tuple[str, str]


def _caption(letters: str) -> str:
    return word(letters, 50, 88, 9, weight=1.5)


def _above(body: str, scale: float = 0.84) -> str:
    """A body made smaller, so that a caption fits beneath."""
    return moved(body, 0, -9, scale)


def _toothed(radius: float, teeth: int, depth: float) -> str:
    step = 180 / teeth
    return polygon([at(n * step, radius - depth * (n % 2)) for n in range(2 * teeth)])


LETTERS: list[Drawn] = [
    (word("CC", 50, 30, 40, weight=1.9), ""),
    (
        '<ellipse cx="50" cy="50" rx="46" ry="32" fill="INK"/>'
        + word("QS", 50, 34, 32, weight=1.6, colour="PAPER"),
        "",
    ),
    (word("M", 50, 18, 56, weight=2.2) + line("M14 84 L86 84", 7, "SECOND"), ""),
    (
        polygon([(50, 5), (96, 90), (4, 90)]) + word("E", 50, 44, 36, weight=1.8, colour="PAPER"),
        "",
    ),
    (word("中", 50, 10, 62, weight=1.6), _caption("HUAXIA")),
    (
        '<rect x="8" y="8" width="84" height="84" rx="14" fill="INK"/>'
        + word("RZ", 50, 30, 40, weight=1.7, colour="PAPER"),
        "",
    ),
]

_EMBLEM_TREE = (
    path("M50 26 L68 60 L32 60 Z") + '<rect x="46" y="60" width="8" height="14" fill="INK"/>'
)
_EMBLEM_BOOK = path(
    "M50 36 C42 30 34 30 27 33 V66 C34 63 42 63 50 69 C58 63 66 63 73 66 V33 C66 30 58 30 50 36 Z"
) + line("M50 38 V67", 2.5, "PAPER")
_EMBLEM_CROSS = path("M43 28 H57 V43 H72 V57 H57 V72 H43 V57 H28 V43 H43 Z")
_EMBLEM_PEAKS = polygon([(24, 66), (41, 36), (50, 52), (58, 42), (76, 66)])

SEALS: list[Drawn] = [
    (ring(45, 3) + ring(29, 2) + star(5, 18, 7), word_around("QUALITY MARK", 37, 8, start=-110)),
    (_toothed(48, 24, 4) + disc(37, fill="PAPER") + moved(_EMBLEM_TREE, 0, 0, 0.95), ""),
    (ring(45, 5) + moved(_EMBLEM_BOOK, 0, 0, 0.9), word_around("TESTED", 34.5, 8, start=-55)),
    (
        disc(47)
        + disc(40, fill="PAPER")
        + disc(37)
        + moved(_EMBLEM_CROSS.replace("INK", "PAPER"), 0, 0, 0.95),
        "",
    ),
    (
        _toothed(48, 12, 8)
        + disc(34, fill="PAPER")
        + moved(_EMBLEM_PEAKS, 0, 0, 0.95)
        + arc(28, -60, 60, 3),
        "",
    ),
    (
        ring(44, 2)
        + ring(40, 2)
        + line("M10 44 H90 V62 H10 Z", 2)
        + word("PASS", 50, 46, 14, weight=1.8)
        + star(6, 12, 6).replace("<polygon", '<polygon transform="translate(0 -24)"')
        + arc(26, 125, 235, 4),
        "",
    ),
]

_SPRIG = turned(leaf(40, 15), -35) + turned(leaf(40, 15, "SECOND"), 35) + line("M50 50 V88", 5)

LEAVES: list[Drawn] = [
    (moved(leaf(80, 36) + line("M50 46 L50 -20", 2.5, "PAPER"), 0, 38) + line("M50 86 V98", 4), ""),
    (moved(_SPRIG, 0, 4), ""),
    (
        "".join(turned(leaf(44, 17, "INK" if n % 2 else "SECOND"), n * 60) for n in range(6))
        + disc(8, fill="PAPER"),
        "",
    ),
    (
        path("M12 84 C6 30 40 10 90 10 C92 62 68 90 26 82 Z")
        + line("M8 94 C26 62 46 44 70 32", 5, "PAPER", "round")
        + line("M8 94 C26 62 46 44 70 32", 1.5),
        "",
    ),
    (
        moved("".join(turned(leaf(50, 15), angle) for angle in (-72, -25, 25, 72)), 0, 20, 0.92),
        _caption("ORGANIC"),
    ),
    (
        line("M50 92 C50 70 48 50 50 14", 4)
        + "".join(
            moved(turned(leaf(28, 9), side * 58), 0, drop)
            for drop in (-14, 6, 26)
            for side in (-1, 1)
        )
        + moved(leaf(24, 9), 0, -22),
        "",
    ),
]

STARS: list[Drawn] = [
    (star(5, 47, 18), ""),
    (star(8, 47, 30) + disc(18, fill="PAPER"), ""),
    (star(6, 46, 26) + star(6, 24, 13, "PAPER") + disc(6), ""),
    (star(4, 48, 13) + star(4, 30, 10, "SECOND", 45), ""),
    (
        _above(
            "".join(
                moved(star(5, 46, 18), dx, dy, 0.34)
                for dx, dy in ((0, -30), (-28, -10), (28, -10), (-18, 24), (18, 24))
            )
        ),
        _caption("FIVE STAR"),
    ),
    (
        path("M6 74 C30 88 74 78 94 40 C76 66 40 76 6 74 Z", "SECOND")
        + moved(turned(star(5, 46, 18), -12), 4, -8, 0.78),
        "",
    ),
]

_HEATER = "M10 8 H90 V46 C90 74 70 90 50 97 C30 90 10 74 10 46 Z"
_BADGE = "M50 3 L90 16 V50 C90 76 68 90 50 97 C32 90 10 76 10 50 V16 Z"
_SQUARE_SHIELD = "M14 8 H86 V64 L50 96 L14 64 Z"

SHIELDS: list[Drawn] = [
    (path(_HEATER) + moved(star(5, 46, 18, "PAPER"), 0, -4, 0.58), ""),
    (line(_BADGE, 6) + path("M46 22 H54 V44 H74 V52 H54 V80 H46 V52 H26 V44 H46 Z"), ""),
    (path(_SQUARE_SHIELD) + line("M28 44 L46 62 L74 28", 9, "PAPER"), ""),
    (
        path("M10 8 H50 V97 C30 90 10 74 10 46 Z") + line(_HEATER, 4) + disc(12, 70, 38, "SECOND"),
        "",
    ),
    (
        line(_BADGE, 4)
        + line("M10 60 C30 48 40 72 60 58 S84 56 90 54", 5)
        + line("M14 72 C32 60 42 84 60 70 S80 68 86 66", 5)
        + disc(11, 50, 32),
        "",
    ),
    (
        _above(
            line(_SQUARE_SHIELD, 7)
            + '<rect x="38" y="40" width="24" height="22" fill="INK"/>'
            + line("M42 40 V32 A8 8 0 0 1 58 32 V40", 5)
        ),
        _caption("SAFE"),
    ),
]

TICKS: list[Drawn] = [
    (line("M10 52 L38 82 L92 16", 14), ""),
    (path("M6 56 C18 50 28 62 36 74 C48 44 68 20 96 8 C74 34 54 62 40 94 C30 80 20 66 6 56 Z"), ""),
    (line("M84 46 V90 H10 V16 H62", 7) + line("M28 46 L46 66 L94 10", 10, "SECOND"), ""),
    (arc(42, 60, 395, 8) + line("M30 48 L48 66 L92 14", 11, cap="round"), ""),
    (line("M4 50 L24 74 L62 22", 9) + line("M36 62 L48 76 L94 18", 9, "SECOND"), ""),
    (regular(6, 48) + line("M26 50 L44 68 L74 34", 12, "PAPER", "round"), ""),
]

"""Marks that show no thing: rings, gears, waves, abstract figures, globes, arrows."""

from __future__ import annotations

import random

from bench.labelled.marks.emblems import Drawn
from bench.labelled.marks.glyphs import word
from bench.labelled.marks.shapes import (
    arc,
    at,
    disc,
    line,
    moved,
    path,
    polygon,
    regular,
    ring,
    star,
    turned,
)


def _caption(letters: str) -> str:
    return word(letters, 50, 88, 9, weight=1.5)


RINGS: list[Drawn] = [
    (ring(20, 7, 34, 38) + ring(20, 7, 66, 38, "SECOND") + ring(20, 7, 50, 64), ""),
    (ring(44, 8) + ring(28, 8) + disc(12), ""),
    (arc(42, 20, 300, 10) + arc(24, 200, 480, 10, "SECOND"), ""),
    (ring(30, 9, 33, 50) + ring(30, 9, 67, 50, "SECOND"), _caption("LINKED")),
    (
        "".join(disc(9, *at(n * 45, 36), fill="SECOND" if n % 2 else "INK") for n in range(8))
        + ring(16, 6),
        "",
    ),
    (disc(46) + disc(36, 58, 44, "PAPER") + disc(22, 62, 42, "SECOND"), ""),
]


def _gear(teeth: int, outer: float, root: float, width: float = 0.5) -> str:
    step = 360 / teeth
    corners = []
    for n in range(teeth):
        middle, half = n * step, step * width / 2
        corners += [
            at(middle - half, root),
            at(middle - half * 0.7, outer),
            at(middle + half * 0.7, outer),
            at(middle + half, root),
        ]
    return polygon(corners)


_BOLT = polygon([(56, 24), (36, 54), (48, 54), (44, 78), (66, 44), (53, 44)])

GEARS: list[Drawn] = [
    (_gear(8, 48, 36) + disc(16, fill="PAPER"), ""),
    (_gear(12, 48, 39) + disc(29, fill="PAPER") + moved(_BOLT, 0, 0, 0.9), ""),
    (
        moved(_gear(8, 48, 36) + disc(15, fill="PAPER"), -20, 18, 0.6)
        + moved(_gear(10, 48, 38).replace("INK", "SECOND") + disc(20, fill="PAPER"), 26, -22, 0.5),
        "",
    ),
    (_gear(16, 48, 41) + disc(33, fill="PAPER") + word("TK", 50, 36, 28, weight=2), ""),
    (
        path("M4 50 A46 46 0 0 1 96 50 Z", "PAPER") + '<clipPath id="upper"><rect x="0" y="0" '
        'width="100" height="56"/></clipPath><g clip-path="url(#upper)">'
        + _gear(10, 48, 38)
        + disc(22, fill="PAPER")
        + "</g>"
        + line("M4 66 H96", 6)
        + line("M14 80 H86", 6, "SECOND"),
        "",
    ),
    (
        moved(_gear(6, 48, 32, 0.6) + regular(6, 17, "PAPER", 30), 0, -9, 0.84),
        _caption("WORKS"),
    ),
]


def _wave(y: float, height: float, length: float, width: float, colour: str = "INK") -> str:
    d, x = f"M4 {y}", 4.0
    while x + length <= 97:
        d += (
            f" q{length / 4:g} {-height} {length / 2:g} 0 q{length / 4:g} {height} {length / 2:g} 0"
        )
        x += length
    return line(d, width, colour)


_DROP = "M50 4 C66 30 82 46 82 64 A32 32 0 0 1 18 64 C18 46 34 30 50 4 Z"

WAVES: list[Drawn] = [
    (_wave(30, 24, 46, 8) + _wave(52, 24, 46, 8, "SECOND") + _wave(74, 24, 46, 8), ""),
    (path(_DROP) + line("M30 66 q10 -12 20 0 q10 12 20 0", 6, "PAPER"), ""),
    (path("M4 70 C20 20 60 8 78 34 C66 26 54 34 58 48 C64 66 84 62 96 52 C92 84 40 96 4 70 Z"), ""),
    (
        line(_DROP, 6)
        + path("M26 62 q12 -12 24 0 q12 12 24 0 C76 84 62 90 50 90 C38 90 24 84 26 62 Z", "SECOND"),
        "",
    ),
    (disc(16, 50, 24, "SECOND") + _wave(56, 18, 30, 6) + _wave(72, 18, 30, 6), _caption("WATER")),
    (
        path("M50 50 m-46 0 a46 46 0 0 1 92 0 a23 23 0 0 1 -46 0 a23 23 0 0 0 -46 0 Z")
        + disc(7, 28, 62),
        "",
    ),
]


def _tiles(seed: int, side: int) -> str:
    """Quarter discs, triangles and squares in a grid."""
    chance, size, parts = random.Random(seed), 92 / side, []
    for place in range(side * side):
        x, y = 4 + place % side * size, 4 + place // side * size
        colour = chance.choice(("INK", "INK", "SECOND"))
        kind, turn = chance.randrange(4), chance.randrange(4) * 90
        quarter = f"M{x} {y} h{size} a{size} {size} 0 0 1 {-size} {size} Z"
        half = f"M{x} {y} h{size} l{-size} {size} Z"
        square = f"M{x} {y} h{size} v{size} h{-size} Z"
        if kind < 3:
            part = path((quarter, half, square)[kind], colour)
            parts.append(turned(part, turn, x=x + size / 2, y=y + size / 2))
    return "".join(parts)


ABSTRACT: list[Drawn] = [
    (_tiles(11, 3), ""),
    (_tiles(4, 3), ""),
    (_tiles(23, 4), ""),
    (
        "".join(
            turned(polygon([(50, 50), (50, 6), (78, 22)], "INK" if n % 2 else "SECOND"), n * 72)
            for n in range(5)
        ),
        "",
    ),
    (
        "".join(
            f'<rect x="{8 + 15 * n}" y="{80 - h}" width="11" height="{h}" fill="INK"/>'
            for n, h in enumerate((20, 44, 32, 66, 52, 74))
        ),
        _caption("INDEX"),
    ),
    (
        polygon([(10, 90), (50, 10), (64, 38), (38, 90)])
        + polygon([(70, 50), (92, 90), (50, 90)], "SECOND"),
        "",
    ),
]


def _meridians(count: int, radius: float, width: float) -> str:
    return "".join(
        f'<ellipse cx="50" cy="50" rx="{radius * (n + 1) / (count + 1):.2f}" ry="{radius}" '
        f'fill="none" stroke="INK" stroke-width="W({width})"/>'
        for n in range(count)
    )


GLOBES: list[Drawn] = [
    (
        ring(45, 4)
        + _meridians(2, 45, 3)
        + line("M5 50 H95", 3)
        + line("M12 28 H88", 3)
        + line("M12 72 H88", 3),
        "",
    ),
    (
        disc(34) + '<ellipse cx="50" cy="50" rx="48" ry="15" fill="none" stroke="SECOND" '
        'stroke-width="W(5)" transform="rotate(-25 50 50)"/>',
        "",
    ),
    (
        ring(36, 5)
        + _meridians(1, 36, 4)
        + line("M14 50 H86", 4)
        + arc(47, 40, 140, 4, "SECOND")
        + arc(47, 220, 320, 4, "SECOND"),
        "",
    ),
    (
        disc(46)
        + path("M20 34 C30 18 48 20 52 30 C50 44 36 42 34 56 C26 56 20 46 20 34 Z", "PAPER")
        + path("M58 52 C70 46 82 52 80 64 C72 78 60 80 58 70 Z", "PAPER"),
        "",
    ),
    (
        path("M4 50 A46 46 0 0 1 96 50 Z")
        + line("M4 62 H96", 5)
        + line("M14 76 H86", 5)
        + line("M50 4 V50", 3, "PAPER")
        + line("M50 50 C30 40 30 20 50 4", 3, "PAPER")
        + line("M50 50 C70 40 70 20 50 4", 3, "PAPER"),
        "",
    ),
    (
        moved(ring(45, 6) + _meridians(1, 45, 5) + line("M5 50 H95", 5), 0, -10, 0.72)
        + line("M14 52 C22 84 78 84 86 52", 6, "SECOND"),
        _caption("WORLD"),
    ),
]


def _loop(count: int, width: float, colour: str = "INK") -> str:
    """Arrows that chase each other around a circle."""
    span = 360 / count
    head = polygon([(50, 2), (50, 30), (68, 16)], colour)
    return "".join(
        turned(arc(34, -span + 26, 2, width, colour) + head, n * span) for n in range(count)
    )


ARROWS: list[Drawn] = [
    (_loop(3, 11), ""),
    (_loop(2, 9), ""),
    (polygon([(50, 4), (90, 46), (66, 46), (66, 94), (34, 94), (34, 46), (10, 46)]), ""),
    (line("M10 84 L38 52 L56 66 L86 26", 8) + polygon([(94, 12), (90, 42), (68, 24)]), ""),
    (_loop(4, 7) + star(4, 18, 7, "SECOND"), ""),
    (
        polygon([(4, 34), (52, 34), (52, 16), (84, 44), (52, 72), (52, 54), (4, 54)])
        + polygon([(96, 66), (48, 66), (48, 60), (40, 72), (48, 84), (48, 78), (96, 78)], "SECOND"),
        _caption("MOVE"),
    ),
]

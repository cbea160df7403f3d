"""Emblems of the demonstration's marks: one house style for each body, varied by scheme."""

from __future__ import annotations

import math


def emblem(body: str, seed: bytes, ink: str) -> str:
    """The emblem of a scheme as SVG elements in a square of 240; `body` is the body's code."""
    style = _STYLES.get(body, _rosette)
    return style(seed, ink)


def _point(radius: float, degrees: float) -> str:
    angle = math.radians(degrees)
    return f"{120 + radius * math.cos(angle):.1f} {120 + radius * math.sin(angle):.1f}"


def _rosette(seed: bytes, ink: str) -> str:
    """Curved petals, or the rays of a star, in a ring."""
    count, turn = 5 + seed[1] % 5, seed[2] % 90
    inner, outer = 46 + seed[3] % 14, 78 + seed[4] % 10
    step = 360 / count
    if seed[5] % 2:
        outline = "".join(
            f"M{_point(inner, turn + n * step)}"
            f"Q{_point(outer + 20, turn + (n + 0.5) * step)} {_point(inner, turn + (n + 1) * step)}"
            "L120 120Z"
            for n in range(count)
        )
    else:
        corners = [
            _point(inner if n % 2 else outer + 14, turn + n * step / 2) for n in range(2 * count)
        ]
        outline = "M" + "L".join(corners) + "Z"
    return (
        f'<circle cx="120" cy="120" r="112" fill="#fff" stroke="{ink}" stroke-width="8"/>'
        f'<path d="{outline}" fill="{ink}"/><circle cx="120" cy="120" r="30" fill="#fff"/>'
    )


def _stairs(seed: bytes, ink: str) -> str:
    """Bars that rise, and an arrow above them."""
    count = 4 + seed[1] % 2
    width = 200 / count
    heights = sorted(40 + seed[2 + n] % 70 for n in range(count))
    bars = "".join(
        f'<rect x="{20 + n * width:.1f}" y="{224 - height}" width="{width - 12:.1f}" '
        f'height="{height}"/>'
        for n, height in enumerate(heights)
    )
    lift = 150 - seed[8] % 40
    return (
        f'<g fill="{ink}">{bars}</g><path d="M24 {lift}Q120 {lift} 196 34M152 30h50v50" '
        f'fill="none" stroke="{ink}" stroke-width="14"/>'
    )


def _drop(seed: bytes, ink: str) -> str:
    """A drop with waves left white in it."""
    count, height = 2 + seed[1] % 3, 8 + seed[2] % 14
    step = 84 / count
    waves = "".join(
        f'<path d="M30 {128 + n * step:.0f}q45 {-2 * height} 90 0t90 0"/>' for n in range(count)
    )
    return (
        f'<path d="M120 8Q206 100 206 152A86 84 0 0 1 34 152Q34 100 120 8Z" fill="{ink}"/>'
        f'<g fill="none" stroke="#fff" stroke-width="{9 + seed[3] % 6}">{waves}</g>'
    )


def _shield(seed: bytes, ink: str) -> str:
    """A shield with stripes at its head and a tick below."""
    count = 1 + seed[1] % 3
    stripes = "".join(f'<path d="M24 {48 + 22 * n}H216"/>' for n in range(count))
    low = 176 + seed[2] % 16
    return (
        f'<path d="M24 20H216V116Q216 196 120 232Q24 196 24 116Z" fill="none" stroke="{ink}" '
        f'stroke-width="12"/><g stroke="{ink}" stroke-width="9">{stripes}</g>'
        f'<path d="M70 {low - 40}L108 {low}L172 {low - 62 + seed[3] % 20}" fill="none" '
        f'stroke="{ink}" stroke-width="22"/>'
    )


def _tiles(seed: bytes, ink: str) -> str:
    """Tiles in a field of five by five, the same left and right."""
    tiles = "".join(
        f'<rect x="{20 + column * 40}" y="{20 + row * 40}" width="40" height="40"/>'
        for row in range(5)
        for column in range(5)
        if seed[1 + row * 3 + min(column, 4 - column)] % 2
    )
    return f'<g fill="{ink}" stroke="{ink}" stroke-width="1">{tiles}</g>'


_STYLES = {"SLRZ": _rosette, "SLGL": _stairs, "SLFW": _drop, "SLXF": _shield, "SLSZ": _tiles}

"""The simplest parts of a mark, as SVG in a square of 100 by 100.

INK, SECOND and PAPER stand for colours and W(…) for a stroke's width: a copy writes others.
"""

from __future__ import annotations

from math import cos, pi, sin


def at(degrees: float, radius: float, x: float = 50, y: float = 50) -> tuple[float, float]:
    """The point in this direction; 0 is up, clockwise."""
    turn = degrees * pi / 180
    return x + radius * sin(turn), y - radius * cos(turn)


def points(corners: list[tuple[float, float]]) -> str:
    """Corners as SVG writes them."""
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)


def polygon(corners: list[tuple[float, float]], fill: str = "INK") -> str:
    """A filled shape."""
    return f'<polygon points="{points(corners)}" fill="{fill}"/>'


def disc(radius: float, x: float = 50, y: float = 50, fill: str = "INK") -> str:
    """A filled circle."""
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"/>'


def ring(radius: float, width: float, x: float = 50, y: float = 50, colour: str = "INK") -> str:
    """A circle that is a line."""
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="none" stroke="{colour}" '
        f'stroke-width="W({width})"/>'
    )


def path(d: str, fill: str = "INK") -> str:
    """A filled path."""
    return f'<path d="{d}" fill="{fill}"/>'


def line(d: str, width: float, colour: str = "INK", cap: str = "butt") -> str:
    """A path that is a line."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="W({width})" '
        f'stroke-linecap="{cap}" stroke-linejoin="{"round" if cap == "round" else "miter"}"/>'
    )


def turned(part: str, degrees: float, scale: float = 1.0, x: float = 50, y: float = 50) -> str:
    """A part turned and scaled about a point."""
    return (
        f'<g transform="translate({x} {y}) rotate({degrees:g}) scale({scale:g}) '
        f'translate({-x} {-y})">{part}</g>'
    )


def moved(part: str, dx: float, dy: float, scale: float = 1.0) -> str:
    """A part scaled about the middle, then moved."""
    return (
        f'<g transform="translate({50 + dx} {50 + dy}) scale({scale:g}) translate(-50 -50)">'
        f"{part}</g>"
    )


def star(spikes: int, outer: float, inner: float, fill: str = "INK", start: float = 0) -> str:
    """A star with so many spikes."""
    step = 180 / spikes
    return polygon(
        [at(start + n * step, inner if n % 2 else outer) for n in range(2 * spikes)], fill
    )


def regular(corners: int, radius: float, fill: str = "INK", start: float = 0) -> str:
    """A regular polygon."""
    return polygon([at(start + n * 360 / corners, radius) for n in range(corners)], fill)


def arc(radius: float, begin: float, end: float, width: float, colour: str = "INK") -> str:
    """A part of a circle, as a line, clockwise."""
    (x1, y1), (x2, y2) = at(begin, radius), at(end, radius)
    large = int(end - begin > 180)
    return line(
        f"M{x1:.2f} {y1:.2f} A{radius} {radius} 0 {large} 1 {x2:.2f} {y2:.2f}", width, colour
    )


def leaf(length: float, width: float, fill: str = "INK") -> str:
    """A leaf that stands on the middle and points up."""
    top = 50 - length
    return path(
        f"M50 50 C{50 + width:.1f} {50 - length * 0.3:.1f} {50 + width * 0.8:.1f} "
        f"{top + length * 0.2:.1f} 50 {top:.1f} C{50 - width * 0.8:.1f} {top + length * 0.2:.1f} "
        f"{50 - width:.1f} {50 - length * 0.3:.1f} 50 50 Z",
        fill,
    )

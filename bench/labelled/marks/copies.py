"""Copies of a mark as people make them: each kind of change is a function, tried on every mark."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.labelled.marks.families import Mark
from bench.labelled.marks.glyphs import word

_STROKE = re.compile(r"W\(([0-9.]+)\)")
_PALETTES = (
    ("#0b5d1e", "#8cc63f"),
    ("#b00020", "#f2a900"),
    ("#4a148c", "#00acc1"),
    ("#e65100", "#5d4037"),
)
_LETTERS = "ABCDEFGHIKLMNOPRSTUVWXYZ"


@dataclass(frozen=True)
class Style:
    """How a mark is drawn; the original is drawn with these values."""

    ink: str = "#004c97"
    second: str = "#6a9bd1"
    paper: str = "#ffffff"
    #: What all strokes are multiplied by, and a stroke in this colour around all filled shapes.
    weight: float = 1.0
    contour: str = ""
    contour_width: float = 0.0
    transform: str = ""
    before: str = ""
    after: str = ""
    view: tuple[float, float, float, float] = (-4.0, -4.0, 108.0, 108.0)
    #: The longer side in pixels of the picture, where it is not that of a preview.
    side: int | None = None


def drawn(mark: Mark, style: Style | None = None) -> str:
    """The mark as SVG."""
    style = style or Style()
    contour = ""
    if style.contour:
        width = style.contour_width * mark.unit
        contour = f'stroke="{style.contour}" stroke-width="{width:.4f}"'
    inner = f'<g transform="{style.transform}"><g {contour}>{mark.body}{mark.words}</g></g>'
    text = style.before + inner + style.after
    text = _STROKE.sub(lambda match: f"{float(match[1]) * style.weight:.2f}", text)
    for role, colour in (("INK", style.ink), ("SECOND", style.second), ("PAPER", style.paper)):
        text = text.replace(role, colour)
    x, y, width, height = style.view
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:g} {y:g} {width:g} {height:g}">'
        f"{text}</svg>"
    )


@dataclass(frozen=True)
class Copy:
    """A changed mark: its SVG, and the size of the picture where that is what was changed."""

    kind: str
    svg: str
    side: int | None = None


Change = Callable[[Mark, random.Random], tuple[Mark, Style]]


def _recoloured(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    ink, second = chance.choice(_PALETTES)
    return mark, Style(ink=ink, second=second)


def _mono(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return mark, Style(ink="#000000", second="#000000")


def _inverted(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    ground = '<rect x="-10" y="-10" width="120" height="120" fill="PAPER"/>'
    return mark, Style(ink="#ffffff", second="#cfd8e3", paper="#12263f", before=ground)


def _reversed_out_of_a_disc(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    ground = '<circle cx="50" cy="50" r="50" fill="PAPER"/>'
    inside = "translate(50 50) scale(0.64) translate(-50 -50)"
    return mark, Style(
        ink="#ffffff", second="#dfe9df", paper="#0b5d1e", before=ground, transform=inside
    )


def _mirrored(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return mark, Style(transform="translate(100 0) scale(-1 1)")


def _turned(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    angle = chance.choice((-1, 1)) * chance.uniform(4, 15)
    return mark, Style(transform=f"rotate({angle:.1f} 50 50)", view=(-20, -20, 140, 140))


def _heavier(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return mark, Style(weight=1.6, contour="INK", contour_width=2.4)


def _lighter(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return mark, Style(weight=0.6, contour="PAPER", contour_width=2.4)


def _outlined(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    """Filled shapes become lines around nothing; what was white on them is drawn in ink."""
    body = re.sub(
        r'fill="(INK|SECOND|PAPER)"', r'fill="none" stroke="\1" stroke-width="2.5"', mark.body
    ).replace("PAPER", "INK")
    return replace(mark, body=body), Style()


def _ringed(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    ring = '<circle cx="50" cy="50" r="76" fill="none" stroke="INK" stroke-width="5"/>'
    return mark, Style(after=ring, view=(-30, -30, 160, 160))


def _framed(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    frame = (
        '<rect x="-14" y="-14" width="128" height="128" rx="8" fill="none" stroke="SECOND" '
        'stroke-width="4"/>'
    )
    return mark, Style(after=frame, view=(-20, -20, 140, 140))


def _random_word(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(chance.randint(least, most)))


def _with_words_below(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    below = word(_random_word(chance, 6, 10), 50, 110, 11, weight=1.6)
    return mark, Style(after=below, view=(-8, -4, 116, 132))


def _with_words_beside(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    letters = _random_word(chance, 4, 6)
    width = len(letters) * 22
    beside = word(letters, 112 + width / 2, 38, 24, weight=1.6)
    return mark, Style(after=beside, view=(-4, -4, 124 + width, 108))


def _without_words(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return replace(mark, words=""), Style()


def _with_margins(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    left, top = chance.uniform(10, 90), chance.uniform(10, 90)
    return mark, Style(view=(-left, -top, 200, 200))


def _cropped(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    """The edge of the picture goes through the mark's own margin and a little of the mark."""
    cut = chance.uniform(2, 5)
    return mark, Style(view=(cut, 0, 100 - cut, 100 - cut / 2))


def _stretched(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    taller = f"scale(1 {chance.choice((0.86, 0.9, 1.12)):g})"
    return mark, Style(transform=taller, view=(-4, -4, 108, 122))


def _small(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    return mark, Style(side=64)


def _recoloured_turned_ringed(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    _mark, ringed = _ringed(mark, chance)
    _mark, turned = _turned(mark, chance)
    _mark, colours = _recoloured(mark, chance)
    return mark, replace(ringed, transform=turned.transform, ink=colours.ink, second=colours.second)


def _mirrored_heavier_with_words(mark: Mark, chance: random.Random) -> tuple[Mark, Style]:
    _mark, words = _with_words_below(mark, chance)
    _mark, heavier = _heavier(mark, chance)
    _mark, mirrored = _mirrored(mark, chance)
    return mark, replace(
        words,
        transform=mirrored.transform,
        weight=heavier.weight,
        contour=heavier.contour,
        contour_width=heavier.contour_width,
    )


CHANGES: dict[str, Change] = {
    "small": _small,
    "recoloured": _recoloured,
    "one colour": _mono,
    "inverted": _inverted,
    "reversed out of a disc": _reversed_out_of_a_disc,
    "mirrored": _mirrored,
    "turned by 4 to 15 degrees": _turned,
    "heavier": _heavier,
    "lighter": _lighter,
    "outlined": _outlined,
    "in a ring": _ringed,
    "in a square frame": _framed,
    "words below": _with_words_below,
    "words beside": _with_words_beside,
    "words removed": _without_words,
    "wide margins, off centre": _with_margins,
    "cropped": _cropped,
    "stretched": _stretched,
    "recoloured, turned, in a ring": _recoloured_turned_ringed,
    "mirrored, heavier, words below": _mirrored_heavier_with_words,
}


def copies_of(mark: Mark) -> list[Copy]:
    """Every kind of copy of this mark; the chances are the same in every run."""
    made = []
    for kind, change in CHANGES.items():
        if kind == "words removed" and not mark.words:
            continue
        changed, style = change(mark, random.Random(f"{mark.name} {kind}"))
        made.append(Copy(kind, drawn(changed, style), style.side))
    return made

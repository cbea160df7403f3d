"""The views of a mark: the whole, and what remains without lettering, frame or ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from portal.likeness.ink import Ink
from portal.likeness.parting import reversed_out, without_frame, without_lettering
from portal.likeness.placing import SIDE, placed

#: How much a picture may vary around its centre and still be a plain disc or ring.
_PLAIN = 0.012
_Y, _X = np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2
_RADIUS = np.minimum(np.hypot(_Y, _X).astype(int), SIDE // 2).ravel()
_POINTS_AT = np.bincount(_RADIUS)


@dataclass(frozen=True)
class View:
    """One way to look at a mark: what was left out, in order, and the picture that remains."""

    without: tuple[str, ...]
    picture: Image.Image


def views_of(ink: Ink) -> list[View]:
    """The whole first, then each view that is more than a plain disc or ring."""
    views = [View(without, placed(part)) for without, part in _parts(ink)]
    return views[:1] + [view for view in views[1:] if not _is_disc_or_ring(view.picture)]


def _parts(ink: Ink) -> Iterator[tuple[tuple[str, ...], Ink]]:
    """The drawing and what remains of it; at most one frame or ground is taken away."""
    framed: list[tuple[tuple[str, ...], Ink]] = [((), ink)]
    emblem = without_lettering(ink)
    if emblem is not None:
        framed.append((("lettering",), emblem))
    yield from framed
    for without, part in framed:
        for name, take in (("frame", without_frame), ("ground", reversed_out)):
            inside = take(part)
            if inside is None:
                continue
            yield (*without, name), inside
            emblem = without_lettering(inside)
            if emblem is not None:
                yield (*without, name, "lettering"), emblem


def _is_disc_or_ring(picture: Image.Image) -> bool:
    """Such a view says nothing: half of all marks have a ring."""
    points = np.asarray(picture, dtype=np.float64).ravel() / 255
    mean = np.bincount(_RADIUS, points) / _POINTS_AT
    if ((points - mean[_RADIUS]) ** 2).mean() >= _PLAIN:
        return False
    edges = np.count_nonzero(np.diff((mean[: SIDE // 2] > 0.5).astype(int)))
    return bool(edges <= 2)

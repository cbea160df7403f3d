"""Taking a drawing apart: its lettering from its emblem, its frame from what is framed.

A copy often adds a ring or a line of words. So a mark is also looked at without them, when it has
what looks like them; that a part is left out here judges nothing, it only adds a way to compare.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from portal.likeness.ink import Ink

Mask = NDArray[np.bool_]

#: Lettering above or below is at most this high, beside it at most this high, per emblem's height.
_LETTERING_HEIGHT = {0: 0.32, 1: 0.5}
#: The least gap between lettering and emblem, as a share of the picture's longer side.
_LEAST_GAP = 0.02
#: Parts nearer than this share of the drawing's extent are one part.
_JOINED = 0.03
#: An emblem's box is at least so many times as large as any other part's.
_DOMINANCE = 1 / 0.35
#: How well a frame's outline fills an ellipse or a rectangle.
_ROUND, _SQUARE = 0.95, 0.93
#: The open share of what a frame encloses: a thin ring is nearly all open, a filled disc is not.
_OPEN, _CLOSED = 0.4, 0.6
#: What is left over must have at least so many points.
_LEAST_INK = 30


def without_lettering(ink: Ink) -> Ink | None:
    """The emblem alone: without a line of words beside it, or without small parts around it."""
    emblem = _cut_off(ink)
    return emblem if emblem is not None else _without_small_parts(ink)


@dataclass(frozen=True)
class _Cut:
    """A blank band across the drawing: its width, its direction, and the side to be kept."""

    gap: int
    axis: int
    begin: int
    end: int
    keeps_first: bool


def _cut_off(ink: Ink) -> Ink | None:
    """Cut at the widest blank band that has something low, as words are, on one side."""
    mask = ink > 0.5
    cuts = [cut for axis in (0, 1) for cut in _cuts(mask if axis == 0 else mask.T, axis)]
    if not cuts:
        return None
    cut = max(cuts, key=lambda cut: cut.gap)
    emblem = ink.copy()
    along = emblem if cut.axis == 0 else emblem.T
    if cut.keeps_first:
        along[cut.end :] = 0
    else:
        along[: cut.begin] = 0
    return _if_anything(emblem)


def _cuts(mask: Mask, axis: int) -> list[_Cut]:
    steps = np.flatnonzero(np.diff(np.concatenate([[0], mask.any(axis=1).astype(np.int8), [0]])))
    begins, ends = steps[::2], steps[1::2]
    cuts = []
    for end, begin in zip(ends[:-1], begins[1:], strict=True):
        if begin - end < max(2, _LEAST_GAP * max(mask.shape)):
            continue
        first, second = _height(mask[:end], axis), _height(mask[begin:], axis)
        if min(first, second) <= _LETTERING_HEIGHT[axis] * max(first, second):
            cuts.append(_Cut(int(begin - end), axis, int(end), int(begin), first > second))
    return cuts


def _height(mask: Mask, axis: int) -> int:
    """The extent from top to bottom as people see it; along axis 1 the mask lies on its side."""
    used = np.flatnonzero(mask.any(axis=1 - axis))
    return int(used[-1] - used[0] + 1)


def _without_small_parts(ink: Ink) -> Ink | None:
    """The largest part with all it encloses, where every other part is much smaller."""
    mask = ink > 0.5
    rows, columns = np.nonzero(mask)
    reach = max(1, int((max(np.ptp(rows), np.ptp(columns)) + 1) * _JOINED))
    joined, count = ndimage.label(ndimage.binary_dilation(mask, iterations=reach))
    if count < 2:
        return None
    sizes = np.array([_box(part) for part in ndimage.find_objects(joined)])
    largest = int(sizes.argmax())
    kept = ndimage.binary_fill_holes(joined == largest + 1)
    others = [label - 1 for label in np.unique(joined[~kept]) if label]
    if not others or sizes[others].max() * _DOMINANCE > sizes[largest]:
        return None
    return _if_anything(np.where(kept, ink, 0).astype(np.float32))


def _box(part: tuple[slice, slice]) -> int:
    return (part[0].stop - part[0].start) * (part[1].stop - part[1].start)


def without_frame(ink: Ink) -> Ink | None:
    """What a plain ring or rectangle around everything encloses."""
    frame = _frame(ink)
    if frame is None or frame.open_share <= _OPEN:
        return None
    inside = np.where(frame.holes & ~ndimage.binary_dilation(frame.line, iterations=2), ink, 0)
    return _if_anything(inside.astype(np.float32))


def reversed_out(ink: Ink) -> Ink | None:
    """What is left white on a plain disc or rectangle that holds everything."""
    frame = _frame(ink)
    if frame is None or frame.open_share >= _CLOSED:
        return None
    within = ndimage.binary_erosion(frame.line | frame.holes, iterations=2)
    return _if_anything(np.where(within, 1 - ink, 0).astype(np.float32))


@dataclass(frozen=True)
class _Frame:
    """The part of a drawing that encloses all others, and what it leaves open."""

    line: Mask
    holes: Mask

    @property
    def open_share(self) -> float:
        open_points = int(self.holes.sum())
        return open_points / (open_points + int(self.line.sum()))


def _frame(ink: Ink) -> _Frame | None:
    mask = ink > 0.5
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    if not count:
        return None
    places = ndimage.find_objects(parts)
    largest = max(range(count), key=lambda part: _box(places[part]))
    line = parts == largest + 1
    filled = ndimage.binary_fill_holes(line)
    if (mask & ~filled).sum() > 0.02 * mask.sum() or not _is_plain(filled[places[largest]]):
        return None
    return _Frame(line, filled & ~line)


def _is_plain(shape: Mask) -> bool:
    """Whether a shape, cut to its box, is an ellipse or a rectangle."""
    if shape.mean() >= _SQUARE:
        return True
    height, width = shape.shape
    y, x = np.mgrid[0:height, 0:width] + 0.5
    ellipse = (y / height * 2 - 1) ** 2 + (x / width * 2 - 1) ** 2 <= 1
    return bool((ellipse & shape).sum() >= _ROUND * (ellipse | shape).sum())


def _if_anything(ink: Ink) -> Ink | None:
    return ink if (ink > 0.5).sum() >= _LEAST_INK else None

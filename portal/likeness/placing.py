"""Every drawing in the same place and size, so that margins, scale and position do not count.

The measure is the convex hull: thicker or thinner lines and changes inside hardly move it, and it
turns and mirrors with the drawing, which a bounding box does not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from portal.likeness.ink import Ink

#: The side in points of the square in which drawings are compared.
SIDE = 64
#: The hull's mean distance (root of the mean square) from its centre, as a share of the side.
_SPREAD = 0.285
#: Drawn this many times as large and then averaged, for smooth edges.
_FINER = 2

Corners = NDArray[np.float64]


def placed(ink: Ink) -> Image.Image:
    """The drawing centred and scaled, as a grey picture whose ink is white."""
    x, y, spread = _centre_and_spread(_hull(ink > 0.5))
    step = spread / (_SPREAD * SIDE)
    picture = Image.fromarray((ink * 255).astype(np.uint8))
    fine = picture.transform(
        (SIDE * _FINER, SIDE * _FINER),
        Image.Transform.AFFINE,
        (step / _FINER, 0, x - step * SIDE / 2, 0, step / _FINER, y - step * SIDE / 2),
        Image.Resampling.BICUBIC,
    )
    return fine.resize((SIDE, SIDE), Image.Resampling.BOX)


def _hull(mask: NDArray[np.bool_]) -> Corners:
    """Corners of the convex hull of all points, each a square of one (monotone chain)."""
    rows = np.flatnonzero(mask.any(axis=1))
    left = mask[rows].argmax(axis=1)
    right = mask.shape[1] - mask[rows][:, ::-1].argmax(axis=1)
    ends = np.concatenate(
        [np.stack([side, height], axis=1) for side in (left, right) for height in (rows, rows + 1)]
    )
    points = sorted({(int(x), int(y)) for x, y in ends})
    return np.array(_chain(points) + _chain(points[::-1]), dtype=np.float64)


def _chain(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One side of the hull, without its last corner."""
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1:
            (x1, y1), (x2, y2) = chain[-2:]
            if (x2 - x1) * (y - y1) > (y2 - y1) * (x - x1):
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]


def _centre_and_spread(corners: Corners) -> tuple[float, float, float]:
    """Centre of a polygon and the root mean square distance of its points from there."""
    x, y = corners[:, 0], corners[:, 1]
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    cross = x * next_y - next_x * y
    area = cross.sum() / 2
    centre_x = float(((x + next_x) * cross).sum() / (6 * area))
    centre_y = float(((y + next_y) * cross).sum() / (6 * area))
    squares = (x * x + x * next_x + next_x**2 + y * y + y * next_y + next_y**2) * cross
    around = float(squares.sum() / (12 * area)) - centre_x**2 - centre_y**2
    return centre_x, centre_y, max(around, 1e-6) ** 0.5

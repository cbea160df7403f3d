"""What is measured of a view: four hashes in six positions, and a profile blind to turning.

The hashes are those of the ImageHash library. They are taken upright, turned by ten degrees either
way, and all that mirrored, so that two marks are near in at least one position of either.
"""

from __future__ import annotations

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from portal.likeness.layout import ANGLES, RINGS, WAVES
from portal.likeness.placing import SIDE

_RADII = np.linspace(2, 30, RINGS)
_DIRECTIONS = np.linspace(0, 2 * np.pi, 64, endpoint=False)
#: How far from an edge, in points, it is still felt: the reach that thicker lines may have.
_REACH = 2.5


def hashes_of(picture: Image.Image) -> bytes:
    """The hashes in all positions: `POSITIONS` rows of `WORDS` words of 64 bits."""
    mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return b"".join(
        _hashes(side.rotate(angle, Image.Resampling.BICUBIC))
        for side in (picture, mirrored)
        for angle in ANGLES
    )


def _hashes(picture: Image.Image) -> bytes:
    edges = _grey(_nearness_to_edges(picture))
    bits = (
        imagehash.phash(picture, 16),
        imagehash.whash(edges, 16),
        imagehash.dhash(edges, 16),
        imagehash.dhash_vertical(edges, 16),
        imagehash.whash(_silhouette(picture), 8),
    )
    return b"".join(np.packbits(part.hash).tobytes() for part in bits)


def profile_of(picture: Image.Image) -> bytes:
    """How the edges go round at twelve distances from the centre, as strengths of waves.

    The strength of a wave is the same wherever the round begins and whichever way it goes, so
    turning and mirroring change nothing.
    """
    middle = (SIDE - 1) / 2
    round_ = ndimage.map_coordinates(
        _nearness_to_edges(picture),
        [
            middle + np.outer(_RADII, np.sin(_DIRECTIONS)),
            middle + np.outer(_RADII, np.cos(_DIRECTIONS)),
        ],
        order=1,
    )
    waves = np.abs(np.fft.rfft(round_, axis=1))[:, :WAVES]
    # The mean says little more than that there is something.
    waves[:, 0] *= 0.5
    strengths = waves * np.sqrt(_RADII)[:, np.newaxis]
    return (strengths / max(strengths.max(), 1e-9) * 255).round().astype(np.uint8).tobytes()


def _nearness_to_edges(picture: Image.Image) -> NDArray[np.float64]:
    """1 on an edge, less further off: so the line and the filled shape of one outline are alike."""
    mask = np.asarray(picture) > 127
    edges = mask ^ ndimage.binary_erosion(mask)
    if not edges.any():
        return np.zeros(mask.shape)
    nearness: NDArray[np.float64] = np.exp(-ndimage.distance_transform_edt(~edges) / _REACH)
    return nearness


def _silhouette(picture: Image.Image) -> Image.Image:
    filled = ndimage.binary_fill_holes(np.asarray(picture) > 127)
    return _grey(ndimage.gaussian_filter(filled.astype(np.float64), 0.7))


def _grey(points: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray((np.clip(points, 0, 1) * 255).astype(np.uint8))

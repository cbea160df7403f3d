"""From a picture to its ink: how much each point stands out from the ground, whatever the colours.

Colour is left behind here. A point is ink when it differs enough from the ground, so a drawing in
two tones, in one, or in white on dark blue gives the same ink.
"""

from __future__ import annotations

import warnings
from io import BytesIO

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from portal.core.file_errors import FileRefused

Ink = NDArray[np.float32]

#: The longer side in pixels at which pictures are looked at.
SIDE = 256
MAX_PIXELS = 40_000_000
#: The share of the largest contrast from which on a point is wholly ink.
_FULL = 0.35
#: Below this contrast (of 255) there is nothing to be seen in the picture.
_FAINTEST = 12.0


def ink_of(png: bytes) -> Ink:
    """The ink of a picture, from 0 (ground) to 1, its longer side `SIDE` points.

    Raises:
        FileRefused: it is no PNG, too large, or shows nothing.
    """
    picture = _opened(png)
    colours = np.asarray(_on_white(picture), dtype=np.float32)
    contrast = _contrast(colours)
    if contrast.max() < _FAINTEST:
        # White artwork on a transparent ground: its shape is in the transparency.
        contrast = _contrast(np.asarray(picture, dtype=np.float32)[:, :, 3:])
    if contrast.max() < _FAINTEST:
        raise FileRefused(_("The picture shows nothing that could be compared."))
    ink: Ink = np.clip(contrast / (_FULL * contrast.max()), 0, 1)
    return ink


def _opened(png: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(png), formats=["PNG"]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise FileRefused(_("The picture has too many pixels; make it smaller."))
                picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise FileRefused(_("The picture cannot be read; it may be damaged.")) from None
    scale = SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def _contrast(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest difference of any channel from the ground, which is what most of the rim is."""
    rim = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    difference: NDArray[np.float32] = np.abs(colours - np.median(rim, axis=0)).max(axis=2)
    return difference

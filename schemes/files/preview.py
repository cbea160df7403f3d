"""A picture (PNG) of a mark's drawing, for lists and small screens."""

from __future__ import annotations

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops

from portal.core.file_errors import FileRefused
from schemes.files.svg.drawing import Drawing
from schemes.files.svg.fitting import fitted
from schemes.files.svg.sizes import DPI, view_box

#: The longer side in pixels; enough for a mark shown 20 mm wide at twice the usual density.
SIDE = 640
#: By how much (of 255) a pixel of the kept form may differ from the file's: the rounding of a
#: size given in millimetres, never a line.
TOLERANCE = 12


def preview_of(drawing: Drawing) -> bytes:
    """PNG bytes of a safe drawing, once it is known to show what the file shows.

    Raises:
        FileRefused: the renderer cannot draw it, or the kept form shows another picture.
    """
    box = view_box(drawing.width, drawing.height)
    longer = SIDE / max(drawing.width, drawing.height)
    size = round(drawing.width * longer), round(drawing.height * longer)
    picture = _drawn(fitted(drawing.svg, 0, size, box))
    original = _drawn(fitted(drawing.source, drawing.start, size, box))
    if picture != original and _difference(picture, original) > TOLERANCE:
        raise FileRefused(
            _(
                "What may be kept of this drawing does not show the same picture as the file. "
                "Save it as plain SVG, with everything converted to paths, and upload again."
            )
        )
    return picture


def _drawn(svg: str) -> bytes:
    import resvg_py  # drawing is done apart, in another process

    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                dpi=DPI,
                # Nothing is written in a mark, and loading fonts takes longer than drawing.
                skip_system_fonts=True,
            )
        )
    except (ValueError, RuntimeError):
        raise FileRefused(
            _("No picture could be made of this drawing. Save it as plain SVG and upload again.")
        ) from None


def _difference(first: bytes, second: bytes) -> int:
    """The largest difference of a colour, weighed by how opaque it is; 255 for another size."""
    one, other = (Image.open(io.BytesIO(png)).convert("RGBa") for png in (first, second))
    if one.size != other.size:
        return 255
    bands = ImageChops.difference(one, other).split()
    return max(value for band in bands for value, count in enumerate(band.histogram()) if count)

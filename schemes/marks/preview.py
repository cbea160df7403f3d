"""A picture (PNG) of a mark's drawing, for lists and small screens."""

from __future__ import annotations

from typing import Any

import resvg_py
from django.utils.translation import gettext_lazy as _

from schemes.marks.errors import FileRefused
from schemes.marks.svg import Drawing

#: The longer side in pixels; enough for a mark shown 20 mm wide at twice the usual density.
SIDE = 640
#: What stands for the generic families; without one, text of that family would be left out.
_FONTS: dict[str, Any] = {
    "font_family": "Noto Sans CJK SC",
    "sans_serif_family": "Noto Sans CJK SC",
    "serif_family": "Noto Serif CJK SC",
    "monospace_family": "Noto Sans Mono CJK SC",
}


def preview_of(drawing: Drawing) -> bytes:
    """PNG bytes of a safe drawing.

    Raises:
        FileRefused: the renderer cannot draw it.
    """
    is_wide = drawing.width >= drawing.height
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing.svg,
                width=SIDE if is_wide else None,
                height=None if is_wide else SIDE,
                skip_system_fonts="<text" not in drawing.svg,
                **_FONTS,
            )
        )
    except (ValueError, RuntimeError):
        raise FileRefused(
            _("No picture could be made of this drawing. Save it as plain SVG and upload again.")
        ) from None

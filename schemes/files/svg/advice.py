"""What to do about what may not be in a mark, in the program that drew it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Program(StrEnum):
    """The drawing programs whose menus are known here."""

    ILLUSTRATOR = "illustrator"
    INKSCAPE = "inkscape"
    CORELDRAW = "coreldraw"
    FIGMA = "figma"
    OTHER = ""


_TRACES = {
    Program.INKSCAPE: r"inkscape\.org/namespaces|sodipodi",
    Program.ILLUSTRATOR: r"Adobe Illustrator|ns\.adobe\.com|\.cls-1\b",
    Program.CORELDRAW: r"CorelDRAW|www\.corel\.com",
    Program.FIGMA: r'figma|<svg width="[\d.]+" height="[\d.]+" viewBox="[^"]*" fill="none"',
}

TEXT = {
    Program.ILLUSTRATOR: _("In Illustrator: select all, then Type → Create Outlines."),
    Program.INKSCAPE: _("In Inkscape: select all, then Path → Object to Path."),
    Program.CORELDRAW: _("In CorelDRAW: select all, then Object → Convert to Curves."),
    Program.FIGMA: _("In Figma: tick “Outline text” in the export settings."),
    Program.OTHER: _(
        "Turn letters into outlines (in Illustrator: Type → Create Outlines; in Inkscape: "
        "Path → Object to Path; in CorelDRAW: Object → Convert to Curves)."
    ),
}
EFFECT = {
    Program.ILLUSTRATOR: _(
        "In Illustrator: remove the effect in Window → Appearance, or draw it with plain shapes "
        "or gradients."
    ),
    Program.INKSCAPE: _(
        "In Inkscape: Filters → Remove Filters, or draw the effect with plain shapes or gradients."
    ),
    Program.CORELDRAW: _(
        "In CorelDRAW: clear the shadow, lens or other effect, or draw it with plain shapes or "
        "gradients."
    ),
    Program.FIGMA: _(
        "In Figma: remove the shadow or blur under Effects, or draw it with plain shapes or "
        "gradients."
    ),
    Program.OTHER: _(
        "Take the shadow, blur or other effect off, or draw it with plain shapes or gradients."
    ),
}
PICTURE = {
    Program.ILLUSTRATOR: _("In Illustrator: Object → Image Trace → Make and Expand."),
    Program.INKSCAPE: _("In Inkscape: Path → Trace Bitmap, then delete the picture."),
    Program.CORELDRAW: _("In CorelDRAW: Bitmaps → Outline Trace, then delete the picture."),
    Program.FIGMA: _("In Figma: replace the picture or picture fill by vector shapes."),
    Program.OTHER: _("Trace the picture into vector shapes, then delete it."),
}
STYLE = {
    Program.ILLUSTRATOR: _(
        "In Illustrator: File → Export → Export As → SVG, with Styling set to "
        "“Presentation Attributes”."
    ),
    Program.INKSCAPE: _("In Inkscape: save as “Plain SVG”."),
    Program.OTHER: _("Give shapes their colours and widths directly and upload again."),
}
COLOUR = {
    Program.FIGMA: _("In Figma: set the colour profile of the file to sRGB and export again."),
    Program.OTHER: _("Use plain colours (such as #D01F2A) and upload again."),
}
SHAPE = {
    Program.ILLUSTRATOR: _("In Illustrator: Object → Expand Appearance, then export again."),
    Program.INKSCAPE: _("In Inkscape: Path → Object to Path, then save as “Plain SVG”."),
    Program.CORELDRAW: _("In CorelDRAW: Object → Convert to Curves, then export again."),
    Program.FIGMA: _("In Figma: Object → Flatten, then export again."),
    Program.OTHER: _("Convert it to plain paths and upload again."),
}
REMOVE = {Program.OTHER: _("Remove it and upload again.")}


def program_of(text: str) -> Program:
    """The program that wrote a file, as far as it can be told."""
    found = (program for program, trace in _TRACES.items() if re.search(trace, text))
    return next(found, Program.OTHER)


def advice(kind: dict[Program, Any], program: Program) -> Any:
    """What to do in this program."""
    return kind.get(program, kind[Program.OTHER])

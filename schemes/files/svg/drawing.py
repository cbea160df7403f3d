"""A drawing that may be kept, from the bytes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused
from schemes.files.svg.advice import program_of
from schemes.files.svg.amount import check_amount
from schemes.files.svg.cleaning import Cleaning
from schemes.files.svg.decoding import text_of
from schemes.files.svg.parsing import Node, parsed
from schemes.files.svg.repetition import check_repetition
from schemes.files.svg.sizes import size_of, view_box
from schemes.files.svg.troubles import refusal
from schemes.files.svg.vocabulary import SVG, XLINK

MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Drawing:
    """A safe drawing: its SVG, and its size in pixels.

    `source` is the text of the file, in which the drawing begins at `start`: both must show the
    same. `left_out` names what was in the file and is not kept, since it cannot change the picture.
    """

    svg: str
    width: float
    height: float
    source: str
    start: int = 0
    left_out: tuple[Any, ...] = ()


def safe_drawing(data: bytes) -> Drawing:
    """The drawing as SVG that neither runs nor reaches anything.

    Raises:
        FileRefused: it cannot be read, or holds something that may not be in it.
    """
    _check_bytes(data)
    text = text_of(data)
    source = parsed(text)
    if not _is_svg(source.root):
        raise FileRefused(_("The file is not an SVG drawing: its outermost element is not “svg”."))
    check_amount(source.root)
    cleaning = Cleaning(source)
    if cleaning.troubles:
        raise refusal(cleaning.troubles, program_of(text))
    assert cleaning.root is not None
    width, height = size_of(source.root)
    if "viewBox" not in cleaning.root.attrib:
        # With a view box the drawing can be shown in any size.
        cleaning.root.set("viewBox", view_box(width, height))
    check_repetition(cleaning.root)
    svg, left_out = _written(cleaning.root), cleaning.left_out.told()
    return Drawing(svg, width, height, text, source.start, left_out)


def _check_bytes(data: bytes) -> None:
    if len(data) <= MAX_BYTES:
        return
    sentence = _("The drawing is larger than %(size)d kB; simplify it.")
    if b"<i:pgf" in data or b"&ns_ai;" in data[:5000]:
        sentence = _(
            "The drawing is larger than %(size)d kB. In Illustrator: save it without “Preserve "
            "Illustrator Editing Capabilities”."
        )
    raise FileRefused(sentence % {"size": MAX_BYTES // 1000})


def _is_svg(root: Node) -> bool:
    return root.name in {(SVG, "svg"), ("", "svg")}


def _written(root: ET.Element) -> str:
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")

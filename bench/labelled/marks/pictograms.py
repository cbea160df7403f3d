"""Drawings of other people: the pictograms that Wagtail installs, for a look beyond our own set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from bench.labelled.marks.families import Mark

_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VIEW = re.compile(r'viewBox="([-0-9. ]+)"')


def pictograms() -> Iterator[Mark]:
    """Each pictogram as a mark of one family, in the square of 100 by 100; all in one colour."""
    folder = files("wagtail.admin").joinpath("templates/wagtailadmin/icons")
    named = sorted((entry.name, entry) for entry in folder.iterdir())
    for place, (name, entry) in enumerate(named):
        text = _COMMENT.sub("", entry.read_text())
        body, view = _BODY.search(text), _VIEW.search(text)
        if body is None or view is None or "url(" in text:
            continue
        x, y, width, height = (float(number) for number in view[1].split())
        scale = 100 / max(width, height)
        drawing = (
            f'<g fill="INK" transform="scale({scale:.5f}) translate({-x:g} {-y:g})">{body[1]}</g>'
        )
        yield Mark(f"pictogram {name.removesuffix('.svg')}", place, drawing, unit=1 / scale)

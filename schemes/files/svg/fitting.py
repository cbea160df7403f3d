"""The same drawing in another size: what its outermost element says of its size is written anew.

A renderer rounds the size of a drawing to whole pixels first, which bends one of a few millimetres;
so it is given the size in pixels that the picture shall have.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"""<[^\s/>]+((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")


def fitted(svg: str, start: int, size: tuple[int, int], view_box: str) -> str:
    """The text of a drawing whose outermost element begins at `start`, in a size in pixels.

    The view box is given to a drawing that has none.
    """
    tag = _TAG.match(svg, start)
    assert tag is not None, "It was parsed, and its outermost element began here."
    attributes = dict(_ATTRIBUTE.findall(tag[1]))
    attributes.setdefault("viewBox", f'"{view_box}"')
    attributes |= {"width": f'"{size[0]}"', "height": f'"{size[1]}"'}
    words = " ".join(f"{name}={value}" for name, value in attributes.items())
    end = "/" if tag[1].endswith("/") else ""
    return f"{svg[: tag.start(1)]} {words}{end}{svg[tag.end(1) :]}"

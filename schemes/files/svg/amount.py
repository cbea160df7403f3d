"""How much may be drawn: the points of lines and the letters of a drawing are counted at entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused
from schemes.files.svg.parsing import Node

#: Numbers in the paths of a drawing, two of which make a point. A traced photograph has more.
MAX_NUMBERS = 100_000
#: Letters in texts, titles and descriptions, all in all.
MAX_LETTERS = 20_000

_GEOMETRY = ("d", "points")
_NUMBER = re.compile(r"\d+")


def check_amount(root: Node) -> None:
    """Refuse a drawing of more points or letters than any mark has.

    Raises:
        FileRefused: it has more.
    """
    numbers = letters = 0
    for node in _nodes(root):
        letters += len(node.words)
        for (_namespace, name), value in node.attributes.items():
            if name in _GEOMETRY:
                numbers += sum(1 for _number in _NUMBER.finditer(value))
    if numbers > MAX_NUMBERS:
        raise FileRefused(
            _(
                "The lines of the drawing have more than %(count)d points, as a traced photograph "
                "has; simplify its paths."
            )
            % {"count": MAX_NUMBERS // 2}
        )
    if letters > MAX_LETTERS:
        raise FileRefused(
            _("The drawing holds more than %(count)d letters; leave out what is not the mark.")
            % {"count": MAX_LETTERS}
        )


def _nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children

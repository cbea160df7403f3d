"""Uploaded SVG, made safe: read without entities, written anew from what is allowed.

What could run or reach outside is refused with its name, so that the author knows what to take
out. What only serves a drawing program (its own elements and attributes, comments, metadata) is
left out silently. What would change the picture if it were left out is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext_lazy as _

from schemes.marks.allowed import ATTRIBUTES, ELEMENTS, IGNORED_ELEMENTS, SVG, XLINK
from schemes.marks.errors import FileRefused

MAX_BYTES = 1_000_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 40
#: How many elements may be drawn once every `use` has been followed.
MAX_DRAWN = 20_000
MAX_SIDE = 100_000.0
MAX_RATIO = 12.0

_PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[\]<>]*>", re.IGNORECASE)
_OUTSIDE_URL = re.compile(r"url\s*\(\s*(?![\s\"']*#)", re.IGNORECASE)
_ACTIVE_CSS = re.compile(
    r"[@\\<]|expression\s*\(|image\s*\(|image-set|src\s*\(|javascript:|behavior|-moz-binding",
    re.IGNORECASE,
)
_WITHOUT_CSS = frozenset({"id", "class", "d", "points", "version"})
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,2})?)\s*(px|pt|mm|cm|in|pc)?\s*$")


@dataclass(frozen=True)
class Drawing:
    """A safe drawing: its SVG and its proportions."""

    svg: str
    width: float
    height: float


def safe_drawing(data: bytes) -> Drawing:
    """The drawing as SVG that neither runs nor reaches anything.

    Raises:
        FileRefused: it cannot be read, or holds something that may not be in it.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(
            _("The drawing is larger than %(size)d kB; simplify it.") % {"size": MAX_BYTES // 1000}
        )
    root = _read(data)
    if _name(root) != "svg":
        raise FileRefused(_("The file is not an SVG drawing: its outermost element is not “svg”."))
    width, height = _size(root)
    _check_amount(root)
    rewritten = _rewritten(root)
    assert rewritten is not None
    _give_view_box(rewritten, width, height)
    _check_repetition(rewritten)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return Drawing(ET.tostring(rewritten, encoding="unicode"), width, height)


def _read(data: bytes) -> ET.Element:
    """Parse; the plain DOCTYPE that drawing programs write is dropped, any other refused."""
    head, _svg, _rest = data.partition(b"<svg")
    data = _PLAIN_DOCTYPE.sub(b"", head, count=1) + data[len(head) :]
    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused(
            _("The drawing defines entities or a document type of its own. Save it as plain SVG.")
        ) from None
    except (ParseError, ValueError, LookupError) as problem:
        line, column = getattr(problem, "position", (0, 0))
        raise FileRefused(
            _("The file is not well-formed SVG (line %(line)d, column %(column)d).")
            % {"line": line, "column": column + 1}
        ) from None
    return root


def _split(name: object) -> tuple[str, str]:
    """Namespace and local name; comments and processing instructions have none."""
    if not isinstance(name, str):
        return "", ""
    if name.startswith("{"):
        namespace, _brace, local = name[1:].partition("}")
        return namespace, local
    return "", name


def _name(element: ET.Element) -> str:
    """The local name of an element of SVG; empty for an element of another vocabulary."""
    namespace, local = _split(element.tag)
    return local if namespace in ("", SVG) else ""


def _rewritten(element: ET.Element) -> ET.Element | None:
    """A copy with what is allowed, or None for what a drawing program keeps for itself."""
    namespace, local = _split(element.tag)
    if not local or namespace.startswith(("http://www.inkscape", "http://sodipodi", "http://ns.")):
        return None
    if namespace not in ("", SVG):
        if local.lower() in _ACTIVE_NAMES or namespace.endswith("xhtml"):
            raise _refused_element(local)
        return None
    if local in IGNORED_ELEMENTS:
        return None
    if local not in ELEMENTS:
        raise _refused_element(local)
    copy = ET.Element(f"{{{SVG}}}{local}", dict(_attributes(element, local)))
    copy.text, copy.tail = element.text, element.tail
    if local == "style":
        _check_css(element.text or "", _("a style sheet"))
        if len(element):
            raise _refused_element(_split(element[0].tag)[1] or "style")
    for child in element:
        kept = _rewritten(child)
        if kept is not None:
            copy.append(kept)
    return copy


_ACTIVE_NAMES = frozenset({"script", "iframe", "object", "embed", "handler", "link", "style"})


def _refused_element(local: str) -> FileRefused:
    if local.lower() == "script":
        return FileRefused(
            _("The drawing contains a script (element “script”). Remove it and upload again.")
        )
    return FileRefused(
        _(
            "The drawing contains the element “%(element)s”, which is not allowed in a mark. "
            "Convert it to plain paths and upload again."
        )
        % {"element": local[:40]}
    )


def _attributes(element: ET.Element, local: str) -> Iterator[tuple[str, str]]:
    for full_name, value in element.attrib.items():
        namespace, name = _split(full_name)
        if name.lower().startswith("on") and namespace in ("", SVG):
            raise FileRefused(
                _(
                    "The element “%(element)s” reacts to events (attribute “%(attribute)s”). "
                    "Remove it and upload again."
                )
                % {"element": local, "attribute": name[:40]}
            )
        if name == "href" and namespace in ("", XLINK):
            _check_reference(local, value)
            yield f"{{{XLINK}}}href", value.strip()
        elif not namespace and name in ATTRIBUTES:
            if name not in _WITHOUT_CSS:
                _check_css(value, _("the attribute “%(attribute)s”") % {"attribute": name})
            yield name, value


def _check_reference(local: str, value: str) -> None:
    if not value.strip().startswith("#"):
        raise FileRefused(
            _(
                "The element “%(element)s” refers to something outside the drawing "
                "(“%(address)s”). Everything must be in the drawing itself."
            )
            % {"element": local, "address": value.strip()[:60]}
        )


def _check_css(words: str, where: object) -> None:
    if _OUTSIDE_URL.search(words) or _ACTIVE_CSS.search(words):
        raise FileRefused(
            _(
                "Style words in %(where)s refer to something outside the drawing or could run. "
                "Use plain colours and widths only."
            )
            % {"where": where}
        )


def _check_amount(root: ET.Element) -> None:
    count = 0
    level = [root]
    for _depth in range(MAX_DEPTH):
        count += len(level)
        level = [child for element in level for child in element]
    if level or count > MAX_ELEMENTS:
        raise FileRefused(
            _("The drawing has more than %(count)d elements or nests them too deeply; simplify it.")
            % {"count": MAX_ELEMENTS}
        )


def _size(root: ET.Element) -> tuple[float, float]:
    """Width and height: those of the view box, else those of the drawing."""
    box = root.get("viewBox", "").replace(",", " ").split()
    written = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    lengths = [float(match[1]) for match in map(_NUMBER.match, written) if match]
    if len(lengths) != 2 or not all(0 < length <= MAX_SIDE for length in lengths):
        raise FileRefused(
            _("The drawing does not say how large it is: give it a viewBox, or width and height.")
        )
    if max(lengths) / min(lengths) > MAX_RATIO:
        raise FileRefused(
            _("The drawing is more than %(ratio)d times as long as it is wide, which no mark is.")
            % {"ratio": int(MAX_RATIO)}
        )
    return lengths[0], lengths[1]


def _give_view_box(root: ET.Element, width: float, height: float) -> None:
    """With a view box the drawing can be shown in any size."""
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    for side in ("width", "height"):
        if not _NUMBER.match(root.get(side, "")):
            root.attrib.pop(side, None)


def _check_repetition(root: ET.Element) -> None:
    """Refuse drawings that repeat themselves into the millions, or for ever."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    drawn: dict[int, int] = {}
    open_now: set[int] = set()

    def size(element: ET.Element) -> int:
        mark = id(element)
        if mark in drawn:
            return drawn[mark]
        if mark in open_now:
            raise FileRefused(_("A part of the drawing repeats itself without end."))
        open_now.add(mark)
        total = 1 + sum(size(child) for child in element)
        for identity in _referred(element):
            if identity in named:
                total += size(named[identity])
        open_now.discard(mark)
        drawn[mark] = min(total, MAX_DRAWN + 1)
        return drawn[mark]

    try:
        total = size(root)
    except RecursionError:
        total = MAX_DRAWN + 1
    if total > MAX_DRAWN:
        raise FileRefused(_("The drawing repeats its parts too often; simplify it."))


def _referred(element: ET.Element) -> Iterator[str]:
    for value in element.attrib.values():
        if value.startswith("#"):
            yield value[1:]
        for match in re.finditer(r"url\s*\(\s*[\"']?#([^)\"']+)", value):
            yield match[1].strip()

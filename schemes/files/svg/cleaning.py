"""Writes a drawing anew from what may be in a mark: still, self-contained vector graphics.

Nothing is dropped without a word. What cannot change the picture (what a program keeps for
itself, comments, metadata) is left out and named; everything else that is not known is refused,
with its line and with what to do about it in the program that drew it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from schemes.files.svg import advice
from schemes.files.svg.leavings import Leavings
from schemes.files.svg.parsing import Node, Source
from schemes.files.svg.styles import effect, troubles_of_sheet, troubles_of_style, troubles_of_value
from schemes.files.svg.troubles import Trouble
from schemes.files.svg.vocabulary import (
    ATTRIBUTES,
    BOUND_ATTRIBUTES,
    ELEMENTS,
    IDLE_ATTRIBUTES,
    SVG,
    TEXT_ELEMENTS,
    UNSEEN_ELEMENTS,
    XLINK,
    XML,
    program_of_namespace,
)

_WITHOUT_STYLE = frozenset({"id", "class", "d", "points", "version"})
_PICTURES = frozenset({"image", "feImage"})
#: A style sheet holds for the whole file, and `use` can show a picture that stands anywhere.
_FAR_REACHING = _PICTURES | {"script", "style", "foreignObject", "handler"}
_CONDITIONS = ("requiredExtensions", "requiredFeatures", "systemLanguage")


class Cleaning:
    """One drawing: what is kept, what was left out, and what stands against keeping it."""

    def __init__(self, source: Source) -> None:
        self.left_out = Leavings()
        self.troubles: list[Trouble] = []
        # A file that names no namespace at all is drawn as SVG; one that does has to say it.
        self.namespaces = {SVG, source.root.name[0]} & {SVG, ""}
        if source.comments:
            self.left_out.kind(_("comments"))
        for target, line in source.instructions:
            self._instruction(target, line)
        self.root = self._kept(source.root)

    def _instruction(self, target: str, line: int) -> None:
        if target == "xml-stylesheet":
            self._refuse(line, _("the drawing takes its styles from another file."), advice.STYLE)
        else:
            self.left_out.kind(_("instructions to programs"))

    def _refuse(self, line: int, what: Any, kind: dict[advice.Program, Any]) -> None:
        self.troubles.append(Trouble(line, what, kind))

    # --- elements ---------------------------------------------------------------------------

    def _kept(self, node: Node) -> ET.Element | None:
        namespace, local = node.name
        if namespace not in self.namespaces:
            self._foreign(node)
            return None
        if local in UNSEEN_ELEMENTS:
            self.left_out.kind(UNSEEN_ELEMENTS[local])
            self._look_into(node)
            return None
        if local == "switch":
            return self._switched(node)
        if local not in ELEMENTS:
            self._refuse_element(node)
            return None
        if local == "style":
            return self._sheet(node)
        return self._copy(node, local)

    def _copy(self, node: Node, local: str) -> ET.Element:
        copy = ET.Element(f"{{{SVG}}}{local}", dict(self._attributes(node)))
        if node.words.strip():
            self.left_out.kind(_("words that are not drawn"))
        copy.extend(kept for kept in map(self._kept, node.children) if kept is not None)
        return copy

    def _sheet(self, node: Node) -> ET.Element:
        copy = ET.Element(f"{{{SVG}}}style", dict(self._attributes(node)))
        copy.text = node.words
        self.troubles += troubles_of_sheet(node.words, node.line)
        for child in node.children:
            self._refuse_element(child)
        return copy

    def _foreign(self, node: Node) -> None:
        """What a known program keeps for itself is left out; nothing else is drawn either."""
        namespace, _local = node.name
        program = program_of_namespace(namespace)
        if not program:
            self._refuse_element(node)
            return
        self.left_out.program(program)
        self._look_into(node)

    def _look_into(self, node: Node) -> None:
        """What has an effect from anywhere is refused even where nothing is drawn."""
        for child in node.children:
            namespace, local = child.name
            is_svg = namespace in self.namespaces
            if (is_svg and local in _FAR_REACHING) or namespace.endswith("xhtml"):
                self._refuse_element(child)
            self._look_into(child)

    def _switched(self, node: Node) -> ET.Element | None:
        """Illustrator's choice between its own copy of the drawing and the one for others."""
        kept = [child for child in node.children if not self._is_own_copy(child)]
        if len(kept) != 1 or any(("", name) in kept[0].attributes for name in _CONDITIONS):
            what = _("the drawing shows different parts to different programs (“switch”).")
            self._refuse(node.line, what, advice.SHAPE)
            return None
        for child in node.children:
            if child is not kept[0]:
                self._look_into(child)
        if len(node.children) > 1:
            self.left_out.kind(_("Illustrator's own copy of the drawing"))
        return self._copy(Node(node.name, node.line, node.attributes, kept), "g")

    def _is_own_copy(self, node: Node) -> bool:
        """An object for a program with an extension; everything in it is that program's."""
        if node.name[1] != "foreignObject" or not node.attributes.get(("", "requiredExtensions")):
            return False
        return all(program_of_namespace(child.name[0]) for child in node.children)

    def _refuse_element(self, node: Node) -> None:
        local = node.name[1]
        shown = local[:40]
        if local in TEXT_ELEMENTS:
            what = _("the drawing contains text (“%(element)s”), which looks different wherever "
                     "its font is missing.")  # fmt: skip
            kind = advice.TEXT
        elif local == "filter" or local.startswith("fe"):
            self.troubles.append(effect(shown, node.line))
            return
        elif local in _PICTURES:
            what = _("the drawing contains a picture made of pixels (“%(element)s”).")
            kind = advice.PICTURE
        elif local.lower() == "script":
            what, kind = _("the drawing contains a script (element “%(element)s”)."), advice.REMOVE
        else:
            what = _("the element “%(element)s” is not allowed in a mark.")
            kind = advice.SHAPE
        self._refuse(node.line, what % {"element": shown}, kind)

    # --- attributes -------------------------------------------------------------------------

    def _attributes(self, node: Node) -> Iterator[tuple[str, str]]:
        for (namespace, name), value in node.attributes.items():
            if namespace == XLINK or (not namespace and name == "href"):
                yield from self._link(node, namespace, name, value)
            elif namespace == XML:
                yield from self._of_xml(node, name, value)
            elif namespace:
                self._of_program(namespace, name)
            elif self._is_kept(node, name, value):
                yield name, value

    def _link(self, node: Node, namespace: str, name: str, value: str) -> Iterator[tuple[str, str]]:
        if name != "href":
            self.left_out.attribute(f"xlink:{name}")
        elif namespace and ("", "href") in node.attributes:
            # Where both are written, only the newer form counts (SVG 2, 16.1.5).
            self.left_out.attribute("xlink:href")
        elif not value.strip().startswith("#"):
            what = _("“%(element)s” refers to something outside the drawing (“%(address)s”).")
            words = {"element": node.name[1], "address": value.strip()[:60]}
            self._refuse(node.line, what % words, advice.REMOVE)
        else:
            yield f"{{{XLINK}}}href", value.strip()

    def _of_xml(self, node: Node, name: str, value: str) -> Iterator[tuple[str, str]]:
        if name == "space":
            yield f"{{{XML}}}space", value
        elif name == "lang":
            self.left_out.attribute("xml:lang")
        else:
            self._refuse_attribute(node, f"xml:{name}")

    def _of_program(self, namespace: str, name: str) -> None:
        """An attribute of another vocabulary; nothing that draws SVG reads it."""
        program = program_of_namespace(namespace)
        if program:
            self.left_out.program(program)
        else:
            self.left_out.attribute(name[:40])

    def _is_kept(self, node: Node, name: str, value: str) -> bool:
        if name in ATTRIBUTES:
            self._check_value(node, name, value)
            return True
        if name in BOUND_ATTRIBUTES and value.strip().lower() in BOUND_ATTRIBUTES[name]:
            return True
        if name == "filter":
            self.troubles.append(effect("filter", node.line))
        elif name in IDLE_ATTRIBUTES or name.startswith(("data-", "aria-")):
            self.left_out.attribute(name[:40])
        else:
            self._refuse_attribute(node, name)
        return False

    def _check_value(self, node: Node, name: str, value: str) -> None:
        if name in _WITHOUT_STYLE:
            return
        where = _("the attribute “%(attribute)s”") % {"attribute": name}
        check = troubles_of_style if name == "style" else troubles_of_value
        self.troubles += check(value, where, node.line)

    def _refuse_attribute(self, node: Node, name: str) -> None:
        words = {"element": node.name[1][:40], "attribute": name[:40]}
        if name.lower().startswith("on"):
            what = _("the element “%(element)s” reacts to events (attribute “%(attribute)s”).")
            self._refuse(node.line, what % words, advice.REMOVE)
            return
        what = _("the attribute “%(attribute)s” of “%(element)s” is not known in a mark.")
        self._refuse(node.line, what % words, advice.REMOVE)

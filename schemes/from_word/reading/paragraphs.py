"""What stands in one paragraph: its words, and what hangs on them.

Tracked changes are read as they would be when all were accepted; what is deleted is kept apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from schemes.word import PREFIX, mark_in

#: Bookmarks with this beginning are those that `schemes.word` writes.
OURS = PREFIX
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_PLAIN = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
#: What only wraps runs.
_WRAPPING = {
    qn(f"w:{name}")
    for name in (
        "hyperlink smartTag sdt sdtContent customXml fldSimple ins moveTo dir bdo ruby rubyBase"
    ).split()
}
_GONE = {qn("w:del"), qn("w:moveFrom")}
_REFERENCES = {
    qn("w:footnoteReference"): "fn",
    qn("w:endnoteReference"): "en",
    qn("w:commentReference"): "cm",
}


@dataclass(frozen=True)
class Gone:
    """Words that a tracked change takes out, and by whom."""

    words: str
    by: str


@dataclass
class Paragraph:
    """What one paragraph holds; `notes` are places such as `fn2`, `pictures` relationship ids."""

    words: str = ""
    gone: list[Gone] = field(default_factory=list)
    hidden: str = ""
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    by: str = ""
    is_bold: bool = False
    is_contents: bool = False
    has_field: bool = False
    #: Whether the end of the paragraph is deleted, so that the next one goes on with it.
    goes_on: bool = False


@dataclass
class _Field:
    instruction: str = ""
    is_result: bool = False


class ParagraphReader:
    """Reads paragraphs one after another; fields and bookmarks go from one to the next."""

    def __init__(self) -> None:
        self._fields: list[_Field] = []
        self._open: dict[str, str] = {}
        #: Ends of bookmarks; one without an end covers its own paragraph alone.
        self.ends: set[str] = set()
        self._by: list[str] = []
        self._handlers: dict[str, Callable[[Any, Paragraph], None]] = {
            qn("w:r"): self._run,
            qn("w:bookmarkStart"): self.bookmark_begins,
            qn("w:bookmarkEnd"): self.bookmark_ends,
            f"{_MC}AlternateContent": self._alternative,
            **dict.fromkeys(_WRAPPING, self._wrapped),
            **dict.fromkeys(_GONE, self._gone),
            **dict.fromkeys(_REFERENCES, self._reference),
            qn("w:t"): self._text,
            qn("w:br"): self._break,
            qn("w:sym"): self._symbol,
            qn("w:fldChar"): self._field,
            qn("w:instrText"): self._instruction,
            qn("w:drawing"): self._drawing,
            qn("w:pict"): self._drawing,
            qn("w:object"): self._drawing,
        }

    def read(self, element: Any) -> Paragraph:
        """The paragraph of an element `w:p`."""
        self._bold: list[bool] = []
        paragraph = Paragraph(marks=list(self._open.values()), is_contents=self._in_contents())
        self._children(element, paragraph)
        paragraph.is_contents = paragraph.is_contents or self._in_contents()
        paragraph.is_bold = bool(self._bold) and all(self._bold)
        end = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
        paragraph.goes_on = end is not None
        paragraph.words = _tidy(paragraph.words)
        return paragraph

    def bookmark_begins(self, element: Any, paragraph: Paragraph | None = None) -> None:
        """Note a bookmark of ours."""
        name = str(element.get(qn("w:name")) or "")
        if name.startswith(OURS):
            number = str(element.get(qn("w:id")))
            if number in self.ends:
                self._open[number] = mark_in(name)
            if paragraph is not None:
                paragraph.marks.append(mark_in(name))

    def bookmark_ends(self, element: Any, paragraph: Paragraph | None = None) -> None:
        """Forget a bookmark; one that ends before the first word does not cover the paragraph."""
        name = self._open.pop(str(element.get(qn("w:id"))), "")
        began_here = paragraph is not None and self._began_in(element, name)
        if paragraph is not None and name and not paragraph.words and not began_here:
            paragraph.marks = [mark for mark in paragraph.marks if mark != name]

    @staticmethod
    def _began_in(end: Any, name: str) -> bool:
        before = end.itersiblings(qn("w:bookmarkStart"), preceding=True)
        return any(mark_in(str(one.get(qn("w:name")))) == name for one in before)

    # --- inside -----------------------------------------------------------------------------

    def _children(self, element: Any, paragraph: Paragraph) -> None:
        for child in element:
            handler = self._handlers.get(child.tag)
            if handler is not None:
                handler(child, paragraph)
            elif child.tag in _PLAIN:
                self._add(_PLAIN[child.tag], paragraph)
            elif isinstance(child.tag, str) and child.tag.startswith(_MATH[:-1]):
                self._add("".join(t.text or "" for t in child.iter(_MATH)), paragraph)

    def _wrapped(self, element: Any, paragraph: Paragraph) -> None:
        is_change = element.tag in (qn("w:ins"), qn("w:moveTo"))
        if is_change and not paragraph.by and _has_words(element):
            paragraph.by = str(element.get(qn("w:author")) or "")
        self._children(element, paragraph)

    def _gone(self, element: Any, paragraph: Paragraph) -> None:
        texts = (qn("w:delText"), qn("w:t"))
        words = "".join(one.text or "" for one in element.iter(*texts))
        if words.strip():
            paragraph.gone.append(Gone(words.strip(), str(element.get(qn("w:author")) or "")))

    def _run(self, element: Any, paragraph: Paragraph) -> None:
        properties = element.find(qn("w:rPr"))
        if properties is not None and _is_on(properties.find(qn("w:vanish"))):
            paragraph.hidden += "".join(t.text or "" for t in element.iter(qn("w:t")))
            return
        before = paragraph.words
        self._children(element, paragraph)
        added = paragraph.words[len(before) :]
        if properties is None:
            self._bold += [False] if added.strip() else []
            return
        self._bold += [_is_on(properties.find(qn("w:b")))] if added.strip() else []
        raised = properties.find(qn("w:vertAlign"))
        if added and raised is not None:
            signs = {"superscript": _RAISED, "subscript": _LOWERED}.get(
                str(raised.get(qn("w:val"))), {}
            )
            paragraph.words = before + added.translate(signs)

    def _text(self, element: Any, paragraph: Paragraph) -> None:
        self._add(element.text or "", paragraph)

    def _add(self, words: str, paragraph: Paragraph) -> None:
        if all(one.is_result for one in self._fields):
            paragraph.words += words

    def _break(self, element: Any, paragraph: Paragraph) -> None:
        if element.get(qn("w:type")) in (None, "textWrapping"):
            self._add("\n", paragraph)

    def _symbol(self, element: Any, paragraph: Paragraph) -> None:
        code = int(str(element.get(qn("w:char")) or "0"), 16)
        # Symbol fonts lie in the private area; the lower byte is what their letter was.
        sign = _SYMBOLS.get(code & 0xFF, "") if 0xF000 <= code <= 0xF0FF else chr(code)
        self._add(sign, paragraph)

    def _reference(self, element: Any, paragraph: Paragraph) -> None:
        paragraph.notes.append(f"{_REFERENCES[element.tag]}{element.get(qn('w:id'))}")

    def _alternative(self, element: Any, paragraph: Paragraph) -> None:
        for name in ("Choice", "Fallback"):
            chosen = element.find(f"{_MC}{name}")
            if chosen is not None:
                self._children(chosen, paragraph)
                return

    def _field(self, element: Any, paragraph: Paragraph) -> None:
        paragraph.has_field = True
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_result = True
            paragraph.is_contents = paragraph.is_contents or self._in_contents()
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, element: Any, paragraph: Paragraph) -> None:
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def _in_contents(self) -> bool:
        return any(one.instruction.strip().upper().startswith("TOC") for one in self._fields)

    def _drawing(self, element: Any, paragraph: Paragraph) -> None:
        boxes = list(_outermost(element, qn("w:txbxContent")))
        paragraph.boxes += boxes
        inside = {one for box in boxes for one in box.iter()}
        found = [one for one in _named_pictures(element) if one[0] not in inside]
        paragraph.pictures += [name for _element, name in found]
        if not boxes and not found and element.tag == qn("w:drawing"):
            paragraph.pictures.append("")


#: Of the fonts Symbol and Wingdings: what rules use.
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0x6D: "μ", 0x57: "Ω", 0xB7: "·",
    0xFE: "☑", 0xA8: "□", 0x6F: "□", 0x52: "☑", 0xFC: "✓",
}  # fmt: skip


def _named_pictures(element: Any) -> Iterator[tuple[Any, str]]:
    for one in element.iter(qn("a:blip"), f"{_V}imagedata"):
        drawing = next(one.iter(_SVG), None)
        yield (
            one,
            str(
                (drawing.get(qn("r:embed")) if drawing is not None else "")
                or one.get(qn("r:embed"))
                or one.get(qn("r:id"))
                or ""
            ),
        )


def _outermost(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag that lie in no other of it; of two forms of one box, the first."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _outermost(child[0], tag)
        else:
            yield from _outermost(child, tag)


def _has_words(element: Any) -> bool:
    return any((t.text or "").strip() for t in element.iter(qn("w:t")))


def _is_on(element: Any) -> bool:
    return element is not None and element.get(qn("w:val")) not in ("0", "false", "none")


def _tidy(words: str) -> str:
    """Without blanks at the ends of lines; a soft break stays one."""
    return "\n".join(line for line in (" ".join(x.split()) for x in words.split("\n")) if line)


def text_of(element: Any) -> str:
    """All words below an element, whatever they are; for what is read as one text."""
    return " ".join("".join(t.text or "" for t in element.iter(qn("w:t"))).split())


__all__ = ["OURS", "Gone", "Paragraph", "ParagraphReader", "text_of"]

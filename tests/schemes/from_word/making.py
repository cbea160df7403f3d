"""A small writer of Word files with what published rules hold; see `make_corpus`.

python-docx writes paragraphs and tables; lists, notes, remarks, tracked changes, boxes and fields
are written as elements, since it has no words for them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image, ImageDraw

WHEN = "2026-03-01T09:00:00Z"


class Writer:
    """One file while it is written; `expected` gathers where each of its words belongs."""

    def __init__(self) -> None:
        self.word: Any = docx.Document()
        self.expected: dict[str, str] = {}
        self.notes: list[tuple[str, str]] = []
        self._ids = iter(range(100, 10_000))
        numbering = self.word.part.numbering_part.element
        for each in list(numbering):
            numbering.remove(each)

    def h(self, level: int, text: str, style: str = "Heading {}", list_id: int = 0) -> Any:
        """A heading with a style, counted by a list where one is named."""
        made = self.word.add_paragraph(text, style=style.format(level))
        if list_id:
            self.counted(made, list_id, level - 1)
        return made

    def p(self, text: str, at: str = "", bold: bool = False, center: bool = False) -> Any:
        """A paragraph; `at` is the part of the blueprint where it belongs."""
        made = self.word.add_paragraph()
        run = made.add_run(text)
        run.bold = bold or None
        if center:
            made.alignment = 1
        if at:
            self.expected[text] = at
        return made

    def item(self, text: str, at: str, list_id: int, depth: int = 0) -> Any:
        """A clause that Word counts."""
        made = self.p(text, at)
        self.counted(made, list_id, depth)
        return made

    def table(self, rows: Sequence[Sequence[str]], at: str = "", heads: int = 1) -> Any:
        """A table; `at` is the list of the blueprint whose records its rows are."""
        made = self.word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, given in zip(made.rows, rows, strict=True):
            for cell, words in zip(row.cells, given, strict=True):
                cell.text = words
        if at:
            for given in rows[heads:]:
                self.expected[" | ".join(filter(None, given))] = at
        return made

    def picture(self, form: str = "PNG", at: str = "") -> Any:
        """A drawn mark."""
        image = Image.new("RGB", (120, 120), "white")
        draw = ImageDraw.Draw(image)
        draw.ellipse((10, 10, 110, 110), outline=(11, 79, 74), width=8)
        draw.line((30, 60, 90, 60), fill=(11, 79, 74), width=8)
        buffer = io.BytesIO()
        image.save(buffer, form)
        buffer.seek(0)
        made = self.word.add_paragraph()
        made.add_run().add_picture(buffer)
        if at:
            self.expected["picture"] = at
        return made

    # --- lists ------------------------------------------------------------------------------

    def list(self, *levels: tuple[str, str], number: int) -> int:
        """A list whose levels have a form and a text, such as `("chineseCounting", "第%1章")`."""
        root = self.word.part.numbering_part.element
        inner = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        )
        first = root.find(qn("w:num"))
        if first is None:
            root.append(definition)
        else:
            first.addprevious(definition)
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>'
                "</w:num>"
            )
        )
        return number

    def counted(self, paragraph: Any, number: int, depth: int) -> None:
        """Have a list count a paragraph."""
        asked = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        asked.get_or_add_ilvl().val = depth
        asked.get_or_add_numId().val = number

    # --- what hangs on words ----------------------------------------------------------------

    def inserted(self, paragraph: Any, text: str, by: str = "王审") -> None:
        """Words that somebody inserted with tracked changes."""
        self._change(paragraph, "ins", "t", text, by)

    def deleted(self, paragraph: Any, text: str, by: str = "王审") -> None:
        """Words that somebody deleted with tracked changes."""
        self._change(paragraph, "del", "delText", text, by)

    def _change(self, paragraph: Any, tag: str, inner: str, text: str, by: str) -> None:
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="{next(self._ids)}" w:author="{by}" '
                f'w:date="{WHEN}"><w:r><w:{inner} xml:space="preserve">{text}</w:{inner}></w:r>'
                f"</w:{tag}>"
            )
        )

    def comment(self, paragraph: Any, text: str, by: str = "李律师") -> None:
        """A remark beside a paragraph."""
        self.word.add_comment(paragraph.runs, text=text, author=by, initials=by[:1])

    def footnote(self, paragraph: Any, text: str) -> None:
        """A note at the foot of the page."""
        self.notes.append((str(len(self.notes) + 2), text))
        run = paragraph.add_run()
        run._r.append(
            parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{self.notes[-1][0]}"/>')
        )

    def box(self, *lines: tuple[str, str]) -> None:
        """A text box in both forms that Word writes."""
        inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text, _at in lines)
        self.expected |= {text: at for text, at in lines if at}
        self.word.add_paragraph()._p.append(
            parse_xml(
                f"<w:r {nsdecls('w', 'wp', 'a')} "
                'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
                'xmlns:v="urn:schemas-microsoft-com:vml">'
                '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
                '<wp:extent cx="3000000" cy="900000"/><wp:docPr id="7" name="box"/><a:graphic>'
                '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
                'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off '
                'x="0" y="0"/><a:ext cx="3000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect">'
                "<a:avLst/></a:prstGeom></wps:spPr><wps:txbx>"
                f"<w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
                "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
                '<w:pict><v:shape style="width:200pt;height:60pt"><v:textbox><w:txbxContent>'
                f"{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )
        )

    def contents(self, *lines: str) -> None:
        """A table of contents as Word keeps it: a field with its last result."""
        for n, line in enumerate(lines):
            paragraph = self.word.add_paragraph()
            if n == 0:
                self._field(paragraph, "begin")
                instruction = OxmlElement("w:instrText")
                instruction.text = ' TOC \\o "1-3" \\h '
                paragraph.add_run()._r.append(instruction)
                self._field(paragraph, "separate")
            paragraph.add_run(line)
            if n == len(lines) - 1:
                self._field(paragraph, "end")

    @staticmethod
    def _field(paragraph: Any, kind: str) -> None:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(part)

    def margins(self, head: str, foot: str) -> None:
        """Header and footer."""
        section = self.word.sections[0]
        section.header.paragraphs[0].text = head
        section.footer.paragraphs[0].text = foot

    # --- the file ---------------------------------------------------------------------------

    def content(self) -> bytes:
        """The bytes, with the notes that python-docx does not know."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return _with_notes(buffer.getvalue(), self.notes) if self.notes else buffer.getvalue()


def _with_notes(data: bytes, notes: Sequence[tuple[str, str]]) -> bytes:
    inner = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number, text in notes
    )
    part = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p><w:r>'
        f"<w:separator/></w:r></w:p></w:footnote>{inner}</w:footnotes>"
    )
    return rewritten(
        data,
        add={"word/footnotes.xml": part},
        change={
            "[Content_Types].xml": lambda s: s.replace(
                "</Types>",
                '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
            ),
            "word/_rels/document.xml.rels": lambda s: s.replace(
                "</Relationships>",
                '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/'
                'officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
                "</Relationships>",
            ),
        },
    )


def rewritten(
    data: bytes, add: dict[str, str | bytes] | None = None, change: dict[str, Any] | None = None
) -> bytes:
    """The archive with parts added, and others changed by a function of their text."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            if info.filename in (change or {}):
                content = (change or {})[info.filename](content.decode()).encode()
            new.writestr(zipfile.ZipInfo(info.filename), content, zipfile.ZIP_DEFLATED)
        for name, text in (add or {}).items():
            new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

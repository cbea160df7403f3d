"""Artwork and annexes of the demonstration: every scheme gets its own mark and its own PDFs."""

from __future__ import annotations

import hashlib

from portal.demo.emblems import emblem
from portal.demo.letters import lettering

INKS = ("#0b4f4a", "#004c97", "#7a1f3d", "#1b5e20", "#5b3a8c", "#8a4b08", "#22577a", "#37474f")


def draw_mark(key: str, letters: str) -> bytes:
    """A mark as SVG: an emblem in the house style of the body, and letters below.

    Both follow from the key, which begins with the rule number: its first part is the body's
    code. Marks of different bodies are not alike for the mark gate.
    """
    seed = hashlib.sha256(key.encode()).digest()
    ink = INKS[seed[0] % len(INKS)]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 280" width="240" height="280">'
        f"{emblem(key.partition('-')[0], seed, ink)}"
        f"{lettering(letters, 120, 268, 22 if len(letters) < 4 else 18, ink)}</svg>"
    )
    return svg.encode("utf-8")


def draw_annex(title: str, body: str) -> bytes:
    """A one-page PDF that says what it stands for, with a viewer's own Chinese font."""
    lines = [title, body, "演示文件 Demonstration file"]
    text = "BT /F1 16 Tf 72 760 Td 28 TL " + " ".join(
        f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines
    )
    stream = (text + " ET").encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)

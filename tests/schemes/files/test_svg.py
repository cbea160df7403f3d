"""Drawings that are taken, and attacks that are not."""

from __future__ import annotations

import re

import pytest
from defusedxml.ElementTree import fromstring

from portal.core.file_errors import FileRefused
from schemes.files.preview import SIDE, preview_of
from schemes.files.svg.drawing import safe_drawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, attributes: str = 'viewBox="0 0 100 50"') -> bytes:
    return f"{HEAD} {attributes}>{inside}</svg>".encode()


# name → (drawing, words that the refusal must contain)
ATTACKS = {
    "script": (drawing("<script>alert(1)</script>"), "script"),
    "script in a group": (drawing("<g><g><script href='#x'/></g></g>"), "script"),
    "script in capitals": (drawing("<SCRIPT>alert(1)</SCRIPT>"), "script"),
    "script of XHTML": (
        drawing('<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>'),
        "script",
    ),
    "event handler": (drawing('<path d="M0 0" onclick="alert(1)"/>'), "onclick"),
    "event handler at the root": (drawing("", 'viewBox="0 0 1 1" onload="alert(1)"'), "onload"),
    "event handler in capitals": (drawing('<g ONMOUSEOVER="x"/>'), "ONMOUSEOVER"),
    "foreign object": (
        drawing('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
        "foreignObject",
    ),
    "frame of XHTML": (drawing('<iframe xmlns="http://www.w3.org/1999/xhtml"/>'), "iframe"),
    "embedded picture": (drawing('<image href="data:image/png;base64,AA"/>'), "image"),
    "link": (drawing('<a href="https://example.org"><path d="M0 0"/></a>'), "“a”"),
    "animation": (drawing('<rect><animate attributeName="x"/></rect>'), "animate"),
    "animated link": (drawing('<set attributeName="href" to="javascript:x"/>'), "set"),
    "use from outside": (drawing('<use href="https://example.org/a.svg#x"/>'), "example.org"),
    "use of a data address": (drawing('<use xlink:href="data:image/svg+xml,x"/>'), "data:"),
    "use of a script address": (drawing('<use xlink:href=" javascript:x"/>'), "javascript"),
    "gradient from outside": (
        drawing('<linearGradient xlink:href="//example.org/#g"/>'),
        "example.org",
    ),
    "fill from outside": (drawing('<path fill="url(https://example.org/#g)"/>'), "fill"),
    "style from outside": (drawing('<path style="fill: URL( //example.org/x )"/>'), "style"),
    "import in a style sheet": (drawing("<style>@import 'x.css';</style>"), "style sheet"),
    "address in a style sheet": (drawing("<style>a{fill:url(x.svg)}</style>"), "style sheet"),
    "escape in a style sheet": (drawing(r"<style>a{fill:\75rl(x)}</style>"), "style sheet"),
    "element in a style sheet": (drawing("<style><script/></style>"), "script"),
    "filter": (drawing("<filter><feImage href='#x'/></filter>"), "filter"),
    "entity": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawing("<text>&x;</text>"),
        "document type",
    ),
    "a billion laughs": (
        b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + drawing("<text>&b;</text>"),
        "document type",
    ),
    "laughs by use": (
        drawing(
            '<g id="a0"><path d="M0 0"/></g>'
            + "".join(
                f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 8)
            )
        ),
        "too often",
    ),
    "endless use": (
        drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
        "without end",
    ),
    "long chain of uses": (
        drawing("".join(f'<g id="c{n}"><use href="#c{n + 1}"/></g>' for n in range(2400))),
        "too often",
    ),
    "too deep": (drawing("<g>" * 60 + "</g>" * 60), "too deeply"),
    "too many": (drawing("<g/>" * 6000), "5000"),
    "too large": (drawing(" " * 1_100_000), "1000 kB"),
    "without a size": (drawing("", ""), "viewBox"),
    "of no size": (drawing("", 'viewBox="0 0 0 5"'), "viewBox"),
    "of endless size": (drawing("", 'width="1e99" height="1"'), "viewBox"),
    "a line": (drawing("", 'viewBox="0 0 1000 1"'), "times as long"),
    "HTML": (b"<html><body/></html>", "not “svg”"),
    "broken": (b"<svg><g></svg>", "line 1"),
    "no XML": (b"\xff\xfe\x00", "encoding"),
    "style sheet of another file": (b'<?xml-stylesheet href="x"?>' + drawing(""), "another file"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_and_named(name: str) -> None:
    data, words = ATTACKS[name]
    with pytest.raises(FileRefused) as refused:
        safe_drawing(data)
    assert words in str(refused.value)


# name → (drawing, what must be gone)
CLEANED = {
    "plain DOCTYPE": (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg.dtd">'
        + drawing("<path d='M0 0h9'/>"),
        "DOCTYPE",
    ),
    "comment": (drawing("<!-- secret --><path d='M0 0h9'/>"), "secret"),
    "processing instruction": (b'<?xpacket begin="x"?>' + drawing(""), "xpacket"),
    "metadata": (drawing("<metadata><x/></metadata>"), "metadata"),
    "elements of a drawing program": (
        drawing('<i:x xmlns:i="http://www.inkscape.org/namespaces/inkscape"/>'),
        "inkscape",
    ),
    "attributes of a drawing program": (drawing('<g data-name="Layer 1"/>'), "Layer"),
}


@pytest.mark.parametrize("name", CLEANED)
def test_what_only_serves_a_program_is_left_out(name: str) -> None:
    data, gone = CLEANED[name]
    assert gone not in safe_drawing(data).svg


def test_a_drawing_keeps_its_shapes() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#004C97"/></linearGradient>'
        '</defs><style>.a{fill:url(#g)}</style><path class="a" d="M1 1h9v9z"/>'
        '<use xlink:href="#g"/>'
    )
    safe = safe_drawing(drawing(inside)).svg
    for kept in ('d="M1 1h9v9z"', "url(#g)", 'href="#g"', "#004C97"):
        assert kept in safe


def test_making_a_drawing_safe_twice_changes_nothing() -> None:
    once = safe_drawing(drawing("<g><path d='M0 0h9' fill='red'/></g>")).svg
    assert safe_drawing(once.encode()).svg == once


def test_a_drawing_without_a_view_box_gets_one() -> None:
    safe = safe_drawing(drawing("", 'width="30mm" height="20mm"')).svg
    assert fromstring(safe).get("viewBox") == "0 0 113.38583 75.590551"


@pytest.mark.parametrize(
    ("box", "size"), [("0 0 100 50", (SIDE, SIDE // 2)), ("0 0 10 20", (SIDE // 2, SIDE))]
)
def test_the_picture_is_as_large_as_it_shall_be(box: str, size: tuple[int, int]) -> None:
    inside = "<rect width='9' height='9' fill='#004C97'/>"
    png = preview_of(safe_drawing(drawing(inside, f'viewBox="{box}"')))
    header = re.match(rb"\x89PNG\r\n\x1a\n....IHDR(....)(....)", png, re.DOTALL)
    assert header is not None
    assert tuple(int.from_bytes(part) for part in header.groups()) == size

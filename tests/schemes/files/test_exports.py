"""Files of drawing programs show, as they are kept, the picture that they showed before."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from portal.core.file_errors import FileRefused
from schemes.files.preview import preview_of
from schemes.files.svg.drawing import safe_drawing
from schemes.files.uploads import examine
from tests.schemes.files.exports import ENCODINGS, EXPORTS, PLAIN, UNITS, encoded, in_unit


def shown(data: bytes) -> Image.Image:
    picture = examine(data).preview
    assert picture is not None
    return Image.open(io.BytesIO(picture)).convert("RGBa")


@cache
def the_mark() -> Image.Image:
    return shown(PLAIN.encode())


def distance(picture: Image.Image) -> float:
    assert picture.size == the_mark().size
    return max(ImageStat.Stat(ImageChops.difference(picture, the_mark())).mean)


@pytest.mark.parametrize("program", EXPORTS)
def test_the_export_of_a_program_is_kept_with_its_picture(program: str) -> None:
    assert distance(shown(EXPORTS[program].encode())) < 0.05


@pytest.mark.parametrize("box", [True, False], ids=["with a box", "without"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_size_in_any_unit_shows_the_same_picture(unit: str, box: bool) -> None:
    assert distance(shown(in_unit(unit, box=box).encode())) < 0.05


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_file_in_any_encoding_shows_the_same_picture(name: str) -> None:
    assert distance(shown(encoded(name))) < 0.05


@pytest.mark.parametrize("program", EXPORTS)
def test_the_kept_form_of_an_export_is_kept_unchanged(program: str) -> None:
    once = safe_drawing(EXPORTS[program].encode()).svg
    again = safe_drawing(once.encode())
    assert (again.svg, again.left_out) == (once, ())


# What is left out is said; what was all drawn has nothing to say.
LEFT_OUT = {
    "Inkscape": ["comments", "metadata", "data of Inkscape"],
    "Illustrator CC": ["title and description", "attributes without effect (data-name)"],
    "CorelDRAW": ["comments", "metadata"],
    "Figma": [],
    "Affinity": ["data of Affinity"],
    "iconfont": ["attributes without effect (t, p-id)"],
}


@pytest.mark.parametrize("program", LEFT_OUT)
def test_what_is_left_out_of_an_export_is_said(program: str) -> None:
    left_out = safe_drawing(EXPORTS[program].encode()).left_out
    assert [str(what) for what in left_out] == LEFT_OUT[program]


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">\n'
# name → (inside of the drawing, the same without what must not be lost)
KEPT = {
    "transform-origin": (
        '<path d="M80 30h40v40z" transform="rotate(40)" transform-origin="100 50"/>',
        ' transform-origin="100 50"',
    ),
    "fr": (
        '<radialGradient id="g" fr=".3"><stop stop-color="red"/><stop offset="1"/>'
        '</radialGradient><rect width="200" height="100" fill="url(#g)"/>',
        ' fr=".3"',
    ),
    "mask-type": (
        '<mask id="m" mask-type="alpha"><path d="M0 0h80v80z"/></mask>'
        '<rect width="200" height="100" mask="url(#m)"/>',
        ' mask-type="alpha"',
    ),
    "blending": (
        '<rect width="90" height="90" fill="red"/>'
        '<circle cx="80" cy="40" r="40" fill="#00f" style="mix-blend-mode:screen"/>',
        ' style="mix-blend-mode:screen"',
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_changes_the_picture_is_kept(name: str) -> None:
    inside, word = KEPT[name]
    drawing = safe_drawing(f"{HEAD}{inside}</svg>".encode())
    assert word.strip() in drawing.svg
    preview_of(drawing)
    with pytest.raises(FileRefused):
        preview_of(replace(drawing, svg=drawing.svg.replace(word, "")))


def test_white_space_of_a_file_is_kept() -> None:
    assert 'xml:space="preserve"' in safe_drawing(EXPORTS["CorelDRAW"].encode()).svg


# name → (the second line of a drawing, a word that the refusal must contain)
REFUSED = {
    "filter": ('<g filter="url(#shadow)"/>', "“filter”"),
    "filter in a style": ('<g style="filter:blur(2px)"/>', "“filter”"),
    "filter in a style sheet": ("<style>.a{filter:url(#f)}</style>", "“filter”"),
    "effect": ('<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>', "“filter”"),
    "text": ("<text>质量</text>", "Create Outlines"),
    "text on a path": ('<textPath href="#p">A</textPath>', "Create Outlines"),
    "font": ("<font><glyph/></font>", "Create Outlines"),
    "font of a style sheet": ("<style>@font-face{font-family:x}</style>", "@font-face"),
    "flowing text": ("<flowRoot>A</flowRoot>", "Create Outlines"),
    "picture of pixels": ('<image href="data:image/png;base64,AA"/>', "pixels"),
    "choice by language": (
        '<switch><g systemLanguage="zh"/><g systemLanguage="en"/></switch>',
        "switch",
    ),
    "condition": ('<g requiredExtensions="http://example.org/"/>', "requiredExtensions"),
    "mesh": ("<meshgradient/>", "meshgradient"),
    "unknown element": ("<wobble/>", "wobble"),
    "element of an unknown program": ('<x:y xmlns:x="http://example.org/"/>', "“y”"),
    "element of no vocabulary": ('<path xmlns="" d="M0 0h9v9z"/>', "“path”"),
    "unknown attribute": ('<path wobble="1"/>', "wobble"),
    "unknown style word": ('<path style="wobble:1"/>', "wobble"),
    "place in a style": ('<rect style="transform:rotate(9deg)"/>', "transform"),
    "variable": ('<rect fill="var(--ink, red)"/>', "var(…)"),
    "colour of one program": ('<rect fill="color(display-p3 1 0 0)"/>', "color(…)"),
    "selector of one program": ("<style>rect:hover{fill:red}</style>", "rect:hover"),
    "style for print": ('<style media="print">.a{fill:red}</style>', "media"),
    "rule of a style sheet": ("<style>@media print{.a{fill:red}}</style>", "@media"),
    "address of everything": ('<g xml:base="http://example.org/"/>', "xml:base"),
    "picture in metadata": ('<metadata><image href="/etc/x.png"/></metadata>', "pixels"),
    "style in metadata": ("<metadata><style>path{fill:red}</style></metadata>", "“style”"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_kept_is_refused_with_its_line(name: str) -> None:
    inside, word = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        safe_drawing(f"{HEAD}{inside}</svg>".encode())
    assert str(refused.value).startswith("Line 2: ")
    assert word in str(refused.value)


ADVICE = {
    "Inkscape": "In Inkscape: select all, then Path → Object to Path.",
    "Illustrator CS": "In Illustrator: select all, then Type → Create Outlines.",
    "Illustrator CC": "In Illustrator: select all, then Type → Create Outlines.",
    "CorelDRAW": "In CorelDRAW: select all, then Object → Convert to Curves.",
    "Figma": "In Figma: tick “Outline text” in the export settings.",
}


@pytest.mark.parametrize("program", ADVICE)
def test_the_advice_is_for_the_program_that_drew_it(program: str) -> None:
    written = EXPORTS[program].replace("<circle", "<text>A</text><circle", 1)
    with pytest.raises(FileRefused) as refused:
        safe_drawing(written.encode())
    assert str(refused.value).endswith(ADVICE[program])


def test_all_that_is_wrong_is_told_at_once() -> None:
    inside = '<text>A</text>\n<g filter="url(#f)"/>\n<text>B</text>\n<image/>'
    with pytest.raises(FileRefused) as refused:
        safe_drawing(f"{HEAD}{inside}</svg>".encode())
    words = str(refused.value)
    assert [f"Line {line}" in words for line in (2, 3, 4, 5)] == [True, True, False, True]


def test_another_picture_than_the_one_of_the_file_is_refused() -> None:
    drawing = safe_drawing(PLAIN.encode())
    dot = '<circle cx="190" cy="90" r="1" fill="#888"/></svg>'
    with pytest.raises(FileRefused):
        preview_of(replace(drawing, source=drawing.source.replace("</svg>", dot)))


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aa"><!ENTITY b "&a;&a;">',
        '<!ENTITY a "&#60;path/>">',
        '<!ENTITY % a "x">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!NOTATION a SYSTEM "x">',
        '<!ATTLIST path fill CDATA "red">',
    ],
)
def test_a_document_type_that_says_more_than_words_is_refused(declared: str) -> None:
    with pytest.raises(FileRefused, match="document type"):
        safe_drawing(f"<!DOCTYPE svg [{declared}]>{HEAD}</svg>".encode())


def test_a_compressed_drawing_is_told_to_be_one() -> None:
    with pytest.raises(FileRefused, match="svgz"):
        examine(gzip.compress(PLAIN.encode()))


def test_entities_cannot_make_a_drawing_large() -> None:
    long = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 5000}">]>{HEAD}<g id="{"&a;" * 100}"/></svg>'
    with pytest.raises(FileRefused, match="too large"):
        safe_drawing(long.encode())


def test_an_entity_that_is_not_declared_is_named() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "x" "http://example.org/x.dtd">'
    with pytest.raises(FileRefused, match="nbsp"):
        safe_drawing(f'{doctype}{HEAD}<g id="&nbsp;"/></svg>'.encode())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'<?xml version="1.0" encoding="x-none"?>' + PLAIN.encode(), "x-none"),
        (PLAIN.replace("<path", '<path id="标"').encode("gb18030"), "UTF-8"),
        (PLAIN.encode("utf-16")[:-1], "UTF-16"),
    ],
    ids=["unknown", "not declared", "cut"],
)
def test_an_encoding_that_does_not_hold_is_the_reason(data: bytes, word: str) -> None:
    with pytest.raises(FileRefused, match=word):
        safe_drawing(data)

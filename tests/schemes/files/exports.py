"""Files as drawing programs export them, written here in their manner: one mark, many hands.

Every export shows the same mark, a square with a corner cut off and a disc, on a sheet of 40 by
20 mm; `PLAIN` is the mark with nothing around it.
"""

from __future__ import annotations

SHAPES = (
    '<path d="M10 10H60V90H30L10 70Z" fill="#004C97"/><circle cx="140" cy="50" r="40" '
    'fill="#D01F2A"/>'
)
PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 200 100">'
    f"{SHAPES}</svg>"
)

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="40mm" height="20mm" viewBox="0 0 200 100" version="1.1" id="svg1"
   inkscape:version="1.3.2 (091e20e, 2023-11-25)" sodipodi:docname="标志.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview1" pagecolor="#ffffff" inkscape:document-units="mm">
    <inkscape:grid type="xygrid" id="grid1" /></sodipodi:namedview>
  <defs id="defs1"><inkscape:path-effect effect="powerstroke" id="path-effect1" /></defs>
  <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
  <g inkscape:label="图层 1" inkscape:groupmode="layer" id="layer1">
    <path id="path1" inkscape:original-d="M0 0" sodipodi:nodetypes="cccccc"
       d="M10 10H60V90H30L10 70Z" style="color:#000000;font-style:normal;line-height:normal;\
font-family:sans-serif;font-variant-ligatures:normal;-inkscape-font-specification:sans-serif;\
text-indent:0;text-align:start;text-decoration-line:none;text-transform:none;white-space:normal;\
shape-padding:0;clip-rule:nonzero;isolation:auto;mix-blend-mode:normal;\
color-interpolation-filters:linearRGB;solid-color:#000000;vector-effect:none;fill:#004C97;\
fill-opacity:1;stroke:none;marker:none;color-rendering:auto;enable-background:accumulate;\
filter:none" />
    <circle id="c" cx="140" cy="50" r="40" style="fill:#d01f2a;-inkscape-stroke:none" />
  </g>
</svg>
"""

ILLUSTRATOR_CS = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 16.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
\t<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
\t<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
\t<!ENTITY ns_graphs "http://ns.adobe.com/Graphs/1.0/">
\t<!ENTITY ns_sfw "http://ns.adobe.com/SaveForWeb/1.0/">
\t<!ENTITY st0 "fill:#D01F2A;">
]>
<svg version="1.1" id="图层_1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns:graph="&ns_graphs;"
\t xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
\t width="40mm" height="20mm" viewBox="0 0 200 100" enable-background="new 0 0 200 100"
\t xml:space="preserve">
<metadata><sfw xmlns="&ns_sfw;"><slices></slices></sfw></metadata>
<switch>
\t<foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">
\t\t<i:pgfRef xlink:href="#adobe_illustrator_pgf"></i:pgfRef>
\t</foreignObject>
\t<g i:extraneous="self">
\t\t<path fill="#004C97" d="M10,10H60V90H30L10,70Z"/>
\t\t<circle style="&st0;" cx="140" cy="50" r="40"/>
\t</g>
</switch>
<i:pgf id="adobe_illustrator_pgf"><![CDATA[eJzsvWmTHTeyJfgL+B9iPrRZ9]]></i:pgf>
</svg>
"""

ILLUSTRATOR_CC = """<?xml version="1.0" encoding="UTF-8"?>
<svg id="Layer_1" data-name="Layer 1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" \
width="40mm" height="20mm"><defs><style>.cls-1 {
        fill: #004c97;
      }

      .cls-1, .cls-2 {
        stroke-width: 0px;
      }

      .cls-2 {
        fill: #d01f2a;
      }</style></defs><title>标志</title><path class="cls-1" d="M10,10h50v80h-30L10,70Z"/>\
<circle class="cls-2" cx="140" cy="50" r="40"/></svg>
"""

CORELDRAW = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Creator: CorelDRAW 2020 (64-Bit) -->
<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="40mm" height="20mm" \
version="1.1" style="shape-rendering:geometricPrecision; text-rendering:geometricPrecision; \
image-rendering:optimizeQuality; fill-rule:evenodd; clip-rule:evenodd"
viewBox="0 0 200 100"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xodm="http://www.corel.com/coreldraw/odm/2003">
 <defs>
  <style type="text/css">
   <![CDATA[
    .fil0 {fill:#004C97;fill-rule:nonzero}
    .fil1 {fill:#D01F2A}
   ]]>
  </style>
 </defs>
 <g id="图层_x0020_1">
  <metadata id="CorelCorpID_0Corel-Layer"/>
  <polygon class="fil0" points="10,10 60,10 60,90 30,90 10,70 "/>
  <circle class="fil1" cx="140" cy="50" r="40"/>
 </g>
</svg>
"""

FIGMA = """<svg width="200" height="100" viewBox="0 0 200 100" fill="none" \
xmlns="http://www.w3.org/2000/svg">
<g clip-path="url(#clip0_1_2)">
<mask id="mask0_1_2" style="mask-type:luminance" maskUnits="userSpaceOnUse" x="0" y="0" \
width="200" height="100">
<path d="M200 0H0V100H200V0Z" fill="white"/>
</mask>
<g mask="url(#mask0_1_2)">
<path fill-rule="evenodd" clip-rule="evenodd" d="M10 10H60V90H30L10 70Z" fill="#004C97"/>
<circle cx="140" cy="50" r="40" fill="#D01F2A"/>
</g>
</g>
<defs>
<clipPath id="clip0_1_2">
<rect width="200" height="100" fill="white"/>
</clipPath>
</defs>
</svg>
"""

POTRACE = """<?xml version="1.0" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 20010904//EN"
 "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd">
<svg version="1.0" xmlns="http://www.w3.org/2000/svg"
 width="200.000000pt" height="100.000000pt" viewBox="0 0 200.000000 100.000000"
 preserveAspectRatio="xMidYMid meet">
<metadata>
Created by potrace 1.16, written by Peter Selinger 2001-2019
</metadata>
<g transform="translate(0.000000,100.000000) scale(0.100000,-0.100000)"
fill="#004C97" stroke="none">
<path d="M100 900 l500 0 0 -800 -300 0 -200 200 0 600z"/>
<path fill="#D01F2A" d="M1000 500 c0 221 179 400 400 400 221 0 400 -179 400 -400 0 -221 -179 \
-400 -400 -400 -221 0 -400 179 -400 400z"/>
</g>
</svg>
"""

AFFINITY = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="100%" height="100%" viewBox="0 0 200 100" version="1.1" \
xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
xml:space="preserve" xmlns:serif="http://www.serif.com/" style="fill-rule:evenodd;\
clip-rule:evenodd;stroke-linejoin:round;stroke-miterlimit:2;"><g serif:id="标志">
<path d="M10,10L60,10L60,90L30,90L10,70L10,10Z" style="fill:rgb(0,76,151);"/>
<circle cx="140" cy="50" r="40" style="fill:rgb(208,31,42);"/></g></svg>
"""

ICONFONT = (
    '<?xml version="1.0" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg t="1700000000000" class="icon" '
    'viewBox="0 0 200 100" version="1.1" xmlns="http://www.w3.org/2000/svg" p-id="4215" '
    'width="200" height="100"><path d="M10 10H60V90H30L10 70Z" fill="#004C97" p-id="4216">'
    '</path><circle cx="140" cy="50" r="40" fill="#D01F2A" p-id="4217"></circle></svg>'
)

EXPORTS = {
    "Inkscape": INKSCAPE,
    "Illustrator CS": ILLUSTRATOR_CS,
    "Illustrator CC": ILLUSTRATOR_CC,
    "CorelDRAW": CORELDRAW,
    "Figma": FIGMA,
    "potrace": POTRACE,
    "Affinity": AFFINITY,
    "iconfont": ICONFONT,
}

#: How many of a unit are the 200 pixels of the mark's width.
UNITS = {
    "": 200,
    "px": 200,
    "mm": 52.916667,
    "cm": 5.2916667,
    "in": 2.0833333,
    "pt": 150,
    "pc": 12.5,
}

#: How programs of this part of the world write files: as declared, and how it is encoded.
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with a mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "GB2312": "gb2312",
    "GBK": "gbk",
    "GB18030": "gb18030",
    "Big5": "big5",
    "windows-1252": "cp1252",
}


def in_unit(unit: str, *, box: bool) -> str:
    """The mark with its size in a unit; its shapes in pixels, so without a box the unit counts."""
    width = UNITS[unit]
    view = 'viewBox="0 0 200 100" ' if box else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {view}width="{width:g}{unit}" '
        f'height="{width / 2:g}{unit}">{SHAPES}</svg>'
    )


def encoded(name: str) -> bytes:
    """The mark with Chinese names in a file of this encoding."""
    label = "Marque déposée" if name == "windows-1252" else "標志"
    label = label if ENCODINGS[name] != "gb2312" else "标志"
    declared = name.removesuffix(" with a mark").removesuffix("LE").removesuffix("BE")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{PLAIN}'
    return text.replace("<path", f'<path id="{label}"', 1).encode(ENCODINGS[name])

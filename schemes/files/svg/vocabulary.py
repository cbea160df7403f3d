"""What may stand in the SVG of a mark: still, self-contained vector graphics.

A word is kept, left out because it cannot change the picture, or refused. There is no fourth.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

ELEMENTS = frozenset(
    """svg g defs symbol use path rect circle ellipse line polyline polygon style linearGradient
    radialGradient stop clipPath mask pattern marker""".split()
)

#: Never drawn: left out.
UNSEEN_ELEMENTS = {
    "metadata": _("metadata"),
    "title": _("title and description"),
    "desc": _("title and description"),
    "view": _("views"),
}

#: Letters look as the fonts of whoever opens the file make them look.
TEXT_ELEMENTS = frozenset(
    """text tspan tref textPath altGlyph flowRoot flowPara flowRegion font font-face glyph
    missing-glyph""".split()
)

GEOMETRY = frozenset(
    """x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points width height transform pathLength""".split()
)

#: Words that are attributes and style words alike.
PRESENTATION = frozenset(
    """fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display
    visibility overflow clip-path clip-rule mask mask-type marker-start marker-mid marker-end
    stop-color stop-opacity paint-order vector-effect transform-origin shape-rendering
    text-rendering image-rendering color-rendering color-interpolation mix-blend-mode isolation
    font-family font-size font-style font-weight font-variant font-stretch letter-spacing
    word-spacing text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift
    writing-mode direction""".split()
)

ATTRIBUTES = (
    GEOMETRY
    | PRESENTATION
    | frozenset(
        """id class version viewBox preserveAspectRatio offset gradientUnits gradientTransform
        spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits
        patternTransform markerUnits markerWidth markerHeight refX refY orient style""".split()
    )
)

#: Attributes that are kept with these values only; others would change the picture.
BOUND_ATTRIBUTES = {
    "type": frozenset({"", "text/css"}),
    "media": frozenset({"", "all", "screen"}),
    "filter": frozenset({"none"}),
}

#: Attributes without effect on the picture: left out. Those beginning with `data-` and `aria-`
#: are as well; `t` and `p-id` are what the icon library iconfont.cn writes.
IDLE_ATTRIBUTES = frozenset(
    """enable-background baseProfile contentScriptType contentStyleType zoomAndPan role tabindex
    lang focusable externalResourcesRequired color-profile color-interpolation-filters
    pointer-events cursor solid-color solid-opacity flood-color flood-opacity lighting-color
    font-size-adjust glyph-orientation-vertical glyph-orientation-horizontal kerning unicode-bidi
    text-align line-height t p-id""".split()
)

#: Style words without effect where nothing is written and no effect is drawn; they stay.
IDLE_PROPERTIES = IDLE_ATTRIBUTES | frozenset(
    """marker font font-variant-ligatures font-variant-position font-variant-caps
    font-variant-numeric font-variant-alternates font-variant-east-asian font-feature-settings
    font-variation-settings text-indent text-decoration-line text-decoration-style
    text-decoration-color text-transform text-orientation white-space shape-padding shape-margin
    shape-inside inline-size block-progression text-overflow filter-blend-mode
    filter-gaussianBlur-deviation""".lower().split()
)

#: Functions that every program reads alike.
FUNCTIONS = frozenset(
    """url rgb rgba hsl hsla icc-color matrix translate scale rotate skewx skewy""".split()
)

#: Beginnings of the namespaces in which drawing programs keep what only they read, and whose.
PROGRAM_NAMESPACES = {
    "http://www.inkscape.org": "Inkscape",
    "http://inkscape.sourceforge.net": "Inkscape",
    "http://sodipodi": "Inkscape",
    "http://ns.adobe.com": "Adobe Illustrator",
    "http://www.corel.com": "CorelDRAW",
    "http://www.bohemiancoding.com/sketch": "Sketch",
    "http://www.figma.com": "Figma",
    "http://www.serif.com": "Affinity",
    "http://vectornator.io": "Vectornator",
    "http://krita.org": "Krita",
    "https://boxy-svg.com": "Boxy SVG",
    "http://xml.openoffice.org": "LibreOffice",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "RDF",
    "http://creativecommons.org/ns": "RDF",
    "http://purl.org/dc": "RDF",
}


def program_of_namespace(namespace: str) -> str:
    """The program that keeps things for itself in this namespace; empty if none is known."""
    known = (name for start, name in PROGRAM_NAMESPACES.items() if namespace.startswith(start))
    return next(known, "")

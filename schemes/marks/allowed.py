"""What may stand in the SVG of a mark: still, self-contained vector graphics."""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

ELEMENTS = frozenset(
    """svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath
    title desc style linearGradient radialGradient stop clipPath mask pattern marker""".split()
)

#: Of no effect on the picture: left out without a word.
IGNORED_ELEMENTS = frozenset({"metadata", "view"})

ATTRIBUTES = frozenset(
    """id class version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy
    dx dy d points transform rotate pathLength offset gradientUnits gradientTransform spreadMethod
    clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform
    markerUnits markerWidth markerHeight refX refY orient textLength lengthAdjust startOffset method
    spacing style fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display
    visibility overflow clip-path clip-rule mask marker-start marker-mid marker-end stop-color
    stop-opacity font-family font-size font-style font-weight font-variant font-stretch
    letter-spacing word-spacing text-anchor text-decoration dominant-baseline alignment-baseline
    baseline-shift writing-mode direction paint-order vector-effect shape-rendering text-rendering
    color-interpolation mix-blend-mode isolation""".split()
)

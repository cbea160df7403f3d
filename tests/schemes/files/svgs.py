"""A few drawings for tests: one, its mirrored copy in another colour, and another one."""

from __future__ import annotations

_BODY = (
    "M20 20H150V60H70V90H130V130H70V180H20Z M160 120L190 180H130Z",
    "M100 10L180 60V150L140 190H60L20 120L70 110L40 50Z M90 80H130V120H90Z",
)


def _drawing(body: str, colour: str, transform: str = "") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">'
        f'<path fill="{colour}" fill-rule="evenodd" transform="{transform}" d="{body}"/></svg>'
    ).encode()


ONE = _drawing(_BODY[0], "#102040")
COPY_OF_ONE = _drawing(_BODY[0], "#c03020", "translate(200 0) scale(-1 1)")
OTHER = _drawing(_BODY[1], "#102040")
BLANK = _drawing(_BODY[0], "none")

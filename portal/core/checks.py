"""System checks: what fails silently when it is missing, so that it is said at the start.

Without the HarfBuzz subsetter a page of a rule takes 9 seconds instead of 0.1; without a Chinese
font it is full of boxes; without the front-end assets every page is bare. None raises an error.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.checks import CheckMessage, register

from portal.core.fonts import printable_code_points

#: The names under which WeasyPrint looks for the library.
SUBSETTER_NAMES = (
    "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib",
    "libharfbuzz-subset-0.dll",
)
ASSETS = ("govuk/govuk-frontend.min.css", "govuk/govuk-frontend.min.js")


@register
def pdf_subsetter_is_present(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """`libharfbuzz-subset`, without which making a PDF takes a hundred times as long."""
    if any(_loads(name) for name in SUBSETTER_NAMES):
        return []
    return [
        _complaint(
            "The library libharfbuzz-subset is missing, so that PDF files take 100 times as long.",
            hint="Run “make setup”, or install libharfbuzz-subset0.",
            id="core.E001",
        )
    ]


#: Debian's packages of fonts, with a character of each script that only they bring.
FONTS = {
    "fonts-noto-cjk": "认一丁",
    "fonts-noto-core": "ཀᠠꀀก",
    "fonts-hanazono": "\U0002a700\U0002b740\U0002b820\U0002ceb0",
    "fonts-babelstone-han": "\U00030002\U00031350",
    "fonts-noto-color-emoji": "\U0001f600",
}


@register
def chinese_font_is_present(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Fontconfig and a font with Chinese characters, without which PDF files are full of boxes."""
    if "fonts-noto-cjk" not in _missing_fonts():
        return []
    return [
        _complaint(
            "No font with Chinese characters is installed, so that PDF files show boxes.",
            hint="Run “make setup”, or install fonts-noto-cjk and fontconfig.",
            id="core.E002",
        )
    ]


@register
def rarer_scripts_can_be_printed(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Fonts for rare Chinese characters, the other scripts of China and its neighbours, emoji.

    What they lack is refused before it is signed (SCH-042), so a warning is enough.
    """
    missing = _missing_fonts()
    if not missing or "fonts-noto-cjk" in missing:
        return []
    return [
        checks.Warning(
            "Fonts for rare Chinese characters and other scripts are missing, so that "
            "documents with them cannot be signed.",
            hint=f"Run “make setup”, or install {', '.join(missing)}.",
            id="core.W004",
        )
    ]


@register
def front_end_assets_are_present(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """The style sheet and script of GOV.UK Frontend, which npm installs."""
    missing = [path for path in ASSETS if finders.find(path) is None]
    if not missing:
        return []
    return [
        _complaint(
            f"Front-end assets are missing: {', '.join(missing)}.",
            hint="Run “make setup”.",
            id="core.E003",
        )
    ]


def _complaint(message: str, *, hint: str, id: str) -> CheckMessage:  # noqa: A002
    """An error where real documents are made, a warning on a developer's machine."""
    kind = checks.Warning if settings.DEBUG else checks.Error
    return kind(message, hint=hint, id=id)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _missing_fonts() -> list[str]:
    """The packages of which no installed font has the characters."""
    known = printable_code_points()
    if known is None:
        return list(FONTS)
    return [name for name, signs in FONTS.items() if not all(ord(sign) in known for sign in signs)]

"""Taking the fingerprint of a picture."""

from __future__ import annotations

from schemes.marks.likeness.fingerprints import Fingerprint, ViewPrint
from schemes.marks.likeness.ink import ink_of
from schemes.marks.likeness.measures import hashes_of, profile_of
from schemes.marks.likeness.views import views_of


def fingerprint(png: bytes) -> Fingerprint:
    """The fingerprint of a picture, such as `schemes.marks.preview.preview_of` makes.

    Raises:
        FileRefused: it is no PNG, too large, or shows nothing.
    """
    return Fingerprint(
        tuple(
            ViewPrint(view.without, hashes_of(view.picture), profile_of(view.picture))
            for view in views_of(ink_of(png))
        )
    )

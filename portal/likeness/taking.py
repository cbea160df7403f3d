"""Taking the fingerprint of a picture."""

from __future__ import annotations

from portal.likeness.fingerprints import Fingerprint, ViewPrint
from portal.likeness.ink import ink_of
from portal.likeness.measures import hashes_of, profile_of
from portal.likeness.views import views_of


def fingerprint(png: bytes) -> Fingerprint:
    """The fingerprint of a picture, such as `schemes.files.preview.preview_of` makes.

    Raises:
        FileRefused: it is no PNG, too large, or shows nothing.
    """
    return Fingerprint(
        tuple(
            ViewPrint(view.without, hashes_of(view.picture), profile_of(view.picture))
            for view in views_of(ink_of(png))
        )
    )

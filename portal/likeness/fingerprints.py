"""The fingerprint of a mark: small enough to be kept with each mark, all that comparing needs."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from portal.likeness.layout import POSITIONS, PROFILE, WORDS

#: Raised whenever the same picture would give another fingerprint: then all are made anew.
VERSION = 1
_HASH_BYTES = POSITIONS * WORDS * 8
_PARTS = {"lettering", "frame", "ground"}


class OtherVersion(ValueError):
    """A fingerprint made by another version of this package; make it anew from the picture."""


@dataclass(frozen=True)
class ViewPrint:
    """The measures of one view, and what was left out for it."""

    without: tuple[str, ...]
    hashes: bytes
    profile: bytes


@dataclass(frozen=True)
class Fingerprint:
    """All views of one mark, the whole first."""

    views: tuple[ViewPrint, ...]
    version: int = VERSION

    def as_json(self) -> dict[str, Any]:
        """What a JSON field can keep: some 1.5 kB a view."""
        return {
            "version": self.version,
            "views": [
                {
                    "without": list(view.without),
                    "hashes": base64.b64encode(view.hashes).decode(),
                    "profile": base64.b64encode(view.profile).decode(),
                }
                for view in self.views
            ],
        }

    @classmethod
    def from_json(cls, value: Any) -> Fingerprint:
        """Read what `as_json` wrote.

        Raises:
            OtherVersion: it was made by another version.
            ValueError: it is no fingerprint.
        """
        if not isinstance(value, dict) or not isinstance(value.get("views"), list):
            raise ValueError("not a fingerprint: an object with a list of views is wanted")
        if value.get("version") != VERSION:
            raise OtherVersion(f"made by version {value.get('version')!r}, this is {VERSION}")
        views = tuple(_read(view) for view in value["views"])
        if not views or views[0].without:
            raise ValueError("not a fingerprint: its first view must be that of the whole mark")
        return cls(views)


def _read(view: Any) -> ViewPrint:
    try:
        without = tuple(view["without"])
        hashes = base64.b64decode(view["hashes"], validate=True)
        profile = base64.b64decode(view["profile"], validate=True)
    except (KeyError, TypeError, binascii.Error) as problem:
        raise ValueError(f"not a fingerprint: a view cannot be read ({problem!r})") from None
    is_whole = len(hashes) == _HASH_BYTES and len(profile) == PROFILE
    if not is_whole or not all(isinstance(part, str) and part in _PARTS for part in without):
        raise ValueError("not a fingerprint: a view is not of the form that was written")
    return ViewPrint(without, hashes, profile)

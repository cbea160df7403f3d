"""How material a change of a part is: the words of `x-material`."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Material(StrEnum):
    """How material a change is, by the number of a scheme's version that it raises.

    The words are those of Semantic Versioning 2.0.0; `NONE` is for what is about the version and
    not of the scheme: its number, its dates, its signature.
    """

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"

    @property
    def label(self) -> str | Promise:
        """The word for people."""
        return _LABELS[self]


_LABELS: Mapping[Material, str | Promise] = {
    Material.MAJOR: _("first number (major)"),
    Material.MINOR: _("second number (minor)"),
    Material.PATCH: _("third number (patch)"),
    Material.NONE: _("no number"),
}

"""The unit of a threshold: a code of the register of units, with what it stands for beside it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.designer.fields.plain import TextField
from schemes.designer.posted import Posted

#: The places of the documents' shape, which every blueprint shares.
PLACE = re.compile(r"/requirements/[^/]+/threshold/unit")


class UnitField(TextField):
    """A unit. Whoever writes its symbol or its name gets the code, and is told so."""

    control = "designer/fields/_unit.html"
    looked_up_in = "units"

    def read(self, posted: Posted) -> Any:
        """The code; a word that may mean several stays, and the rule names them."""
        value = super().read(posted)
        units = self.around.units
        if not isinstance(value, str) or value == self.value or value in units:
            return value
        meant = units.meant(value)
        if len(meant) != 1:
            return value
        posted.kept_as.append(_("%(code)s (%(typed)s)") % {"code": meant[0], "typed": value})
        return meant[0]

    @property
    def meaning_in_words(self) -> str:
        """The symbol and the name of the code that stands there; empty for an unknown one."""
        unit = self.around.units.get(self.text)
        if unit is None:
            return ""
        name = in_language(unit.name, self.around.language)
        return " ".join(filter(None, (unit.symbol, name)))

"""Correcting a clerical error (勘误) of a listed text: annotated, both texts shown, never silent.

The filed document stays as it was signed. What would be a change of the scheme is none of this: a
place of which a change is material (`x-material`) is corrected by a new version alone.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from registry.lifecycle import Lifecycle
from registry.models import Entry, EntryCorrection, ListedVersion
from registry.register.acting import BodysAct
from registry.states import LISTED_ENTRY_STATES
from schemes.blueprints import Material, material_at
from schemes.documents import name_of, walk
from schemes.documents.addresses import parse
from schemes.documents.walking import Place
from schemes.models import Version

LONGEST = 300


def places_of(version: Version, words: str) -> list[Place]:
    """The places of a text in which some words stand, in its order."""
    found = walk(version.blueprint.blueprint, version.document)
    return [place for place in found if place.is_leaf and _says(place.value, words)]


def _says(value: Any, words: str) -> bool:
    if isinstance(value, dict):
        return any(_says(one, words) for one in value.values())
    return isinstance(value, str) and words in value


class CorrectError(BodysAct):
    """Annotate a clerical error of the text in force: what stands there, and how it is read.

    The officers hear of it. A place at which a change is material is refused.
    """

    name = "correct_error"
    label = gettext_lazy("Correct a clerical error")
    event = "error_corrected"
    from_states = LISTED_ENTRY_STATES
    explanation = gettext_lazy(
        "For slips of the pen alone. The filed text stays as it was signed; the page of the scheme "
        "shows both texts, from today. What changes the scheme is a new version."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The two texts."""
        return {
            "wrong": forms.CharField(
                label=gettext_lazy("As it stands in the filed text"),
                help_text=gettext_lazy("Word by word, with as much around it as makes it unique."),
                max_length=LONGEST,
            ),
            "right": forms.CharField(label=gettext_lazy("As it is to be read"), max_length=LONGEST),
        }

    def _texts(self) -> tuple[str, str]:
        wrong, right = (str(self.data.get(name) or "").strip() for name in ("wrong", "right"))
        return wrong, right

    def check_words(self) -> None:
        """The wrong words stand at one place, which is not material."""
        super().check_words()
        wrong, right = self._texts()
        if not wrong or not right or wrong == right:
            raise RulesBroken(_("Give both texts, which have to differ."))
        places = places_of(self.record.version, wrong)
        if len(places) != 1:
            raise RulesBroken(
                _("These words have to stand at exactly one place of the filed text.")
            )
        self.place = places[0]
        blueprint = self.record.version.blueprint.blueprint
        if material_at(blueprint, parse(self.place.address)) == Material.MAJOR:
            raise RulesBroken(
                _("A change at this place is material: file a new version that has it right.")
            )

    def apply(self) -> None:
        """Both texts stand beside the version in force."""
        super().apply()
        version, (wrong, right) = self.record.version, self._texts()
        EntryCorrection.objects.create(
            entry=self.record,
            listed=ListedVersion.objects.get(entry=self.record, version=version),
            address=self.place.address,
            name=name_of(version.blueprint.blueprint, version.document, self.place.address),
            wrong=wrong,
            right=right,
        )

    def kept(self) -> dict[str, Any]:
        """Both texts."""
        wrong, right = self._texts()
        return {"wrong": wrong, "right": right}


LIFECYCLE = Lifecycle(
    acts=(CorrectError,),
    events={"error_corrected": gettext_lazy("Clerical error corrected")},
)

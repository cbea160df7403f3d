"""Freezing: what a body lost its approval for stands still, by itself, until it has it again.

That nobody certifies meanwhile follows from the register of approvals on the very day, and the
public status says it (`PublicStatus.BODY_NOT_APPROVED`). Freezing puts it on the record: a dated
event with its cause, a letter to the body, and a state in which the acts are others.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.core.localised import in_both_languages
from registry.caveat import Sentence
from registry.lettered import Lettered
from registry.lifecycle import Lifecycle
from registry.register.acting import ActOfTheCalendar
from registry.register.telling import publish
from registry.states import EntryState


class Freeze(ActOfTheCalendar, Lettered):
    """Freeze an entry whose body is approved for none of its fields.

    Source: Regulations on Certification and Accreditation, article 9.
    """

    name = "freeze"
    label = gettext_lazy("Freeze an entry whose body is not approved")
    event = "frozen"
    from_states = frozenset({EntryState.LISTED})
    to_state = EntryState.FROZEN

    def kept(self) -> dict[str, Any]:
        """What the register of approvals says."""
        said = [caveat for caveat in self.record.caveats_today if caveat.is_of_approval]
        cause = in_both_languages(Sentence(said[0])) if said else None
        return {"cause": cause}

    def tell(self) -> None:
        """The public; the body hears of all its entries in one letter."""
        publish(self.record)


class Thaw(ActOfTheCalendar, Lettered):
    """Let an entry go on whose body is approved again."""

    name = "thaw"
    label = gettext_lazy("Unfreeze an entry whose body is approved again")
    event = "unfrozen"
    from_states = frozenset({EntryState.FROZEN})
    to_state = EntryState.LISTED

    def tell(self) -> None:
        """As with freezing."""
        publish(self.record)


LIFECYCLE = Lifecycle(
    acts=(Freeze, Thaw),
    events={
        "frozen": gettext_lazy("Frozen, since its body is approved for none of its fields"),
        "unfrozen": gettext_lazy("Unfrozen, since its body is approved again"),
    },
)

"""Acts on a filing that list what was handed in, where the submission did not."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.utils import timezone

from portal.core.moves import Move
from registry.models import Entry
from registry.procedure.actions.reasoned import OnFiling
from registry.procedure.filed_words import keep_words
from registry.procedure.readiness import obstacles_of_listing
from registry.register.listing import Listing, beginning, show


class Enters(OnFiling):
    """An act that lists: a scheme gets its entry by it, or its entry the new version."""

    #: The event that opens the public history of an entry that begins so.
    begins_as: ClassVar[str]
    entry: Entry

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """A scheme that is not listed yet gets its entry."""
        return (beginning(cls.begins_as),)

    def check(self) -> None:
        """What stands in the way of listing would have been said at submission, or came since."""
        super().check()
        for obstacle in obstacles_of_listing(self.record):
            raise obstacle

    @property
    def not_before(self) -> date:
        """The first day on which the version can be in force."""
        return timezone.localdate()

    def apply(self) -> None:
        """What the act is besides, and the entry with this version."""
        super().apply()
        version = self.record.version
        listing = Listing(
            version, not_before=self.not_before, organisation=self.record.organisation
        )
        self.entry = listing.carry_out(self)
        keep_words(self.record)

    def tell(self) -> None:
        """The public and the body."""
        show(self.entry, self.record.version)
        super().tell()

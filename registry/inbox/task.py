"""One thing that waits for a person, as the inbox shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from registry.procedure.running_clock import Clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Of one kind so many are named; the rest is one line with the way to all of them.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, about what, where, until when."""

    label: StrOrPromise
    about: str
    href: str
    due: date | None = None
    clock: Clock | None = None
    #: Whether it is of the workspace, where clocks are told in the words of the body.
    is_of_body: bool = False

    @property
    def until(self) -> date | None:
        """Its last day, where it has one."""
        return self.clock.due if self.clock else self.due

    @property
    def last_day(self) -> date:
        """By which tasks are sorted; what has no day comes last."""
        return self.until or date.max

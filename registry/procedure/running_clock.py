"""The clock that runs on a filing: whose turn it is, until when, and how that is told.

What is told adds up for who reads it: days that have gone by, that are left and that did not count
stand in the unit of the clock. The desk and the body read their own words for the same pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from registry.procedure.turns import Pause
from registry.states import PauseCause
from registry.tracks import BODY, REGULATOR, ClockRule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Why a clock stands or stood, in the words of the desk and in those of the body.
WHY: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    PauseCause.EXPERT_REVIEW: (
        pgettext_lazy("a clock stands", "for expert review"),
        pgettext_lazy("a clock stands", "for expert review"),
    ),
    PauseCause.WAITING_FOR_BODY: (
        pgettext_lazy("a clock stands", "waiting for the body"),
        pgettext_lazy("a clock stands", "waiting for you"),
    ),
    PauseCause.FORCE_MAJEURE: (
        pgettext_lazy("a clock stands", "for force majeure"),
        pgettext_lazy("a clock stands", "for force majeure"),
    ),
    BODY.key: (
        pgettext_lazy("a clock stands", "waiting for the body’s answer"),
        pgettext_lazy("a clock stands", "waiting for your answer"),
    ),
    REGULATOR.key: (
        pgettext_lazy("a clock stands", "while it was with you"),
        pgettext_lazy("a clock stands", "while it was with the regulator"),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A clock in words."""

    #: How much is left, as a heading and inside a line.
    left: str
    short: str
    until: StrOrPromise
    #: How many days have gone by, of how many.
    day: str
    #: What did not count: for how long, and why; then why it stands now.
    pauses: tuple[str, ...]
    standing: str

    @property
    def sentence(self) -> str:
        """Days gone by and what did not count, in one sentence."""
        return pgettext("between parts of a sentence about a clock", ", ").join(
            (self.day, *self.pauses)
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """Who must act until when. `left` is in working days and negative when overdue."""

    rule: ClockRule
    started: date
    #: The last day; while the clock stands, the one that it would have if it went on today.
    due: date
    left: int
    today: date
    #: Whether the last day may still move, since the calendar of a year is not published yet.
    is_provisional: bool = False
    #: How much of the limit has gone by, of how much, in the unit of the clock.
    used: int = 0
    total: int = 0
    #: By how much it was extended, as part of the whole.
    extended: int = 0
    pauses: tuple[Pause, ...] = ()
    #: So long before the last day whose turn it is is reminded.
    reminder: int = 0
    #: So many calendar days after the last day what is deemed is carried out.
    grace: int = 0
    #: Whether what the clock names as deemed is carried out: the regulator's limit says so.
    is_deemed: bool = True
    #: Whether its time is that of the fast lane.
    is_fast: bool = False
    #: The first day that counts: the one on which it began does not.
    first: date | None = None

    @property
    def closes_on(self) -> date | None:
        """The day on which the law closes what the body did not answer.

        None where it does not, or while the clock stands.
        """
        if not self.deemed or not self.waits_for_body or self.is_paused:
            return None
        return self.due + timedelta(days=self.grace + 1)

    @property
    def deemed(self) -> str:
        """The act that the law carries out at its end; empty where none is."""
        return self.rule.deemed if self.is_deemed else ""

    @property
    def waits_for(self) -> str:
        """The key of the party whose turn it is."""
        return self.rule.party.key

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed; on the weekend after it too."""
        return self.today > self.due

    @property
    def is_due_today(self) -> bool:
        """Whether today is the last day."""
        return self.today == self.due and not self.is_paused

    @property
    def overdue_by(self) -> int:
        """Working days since the limit passed."""
        return max(0, -self.left)

    @property
    def waits_for_body(self) -> bool:
        """Whether it is the certification body's turn."""
        return self.rule.party is BODY

    @property
    def is_paused(self) -> bool:
        """Whether it stands."""
        return bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def standing(self) -> Pause | None:
        """Why it stands now."""
        return self.pauses[-1] if self.is_paused else None

    @property
    def is_near(self) -> bool:
        """Whether it is time for the reminder before the last day."""
        if not self.reminder or self.is_overdue or self.is_paused:
            return False
        days = self.left if self.rule.in_working_days else (self.due - self.today).days
        return days <= self.reminder

    @property
    def to_desk(self) -> Told:
        """As the people of the desk read it."""
        return self._told(for_body=False)

    @property
    def to_body(self) -> Told:
        """As its certification body reads it."""
        return self._told(for_body=True)

    def _told(self, *, for_body: bool) -> Told:
        left, short = self._left(for_body=for_body)
        until = (for_body and self.rule.until_to_body) or self.rule.until
        stands = self.is_paused and not self.is_overdue
        return Told(
            left,
            short,
            _("If it went on today, until") if stands else until,
            self._day() if self.total else "",
            tuple(self._pauses(for_body=for_body)) if self.total else (),
            self._standing(for_body=for_body),
        )

    def _left(self, *, for_body: bool) -> tuple[str, str]:
        """What is left in the unit of the clock; the heading, and the same inside a line."""
        if self.is_overdue:
            by = self.overdue_by if self.rule.in_working_days else (self.today - self.due).days
            if not by:  # the days off after the last day
                since = {"day": date_format(self.due)}
                return _("Over since %(day)s") % since, _("over since %(day)s") % since
            days = {"days": self._days(by)}
            return _("Overdue by %(days)s") % days, _("overdue by %(days)s") % days
        if self.standing is not None:
            why = {"why": _why(self.standing.cause, for_body=for_body)}
            return _("The clock stands"), _("stands, %(why)s") % why
        if self.is_due_today:
            return _("Due today"), _("due today")
        left = self.left if self.rule.in_working_days else (self.due - self.today).days
        told = _("%(days)s left") % {"days": self._days(left)}
        return told, told

    def _day(self) -> str:
        """How far it is, and of what the whole is made."""
        words = {"day": min(self.used, self.total), "total": self._days(self.total)}
        if self.is_overdue:
            told = _("all %(total)s have gone by") % words
        elif self.is_paused and not self.used:
            told = _("none of %(total)s has gone by") % words
        elif not self.used and self.first is not None:
            told = _("the first of %(total)s is %(first)s") % {
                **words,
                "first": date_format(self.first),
            }
        elif self.rule.in_working_days:
            words["total"] = str(self.total)
            told = _("working day %(day)s of %(total)s") % words
        else:
            words["total"] = str(self.total)
            told = _("day %(day)s of %(total)s") % words
        return told[:1].upper() + told[1:] + "".join(self._made_of())

    def _made_of(self) -> list[str]:
        """Extension, fast lane, and a last day that would be a day off."""
        told = []
        if self.extended:
            told.append(_(", %(days)s of them by extension") % {"days": self.extended})
        if self.is_fast:
            told.append(_(", in the fast lane"))
        is_running = not self.is_overdue and not self.is_paused and not self.rule.in_working_days
        if is_running and (self.due - self.today).days != self.total - self.used:
            told.append(_("; the last of them is a day off, so the next working day counts"))
        return told

    def _pauses(self, *, for_body: bool) -> list[str]:
        """For how long it stood for each cause, in the order in which they came."""
        days: dict[str, int] = {}
        for pause in self.pauses:
            days[pause.cause] = days.get(pause.cause, 0) + pause.days
        return [
            _("paused %(days)s %(why)s")
            % {"days": self._days(lasted), "why": _why(cause, for_body=for_body)}
            for cause, lasted in days.items()
            if lasted
        ]

    def _standing(self, *, for_body: bool) -> str:
        if self.standing is None:
            return ""
        since = date_format(self.standing.began)
        why = _why(self.standing.cause, for_body=for_body)
        return _("It has stood since %(since)s, %(why)s.") % {"since": since, "why": why}

    def _days(self, count: int) -> str:
        """So many days, in the unit of the clock."""
        if self.rule.in_working_days:
            return ngettext("%(n)d working day", "%(n)d working days", count) % {"n": count}
        return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}


def _why(cause: str, *, for_body: bool) -> str:
    return str(WHY[cause][int(for_body)])

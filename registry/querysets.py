"""Questions to the procedure's and the register's tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from portal.accounts.permissions import (
    Visitor,
    may_decide_at_all,
    organisations_where,
    works_at_desk,
)
from portal.accounts.roles import OrganisationKind, Permission
from registry.parts import has_part, has_reviewed
from registry.states import (
    OPEN_STATES,
    WAITING_FOR_BODY,
    WAITING_FOR_REGULATOR,
    EntryState,
    FilingState,
    PublicStatus,
)

if TYPE_CHECKING:
    from registry.models import Entry, Filing, Publication, Remark


class FilingQuerySet(QuerySet["Filing"]):
    """Filings."""

    def visible_to(self, user: Visitor) -> FilingQuerySet:
        """All for those who review or decide; for others those of the bodies they work for."""
        if works_at_desk(user):
            return self
        bodies = organisations_where(user, Permission.WORK).filter(kind=OrganisationKind.BODY)
        return self.filter(organisation__in=bodies)

    def open(self) -> FilingQuerySet:
        """Those without a final outcome."""
        return self.filter(state__in=OPEN_STATES)

    def waiting_for_regulator(self) -> FilingQuerySet:
        """Those on which the regulator's clock runs."""
        return self.filter(state__in=WAITING_FOR_REGULATOR)

    def waiting_for_body(self) -> FilingQuerySet:
        """Those on which the body's clock runs."""
        return self.filter(state__in=WAITING_FOR_BODY)

    def touched_by(self, user: Visitor) -> FilingQuerySet:
        """Those in which the person has a part: `registry.parts` says which."""
        return self.filter(has_part(user))

    def untouched_by(self, user: Visitor) -> FilingQuerySet:
        """Those that the person can judge impartially."""
        return self.exclude(has_part(user))

    def decidable_by(self, user: Visitor) -> FilingQuerySet:
        """Those that wait for a decider and that this person may decide."""
        if not may_decide_at_all(user):
            return self.none()
        waiting = self.filter(state=FilingState.PROPOSED).untouched_by(user)
        return waiting.exclude(has_reviewed(user))


class RemarkQuerySet(QuerySet["Remark"]):
    """Remarks."""

    def sent(self) -> RemarkQuerySet:
        """Those that went to the body; the others are the officers' own notes until then."""
        return self.filter(sent_at__isnull=False)

    def unsent(self) -> RemarkQuerySet:
        """Those that only officers see yet."""
        return self.filter(sent_at__isnull=True)

    def without_answer(self) -> RemarkQuerySet:
        """Those that wait for the body's answer."""
        return self.sent().filter(answer_kind="")


class EntryQuerySet(QuerySet["Entry"]):
    """Entries of the register; all of them are public, for ever."""

    def with_everything_shown(self) -> EntryQuerySet:
        """With what a row of a list shows."""
        return self.select_related("organisation", "scheme", "version")


class PublicationQuerySet(QuerySet["Publication"]):
    """What the catalogue shows."""

    def with_status(self, day: date) -> PublicationQuerySet:
        """With what the public is told on a day, as `status_code`."""
        return self.annotate(status_code=status_on(day))

    def newest_first(self) -> PublicationQuerySet:
        """In the order of the register, backwards."""
        return self.order_by("-listed_at", "-pk")


def status_on(day: date) -> Case:
    """`registry.states.public_status` as an expression of the database."""
    return Case(
        When(
            Q(state=EntryState.DEREGISTERED, ended_on__lte=day),
            then=Value(str(PublicStatus.DEREGISTERED)),
        ),
        When(expires_on__lt=day, then=Value(str(PublicStatus.EXPIRED))),
        When(effective_from__gt=day, then=Value(str(PublicStatus.NOT_YET_EFFECTIVE))),
        default=Value(str(PublicStatus.IN_FORCE)),
        output_field=CharField(),
    )

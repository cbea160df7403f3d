"""Beginning an import, and putting a list aside; ending it is the worker's."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core import outbox
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken
from portal.core.moves import Move, enter, kind_of, locked
from registry.models import StockImport
from registry.states import StockState, Verdict
from registry.stock.permissions import WHO, may_take_over

#: When no row is left.
FINISH = Move(
    kind_of(StockImport),
    frozenset({StockState.RUNNING}),
    StockState.DONE,
    event="finished",
    label=_("End the import"),
    who=_("the worker"),
)


class BeginTakingOver(Action[StockImport]):
    """Have the good rows of a list entered into the register, by the worker or by whoever calls.

    Rows with faults stay behind: each is listed, and can be handed in again when it is mended.
    """

    name = "begin"
    label = _("Take the good rows over")
    event = "begun"
    from_states = frozenset({StockState.READY})
    to_state = StockState.RUNNING
    who = WHO

    @classmethod
    def access(cls, user: Any, record: StockImport) -> Access:
        """Deciders and administrators of the regulator."""
        return may_take_over(user)

    def check(self) -> None:
        """There is something to take over."""
        if not self.record.rows.left().exists():
            raise RulesBroken(translated("No row of this list can be taken over."))

    def apply(self) -> None:
        """Under whose name it stands."""
        self.record.begun_at = timezone.now()
        self.record.begun_by = self.user

    def tell(self) -> None:
        """The worker takes it up; a command does the work itself (`is_here`)."""
        if not self.data.get("is_here"):
            have_next_portion(self.record)

    def event_data(self) -> dict[str, Any]:
        """How many rows."""
        rows = self.record.rows
        return {"rows": rows.left().count(), "bad": rows.filter(verdict=Verdict.BAD).count()}


class PutAside(Action[StockImport]):
    """Drop a list that was handed in, with its files; nothing of it is in the register."""

    name = "put-aside"
    label = pgettext_lazy("a list", "Put it aside")
    event = "put_aside"
    from_states = frozenset({StockState.READY})
    to_state = StockState.DISCARDED
    who = WHO

    @classmethod
    def access(cls, user: Any, record: StockImport) -> Access:
        """Deciders and administrators of the regulator."""
        return may_take_over(user)

    def apply(self) -> None:
        """Rows and files of it are of no use any more."""
        drop_files(self.record)
        self.record.rows.all().delete()


STOCK_ACTIONS: tuple[type[Action[StockImport]], ...] = (BeginTakingOver, PutAside)


def have_next_portion(stock: StockImport) -> None:
    """Have the worker go on; asked twice at the same place it goes on once."""
    left = stock.rows.left().count()
    outbox.put("stock", {"stock": stock.pk, "left": left}, key=f"stock:{stock.pk}:{left}")


@transaction.atomic
def finish(stock: StockImport) -> StockImport:
    """Note that no row is left, and drop the archives: what was needed of them is kept by rows."""
    stock = locked(stock)
    if stock.state != StockState.RUNNING or stock.rows.left().exists():
        return stock
    enter(stock, FINISH)
    stock.finished_at = timezone.now()
    stock.save()
    rows = stock.rows.exclude(entry=None).count()
    stock.record_event(
        event=FINISH.event,
        from_state=StockState.RUNNING,
        to_state=stock.state,
        data={"rows": rows},
    )
    drop_files(stock)
    return stock


def drop_files(stock: StockImport) -> None:
    """Take the archives out of the storage once the transaction holds."""
    for one in stock.archives.all():
        transaction.on_commit(partial(one.content.storage.delete, str(one.content.name)))
        one.delete()

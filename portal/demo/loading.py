"""Loading the whole demonstration: people, bodies, schemes, pages. Idempotent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from cms.site_content import install_site
from portal.accounts.models import Organisation, User
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from portal.demo.approvals import end_approvals
from portal.demo.authors import load_authors
from portal.demo.branches import make_branch
from portal.demo.campaign import begin_cleaning_up
from portal.demo.experts import make_experts
from portal.demo.limits import make_limits
from portal.demo.lives import let_live, share_the_work
from portal.demo.manifest import PLANS
from portal.demo.people import BODIES, make_body, make_regulator
from portal.demo.plans import SchemePlan
from portal.demo.programs import make_token
from portal.demo.reading import read_letters
from portal.demo.schemes import SchemeLoader
from portal.demo.stock import take_stock_over
from portal.demo.systems import enter_webhook, give_up_a_mail, tell_how_it_went
from portal.demo.track_rules import make_track_rules
from portal.demo.transitions import make_transitions


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one run of the loader brought, and what is there now."""

    added: int
    schemes: int
    bodies: int


def load_demonstration(
    plans: tuple[SchemePlan, ...] = PLANS,
    *,
    site: bool = True,
    progress: Callable[[str], None] = lambda line: None,
) -> Loaded:
    """Load what is missing of the demonstration.

    Raises:
        CommandError: these settings do not allow invented people in the register.
    """
    if not settings.DEMONSTRATION_ALLOWED:
        raise CommandError("The demonstration is never loaded in production settings.")
    regulator = make_regulator()
    make_limits()
    make_track_rules()
    for body in BODIES:
        make_body(body)
    make_branch(regulator)
    make_experts()
    officer = User.objects.get(email="officer@regulator.example")
    decider = User.objects.get(email="decider@regulator.example")
    loaders = [SchemeLoader(plan, officer, decider) for plan in plans]
    added = 0
    for loader in sorted(loaders, key=lambda each: each.issued):
        if loader.load():
            added += 1
            progress(f"{loader.document['rule_number']}  {loader.document['title']['zh']}")
    end_approvals()
    make_transitions()
    if plans == PLANS:
        _live_on(officer, decider)
    _publish()
    _due_from_now_on()
    if site:
        install_site()
    return Loaded(added=added, schemes=len(loaders), bodies=len(BODIES))


def _live_on(officer: User, decider: User) -> None:
    """What happened beside and after the filings, and the schemes of others than bodies."""
    first = Organisation.objects.get(approval_no=BODIES[0].approval_no)
    make_token(first)
    enter_webhook(first)
    take_stock_over(decider)
    let_live(officer, decider)
    share_the_work(decider)
    begin_cleaning_up(officer)
    load_authors()
    read_letters()
    tell_how_it_went(first)
    give_up_a_mail()


def _publish() -> None:
    """The catalogue is complete at once; mails and PDFs are left to the worker."""
    waiting = OutboxMessage.objects.filter(kind="publish", delivered_at__isnull=True)
    for message in waiting.order_by("pk"):
        deliver(message.pk)


def _due_from_now_on() -> None:
    """What is left waits since now, not since the days on which it is said to have happened."""
    now = timezone.now()
    OutboxMessage.objects.waiting().filter(due_at__lt=now).update(created_at=now, due_at=now)

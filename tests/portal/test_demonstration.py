"""The demonstration: everything in it goes through the real doors, in every state."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.models import OutboxMessage
from portal.demo.loading import load_demonstration
from portal.demo.manifest import PLANS
from portal.demo.people import PASSWORD
from portal.demo.schemes import CONTENT
from portal.reference.choices import Category
from registry.figures.medians import medians
from registry.inbox.tasks import tasks_of
from registry.models import (
    Alliance,
    ApiToken,
    CampaignTask,
    Decision,
    Delegation,
    Entry,
    EntryCondition,
    EntryEvent,
    ExpertPanel,
    Filing,
    Letter,
    OwnerChange,
    Publication,
    TokenState,
    Webhook,
)
from registry.procedure.permissions import is_impartial
from registry.public_status import PublicStatus, statuses
from registry.publication.owners import owners_of
from registry.states import ApplicationState, EntryState, FilingState, PauseCause, PromiseState
from schemes.blueprints import builtin_blueprints
from schemes.documents import canonical
from schemes.models import Scheme, Version
from schemes.rules import Facts
from schemes.states import VersionState
from schemes.validation import check

KILOBYTE = 1024


def test_loading_twice_adds_nothing(demonstration):
    before = (Scheme.objects.count(), User.objects.count(), Filing.objects.count())
    again = load_demonstration(site=False)
    assert again.added == 0
    assert (Scheme.objects.count(), User.objects.count(), Filing.objects.count()) == before


#: A body that suspends its own scheme is not shown.
OF_AN_ENTRY = set(EntryState.values) - {EntryState.PAUSED}
TOLD = {
    "absorbed",
    "pilot",
    "removed",
    "suspended",
    PublicStatus.NOT_YET_EFFECTIVE,
    PublicStatus.IN_FORCE,
    PublicStatus.BODY_NOT_APPROVED,
    PublicStatus.EXPIRED,
    PublicStatus.DEREGISTERED,
}


def test_demonstration_has_enough_of_everything(demonstration):
    assert Scheme.objects.count() >= 20
    assert Organisation.objects.filter(kind=OrganisationKind.BODY).count() >= 4
    assert {v for (v,) in Scheme.objects.values_list("category")} == set(Category.values)
    assert {v for (v,) in Version.objects.values_list("state")} >= {
        VersionState.DRAFT,
        VersionState.FROZEN,
        VersionState.SUBMITTED,
    }
    assert {v for (v,) in Filing.objects.values_list("state")} >= set(FilingState.values)
    assert {v for (v,) in Entry.objects.values_list("state")} >= OF_AN_ENTRY


def test_demonstration_has_an_application_at_which_experts_look(demonstration):
    filing = Filing.objects.get(track="approval", closed_at=None)
    assert filing.state == ApplicationState.ACCEPTED
    assert filing.intervals.running().get().pause == PauseCause.EXPERT_REVIEW
    assert filing.entry.version != filing.version
    assert filing.events.latest("pk").at < timezone.now()


def test_one_expert_has_answered_and_one_is_asked(demonstration):
    panel = ExpertPanel.objects.get()
    assert panel.filing.state == ApplicationState.ACCEPTED
    assert sorted(hasattr(seat, "opinion") for seat in panel.seats.all()) == [False, True]


def test_demonstration_has_medians_of_every_track_that_is_reviewed(demonstration):
    cache.clear()
    told = {one.track for one in medians()}
    assert told == {"filing", "registration", "approval", "commitment", "issue"}


def test_its_desk_has_two_officers_and_each_has_a_case(demonstration):
    officers = set(Filing.objects.open().values_list("officer__email", flat=True))
    assert {"officer@regulator.example", "officer-2@regulator.example"} <= officers


def test_a_system_heard_all_messages_but_one_and_a_mail_was_given_up(demonstration):
    webhook = Webhook.objects.get()
    heard = [delivery.taken_at is not None for delivery in webhook.deliveries.order_by("at")]
    assert heard == [True] * (len(heard) - 1) + [False]
    assert len(heard) > 2
    given_up = OutboxMessage.objects.given_up().values_list("kind", flat=True)
    assert sorted(given_up) == ["mail", "webhook"]


def test_demonstration_has_an_alliance_of_three_of_which_one_left(demonstration):
    members = Alliance.objects.get().members.ever()
    assert sorted(one.left_on is not None for one in members) == [False, False, True]
    entries = Entry.objects.filter(scheme__joint__isnull=False)
    assert sorted(entry.state for entry in entries) == ["deregistered", "listed", "listed"]


def test_demonstration_has_a_scheme_that_went_over_to_another_body(demonstration):
    entry = OwnerChange.objects.carried_out().get().entry
    before, now = owners_of(entry)
    assert before.body != now.body == entry.scheme.organisation
    assert entry.publication.body_slug == now.body.slug


def test_demonstration_has_a_joint_scheme_of_the_state_that_two_bodies_carry_out(demonstration):
    entry = Entry.objects.get(scheme__organisation__kind=OrganisationKind.REGULATOR)
    assert entry.state == EntryState.LISTED
    assert len({one.organisation for one in entry.designations.all()}) == 2


def test_demonstration_has_an_owner_that_is_no_body_and_whose_licensed_body_has_filed(
    demonstration,
):
    entry = Entry.objects.get(scheme__organisation__kind=OrganisationKind.SCHEME_OWNER)
    assert (entry.state, entry.organisation.kind) == (EntryState.LISTED, OrganisationKind.BODY)


def test_demonstration_shows_every_kind_of_status(demonstration):
    day = datetime.date(2026, 11, 20)
    assert {entry.status_on(day) for entry in Entry.objects.all()} >= TOLD <= set(statuses())


def test_the_acts_of_its_people_left_what_they_leave_everywhere(demonstration):
    assert {entry.events.latest("pk").event for entry in Entry.objects.all()} >= {
        "taken_over",
        "withdrawn",
        "evidence_handed_in",
    }
    assert EntryCondition.objects.unanswered().exists()
    assert EntryCondition.objects.answered().exists()
    assert (
        Letter.objects.filter(act__in=["suspend", "remove", "absorb", "grant_fast_lane"]).count()
        == 4
    )
    assert Filing.objects.filter(in_fast_lane=True).exists()
    assert Filing.objects.get(track="commitment", closed_at=None).state == PromiseState.PROMISED
    assert CampaignTask.objects.open().exists()
    assert Delegation.objects.in_force(timezone.localdate()).count() == 2
    assert EntryEvent.objects.filter(event="condition_set", data__has_key="by_branch").exists()
    assert ApiToken.objects.get().state == TokenState.IN_USE
    assert not Entry.objects.filter(events__at__gt=timezone.now()).exists()


@pytest.mark.parametrize(
    ("email", "label"),
    [
        ("signatory@body.example", "Hand in evidence"),
        ("officer@regulator.example", "Look at the evidence"),
        ("officer@branch.example", "Take up for review"),
    ],
)
def test_people_of_the_demonstration_have_something_to_do(demonstration, email, label):
    found = tasks_of(User.objects.get(email=email))
    assert label in " ".join(str(task.label) for task in found)


def test_every_entry_is_published(demonstration):
    assert Publication.objects.count() == Entry.objects.count() > 0


def test_every_decision_has_a_decider_without_a_part_in_it(demonstration):
    assert Decision.objects.exists()
    for decision in Decision.objects.select_related("filing", "proposal"):
        assert is_impartial(decision.decided_by, decision.filing)
        filing, proposal = decision.filing, decision.proposal
        if filing.led_by is not None:
            proposal = filing.led_by.decisions.get(round=decision.round).proposal
        # What an authority issues is proposed by whoever submits it, who has a part in it.
        assert filing.organisation.issues or proposal.proposed_by != decision.decided_by


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.file)
def test_content_is_of_real_length_and_speaks_no_blueprint_error(plan):
    document = json.loads((CONTENT / plan.file).read_text(encoding="utf-8"))
    document.pop("commitment", None)
    blueprint = next(b for b in builtin_blueprints() if b.ref == document["blueprint"])
    assert 10 * KILOBYTE <= len(canonical(document)) <= 30 * KILOBYTE
    report = check(document, blueprint, Facts.unknown())
    assert {finding.address for finding in report.errors} == {"/commitment"}


def test_content_and_plans_name_the_same_files():
    assert {path.name for path in CONTENT.glob("*.json")} == {plan.file for plan in PLANS}


@pytest.mark.parametrize(
    ("email", "role"),
    [
        (f"{role}@{domain}", role)
        for domain in ("body.example", "other-body.example")
        for role in (Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR)
    ]
    + [
        (f"{role}@regulator.example", role)
        for role in (Role.OFFICER, Role.DECIDER, Role.EDITOR, Role.ADMINISTRATOR)
    ],
)
def test_sign_ins_of_the_demonstration_have_their_roles(demonstration, email, role):
    user = User.objects.get(email=email)
    assert user.check_password(PASSWORD)
    assert [m.role for m in user.memberships.all()] == [role]


def test_demonstration_is_never_loaded_in_production(db, settings):
    settings.DEMONSTRATION_ALLOWED = False
    before = User.objects.count()
    with pytest.raises(CommandError):
        call_command("demo")
    assert User.objects.count() == before

"""Branches of the regulator: they see their territory, and act where that was delegated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.accounts.permissions import sees_desk
from portal.accounts.roles import OrganisationKind, Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.delegable import DelegatedAct
from registry.models import Delegation, Filing
from registry.procedure.actions import Propose, RecordNoObjection, TakeUp
from registry.procedure.delegating import confirm_delegation, delegate, end_delegation
from registry.procedure.permissions import may_decide, may_review_filing, may_see
from registry.procedure.timeline import filing_timeline, filing_timeline_of_body
from registry.states import FilingState, Outcome
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    decider,
    officer,
    organisation_for,
    organisation_of,
)
from tests.registry.actors import actors

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
REVIEW, DECIDE = DelegatedAct.REVIEW.value, DelegatedAct.DECIDE.value


@pytest.fixture
def branch():
    return organisation_of(OrganisationKind.BRANCH)


def _person(branch, role=Role.OFFICER):
    return PersonFactory(role=role, organisation=branch)


def _delegate(branch, by=None, **words):
    said = {
        "acts": [REVIEW],
        "regions": branch.territory,
        "since": TODAY(),
        "until": TODAY() + timedelta(days=90),
        "ground": "《行政许可法》第二十四条",
        **words,
    }
    return delegate(branch, by or decider(), **said)


def _held(branch, **words):
    return confirm_delegation(_delegate(branch, **words), PersonFactory(role=Role.DECIDER))


def _again(person):
    """As a new request sees the person."""
    return User.objects.get(pk=person.pk)


def _elsewhere():
    return OrganisationFactory(region="110000")


def test_a_branch_sees_the_filings_of_its_territory_and_no_other(branch):
    inside, outside = FilingFactory(), FilingFactory(organisation=_elsewhere())
    for role in (Role.OFFICER, Role.DECIDER, Role.OBSERVER, Role.ADMINISTRATOR):
        person = _person(branch, role)
        assert set(Filing.objects.visible_to(person)) == {inside}
        assert may_see(person, inside)
        assert not may_see(person, outside)
        assert not sees_desk(person)


@pytest.mark.parametrize(
    ("region", "territory", "is_inside"),
    [
        ("330100", ["33"], True),
        ("330100", ["3301"], True),
        ("330100", ["3302", "11"], False),
        ("", ["99"], True),
        ("", ["33"], False),
        ("990000", [], False),
    ],
)
def test_a_seat_is_entered_or_follows_from_the_credit_code(region, territory, is_inside):
    body = OrganisationFactory(region=region)
    branch = OrganisationFactory(branch=True, territory=territory)
    filing = FilingFactory(organisation=body)
    person = _person(branch)
    assert bool(may_see(person, filing)) is is_inside
    assert Filing.objects.visible_to(person).exists() is is_inside


def test_a_branch_without_a_delegation_does_nothing(branch):
    filing = FilingFactory(under_review=True)
    for role in (Role.OFFICER, Role.DECIDER, Role.OBSERVER):
        assert not may_review_filing(_person(branch, role), filing)
        assert not may_decide(_person(branch, role), filing)


@pytest.mark.parametrize("act", list(DelegatedAct))
@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER, Role.OBSERVER, Role.ADMINISTRATOR])
def test_an_act_that_is_delegated_asks_for_its_role(branch, act, role):
    filing = FilingFactory(under_review=True)
    _held(branch, acts=[act.value])
    person = _again(_person(branch, role))
    assert bool(may_review_filing(person, filing)) is ((act, role) == (REVIEW, Role.OFFICER))
    assert bool(may_decide(person, filing)) is ((act, role) == (DECIDE, Role.DECIDER))


def test_a_delegation_holds_in_its_regions_alone():
    branch = OrganisationFactory(branch=True, territory=["33"])
    _held(branch, regions=["3301"])
    person = _person(branch)
    for region, may in (("330105", True), ("330200", False), ("110000", False)):
        filing = FilingFactory(organisation=OrganisationFactory(region=region))
        assert bool(may_review_filing(person, filing)) is may


def test_a_joint_review_is_delegated_for_all_members_or_not_at_all(branch):
    _held(branch)
    leading, person = FilingFactory(), _person(branch)
    inside, outside = FilingFactory(), FilingFactory(organisation=_elsewhere())
    for member, may in ((inside, True), (outside, False)):
        Filing.objects.filter(pk=member.pk).update(led_by=leading)
        assert bool(may_review_filing(person, leading)) is may


def test_a_branch_reviews_and_decides_and_each_event_says_for_whom(branch):
    _held(branch, acts=[REVIEW, DECIDE])
    filing = TakeUp(FilingFactory(), _person(branch)).run()
    Propose(filing, filing.officer, outcome=Outcome.NO_OBJECTION, reasons="理由").run()
    decided = RecordNoObjection(filing, _person(branch, Role.DECIDER), reasons="理由").run()
    assert decided.state == FilingState.NO_OBJECTION
    taken_up = filing.events.get(event="taken_up")
    assert taken_up.data["by_branch"] == branch.name_text
    assert taken_up.data["for_regulator"] == branch.parent.name_text
    for lines in (filing_timeline(filing), filing_timeline_of_body(filing)):
        assert f"By {branch.name_en} for" in lines[0].note


def test_what_the_regulator_does_itself_says_nothing_of_delegation(branch):
    _held(branch)
    filing = FilingFactory(under_review=True)
    assert "by_branch" not in filing.events.get(event="taken_up").data


def test_an_ordinary_delegation_holds_once_another_decider_confirms_it(branch):
    given = _delegate(branch)
    filing, person = FilingFactory(), _person(branch)
    assert (given.standing, bool(may_review_filing(person, filing))) == ("to_confirm", False)
    with pytest.raises(NotAllowed, match="Another decider"):
        confirm_delegation(given, decider())
    confirmed = confirm_delegation(given, PersonFactory(role=Role.DECIDER))
    assert (confirmed.standing, bool(may_review_filing(person, filing))) == ("in_force", True)
    with pytest.raises(WrongState, match="does not wait"):
        confirm_delegation(given, PersonFactory(role=Role.DECIDER))


def test_one_of_an_emergency_holds_at_once_and_lapses_unconfirmed(branch):
    given = _delegate(branch, is_emergency=True)
    filing, person = FilingFactory(), _person(branch)
    assert (given.standing, bool(may_review_filing(person, filing))) == ("emergency", True)
    assert Delegation.objects.in_force(given.confirm_by).exists()
    assert not Delegation.objects.in_force(given.confirm_by + timedelta(days=1)).exists()
    confirm_delegation(given, PersonFactory(role=Role.DECIDER))
    assert Delegation.objects.in_force(given.confirm_by + timedelta(days=1)).exists()
    assert not Delegation.objects.in_force(given.until + timedelta(days=1)).exists()


def test_what_is_taken_back_holds_no_more_and_says_why(branch):
    held = _held(branch)
    filing = TakeUp(FilingFactory(), _person(branch)).run()
    with pytest.raises(RulesBroken, match="Say why"):
        end_delegation(held, decider(), " ")
    assert end_delegation(held, decider(), "机构调整").standing == "ended"
    with pytest.raises(NotAllowed, match="was taken back"):
        Propose(filing, _again(filing.officer), outcome=Outcome.NO_OBJECTION, reasons="理由").run()
    with pytest.raises(WrongState, match="ended already"):
        end_delegation(held, decider(), "机构调整")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"acts": []}, "Choose what is delegated"),
        ({"acts": ["licence"]}, "Choose what is delegated"),
        ({"regions": ["11"]}, "own territory: 99"),
        ({"regions": []}, "own territory: 99"),
        ({"since": timezone.localdate() - timedelta(days=2)}, "begin today"),
        ({"until": timezone.localdate() - timedelta(days=2)}, "begin today"),
        ({"ground": " "}, "on what ground"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(branch, words, match):
    with pytest.raises(RulesBroken, match=match):
        _delegate(branch, **words)


def test_nothing_is_delegated_to_who_is_no_branch():
    with pytest.raises(RulesBroken, match="Choose a branch"):
        _delegate(OrganisationFactory(territory=["99"]))


def test_deciders_of_the_regulator_alone_delegate(branch):
    for who, person in actors(OrganisationFactory()).items():
        if who != "decider of the regulator":
            with pytest.raises(NotAllowed, match="Only deciders"):
                _delegate(branch, by=person)
    with pytest.raises(NotAllowed, match="Only deciders"):
        _delegate(branch, by=_person(branch, Role.DECIDER))


def test_the_branch_and_the_deciders_are_told(branch):
    member, giver = _person(branch), decider()
    second = PersonFactory(role=Role.DECIDER)
    confirm_delegation(_delegate(branch, giver), second)
    told = {m.payload["template"]: m.payload["to"] for m in OutboxMessage.objects.all()}
    assert told["delegation_to_confirm"] == second.email
    assert told["delegation_given"] == member.email


def test_the_pages_of_a_branch(client, branch):
    inside = FilingFactory()
    outside = FilingFactory(organisation=_elsewhere())
    client.force_login(_person(branch))
    assert client.get(reverse("after-login"))["Location"] == reverse("desk:territory")
    listed = client.get(reverse("desk:territory")).content.decode()
    assert inside.number in listed
    assert outside.number not in listed
    for name in ("filing", "document", "report", "timeline", "case"):
        assert client.get(reverse(f"desk:{name}", args=[inside.number])).status_code == 200
        assert client.get(reverse(f"desk:{name}", args=[outside.number])).status_code == 404
    assert client.get(reverse("desk:queue"))["Location"] == reverse("desk:territory")
    for name in ("impact", "delegations", "workload", "stock"):
        assert client.get(reverse(f"desk:{name}")).status_code == 403
    take_up = reverse("desk:take-up", args=[inside.number])
    assert client.post(take_up, {"impartial": "on"}).status_code == 403
    _held(branch)
    assert client.post(take_up, {"impartial": "on"}).status_code == 302
    assert client.post(reverse("desk:take-up", args=[outside.number])).status_code == 404
    assert client.post(reverse("desk:save-view")).status_code == 403


def test_the_page_of_delegations(client, branch):
    page = reverse("desk:delegations")
    client.force_login(decider())
    typed = {
        "branch": branch.pk,
        "acts": ["review"],
        "since": TODAY().isoformat(),
        "until": TODAY().isoformat(),
        "ground": "应急处置",
    }
    assert client.post(page, typed | {"regions": "11"}).status_code == 422
    assert client.post(page, typed | {"acts": []}).status_code == 422
    assert client.post(page, typed | {"acts_on_entries": ["suspend"]}).status_code == 302
    given = Delegation.objects.get()
    assert (given.regions, given.acts) == (branch.territory, ["review", "suspend"])
    confirm = reverse("desk:confirm-delegation", args=[given.pk])
    assert client.post(confirm).status_code == 403
    client.force_login(PersonFactory(role=Role.DECIDER))
    assert client.post(confirm).status_code == 302
    end = reverse("desk:end-delegation", args=[given.pk])
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "期满"}).status_code == 302
    client.force_login(officer())
    assert "应急处置" in client.get(page).content.decode()
    assert client.post(page, typed).status_code == 403


def test_an_administrator_of_the_regulator_adds_a_branch(client, settings):
    regulator = organisation_for(Role.OFFICER)
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator))
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    words = {
        "name_zh": "浙江分支机构",
        "slug": "zhejiang",
        "territory": "33",
        "email": "zj@test.example",
        "name": "省管理员",
    }
    add = reverse("organisation:add-branch")
    typed = {f"branch-{name}": value for name, value in words.items()} | {"of": regulator.slug}
    assert client.post(add, typed | {"branch-territory": "浙江"}).status_code == 422
    assert client.post(add, typed).status_code == 302
    branch = Organisation.objects.get(slug="zhejiang")
    assert (branch.parent, branch.territory) == (regulator, ["33"])
    assert branch.memberships.get().user.email == "zj@test.example"
    people = reverse("organisation:people")
    assert client.get(f"{people}?of=zhejiang").status_code == 200
    client.force_login(decider())
    assert client.post(add, typed | {"branch-slug": "other"}).status_code == 403


def test_a_branch_reads_the_letters_in_the_filings_of_its_territory(client, branch):
    inside, outside = FilingFactory(), FilingFactory(organisation=_elsewhere())
    client.force_login(_person(branch))
    for filing, status in ((inside, 200), (outside, 404)):
        TakeUp(filing, officer()).run()
        Propose(filing, officer(), outcome=Outcome.NO_OBJECTION, reasons="无异议").run()
        RecordNoObjection(filing, decider(), reasons="无异议").run()
        letter = filing.letters.get()
        for name in ("letter", "letter-file"):
            address = reverse(f"desk:{name}", args=[letter.number])
            assert client.get(address).status_code == status, (name, status)

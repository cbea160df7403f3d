"""A scheme of the state is proposed, agreed to, issued by another person, and known to the gate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from portal.core.actions import available
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.reference.models import NationalScheme
from registry.models import CoIssuer, Entry, Filing, Issue
from registry.opendata.records import entry_record
from registry.procedure.actions import Submit
from registry.procedure.actions.issuing import (
    ISSUE_ACTIONS,
    AgreeToIssue,
    IssueScheme,
    ObjectToIssue,
    Proposal,
    ReturnToAuthors,
    WithdrawIssue,
)
from registry.procedure.permissions import may_see
from registry.states import IssueState
from schemes.actions import Sign
from schemes.similarity import neighbours_of
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
)
from tests.registry.amending import next_version
from tests.registry.authors.issuing import (
    ANNOUNCEMENT,
    agree,
    first_day_of,
    issue,
    national_entry,
    proposed,
    regulator,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_a_scheme_of_the_regulator_is_proposed_and_not_filed():
    filing = proposed()
    assert (filing.track, filing.state) == ("issue", IssueState.PROPOSED)
    assert not Entry.objects.exists()


def test_issuing_lists_it_with_the_number_and_the_day_of_the_announcement():
    filing = proposed()
    day = first_day_of(filing) + timedelta(days=30)
    filing = issue(filing, effective_on=day)
    issued = Issue.objects.get()
    assert (issued.announcement_no, issued.effective_on) == (ANNOUNCEMENT, day)
    assert issued.authorities == [regulator()]
    entry = Entry.objects.get()
    assert (entry.organisation, entry.effective_from) == (regulator(), day)
    assert filing.state == IssueState.ISSUED
    assert entry.events.get().event == "issued"


def test_the_register_of_national_schemes_has_it_from_the_day_of_issue():
    filing = issue(proposed())
    row = NationalScheme.objects.get(issues__filing=filing)
    assert row.number == filing.version.document["rule_number"]
    assert row.valid_from == TODAY()
    assert row.source == ANNOUNCEMENT
    assert all((row.objects_zh, row.bases, row.criteria_zh))


def test_a_draft_that_repeats_it_has_to_say_how_it_differs():
    issue(proposed(subject=0))
    draft = SchemeFactory(subject=0).newest
    near = neighbours_of(draft.document, organisation=draft.scheme.organisation, on=TODAY())
    assert [one.is_national for one in near] == [True]
    with pytest.raises(RulesBroken, match="still has errors"):
        Sign(draft, member_of(draft.scheme.organisation, Role.SIGNATORY)).run()


def test_a_scheme_of_the_state_meets_no_neighbours():
    FilingFactory(subject=0)
    version = proposed(subject=0).version
    assert not [one for one in version.submissions.get().findings if one["code"] == "SCH-017"]


def test_each_ministry_that_was_named_agrees_before_it_is_issued():
    ministries = [OrganisationFactory(ministry=True), OrganisationFactory(ministry=True)]
    filing = agree(proposed(ministries), ministries[0])
    with pytest.raises(RulesBroken, match="have not agreed"):
        issue(filing)
    filing = issue(agree(filing, ministries[1]))
    assert filing.issue.authorities == [regulator(), *ministries]
    assert "、" in filing.issue.national.issuer_zh


def test_a_ministry_agrees_once():
    ministry = OrganisationFactory(ministry=True)
    filing = agree(proposed([ministry]), ministry)
    with pytest.raises(WrongState, match="already"):
        agree(filing, ministry)


def test_a_text_that_a_ministry_returned_is_put_before_all_of_them_again():
    first, second = OrganisationFactory(ministry=True), OrganisationFactory(ministry=True)
    filing = agree(proposed([first, second]), first)
    signatory = member_of(second, Role.SIGNATORY)
    filing = ObjectToIssue(filing, signatory, reason="请补充限量要求。").run()
    assert filing.state == IssueState.RETURNED
    version = next_version(filing.scheme, "1.0.1")
    Submit(version, member_of(regulator(), Role.SIGNATORY), ministries=[first, second]).run()
    filing = Filing.objects.get()
    assert filing.state == IssueState.PROPOSED
    assert [one.has_agreed for one in CoIssuer.objects.of(filing)] == [False, False]


def test_a_joint_scheme_names_a_ministry():
    version = VersionFactory(
        frozen=True, organisation=regulator(), parts={"origin": "ministry_joint"}
    )
    with pytest.raises(RulesBroken, match="Name the ministries"):
        Submit(version, member_of(regulator(), Role.SIGNATORY)).run()


def test_only_ministries_issue_it_as_well():
    version = VersionFactory(
        frozen=True, organisation=regulator(), parts={"origin": "ministry_joint"}
    )
    body = OrganisationFactory()
    with pytest.raises(RulesBroken, match="Only ministries"):
        Submit(version, member_of(regulator(), Role.SIGNATORY), ministries=[body]).run()


def test_what_calls_itself_a_scheme_of_a_body_is_not_issued():
    version = VersionFactory(organisation=regulator(), parts={"origin": "cb_own"})
    [obstacle] = Proposal.obstacles(version)
    assert "origin" in str(obstacle)


def test_the_text_of_a_ministry_is_issued_by_the_regulator_with_it():
    ministry = OrganisationFactory(ministry=True)
    filing = issue(proposed(organisation=ministry, parts={"origin": "ministry_joint"}))
    assert filing.issue.authorities == [regulator(), ministry]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY])
def test_who_had_a_hand_in_the_text_does_not_issue_it(role):
    filing = proposed()
    person = member_of(regulator(), role)
    join(person, regulator(), Role.DECIDER)
    with pytest.raises(NotAllowed, match=r"You (wrote|signed)"):
        IssueScheme(filing, type(person).objects.get(pk=person.pk), reason="同意").run()


def test_a_scheme_of_a_body_is_never_issued():
    filing = FilingFactory()
    Filing.objects.update(track="issue", state=IssueState.PROPOSED)
    with pytest.raises(NotAllowed, match="Only schemes of the regulator"):
        issue(Filing.objects.get(pk=filing.pk))


@pytest.mark.parametrize(
    ("missing", "words"),
    [("announcement_no", "number of the announcement"), ("effective_on", "from which it is in")],
)
def test_an_announcement_has_a_number_and_a_day(missing, words):
    filing = proposed()
    with pytest.raises(RulesBroken, match=words):
        issue(filing, **{missing: None})


def test_a_withdrawn_or_returned_text_is_not_listed():
    returned = ReturnToAuthors(proposed(), decider(), reason="请修改。").run()
    withdrawn = WithdrawIssue(
        returned, member_of(regulator(), Role.SIGNATORY), reason="另行起草。"
    ).run()
    assert withdrawn.state == IssueState.WITHDRAWN
    assert not Entry.objects.exists()


#: Who is offered which act on a text that is proposed, and on one that was returned.
OFFERED = {
    "decider": ({"issue", "return_to_authors"}, set()),
    "officer": (set(), set()),
    "author of the regulator": (set(), set()),
    "signatory of the regulator": ({"withdraw_issue"}, {"withdraw_issue"}),
    "signatory of the ministry": ({"agree_to_issue", "object_to_issue"}, set()),
    "author of the ministry": (set(), set()),
    "signatory of another ministry": (set(), set()),
    "signatory of a body": (set(), set()),
}


def test_each_person_is_offered_their_own_acts_on_what_is_to_be_issued():
    ministry, other = OrganisationFactory(ministry=True), OrganisationFactory(ministry=True)
    filing = proposed([ministry])
    people = {
        "decider": decider(),
        "officer": officer(),
        "author of the regulator": member_of(regulator(), Role.AUTHOR),
        "signatory of the regulator": member_of(regulator(), Role.SIGNATORY),
        "signatory of the ministry": member_of(ministry, Role.SIGNATORY),
        "author of the ministry": member_of(ministry, Role.AUTHOR),
        "signatory of another ministry": member_of(other, Role.SIGNATORY),
        "signatory of a body": PersonFactory(role=Role.SIGNATORY),
    }
    returned = {who: expected[1] for who, expected in OFFERED.items()}
    assert _offered(people, filing) == {who: acts for who, (acts, _later) in OFFERED.items()}
    filing = ReturnToAuthors(filing, decider(), reason="请修改。").run()
    assert _offered(people, filing) == returned


def _offered(people, filing):
    return {
        who: {act.name for act in available(ISSUE_ACTIONS, person, filing)}
        for who, person in people.items()
    }


def test_a_ministry_sees_what_it_is_asked_about_and_nothing_else():
    ministry = OrganisationFactory(ministry=True)
    asked, other = proposed([ministry]), FilingFactory()
    person = member_of(ministry, Role.SIGNATORY)
    assert may_see(person, asked)
    assert not may_see(person, other)
    assert list(Filing.objects.visible_to(person)) == [asked]


def test_agreement_is_kept_with_the_digest_of_the_text():
    ministry = OrganisationFactory(ministry=True)
    filing = agree(proposed([ministry]), ministry)
    kept = CoIssuer.objects.of(filing)[0].agreement
    assert (kept.sha256, kept.words) == (filing.version.digest, "同意联合发布。")
    assert AgreeToIssue.event in filing.events.values_list("event", flat=True)


def test_an_issued_scheme_is_published_as_one_of_the_state_and_its_authorities():
    entry = national_entry(ministries=1)
    publication = entry.publication
    assert publication.author == "joint"
    assert [one["kind"] for one in publication.creators] == ["regulator", "ministry"]
    assert str(publication.status) == "not_yet_effective"
    assert entry_record(publication)["issue"]["announcement_no"] == ANNOUNCEMENT


def test_the_catalogue_tells_whose_scheme_each_is(client):
    entry = national_entry()
    FilingFactory()
    address = reverse("catalogue:browse")
    found = client.get(address, {"author": "national"}).context["results"]
    assert [one.publication.number for one in found] == [entry.number]
    assert len(client.get(address, {"author": "body"}).context["results"]) == 1


def test_the_page_of_an_authority_says_what_it_is_and_what_it_issued(client):
    entry = national_entry(ministries=1)
    for authority in entry.issues.get().authorities:
        page = client.get(reverse("catalogue:body", args=[authority.slug]))
        assert authority.get_kind_display() in page.content.decode()
        assert [one.number for one in page.context["page"]] == [entry.number]


def test_the_approvals_of_bodies_say_nothing_of_a_scheme_of_the_state():
    publication = national_entry().publication
    assert (publication.caveats, publication.gaps) == ([], [])

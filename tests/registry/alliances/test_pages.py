"""An alliance of three of which one leaves, as the pages of the workspace do it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.alliances.membership import found, make_joint, may_become_joint
from registry.alliances.waiting import standing_memberships, texts_waiting_for
from registry.models import Alliance, CounterSignature, Entry
from registry.procedure.actions import TakeUp
from registry.states import EntryState
from tests.factories import (
    PASSWORD,
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    VersionFactory,
    member_of,
    officer,
    organisation_of,
    record_no_objection,
)
from tests.registry.alliances.joining import able, filed, joint_text, others, signatory
from tests.registry.stock.lists import entry_from_paper

pytestmark = pytest.mark.django_db


def _at(name, *args):
    return reverse(f"workspace:{name}", args=args)


def _sign(browser, alliance, version, **words):
    content = {"seen": version.digest, "agreed": "on", "password": PASSWORD, **words}
    return browser.post(_at("counter-sign", alliance.pk, version.pk), content)


def test_who_cannot_bind_the_body_is_told_so_before_anything_is_typed(sign_in):
    page = sign_in(PersonFactory(role=Role.AUTHOR)).get(_at("found-alliance"))
    assert page.status_code == 403
    assert "Only a signatory or an administrator" in page.content.decode()


def test_an_alliance_is_founded_joined_filed_and_left_on_its_pages(sign_in):
    version = VersionFactory(frozen=True)
    lead, bodies = version.scheme.organisation, [OrganisationFactory(), OrganisationFactory()]
    browser = sign_in(signatory(lead))
    browser.post(_at("found-alliance"), {"lead": lead.pk, "name_zh": "品质认证联盟"})
    alliance = Alliance.objects.get()
    for body in bodies:
        browser.post(_at("invite", alliance.pk), {"body": body.pk})
    browser.post(_at("make-joint", alliance.pk), {"scheme": version.scheme_id})
    for body in bodies:
        browser = sign_in(signatory(body))
        assert b"Say whether your body joins" in browser.get(_at("dashboard")).content
        browser.post(_at("join", alliance.pk))
        able(alliance.members.get(organisation=body), version)
        assert b"Read and counter-sign" in browser.get(_at("alliance", alliance.pk)).content
        page = browser.get(_at("counter-sign", alliance.pk, version.pk)).content.decode()
        assert version.digest in page
        assert _sign(browser, alliance, version).status_code == 302
    browser = sign_in(signatory(lead))
    assert b"counter-signed by" in browser.get(_at("file", version.scheme_id)).content
    browser.post(_at("file", version.scheme_id))
    assert Entry.objects.count() == 3
    filing = version.scheme.filings.get(organisation=lead)
    record_no_objection(TakeUp(filing, officer()).run())
    leaving = alliance.members.get(organisation=bodies[0])
    browser = sign_in(signatory(bodies[0]))
    words = {"plan": "none_issued", "understood": "on", "reason": "业务调整"}
    browser.post(_at("member-act", alliance.pk, leaving.pk, "leave"), words)
    states = dict(Entry.objects.values_list("organisation", "state"))
    assert states.pop(bodies[0].pk) == EntryState.DEREGISTERED
    assert set(states.values()) == {EntryState.LISTED}
    page = browser.get(_at("alliance", alliance.pk)).content.decode()
    assert Entry.objects.get(organisation=leaving.organisation).number in page


def test_the_public_page_of_each_member_names_all_of_them(client):
    alliance, _version, _filings = filed(1)
    numbers = Entry.objects.order_by("pk").values_list("number", flat=True)
    for entry in Entry.objects.all():
        page = client.get(entry.get_absolute_url(), follow=True).content.decode()
        assert str(alliance) in page
        assert all(number in page for number in numbers)


def test_the_desk_shows_the_filings_of_one_text_as_one_case(sign_in):
    _alliance, _version, filings = filed(1)
    browser = sign_in(officer())
    queue = browser.get(reverse("desk:queue")).content.decode()
    assert filings[0].number in queue
    assert filings[1].number not in queue
    leading = browser.get(reverse("desk:filing", args=[filings[0].number])).content.decode()
    assert filings[1].number in leading
    led = browser.get(reverse("desk:filing", args=[filings[1].number])).content.decode()
    assert filings[0].number in led
    assert "review_apart" in led


@pytest.mark.parametrize(
    ("words", "status"), [({"password": "wrong"}, 422), ({"agreed": ""}, 422), ({"seen": "0"}, 409)]
)
def test_without_proof_or_of_another_text_nothing_is_signed(sign_in, words, status):
    alliance, version = joint_text(1)
    browser = sign_in(signatory(others(alliance)[0].organisation))
    assert _sign(browser, alliance, version, **words).status_code == status
    assert not CounterSignature.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("invite", {}), ("invite", {"body": 0}), ("make-joint", {}), ("make-joint", {"scheme": "x"})],
)
def test_what_is_not_filled_in_comes_back_with_a_word(sign_in, name, words):
    alliance, _version = joint_text(0)
    response = sign_in(signatory(alliance.lead)).post(_at(name, alliance.pk), words)
    assert response.status_code == 422
    assert b"govuk-error-summary" in response.content


def test_an_author_reads_the_joint_text_and_is_not_asked_to_sign(sign_in):
    alliance, version = joint_text(1)
    author = member_of(others(alliance)[0].organisation, Role.AUTHOR)
    page = sign_in(author).get(_at("counter-sign", alliance.pk, version.pk))
    assert page.status_code == 200
    assert b'name="agreed"' not in page.content
    assert not list(texts_waiting_for(author, standing_memberships(author)))


def test_a_filing_that_goes_along_tells_its_body_who_answers(sign_in):
    _alliance, _version, filings = filed(1)
    browser = sign_in(signatory(filings[1].organisation))
    page = browser.get(_at("filing", filings[1].number)).content.decode()
    assert filings[0].number in page
    assert _at("scheme", filings[1].scheme_id) not in page


def test_each_form_of_an_alliance_has_a_heading(sign_in):
    version = VersionFactory(frozen=True)
    lead = version.scheme.organisation
    alliance = found(lead, signatory(lead), name_zh="测试认证联盟")
    page = sign_in(signatory(lead)).get(_at("alliance", alliance.pk)).content.decode()
    for name in ("invite", "make-joint"):
        assert f'aria-labelledby="{name}"' in page
        assert re.search(rf'<h3[^>]*id="{name}"', page)


def test_a_rule_filed_on_paper_is_not_offered_as_a_joint_one():
    entry = entry_from_paper()
    lead = entry.organisation
    alliance = found(lead, signatory(lead), name_zh="测试认证联盟")
    assert not may_become_joint(alliance).exists()
    with pytest.raises(RulesBroken, match="no text that members could sign"):
        make_joint(alliance, entry.scheme, signatory(lead))


def test_a_scheme_that_has_ended_is_not_offered_as_a_joint_one():
    entry = EntryFactory()
    lead = entry.organisation
    alliance = found(lead, signatory(lead), name_zh="测试认证联盟")
    assert entry.scheme in may_become_joint(alliance)
    Entry.objects.update(state=EntryState.DEREGISTERED, ended_on=entry.effective_from)
    assert not may_become_joint(alliance).exists()


def test_who_works_for_no_certification_body_is_told_so_instead_of_a_mistake(sign_in):
    owner = PersonFactory(role=Role.SIGNATORY, organisation=organisation_of("scheme_owner"))
    assert sign_in(owner).get(_at("found-alliance")).status_code == 403

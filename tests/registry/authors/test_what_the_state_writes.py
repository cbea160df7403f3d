"""A text of the state is asked for what its authors have, and shows nothing that they have not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.integrity.documents import signatures
from registry.models import Entry, Filing
from registry.pdf.documents import _rule
from registry.pdf.rule import rule_html
from registry.register.acts.absorbing import Absorb
from registry.register.proposing import propose_act
from schemes.actions import Sign
from schemes.drafts import begin_scheme
from schemes.facts_source import signature_holds
from schemes.models import BlueprintVersion
from schemes.reports import check_version, report_on
from tests.factories import (
    EntryFactory,
    OrganisationFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
)
from tests.registry.authors.issuing import agree, national_entry, proposed, regulator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "origin", "owner", "asked"),
    [
        ({"ministry": True}, "ministry_joint", "government", set()),
        ({"scheme_owner": True}, "cb_own", "association", {"/operators"}),
        ({}, "cb_own", "cb", set()),
    ],
)
def test_a_draft_begins_with_what_its_author_is(
    kind: dict[str, bool], origin: str, owner: str, asked: set[str]
) -> None:
    author = OrganisationFactory(**kind)
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    scheme = begin_scheme(author, blueprint, member_of(author, Role.AUTHOR))
    document = scheme.newest.document
    assert (document["origin"], document["owner"]["kind"]) == (origin, owner)
    assert ("approval_no" in document["owner"]) == ("operators" in document) == (owner == "cb")
    found = {one.address for one in check_version(scheme.newest).errors}
    assert found & {"/operators", "/commitment", "/origin"} == asked


def test_the_form_of_a_ministry_has_no_place_for_operators(client: Client) -> None:
    for author, is_there in ((OrganisationFactory(ministry=True), False), (None, True)):
        version = VersionFactory(**({"organisation": author} if author else {}))
        client.force_login(member_of(version.scheme.organisation, Role.AUTHOR))
        place = reverse("designer:section", args=[version.scheme_id, "parties"])
        page = client.get(place).content.decode()
        assert ('id="operators"' in page or "/operators/@op-1" in page) == is_there


def test_what_the_state_signs_has_no_commitment_and_holds_by_its_digest() -> None:
    version = VersionFactory(frozen=True, organisation=regulator())
    assert "commitment" not in version.document
    assert signature_holds(version.document, version)
    assert not report_on(version).errors
    assert list(signatures("signatures")) == []
    assert not signature_holds({**version.document, "version": "9.9.9"}, version)


def test_a_body_signs_its_commitment_as_ever() -> None:
    version = VersionFactory(frozen=True)
    assert version.document["commitment"]["signature"]
    del version.document["commitment"]
    assert signature_holds(version.document, version) is False


@pytest.mark.parametrize(("ministry", "origin"), [(True, "cb_own"), (False, "national_unified")])
def test_nobody_signs_under_an_origin_of_others(ministry: bool, origin: str) -> None:
    version = VersionFactory(organisation=OrganisationFactory(ministry=ministry))
    version.document["origin"] = origin
    version.save()
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="still has errors") as refused:
        Sign(version, signatory).run()
    assert "SCH-044" in {one.code for one in refused.value.findings}


def test_the_page_of_signing_speaks_of_a_text_to_be_issued(client: Client) -> None:
    version = VersionFactory(organisation=OrganisationFactory(ministry=True))
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:sign", args=[version.scheme_id])).content.decode()
    assert "Sign the text that is to be issued" in page
    assert "Public commitment" not in page
    assert "this commitment" not in page


def test_the_cover_names_all_who_issue_it_and_no_body_that_there_is_not() -> None:
    entry = national_entry(2)
    html = rule_html(_rule(entry.version, "zh", number=entry.number))
    cover = html[: html.index('class="contents"')]
    names = [one.name_zh for one in entry.issues.get().authorities]
    assert len(names) == 3
    assert all(f'class="cover-owner">{name}<' in cover for name in names)
    assert '<th scope="row">认证机构</th>' not in cover
    assert 'class="cover-code" rowspan="2"' in cover
    assert "公开承诺" not in html


def test_before_it_is_issued_the_cover_names_those_who_are_to_issue_it() -> None:
    ministry = OrganisationFactory(ministry=True)
    filing = proposed([ministry])
    html = rule_html(_rule(filing.version, "zh"))
    assert f'class="cover-owner">{ministry.name_zh}<' in html
    assert f'class="cover-owner">{regulator().name_zh}<' in html


def test_what_is_absorbed_leads_to_the_page_of_the_scheme_that_was_issued(client: Client) -> None:
    national = national_entry()
    entry = EntryFactory(deregistered=False)
    day = timezone.localdate()
    words: dict[str, Any] = {
        "reason_code": "duplicate_of_national",
        "national": national.issues.get().national.key,
        "last_issue": day,
        "certificates_until": day,
    }
    propose_act(entry, officer(), Absorb, reason="国家已统一推行。", **words)
    Absorb(Entry.objects.get(pk=entry.pk), decider()).run()
    for page in (entry.get_absolute_url(), reverse("register:verify", args=[entry.number])):
        told = client.get(page, follow=True).content.decode()
        assert f'href="{national.get_absolute_url()}"' in told
    data = client.get(reverse("register:scheme-json", args=[entry.number])).json()["register"]
    assert "/national-schemes/" in data["absorbed_by"]


def test_the_pages_of_an_issued_scheme_show_no_operators(client: Client) -> None:
    entry = national_entry()
    page = client.get(entry.get_absolute_url(), follow=True).content.decode()
    assert "Public commitment" not in page
    assert "Operators named in the text" not in page
    assert Filing.objects.get().version.document.get("operators") is None


def test_a_ministry_reads_the_text_before_it_agrees_and_the_decider_who_has(client: Client) -> None:
    ministry, other = (OrganisationFactory(ministry=True) for _n in range(2))
    filing = proposed([ministry, other])
    place = reverse("workspace:filing", args=[filing.number])
    client.force_login(member_of(ministry, Role.SIGNATORY))
    response = client.get(place)
    page = response.content.decode()
    assert filing.version.document["scope"]["objects"][0]["name"]["zh"] in response.context["rule"]
    act = reverse("workspace:filing-act", args=[filing.number, "agree_to_issue"])
    assert page.count(f'href="{act}"') == 1
    assert "Read the text, then say" in page
    assert f'href="{reverse("workspace:dashboard")}">The scheme<' not in page
    agree(filing, ministry)
    assert "Read the text, then say" not in client.get(place).content.decode()
    client.force_login(decider())
    desk = client.get(reverse("desk:filing", args=[filing.number])).content.decode()
    assert str(member_of(ministry, Role.SIGNATORY)) in desk
    assert desk.count("has not agreed yet") == 1
    client.force_login(member_of(regulator(), Role.SIGNATORY))
    assert "The text in full" not in client.get(place).content.decode()


def test_the_ministries_are_chosen_in_boxes_before_it_is_proposed(client: Client) -> None:
    version = VersionFactory(frozen=True, organisation=regulator())
    ministry = OrganisationFactory(ministry=True)
    client.force_login(member_of(regulator(), Role.SIGNATORY))
    page = client.get(reverse("workspace:file", args=[version.scheme_id])).content.decode()
    box = f'type="checkbox" name="ministries" value="{ministry.pk}" class="govuk-checkboxes__input"'
    assert box in page
    assert "govuk-input" not in page[page.index(box) - 300 : page.index(box)]
    assert "The authors rework it within 90 days." in page
    assert "Agree to the issue" not in page

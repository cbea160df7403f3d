"""The pages of the workspace that are about filings: who sees what, and what each click does."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.core.outbox import deliver_waiting
from registry.models import Entry, Filing
from registry.procedure.actions.items import answer_token
from registry.states import EntryState, FilingState
from schemes.models import Version
from schemes.states import VersionState
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    VersionFactory,
    member_of,
    officer,
)
from tests.registry.register.playing import play
from tests.signing_in import give_address, prove_again

pytestmark = pytest.mark.django_db


def _page(client, name, *args, language="en"):
    whole = name if ":" in name else f"workspace:{name}"
    address = reverse(whole, args=args).replace("/en/", f"/{language}/")
    return client.get(address)


def _text(response):
    return response.content.decode()


def _everything(filing):
    """Every page that is about this filing or its scheme."""
    entry = Entry.objects.get(scheme=filing.scheme)
    return [
        *(("filing", filing.number), ("receipt-page", filing.number)),
        ("scheme", filing.scheme_id),
        ("deregister", entry.number),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", FilingState.values)
def test_every_page_answers_in_every_state_and_both_languages(sign_in, state, language):
    filing = FilingFactory(reached=state)
    browser = sign_in(member_of(filing.organisation, Role.SIGNATORY))
    pages = [*_everything(filing), ("dashboard",), ("filings",), ("organisation:people",)]
    for name, *args in pages:
        response = _page(browser, name, *args, language=language)
        ended = name == "deregister" and state in (FilingState.ENDED, FilingState.WITHDRAWN)
        assert response.status_code == (409 if ended else 200), name
        assert _text(response).count("<h1") == 1, name


@pytest.mark.parametrize("name", ["dashboard", "filings", "organisation:people"])
def test_a_visitor_is_sent_to_sign_in(client, name):
    assert _page(client, name).status_code == 302


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR])
def test_people_of_another_body_find_nothing(sign_in, role):
    filing = FilingFactory()
    browser = sign_in(PersonFactory(role=role))
    for name, *args in _everything(filing):
        assert _page(browser, name, *args).status_code == 404, name


def test_the_dashboard_is_for_people_of_bodies(sign_in):
    response = _page(sign_in(officer()), "dashboard")
    assert response.status_code == 403


def test_an_empty_dashboard_says_how_to_begin(sign_in):
    response = _page(sign_in(PersonFactory(role=Role.AUTHOR)), "dashboard")
    assert reverse("designer:new") in _text(response)


def test_who_may_not_write_is_not_offered_to_begin(sign_in):
    response = _page(sign_in(PersonFactory(role=Role.ADMINISTRATOR)), "dashboard")
    assert reverse("designer:new") not in _text(response)


@pytest.mark.parametrize("count", [1, 10])
def test_the_dashboard_takes_as_many_queries_for_ten_schemes_as_for_one(
    sign_in, count, django_assert_max_num_queries
):
    body = OrganisationFactory()
    for _ in range(count):
        FilingFactory(organisation=body, correction_requested=True)
        VersionFactory(organisation=body, frozen=True)
    browser = sign_in(member_of(body, Role.SIGNATORY))
    with django_assert_max_num_queries(35):
        assert _page(browser, "dashboard").status_code == 200


def test_the_dashboard_names_what_waits(sign_in):
    body = OrganisationFactory()
    asked = FilingFactory(organisation=body, correction_requested=True)
    signed = VersionFactory(organisation=body, frozen=True)
    waiting = _page(sign_in(member_of(body, Role.SIGNATORY)), "dashboard").context["waiting"]
    assert [item.href for item in waiting] == [
        reverse("workspace:filing", args=[asked.number]),
        reverse("workspace:file", args=[signed.scheme_id]),
    ]


def test_an_author_is_not_told_to_submit(sign_in):
    signed = VersionFactory(frozen=True)
    author = member_of(signed.scheme.organisation, Role.AUTHOR)
    assert _page(sign_in(author), "dashboard").context["waiting"] == []


@pytest.mark.parametrize("state", [*VersionState.values, "nonsense"])
def test_schemes_are_filtered_by_state(sign_in, state):
    body = OrganisationFactory()
    VersionFactory(organisation=body)
    VersionFactory(organisation=body, submitted=True)
    browser = sign_in(member_of(body, Role.AUTHOR))
    response = browser.get(reverse("workspace:dashboard"), {"state": state, "page": "x"})
    shown = {row["scheme"].newest_state for row in response.context["rows"]}
    expected = {VersionState.DRAFT, VersionState.SUBMITTED}
    assert shown == (expected & {state} if state in VersionState.values else expected)


# --- the next step ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "role", "place"),
    [
        (VersionState.DRAFT, Role.SIGNATORY, "workspace:sign"),
        (VersionState.DRAFT, Role.AUTHOR, "designer:read"),
        (VersionState.FROZEN, Role.SIGNATORY, "workspace:file"),
        (VersionState.FROZEN, Role.AUTHOR, None),
        (VersionState.SUBMITTED, Role.AUTHOR, "workspace:filing"),
    ],
)
def test_a_scheme_offers_one_next_step(sign_in, reached, role, place):
    version = VersionFactory(reached=reached)
    person = member_of(version.scheme.organisation, role)
    step = _page(sign_in(person), "scheme", version.scheme_id).context["step"]
    if place is None:
        assert step.href == ""
    elif place == "workspace:filing":
        assert step.href == reverse(place, args=[Filing.objects.get().number])
    else:
        assert step.href == reverse(place, args=[version.scheme_id])


def test_a_scheme_with_an_error_leads_to_the_section_with_the_error(sign_in):
    version = VersionFactory(parts={"fees": []})
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    step = _page(sign_in(author), "scheme", version.scheme_id).context["step"]
    assert step.href.startswith(reverse("designer:section", args=[version.scheme_id, "fees"])[:-5])


def test_a_reviewed_scheme_offers_to_begin_a_new_version(sign_in):
    filing = FilingFactory(no_objection=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    step = _page(sign_in(author), "scheme", filing.scheme_id).context["step"]
    assert step.is_post
    assert step.href == reverse("designer:new-version", args=[filing.scheme_id])


# --- answering --------------------------------------------------------------------------


def _answer(browser, remark, **words):
    prefix = f"remark-{remark.pk}"
    content = {"seen": answer_token(remark), "kind": "changed", "answer": "", **words}
    address = reverse("workspace:answer", args=[remark.filing.number, remark.pk])
    return browser.post(address, {f"{prefix}-{name}": value for name, value in content.items()})


@pytest.fixture
def asked(sign_in):
    filing = FilingFactory(correction_requested=True)
    return sign_in(member_of(filing.organisation, Role.AUTHOR)), filing.remarks.get()


def test_an_author_answers_a_remark(asked):
    browser, remark = asked
    assert _answer(browser, remark).status_code == 302
    remark.refresh_from_db()
    assert remark.is_answered


def test_a_refused_answer_comes_back_as_it_was_typed(asked):
    browser, remark = asked
    response = _answer(browser, remark, kind="", answer="我们认为不需要修改")
    assert response.status_code == 422
    assert "我们认为不需要修改" in _text(response)


def test_the_later_of_two_answers_comes_back_as_it_was_typed(asked):
    browser, remark = asked
    _answer(browser, remark, answer="第一个")
    response = _answer(browser, remark, kind="disputed", answer="第二个")
    assert response.status_code == 409
    assert "第二个" in _text(response)
    remark.refresh_from_db()
    assert remark.answer == "第一个"


def test_the_officers_unsent_remarks_are_not_shown_to_the_body(sign_in):
    from registry.procedure.remarks import write_remark

    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="内部意见,尚未发送")
    response = _page(
        sign_in(member_of(filing.organisation, Role.SIGNATORY)), "filing", filing.number
    )
    assert "内部意见" not in _text(response)


def test_the_corrected_version_is_begun_once(asked):
    browser, remark = asked
    address = reverse("workspace:correct", args=[remark.filing.number])
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 409
    assert Version.objects.count() == 2


# --- deregistering ----------------------------------------------------------------------


def test_a_signatory_deregisters_with_a_reason(sign_in):
    entry = EntryFactory()
    browser = sign_in(member_of(entry.organisation, Role.SIGNATORY))
    address = reverse("workspace:deregister", args=[entry.number])
    assert browser.post(address, {"plan": "none_issued", "reason": "不再开展"}).status_code == 422
    assert (
        browser.post(address, {"plan": "none_issued", "reason": "", "understood": "on"}).status_code
        == 422
    )
    entry.refresh_from_db()
    assert entry.state == EntryState.LISTED

    browser.post(address, {"plan": "none_issued", "reason": "不再开展", "understood": "on"})

    entry.refresh_from_db()
    assert (entry.state, entry.end_reason) == (EntryState.DEREGISTERED, "不再开展")


def test_an_author_does_not_deregister(sign_in):
    entry = EntryFactory()
    browser = sign_in(member_of(entry.organisation, Role.AUTHOR))
    address = reverse("workspace:deregister", args=[entry.number])
    assert browser.post(address, {"reason": "x", "understood": "on"}).status_code == 403


# --- the organisation -------------------------------------------------------------------


def _invite(browser, organisation, **words):
    content = {"email": "new@test.example", "name": "新人", "role": "author", **words}
    content["of"] = organisation.slug
    give_address(User.objects.get(pk=browser.session["_auth_user_id"]))
    prove_again(browser)
    return browser.post(reverse("organisation:add-person"), content, follow=True)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUTHOR])
def test_only_an_administrator_is_offered_to_manage_people(sign_in, role):
    response = _page(sign_in(PersonFactory(role=role)), "organisation:people")
    assert response.context["may_manage"] is (role == Role.ADMINISTRATOR)


@pytest.mark.parametrize("regulator", [False, True])
def test_an_administrator_adds_a_person_who_gets_a_mail(sign_in, regulator):
    organisation = OrganisationFactory(regulator=regulator)
    browser = sign_in(PersonFactory(role=Role.ADMINISTRATOR, organisation=organisation))
    response = _invite(browser, organisation, role="editor" if regulator else "author")
    assert response.status_code == 200
    assert "new@test.example" in _text(response)
    deliver_waiting()
    assert [message.to for message in mail.outbox] == [["new@test.example"]]


@pytest.mark.parametrize("words", [{"email": "nonsense"}, {"role": "officer"}, {"name": ""}])
def test_what_is_wrong_with_an_invitation_comes_back_with_it(sign_in, words):
    person = PersonFactory(role=Role.ADMINISTRATOR)
    response = _invite(sign_in(person), person.organisations.get(), **words)
    assert response.status_code == 422
    assert "新人" in _text(response) or words.get("name") == ""
    assert not User.objects.filter(email="new@test.example").exists()


def test_an_administrator_takes_a_role_away(sign_in):
    person = PersonFactory(role=Role.ADMINISTRATOR)
    author = PersonFactory(role=Role.AUTHOR, organisation=person.organisations.get())
    address = reverse("organisation:remove-role", args=[author.memberships.get().pk])
    assert sign_in(author).post(address).status_code == 403
    browser = sign_in(person)
    give_address(person)
    prove_again(browser)
    assert browser.post(address).status_code == 302
    assert not Membership.objects.filter(user=author).exists()


def test_a_person_of_two_organisations_chooses_between_them(sign_in):
    from portal.accounts.memberships import join

    person = PersonFactory(role=Role.AUTHOR)
    second = OrganisationFactory()
    join(person, second, Role.AUTHOR)
    browser = sign_in(person)
    page = browser.get(reverse("organisation:people"), {"of": second.slug})
    assert page.context["organisation"] == second
    stranger = OrganisationFactory()
    page = browser.get(reverse("organisation:people"), {"of": stranger.slug})
    assert page.status_code == 403


def test_reloading_after_a_refused_form_leads_back_to_the_page(asked):
    browser, remark = asked
    number = remark.filing.number
    back = browser.get(reverse("workspace:answer", args=[number, remark.pk]))
    assert back["Location"] == reverse("workspace:filing", args=[number])
    back = browser.get(reverse("organisation:add-person"))
    assert back["Location"].startswith(reverse("organisation:people"))


def test_the_overview_and_the_inbox_name_the_same(sign_in):
    entry = EntryFactory()
    FilingFactory(organisation=entry.organisation, correction_requested=True)
    play(entry, "give_notice")
    for role in (Role.AUTHOR, Role.SIGNATORY):
        browser = sign_in(member_of(entry.organisation, role))
        overview = [item.href for item in _page(browser, "dashboard").context["waiting"]]
        inbox = browser.get(reverse("inbox:inbox")).context["tasks"]
        assert sorted(overview) == sorted(task.href for task in inbox)
        assert any("/letters/" in href for href in overview)

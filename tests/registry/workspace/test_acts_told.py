"""The workspace tells of acts on an entry, and offers those of the body where it finds them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from portal.accounts.roles import Role
from portal.core.localised import in_language
from registry.inbox.news import count_new, events_for, news_of
from registry.models import Entry
from registry.procedure.timeline import scheme_timeline
from registry.workspace.acts import offered
from tests.factories import EntryFactory, OrganisationFactory, PersonFactory, decider, member_of
from tests.registry.authors.issuing import agree, issue, proposed
from tests.registry.authors.test_licences import licensed_entry
from tests.registry.register.playing import REASON, brought_to, play

pytestmark = pytest.mark.django_db


def in_force(entry: Entry) -> Entry:
    Entry.objects.filter(pk=entry.pk).update(effective_from=timezone.localdate())
    return Entry.objects.get(pk=entry.pk)


def decided_by(entry: Entry) -> str:
    return in_language(entry.events.get(event="suspended").data["decided_by"])


def scheme_page(sign_in, entry, role):
    person = member_of(entry.organisation, role)
    place = reverse("workspace:scheme", args=[entry.scheme_id])
    return sign_in(person).get(place, {"lang": "en"})


def test_the_history_of_a_scheme_tells_the_acts_on_its_entry(sign_in):
    entry = brought_to(in_force(EntryFactory()), "suspended")
    play(entry, "reinstate")
    newest, before = scheme_timeline(entry.scheme)[:2]
    assert str(newest.label) == "Reinstated by the regulator"
    assert (str(before.label), before.note) == ("Suspended by the regulator", REASON)
    assert decided_by(entry) in [words for _label, words in before.facts]
    assert before.actor is None  # it says itself under whose name it stands
    page = scheme_page(sign_in, entry, Role.AUTHOR).content.decode()
    assert REASON in page[page.index('id="events"') :]
    labels = [str(line.label) for line in scheme_timeline(entry.scheme)]
    assert "Filed and listed" not in labels


def test_a_suspended_scheme_says_first_why_until_when_and_what_ends_it(sign_in):
    entry = brought_to(in_force(EntryFactory()), "suspended")
    page = scheme_page(sign_in, entry, Role.SIGNATORY)
    step = page.content.decode()
    step = step[step.index("ts-next") : step.index('id="sections"')]
    last = date_format(timezone.localdate() + timedelta(days=30))
    for words in (REASON, decided_by(entry), last, "The regulator reinstates the scheme when"):
        assert words in step
    assert step.index(REASON) < step.index(escape(page.context["step"].why))
    assert page.context["suspension"].href == ""
    play(entry, "set_condition")
    suspension = scheme_page(sign_in, entry, Role.SIGNATORY).context["suspension"]
    assert suspension.href.endswith("/hand_in_evidence/")


@pytest.mark.parametrize(("role", "ends"), [(Role.SIGNATORY, True), (Role.AUTHOR, False)])
def test_a_body_ends_its_own_suspension_from_the_next_step(sign_in, role, ends):
    entry = brought_to(in_force(EntryFactory()), "paused")
    page = scheme_page(sign_in, entry, role)
    suspension = page.context["suspension"]
    assert suspension.href.endswith("/go_on/") is ends
    assert suspension.href in page.content.decode()
    who = str(member_of(entry.organisation, Role.SIGNATORY))
    assert who in [words for _label, words in suspension.facts]


@pytest.mark.parametrize(("role", "hands_in"), [(Role.SIGNATORY, True), (Role.AUTHOR, False)])
def test_a_condition_that_is_open_is_the_next_step_until_evidence_is_in(sign_in, role, hands_in):
    entry = play(in_force(EntryFactory()), "set_condition")
    step = scheme_page(sign_in, entry, role).context["step"]
    assert "evidence is due by" in step.why
    assert step.href.endswith("/hand_in_evidence/") is hands_in
    play(entry, "hand_in_evidence", condition=entry.conditions.get().pk)
    assert "evidence is due by" not in scheme_page(sign_in, entry, role).context["step"].why


def test_a_scheme_in_force_has_no_word_of_a_suspension(sign_in):
    assert scheme_page(sign_in, in_force(EntryFactory()), Role.AUTHOR).context["suspension"] is None


def test_a_licensed_body_finds_its_acts_beside_its_entry(sign_in):
    entry = in_force(licensed_entry())
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    browser, page = sign_in(signatory), reverse("workspace:licences")
    hrefs = [href for _act, href in offered(signatory, entry)]
    names = {href.rstrip("/").rsplit("/", 1)[1] for href in hrefs}
    assert {"pause", "deregister", "correct_error"} <= names
    shown = browser.get(page).content.decode()
    assert all(f'href="{href}"' in shown for href in hrefs)
    entry = play(entry, "pause")
    assert "/go_on/" in browser.get(page).content.decode()
    owner = member_of(entry.scheme.organisation, Role.SIGNATORY)
    assert "/go_on/" not in sign_in(owner).get(page).content.decode()


def test_the_overview_lists_the_entries_by_the_text_of_others(sign_in):
    entry = in_force(licensed_entry())
    browser = sign_in(member_of(entry.organisation, Role.AUTHOR))
    page = browser.get(reverse("workspace:dashboard"))
    [row] = page.context["elsewhere"]
    assert (row.entry, row.href) == (entry, reverse("workspace:licences"))
    assert entry.number in page.content.decode()
    own = EntryFactory()
    browser = sign_in(member_of(own.organisation, Role.AUTHOR))
    assert browser.get(reverse("workspace:dashboard")).context["elsewhere"] == []


def test_a_licensed_entry_that_expires_leads_to_the_licences(sign_in):
    entry = licensed_entry()
    last = timezone.localdate() + timedelta(days=9)
    Entry.objects.filter(pk=entry.pk).update(expires_on=last)
    browser = sign_in(member_of(entry.organisation, Role.AUTHOR))
    waiting = browser.get(reverse("workspace:dashboard")).context["waiting"]
    assert reverse("workspace:licences") in [one.href for one in waiting if one.due == last]


def test_what_is_done_to_an_entry_is_news_of_its_body_once(sign_in):
    entry = in_force(EntryFactory())
    author = member_of(entry.organisation, Role.AUTHOR)
    before = count_new(author)
    play(entry, "suspend")
    assert count_new(author) == before + 1
    [news] = news_of(author, events_for(author)[:1])
    assert str(news.line.label) == "Suspended by the regulator"
    assert (news.href, news.is_new) == (reverse("workspace:scheme", args=[entry.scheme_id]), True)
    browser = sign_in(author)
    page = browser.get(reverse("inbox:inbox"), {"lang": "en"})
    assert "Suspended by the regulator" in page.content.decode()
    browser.post(reverse("inbox:read"), {"until": page.context["now"]})
    assert count_new(author) == 0
    other = PersonFactory(role=Role.AUTHOR, organisation=OrganisationFactory())
    assert [event.event for event in events_for(other)] == []
    assert "suspended" not in [event.event for event in events_for(decider())]


def test_what_one_does_oneself_and_what_a_filing_tells_are_no_news():
    entry = brought_to(in_force(EntryFactory()), "paused")
    people = {role: member_of(entry.organisation, role) for role in (Role.SIGNATORY, Role.AUTHOR)}
    told = {role: [one.event for one in events_for(who)] for role, who in people.items()}
    assert "paused" not in told[Role.SIGNATORY]
    assert told[Role.AUTHOR].count("paused") == 1
    assert "filed" not in told[Role.AUTHOR]


def test_news_are_read_page_by_page_in_one_order():
    entry = brought_to(in_force(EntryFactory()), "suspended")
    play(entry, "reinstate")
    events = events_for(member_of(entry.organisation, Role.AUTHOR))
    whole = list(events)
    assert len(whole) == events.count() > 2
    assert [*events[:2], *events[2:]] == whole
    assert [one.at for one in whole] == sorted((one.at for one in whole), reverse=True)


def test_a_ministry_finds_the_issue_in_which_it_took_part(sign_in):
    ministry = OrganisationFactory(ministry=True)
    filing = agree(proposed([ministry]), ministry)
    signatory = member_of(ministry, Role.SIGNATORY)
    browser, place = sign_in(signatory), reverse("workspace:filing", args=[filing.number])
    pages = [reverse(f"workspace:{name}") for name in ("dashboard", "filings")]
    for page in pages:
        assert f'href="{place}"' in browser.get(page).content.decode()
    issue(filing)
    assert f'href="{place}"' in browser.get(pages[1]).content.decode()
    assert "issued" in [event.event for event in events_for(signatory)]
    other = sign_in(member_of(OrganisationFactory(ministry=True), Role.SIGNATORY))
    assert all(place not in other.get(page).content.decode() for page in pages)


@pytest.mark.parametrize(("issues", "said"), [(True, "before the regulator issues"), (False, "")])
def test_an_organisation_that_issues_is_not_told_how_bodies_file(sign_in, issues, said):
    person = PersonFactory(role=Role.AUTHOR, organisation=OrganisationFactory(ministry=issues))
    page = sign_in(person).get(reverse("workspace:filings"), {"lang": "en"}).content.decode()
    assert ("It takes effect at once" in page) is not issues
    assert said in page

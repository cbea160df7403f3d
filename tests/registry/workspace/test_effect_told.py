"""What a filing says of its effect follows the register of today, on every page and in the data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from registry.models import Entry, Filing, Publication
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.effects import with_entries
from registry.programs.records import filing_record
from registry.public_status import PublicStatus, statuses
from registry.publication.publishing import rebuild
from registry.states import EntryState
from registry.tracks import all_tracks
from tests.factories import (
    EntryFactory,
    FilingFactory,
    decider,
    member_of,
    officer,
    propose,
    record_no_objection,
)
from tests.registry.amending import next_version
from tests.registry.procedure.applications import approved
from tests.registry.register.owning import gone_over

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LANGUAGES = {"zh": "zh-hans", "en": "en"}
#: What a label says of a text that is in effect, and of a scheme that is listed.
CLAIMS = {
    "en": ("In effect", "and listed"),
    "zh": ("已生效", "已按声明生效", "已依承诺生效", "并列入登记册", "并登记"),
}
#: How an entry comes to be told under each status.
BROUGHT = {
    "not_yet_effective": {"effective_from": TOMORROW},
    "in_force": {},
    "pilot": {"pilot_until": TOMORROW},
    "suspended": {"state": EntryState.SUSPENDED},
    "body_not_approved": {"state": EntryState.FROZEN},
    "ending": {"state": EntryState.DEREGISTERED, "ended_on": TOMORROW},
    "pilot_over": {"pilot_until": YESTERDAY},
    "expired": {"expires_on": YESTERDAY},
    "absorbed": {"state": EntryState.ABSORBED, "ended_on": TODAY},
    "deregistered": {"state": EntryState.DEREGISTERED, "ended_on": TODAY},
    "removed": {"state": EntryState.REMOVED, "ended_on": TODAY},
}

STATES = {str(state.key): state for track in all_tracks() for state in track.states}
CLAIMING = [key for key, state in STATES.items() if state.without_effect]


def claims(label, language):
    return any(words in label for words in CLAIMS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_that_claims_effect_has_words_without_it(language):
    with override(LANGUAGES[language]):
        for state in STATES.values():
            assert claims(str(state.to_body), language) == bool(state.without_effect), state.key
            assert not claims(str(state.without_effect), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CLAIMING)
def test_a_label_claims_effect_under_those_statuses_alone_that_have_it(key, language):
    state = STATES[key]
    with override(LANGUAGES[language]):
        for status in statuses():
            label = str(state.told_to_body(status.effect))
            assert claims(label, language) == status.may_certify, (status, label)
            if not status.may_certify:
                assert str(state.without_effect) in label
                assert str(status.effect) in label


def test_the_table_brings_about_every_status():
    assert set(BROUGHT) == {status.value for status in statuses()}


def brought_to(filing, code):
    """The entry of a filing, as the public is told of it under a status from now on."""
    entry = Entry.objects.filter(pk=filing.entry.pk)
    none = {"pilot_until": None, "expires_on": None, "ended_on": None, "state": EntryState.LISTED}
    entry.update(**{**none, "effective_from": TODAY, **BROUGHT[code]})
    rebuild(entry.get())
    status = entry.get().status
    assert status == code
    return status


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_body_and_desk_read_of_a_filing_under_review_what_the_register_says(language):
    filing = propose(FilingFactory(under_review=True), "no_objection")
    author, desk = Client(), Client()
    author.force_login(member_of(filing.organisation, Role.AUTHOR))
    desk.force_login(decider())
    with override(LANGUAGES[language]):
        own = [
            reverse("workspace:filing", args=[filing.number]),
            reverse("workspace:filings"),
            reverse("workspace:dashboard"),
        ]
        decide = reverse("desk:decide", args=[filing.number])
        for code in sorted(BROUGHT, key="body_not_approved".__eq__):
            if code == "body_not_approved":
                filing.organisation.approved_fields.all().delete()
            status = brought_to(filing, code)
            filing = Filing.objects.get()
            told = str(filing.applicant_label)
            assert filing_record(filing)["state"]["label"][language] == told
            assert filing.badge == (code if status.effect else filing.state)
            for address in own:
                page = author.get(address).content.decode()
                assert told in page, (code, address)
                assert not status.effect or not claims(page, language), (code, address)
            page = desk.get(decide).content.decode()
            assert str(status.label) in page or code == "in_force"
            assert str(status.effect) in page
            assert not status.effect or not claims(page, language), code


@pytest.mark.django_db
def test_the_next_step_follows_the_register(sign_in):
    filing = record_no_objection(FilingFactory(under_review=True))
    browser = sign_in(member_of(filing.organisation, Role.AUTHOR))
    address = reverse("workspace:scheme", args=[filing.scheme_id])
    for code, words in (
        ("in_force", "The review ended without objection"),
        ("suspended", "its effect is suspended. To change the rule"),
        ("expired", "the scheme has expired. To change the rule"),
        ("removed", "The regulator removed the scheme on"),
        ("absorbed", "A national scheme took the place of this scheme on"),
    ):
        brought_to(filing, code)
        Publication.objects.update(caveats=[])
        step = browser.get(address, {"lang": "en"}).context["step"]
        assert words in str(step.why), code


@pytest.mark.django_db
def test_a_text_that_was_replaced_is_not_in_effect_and_one_that_comes_is_not_replaced():
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    brought_to(Filing.objects.get(), "in_force")
    assert not Filing.objects.get().lost_effect
    version = next_version(entry.scheme, "2.0.0")
    Submit(version, member_of(entry.organisation, Role.SIGNATORY)).run()
    brought_to(Filing.objects.first(), "in_force")
    first, second = Filing.objects.order_by("pk")
    assert in_both_languages(first.applicant_label)["en"].endswith("replaced by a newer version")
    assert not second.lost_effect
    rows = with_entries(Filing.objects.order_by("pk"))
    assert [bool(one.lost_effect) for one in rows] == [True, False]
    assert [one.badge for one in rows] == ["ended", second.state]


@pytest.mark.django_db
def test_a_text_whose_scheme_went_to_another_body_is_not_in_effect_for_the_one_before():
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    brought_to(Filing.objects.get(), "in_force")
    gone_over(Entry.objects.get(pk=entry.pk))
    told = in_both_languages(Filing.objects.get().applicant_label)
    assert told["en"] == "Reviewed without objection; the scheme went to another body"


@pytest.mark.django_db
def test_what_is_not_listed_says_nothing_of_the_effect_of_its_entry():
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    filing = approved(next_version(entry.scheme, "2.0.0"))
    Filing.objects.filter(pk=filing.pk).update(state="accepted")
    brought_to(filing, "suspended")
    filing = Filing.objects.get(pk=filing.pk)
    assert filing.applicant_label == filing.standing.to_body


@pytest.mark.django_db
def test_a_list_reads_the_entries_of_all_its_filings_at_once(django_assert_num_queries):
    for _each in range(3):
        FilingFactory()
    filings = Filing.objects.select_related("version")
    with django_assert_num_queries(2):
        assert all(str(filing.applicant_label) for filing in with_entries(filings))


def test_a_status_that_is_in_effect_takes_nothing_from_a_label():
    assert PublicStatus.IN_FORCE.effect == ""

"""Rows that only follow each other, in Wagtail's admin: begun, confirmed, taken back, told."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.reference.models import ReferenceChange
from portal.reference.registers import registers
from registry.models import StateWords, TimeLimit, TrackTerms
from tests.cms.registers import address, editor_at
from tests.factories import PersonFactory, member_of, organisation_of

FOLLOWED = [register.key for register in registers() if register.is_followed]


@pytest.fixture
def editor(client, home):
    return editor_at(client)


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def text_of(answer):
    return answer.content.decode()


def close(client, **said):
    said = {"track": "filing", "in_force_from": timezone.localdate(), "source": "公告"} | said
    return client.post(address("track-terms", "add"), said, follow=True)


@pytest.mark.parametrize("key", FOLLOWED)
def test_a_new_row_begins_with_what_holds_today(client, editor, key):
    page = client.get(address(key, "add"), follow=True)
    if "beginnings" in page.context:
        first = text_of(page).partition(f'href="{address(key, "add")}?')[2].partition('"')[0]
        query = first.replace("&amp;", "&")
        page = client.get(f"{address(key, 'add')}?{query}")
    row = page.context["form"].instance
    assert page.status_code == 200
    assert row.pk is None
    assert row.in_force_from is None


def test_the_form_of_a_time_limit_has_the_numbers_that_hold(client, editor):
    TimeLimit.objects.filter(track="filing", clock="review").update(amount=17, is_deemed=False)
    limits = f"{address('time-limits', 'add')}?track=filing&clock=review"
    form = client.get(limits).context["form"]
    assert (form["amount"].value(), form["is_deemed"].value()) == (17, False)
    listed = text_of(client.get(address("time-limits", "begin")))
    assert "Filing / review, in working days" in listed


def test_codes_are_offered_in_the_language_of_who_reads(client, editor):
    page = f"{address('time-limits', 'add')}?track=filing&clock=review"
    for language, word in (("en", "Filing"), ("zh-hans", "备案"), ("en", "Filing")):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        chosen = text_of(client.get(page)).partition('value="filing" selected>')[2]
        assert chosen.startswith(word)


def test_a_copy_is_asked_for_its_own_day(client, editor):
    limit = TimeLimit.objects.first()
    form = client.get(address("time-limits", "copy", limit.pk)).context["form"]
    assert form["in_force_from"].value() is None
    assert form["amount"].value() == limit.amount


def test_words_of_a_closed_track_do_not_open_it_by_default(client, editor):
    day = timezone.localdate()
    TrackTerms.objects.create(
        track="filing", in_force_from=day, is_open=False, source="公告", confirmed_on=day
    )
    form = client.get(f"{address('track-terms', 'add')}?track=filing").context["form"]
    assert form["is_open"].value() is False
    assert "confirmed_on" not in form.fields


def test_after_adding_only_what_is_possible_is_offered(client, editor):
    said = {"state": "received", "in_force_from": timezone.localdate(), "label_en": "Arrived"}
    answer = client.post(address("state-words", "add"), said, follow=True)
    row = StateWords.objects.get()
    assert address("state-words", "inspect", row.pk) in told(answer)
    assert "/edit/" not in told(answer)
    assert "received" not in told(answer)
    assert "Arrived, from" in told(answer)


def test_one_enters_and_another_confirms(client, editor):
    answer = close(client)
    assert "when a second person has confirmed it" in told(answer)
    row = TrackTerms.objects.get()
    page = address("track-terms", "confirm", row.pk)
    assert "waits for a second person" in text_of(client.get(address("track-terms")))
    assert "a second person must confirm it" in text_of(client.get(page))
    assert "a second person must confirm it" in told(client.post(page, follow=True))
    client.force_login(member_of(organisation_of("regulator"), Role.ADMINISTRATOR))
    assert page in text_of(client.get(address("track-terms", "inspect", row.pk)))
    shown = text_of(client.get(page))
    assert "a second person must confirm it" not in shown
    assert "公告" in shown
    client.post(page)
    row.refresh_from_db()
    assert row.confirmed_on == timezone.localdate()
    assert "does not wait" in text_of(client.get(page))


def test_only_rows_of_tracks_are_confirmed(client, editor):
    limit = TimeLimit.objects.first()
    assert client.get(address("time-limits", "confirm", limit.pk)).status_code == 404


def test_a_row_is_taken_back_with_a_reason_that_everybody_reads(client, editor):
    close(client, is_open="on", name_zh="备案登记")
    row = TrackTerms.objects.get()
    page = address("track-terms", "take_back", row.pk)
    assert page in text_of(client.get(address("track-terms", "inspect", row.pk)))
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    answer = client.post(page, {"reason": "Wrong name"}, follow=True)
    assert not TrackTerms.objects.exists()
    assert "Wrong name" in text_of(answer)
    assert "备案登记" in text_of(answer)
    public = text_of(client.get("/en/reference/track-terms/history/", follow=True))
    assert "Wrong name" in public
    assert ReferenceChange.objects.filter(register="track-terms").count() == 2


def test_what_people_acted_by_says_why_it_stays(client, editor):
    limit = TimeLimit.objects.first()
    page = address("time-limits", "take_back", limit.pk)
    assert page not in text_of(client.get(address("time-limits", "inspect", limit.pk)))
    assert "came with the portal" in text_of(client.get(page))
    client.post(page, {"reason": "Because"})
    assert TimeLimit.objects.filter(pk=limit.pk).exists()


def test_who_may_add_nothing_takes_nothing_back(client, home):
    limit = TimeLimit.objects.first()
    client.force_login(PersonFactory(role=Role.OFFICER))
    for page in ("take_back", "confirm"):
        answer = client.post(address("time-limits", page, limit.pk), {"reason": "Because"})
        assert answer.status_code in (302, 403)
    assert TimeLimit.objects.filter(pk=limit.pk).exists()


@pytest.mark.parametrize(
    ("key", "key_of_code", "word"),
    [
        ("time-limits", 'value="filing"', "Filing"),
        ("state-words", 'value="received"', "Waiting for review"),
        ("track-terms", 'value="filing"', "Filing"),
        ("remedies", 'value="filing"', "Filing"),
    ],
)
def test_filters_are_in_words(client, editor, key, key_of_code, word):
    listed = text_of(client.get(address(key)))
    choice = listed.partition(key_of_code)[2].partition("</label>")[0]
    assert word in choice

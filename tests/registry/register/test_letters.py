"""Letters about decisions and acts: filled in from a template, numbered, kept as they were sent."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from registry.lettered import lettered_acts
from registry.lifecycle import act_named
from registry.models import Decision, EntryCondition, Letter, LetterTemplate, Notice, Remedy
from registry.pdf.letter import letter_html
from registry.procedure.actions.applying import AskToComplete
from registry.procedure.remarks import write_remark
from registry.register.acts.freezing import Freeze
from registry.register.letters import letter_of, preview_of, send_letter
from registry.register.numbers import LETTER_SERIES, is_well_formed
from tests.factories import (
    EntryFactory,
    FilingFactory,
    decider,
    member_of,
    officer,
    record_no_objection,
)
from tests.registry.procedure.applications import applied, approved, refused
from tests.registry.register.playing import REASON, play

pytestmark = pytest.mark.django_db

SIX_MONTHS = "六个月内依法向人民法院提起行政诉讼"


def _words(letter: Letter, language: str = "zh") -> str:
    return str(letter.content["blocks"][language])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_that_ends_in_a_letter_has_a_template_that_can_be_filled_in(language):
    day = timezone.localdate()
    for name in lettered_acts():
        template = LetterTemplate.objects.of(name, day)
        assert template is not None, name
        template.clean()
        assert template.title[language]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{reasons}\n\n{grounds}\n\n{note}", "{remedy} is missing"),
        ("{reasons}\n\n{grounds}\n\n{remedy}", "{note} is missing"),
        ("{body.password}\n\n{reasons}\n\n{grounds}\n\n{note}\n\n{remedy}", "{body.password}"),
        ("{{ body }}\n\n{reasons}\n\n{grounds}\n\n{note}\n\n{remedy}", "brace stands alone"),
        ("因{reasons}\n\n{grounds}\n\n{note}\n\n{remedy}", "{reasons} has to be a paragraph"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused_with_its_place(text, told):
    words = {"title_zh": "决定书", "title_en": "Decision", "text_zh": text, "text_en": text}
    template = LetterTemplate(act="refuse", in_force_from=date(2026, 1, 1), **words)
    with pytest.raises(ValidationError) as refusal:
        template.full_clean()
    assert any(told in each for each in refusal.value.message_dict["text_zh"])


def test_a_template_for_an_act_without_letter_is_refused():
    template = LetterTemplate(act="take_up", in_force_from=date(2026, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        template.full_clean()
    assert "Suspend the scheme" in str(refusal.value.message_dict["act"])


def test_a_suspension_is_told_in_a_letter_with_reasons_and_remedy():
    entry = play(EntryFactory(), "suspend", letter_note="请于五日内报告。")
    letter = entry.letters.get()
    assert is_well_formed(letter.number)
    assert letter.number.startswith(LETTER_SERIES)
    for words in (REASON, "第二十条", SIX_MONTHS, "请于五日内报告。", entry.number):
        assert words in _words(letter), words
    mails = OutboxMessage.objects.filter(kind="mail", payload__template="act")
    assert {mail.payload["context"]["letter_number"] for mail in mails} == {letter.number}
    assert OutboxMessage.objects.filter(kind="letter", payload__letter=letter.pk).count() == 2


def test_a_letter_stays_as_it_was_sent_when_its_template_has_a_successor():
    sent = play(EntryFactory(), "suspend").letters.get()
    before = _words(sent)
    text = "新的文字。\n\n{reasons}\n\n{grounds}\n\n{note}\n\n{remedy}"
    words = {"title_zh": "新", "title_en": "New", "text_zh": text, "text_en": text}
    LetterTemplate.objects.create(act="suspend", in_force_from=timezone.localdate(), **words)
    sent.refresh_from_db()
    assert _words(sent) == before
    assert "新的文字。" in _words(play(EntryFactory(), "suspend").letters.get())


def test_what_is_filled_in_is_never_read_for_places_again():
    letter = play(EntryFactory(), "suspend", reason="见{remedy}与{body}").letters.get()
    assert "见{remedy}与{body}" in _words(letter)


def test_without_a_template_there_is_no_letter_and_the_mail_alone_tells():
    LetterTemplate.objects.filter(act="suspend").delete()
    entry = play(EntryFactory(), "suspend")
    assert not entry.letters.exists()
    assert OutboxMessage.objects.filter(payload__template="act").exists()


def test_a_preview_gives_no_number_and_keeps_nothing():
    action = Freeze(EntryFactory(), None)
    assert preview_of(action)["number"] == ""
    assert not Letter.objects.exists()
    assert letter_of(action).number


def test_one_letter_tells_a_body_of_all_its_frozen_entries():
    first = EntryFactory()
    second = EntryFactory(organisation=first.organisation)
    letter = send_letter("freeze", [first, second], Freeze(first, None).letter_words())
    assert {first.number, second.number} <= set(re.findall(r"TS-[\w-]+", _words(letter)))
    assert set(letter.entries.all()) == {first, second}


def test_each_outcome_of_a_filing_tells_what_its_track_gives_against_it():
    record_no_objection(FilingFactory(under_review=True))
    corrected = FilingFactory(correction_requested=True)
    refusal = refused()
    kept = {one.outcome: one.remedy.get("zh", "") for one in Decision.objects.all()}
    assert kept["no_objection"] == ""
    assert kept["correction_requested"] == Remedy.objects.on(timezone.localdate(), "filing")["zh"]
    assert kept["refused"] == Remedy.objects.on(timezone.localdate(), "approval")["zh"]
    assert corrected.notices.get().content["remedy"]["zh"] == kept["correction_requested"]
    assert kept["refused"] in _words(refusal.letters.get(act="refuse"))


def test_an_application_has_a_letter_for_each_step_that_the_law_asks_one_for():
    acts = approved().letters.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["accept", "approve"]


def test_a_letter_that_asks_to_complete_names_the_last_day():
    letter = AskToComplete(applied(), officer(), reason="缺少收费标准").run().letters.get()
    due = timezone.localdate() + timedelta(days=30)
    assert f"{due.year}年{due.month}月{due.day}日" in _words(letter)


def test_the_body_and_the_desk_read_the_letter_and_the_ways_to_it(client):
    filing = record_no_objection(FilingFactory(under_review=True), letter_note="特此告知。")
    letter = filing.letters.get()
    author = member_of(filing.organisation, Role.AUTHOR)
    for person, place in ((author, "workspace"), (decider(), "desk")):
        client.force_login(person)
        way = reverse(f"{place}:letter", args=[letter.number])
        assert way in client.get(reverse(f"{place}:filing", args=[filing.number])).content.decode()
        assert "特此告知。" in client.get(way).content.decode()


def test_the_letter_is_seen_before_it_is_proposed(desk):
    filing = FilingFactory(under_review=True)
    address = reverse("desk:propose", args=[filing.number])
    seen = desk.get(address).context["form"]["seen"].value()
    words = {"outcome": "no_objection", "reasons": "未发现问题", "letter_note": "请注意。"}
    page = desk.post(address, {**words, "seen": seen, "preview": "1"}).content.decode()
    assert "请注意。" in page.split('id="letter"')[1]
    assert not filing.proposals.exists()


def test_the_correction_notice_is_seen_before_it_is_proposed(desk):
    filing = FilingFactory(under_review=True)
    write_remark(filing, filing.officer, text="请补充适用范围。", address="/scope")
    address = reverse("desk:propose", args=[filing.number])
    seen = desk.get(address).context["form"]["seen"].value()
    words = {"outcome": "correction_requested", "reasons": "不清楚", "letter_note": "请注意。"}
    words |= {"reason_codes": ["unclear_text"], "seen": seen, "preview": "1"}
    page = desk.post(address, words).content.decode().split('id="letter"')[1]
    for told in ("请补充适用范围。", "请注意。", "administrative reconsideration"):
        assert told in page, told
    assert not filing.notices.exists()


def test_what_an_officer_says_to_evidence_is_told_in_a_letter():
    entry = play(EntryFactory(), "set_condition", reason="公开收费标准")
    words = {"condition": EntryCondition.objects.get().pk}
    for act, reason in (
        ("return_evidence", "收费公示页打不开"),
        ("accept_evidence", "已核对公示页"),
    ):
        person = member_of(entry.organisation, Role.SIGNATORY)
        act_named("hand_in_evidence")(entry, person, reason="见公示页", **words).run()
        act_named(act)(entry, officer(), reason=reason, letter_note="特此告知。", **words).run()
        letter = entry.letters.get(act=act)
        for told in ("公开收费标准", reason, "特此告知。", entry.number):
            assert told in _words(letter), told
        assert letter.signed_by == officer()


@pytest.mark.parametrize(
    ("language", "foot", "other"), [("en", "Page ", "第"), ("zh", "第", "Page ")]
)
def test_a_printed_letter_is_of_one_language_to_its_foot(language, foot, other):
    letter = play(EntryFactory(), "suspend", reason="x").letters.get()
    page = letter_html(letter, language)
    assert f'data-before-page="{foot}' in page
    assert f'data-before-page="{other}' not in page


def test_what_the_calendar_sends_has_no_place_for_who_decides(client):
    entry = EntryFactory()
    letter = send_letter("freeze", [entry], Freeze(entry, None).letter_words())
    for person, place in (
        (member_of(entry.organisation, Role.AUTHOR), "workspace"),
        (decider(), "desk"),
    ):
        client.force_login(person)
        page = client.get(reverse(f"{place}:letter", args=[letter.number])).content.decode()
        assert "whoever decides" not in page


@pytest.mark.parametrize(("number", "is_open"), [("", True), ("ZJ-2026-000001", False)])
@pytest.mark.parametrize("kind", ["letter", "notice"])
def test_only_a_preview_waits_for_who_decides(kind, number, is_open):
    words = {"number": number, "signed_by": {}, "sent_on": "2026-11-30", "items": []}
    notice = Notice(content={"due": "2026-12-30", "sent_on": "2026-11-30"})
    page = render_to_string(f"components/{kind}.html", {"words": words, "notice": notice})
    assert ("(whoever decides)" in page) is is_open

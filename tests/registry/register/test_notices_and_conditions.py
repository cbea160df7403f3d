"""What is said of an entry that goes on: notices of a risk, conditions with evidence, reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.lifecycle import act_named
from registry.models import ConditionEvidence, Entry, EntryCondition, EntryNotice
from registry.register.due import remind_of_conditions, remind_of_expiries
from tests.factories import EntryFactory, decider, member_of, officer
from tests.registry.register.playing import play, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def mailed(template, person):
    sent = OutboxMessage.objects.filter(payload__template=template, payload__to=person.email)
    return sent.count()


def public(client, entry):
    for address in (f"/schemes/{entry.number}", f"/v/{entry.number}"):
        yield client.get(address, {"lang": "en"}).content.decode()


def test_a_notice_stands_until_it_is_lifted(client):
    entry = play(EntryFactory(), "give_notice", reason="谨慎采信该方案证书")
    assert entry.state == "listed"
    for told in public(client, entry):
        assert "谨慎采信该方案证书" in told
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert [one["text"] for one in record["notices"]] == ["谨慎采信该方案证书"]
    lifting = reverse("desk:entry-act", args=[entry.number, "lift_notice"])
    desk = browser_of(decider())
    assert lifting in desk.get(reverse("desk:entry", args=[entry.number])).content.decode()
    assert desk.post(lifting, {"reason": "风险消除", "impartial": "on"}).status_code == 302
    assert client.get(f"/api/v1/schemes/{entry.number}").json()["notices"] == []
    page = desk.get(reverse("desk:entry", args=[entry.number])).content.decode()
    assert lifting not in page
    with pytest.raises(WrongState, match="was not carried out"):
        play(entry, "lift_notice")


def test_a_notice_with_a_last_day_goes_by_itself():
    entry = play(EntryFactory(), "give_notice", until=TODAY() + DAY)
    for days, count in ((0, 1), (1, 1), (2, 0)):
        assert entry.notices.on(TODAY() + days * DAY).count() == count
    assert entry.notices.on(TODAY() - DAY).count() == 0
    with pytest.raises(RulesBroken, match="over already"):
        play(entry, "give_notice", until=TODAY() - DAY)


def test_a_notice_may_stand_for_today_alone_but_not_without_words():
    entry = play(EntryFactory(), "give_notice", until=TODAY())
    assert entry.notices.on(TODAY()).count() == 1
    assert entry.notices.on(TODAY() + DAY).count() == 0
    with pytest.raises(RulesBroken, match="Say why"):
        play(EntryFactory(), "give_notice", reason=" ")


def test_the_journey_of_a_condition(client):
    entry = EntryFactory()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    play(entry, "set_condition", reason="公开收费标准")
    for told in public(client, entry):
        assert "公开收费标准" in told
    condition = EntryCondition.objects.get()
    workspace, desk = browser_of(signatory), browser_of(officer())
    own = reverse("workspace:scheme", args=[entry.scheme_id])
    handing_in = reverse("workspace:entry-act", args=[entry.number, "hand_in_evidence"])
    page = workspace.get(own).content.decode()
    assert "公开收费标准" in page
    assert handing_in in page
    returning = reverse("desk:entry-act", args=[entry.number, "return_evidence"])
    accepting = reverse("desk:entry-act", args=[entry.number, "accept_evidence"])
    at_desk = reverse("desk:entry", args=[entry.number])
    assert accepting not in desk.get(at_desk).content.decode()

    for answer, address in (("证据不足", returning), ("符合要求", accepting)):
        form = {"condition": condition.pk, "reason": "见官网收费公示页"}
        assert workspace.post(handing_in, form).status_code == 302
        assert handing_in not in workspace.get(own).content.decode()
        assert "见官网收费公示页" in desk.get(at_desk).content.decode()
        form = {"condition": condition.pk, "reason": answer}
        assert desk.post(address, form).status_code == 422
        assert desk.post(address, form | {"impartial": "on"}).status_code == 302
        assert entry.impartiality_statements.latest("pk").duty == "review"
        assert answer in workspace.get(own).content.decode()

    condition.refresh_from_db()
    assert condition.met_on == TODAY()
    for told in public(client, entry):
        assert "见官网收费公示页" not in told
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert record["conditions"][0]["met_on"] == TODAY().isoformat()
    events = [event["event"] for event in record["events"]]
    assert events[:2] == ["condition_met", "evidence_handed_in"]


def test_the_form_for_evidence_says_what_is_asked_and_takes_no_markup_from_it():
    entry = play(EntryFactory(), "set_condition", reason="公开<b>收费</b>标准")
    address = reverse("workspace:entry-act", args=[entry.number, "hand_in_evidence"])
    browser = browser_of(member_of(entry.organisation, Role.SIGNATORY))
    page = browser.get(address).content.decode()
    assert "公开&lt;b&gt;收费&lt;/b&gt;标准<br>" in page
    assert "修订后的收费标准" in page
    assert "<b>收费</b>" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"due_on": TODAY() - DAY}, "due date"),
        ({"due_on": ""}, "due date"),
        ({"evidence_wanted": " "}, "what would show"),
    ],
)
def test_a_condition_says_until_when_and_what_will_do(words, told):
    with pytest.raises(RulesBroken, match=told):
        play(EntryFactory(), "set_condition", **words)


@pytest.mark.parametrize("name", ["accept_evidence", "return_evidence"])
def test_evidence_that_is_not_there_is_not_ruled_on(name):
    entry = play(EntryFactory(), "set_condition")
    words = {"condition": EntryCondition.objects.get().pk, "reason": "好"}
    with pytest.raises(WrongState, match="was not carried out"):
        act_named(name)(entry, officer(), **words).run()


def test_what_an_act_wrote_is_never_changed():
    entry = play(play(EntryFactory(), "set_condition"), "give_notice")
    person = member_of(entry.organisation, Role.SIGNATORY)
    words = {"condition": EntryCondition.objects.get().pk, "reason": "已整改"}
    act_named("hand_in_evidence")(entry, person, **words).run()
    for model in (EntryCondition, EntryNotice, ConditionEvidence):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(text="改")
        with pytest.raises(DatabaseError, match="nothing is deleted"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_a_condition_is_recalled_before_and_after_its_day_and_not_while_evidence_waits():
    entry = play(EntryFactory(), "set_condition")
    person = member_of(entry.organisation, Role.SIGNATORY)
    condition = EntryCondition.objects.get()
    for day, own, desk in ((4, 0, 0), (5, 1, 0), (9, 1, 0), (21, 2, 1), (22, 2, 1)):
        remind_of_conditions(TODAY() + day * DAY)
        assert (mailed("condition_due", person), mailed("condition_due", officer())) == (own, desk)
    other = play(EntryFactory(), "set_condition")
    person = member_of(other.organisation, Role.SIGNATORY)
    words = {"condition": EntryCondition.objects.exclude(pk=condition.pk).get().pk}
    act_named("hand_in_evidence")(other, person, reason="已整改", **words).run()
    remind_of_conditions(TODAY() + 30 * DAY)
    assert mailed("condition_due", person) == 0


def test_a_body_is_reminded_twice_before_its_scheme_expires():
    entry = EntryFactory()
    last = TODAY() + 200 * DAY
    Entry.objects.update(effective_from=TODAY(), expires_on=last)
    person = member_of(entry.organisation, Role.SIGNATORY)
    for days, count in ((91, 0), (90, 1), (31, 1), (30, 2), (1, 2), (-1, 2)):
        remind_of_expiries(last - days * DAY)
        assert mailed("entry_expires", person) == count


def test_what_has_ended_is_not_reminded_of():
    entry = EntryFactory(deregistered=True)
    Entry.objects.update(effective_from=TODAY(), expires_on=TODAY() + DAY)
    remind_of_expiries(TODAY())
    assert mailed("entry_expires", member_of(entry.organisation, Role.SIGNATORY)) == 0


def test_words_of_the_tests_are_those_of_the_forms():
    entry = EntryFactory()
    for name in ("suspend", "remove", "give_notice", "set_condition"):
        assert set(words_of(name)) - {"reason"} <= set(act_named(name).fields(entry)), name

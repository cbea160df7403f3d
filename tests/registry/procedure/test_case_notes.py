"""Internal notes: only ever added to, calling colleagues, and never seen by a body."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import CaseNote, CaseNoteVersion, Entry, Mention
from registry.procedure.cases.notes import (
    called_in,
    rewrite_note,
    see_to,
    withdraw_note,
    write_note,
)
from tests.factories import FilingFactory, PersonFactory, decider, member_of, officer
from tests.registry.actors import OFFICER_OF_THE_BODY, actors

pytestmark = pytest.mark.django_db

DESK = {"officer of the regulator", "decider of the regulator"}
SECRET = "内部讨论绝密甲乙丙"


def _colleague(**names):
    officer()
    return PersonFactory(role=Role.OFFICER, **names)


def test_people_of_the_desk_write_notes_and_nobody_else():
    filing = FilingFactory()
    wrote = set()
    for who, person in actors(filing.organisation).items():
        try:
            write_note(filing, person, "请核对")
            wrote.add(who)
        except NotAllowed as refusal:
            assert str(refusal.message).endswith(".")  # noqa: PT017 - each refusal says why
    assert wrote == DESK


def test_other_words_are_a_new_version_and_the_earlier_ones_stay():
    note = write_note(FilingFactory(), officer(), "一")
    rewrite_note(note, officer(), "二", seen=1)
    words = CaseNote.objects.with_words().get()
    assert [version.text for version in words.versions.all()] == ["一", "二"]
    assert words.newest.text == "二"


def test_the_same_words_again_are_no_new_version():
    note = write_note(FilingFactory(), officer(), "一")
    rewrite_note(note, officer(), " 一 ")
    assert CaseNoteVersion.objects.count() == 1


def test_only_the_author_changes_a_note_or_takes_it_back():
    note = write_note(FilingFactory(), officer(), "一")
    for act in (
        lambda: rewrite_note(note, decider(), "二"),
        lambda: withdraw_note(note, decider(), "误"),
    ):
        with pytest.raises(NotAllowed, match="author alone"):
            act()


def test_a_note_is_taken_back_once_with_a_reason_and_stays():
    note = write_note(FilingFactory(), officer(), "一")
    with pytest.raises(RulesBroken, match="Say why"):
        withdraw_note(note, officer(), " ")
    withdraw_note(note, officer(), "写错了")
    with pytest.raises(WrongState, match="taken back already"):
        withdraw_note(note, officer(), "写错了")
    with pytest.raises(WrongState, match="taken back already"):
        rewrite_note(note, officer(), "二")
    assert CaseNoteVersion.objects.get().text == "一"


def test_of_two_changes_from_the_same_page_the_second_is_refused():
    note = write_note(FilingFactory(), officer(), "一")
    rewrite_note(note, officer(), "二", seen=1)
    with pytest.raises(WrongState, match="nothing was overwritten"):
        rewrite_note(note, officer(), "三", seen=1)


@pytest.mark.parametrize("model", [CaseNote, CaseNoteVersion])
def test_no_note_can_be_deleted(model):
    from django.db import DatabaseError, transaction

    write_note(FilingFactory(), officer(), "一")
    with pytest.raises(DatabaseError, match="added to"), transaction.atomic():
        model.objects.all()._raw_delete("default")


# --- mentions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@张三 请看", {"张三"}),
        ("@张三丰请看", {"张三丰"}),
        ("@张三 和 @张三丰", {"张三", "张三丰"}),
        ("@zhang san please", {"张三"}),
        ("张三 has mail zhang@test.example", set()),
        ("@nobody", set()),
    ],
)
def test_a_name_after_an_at_calls_its_person(text, called):
    people = [
        PersonFactory.build(pk=1, name="张三", name_en="Zhang San"),
        PersonFactory.build(pk=2, name="张三丰", name_en="Zhang Sanfeng"),
    ]
    assert {person.name for person in called_in(text, people)} == called


def test_who_is_called_gets_one_mail_and_a_task_until_it_is_seen_to():
    person = _colleague(name="李四")
    note = write_note(FilingFactory(), officer(), "@李四 请核对")
    rewrite_note(note, officer(), "@李四 请再核对")
    mails = OutboxMessage.objects.filter(payload__template="mentioned")
    assert [mail.payload["to"] for mail in mails] == [person.email]
    mention = Mention.objects.waiting_for(person).get()
    see_to(mention)
    assert not Mention.objects.waiting_for(person).exists()


def test_a_note_that_was_taken_back_calls_nobody():
    person = _colleague(name="李四")
    note = write_note(FilingFactory(), officer(), "@李四 请核对")
    withdraw_note(note, officer(), "写错了")
    assert not Mention.objects.waiting_for(person).exists()


def test_nobody_with_a_part_in_the_filing_is_called():
    filing = FilingFactory()
    partial = actors(filing.organisation)[OFFICER_OF_THE_BODY]
    with pytest.raises(RulesBroken, match="must not be called"):
        write_note(filing, officer(), f"@{partial.email} 请看")
    assert not CaseNote.objects.exists()


# --- the body ---------------------------------------------------------------------------


def _addresses(filing, entry):
    """Every address of the portal that takes nothing or a number, outside the desk."""
    resolver = get_resolver()
    for name in _names(resolver):
        if name.startswith(("desk:", "admin:", "wagtail")):
            continue
        for args in ([], [filing.number], [entry.number], [filing.scheme_id]):
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


def _names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


@pytest.mark.parametrize("role", [None, Role.SIGNATORY])
def test_no_address_of_the_body_or_the_public_shows_a_note(client, role):
    filing = FilingFactory(correction_requested=True)
    note = write_note(filing, officer(), SECRET)
    withdraw_note(note, officer(), SECRET)
    write_note(filing, officer(), SECRET)
    if role is not None:
        client.force_login(member_of(filing.organisation, role))
    seen = 0
    for address in sorted(set(_addresses(filing, Entry.objects.get()))):
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        seen += response.status_code == 200
        assert SECRET.encode() not in content, address
    assert seen > 5


def test_no_mail_to_a_body_and_no_event_holds_a_note():
    filing = FilingFactory(under_review=True)
    write_note(filing, officer(), SECRET)
    assert not any(SECRET in str(event.data) for event in filing.events.all())
    assert not any(SECRET in str(row.payload) for row in OutboxMessage.objects.all())

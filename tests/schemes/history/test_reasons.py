"""Why a draft changes what was filed: reasons by place, and the summary that is made of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from registry.procedure.comparing import changes_between
from schemes.actions import Sign
from schemes.amendments import place_of
from schemes.documents import find
from schemes.documents.editing import move, put, remove
from schemes.drafts import begin_version
from schemes.models import Cause, ChangeReason, DraftChange, Scheme, Version
from schemes.reports import check_version
from schemes.saving import Conflict, to_write_in, write_document
from schemes.summaries import Standing, compose, entries, seen_token
from tests.factories import (
    SchemeFactory,
    VersionFactory,
    answer_neighbours,
    answer_warnings,
    member_of,
)
from tests.schemes.designer.editing import signed_in

pytestmark = pytest.mark.django_db
CADR, PLACE = "/requirements/@rq-cadr-pm", "/complaints_appeals/complaint_days"


@pytest.fixture
def scheme() -> Scheme:
    filed = VersionFactory(submitted=True)
    begin_version(filed.scheme, member_of(filed.scheme.organisation, Role.AUTHOR))
    return Scheme.objects.get(pk=filed.scheme_id)


def draft(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


def filed(scheme: Scheme) -> Version:
    return scheme.versions.get(state="submitted")


def change(scheme: Scheme, *changes: Callable[[Any], Any]) -> None:
    version = to_write_in(draft(scheme), member_of(scheme.organisation, Role.AUTHOR))
    document = copy.deepcopy(version.document)
    for each in changes:
        document = each(document)
    write_document(version, version.updated_by, document)


def longer(document: Any) -> Any:
    words = find(document, f"{CADR}/text/zh")
    return put(document, f"{CADR}/text/zh", f"{words}试验在实验室进行。")


def another_title(document: Any) -> Any:
    return put(document, f"{CADR}/title/zh", "颗粒物净化")


def days(number: int) -> Callable[[Any], Any]:
    return lambda document: put(document, PLACE, number)


def address(scheme: Scheme, name: str = "reasons") -> str:
    return reverse(f"designer:{name}", args=[scheme.pk])


def say(
    client: Client, scheme: Scheme, place: str, zh: str, was: str = "", do: str = "autosave"
) -> Any:
    sent = {"place": place, f"text/zh{place}": zh, f"was/zh{place}": was, "do": do}
    return client.post(address(scheme), sent)


def test_changes_are_listed_by_chapter_with_how_far_they_reach(
    scheme: Scheme, client: Client
) -> None:
    change(scheme, longer, another_title, days(3))
    context = client.get(address(scheme)).context
    asked = [one for chapter in context["chapters"] for one in chapter.asked]
    assert [(one.amendment.address, one.amendment.material.value) for one in asked] == [
        (CADR, "major"),
        (PLACE, "minor"),
    ]
    assert len(asked[0].changes) == 2
    assert (context["left"], context["material"].value) == (2, "major")
    assert {one.address for one in context["itself"]} == {"/previous_version"}


def test_a_reason_is_saved_at_once_and_stays_while_the_change_goes_on(
    scheme: Scheme, client: Client
) -> None:
    change(scheme, longer)
    assert "Saved" in say(client, scheme, CADR, "标准换版。").json()["words"]
    change(scheme, another_title, lambda document: move(document, CADR, 2))
    context = client.get(address(scheme)).context
    [asked] = [one for chapter in context["chapters"] for one in chapter.asked]
    assert (asked.text, context["left"], context["gone"]) == ({"zh": "标准换版。"}, 0, [])


def test_a_reason_whose_change_is_no_more_is_said_to_be_and_can_be_taken_back(
    scheme: Scheme, client: Client
) -> None:
    change(scheme, days(3))
    say(client, scheme, PLACE, "缩短。")
    before = find(filed(scheme).document, PLACE)
    change(scheme, days(before))
    [(reason, place)] = client.get(address(scheme)).context["gone"]
    assert (reason.text, "Time" in place) == ({"zh": "缩短。"}, True)
    client.post(address(scheme), {"do": f"drop:{PLACE}"})
    assert not ChangeReason.objects.exists()


def test_two_people_give_two_reasons_at_once(scheme: Scheme, client: Client) -> None:
    change(scheme, longer, days(3))
    other = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    assert say(client, scheme, CADR, "标准换版。").status_code == 200
    assert say(other, scheme, PLACE, "缩短。").status_code == 200
    assert ChangeReason.objects.count() == 2


@pytest.mark.parametrize("do", ["autosave", "save"])
def test_nobody_writes_over_the_reason_of_another(scheme: Scheme, client: Client, do: str) -> None:
    change(scheme, longer)
    other = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    say(other, scheme, CADR, "标准换版。")
    answer = say(client, scheme, CADR, "投诉分析。", do=do)
    assert answer.status_code == 409
    assert ChangeReason.objects.get().text == {"zh": "标准换版。"}
    if do == "save":
        [asked] = [one for chapter in answer.context["chapters"] for one in chapter.asked]
        assert (asked.text, asked.seen) == ({"zh": "投诉分析。"}, {"zh": "标准换版。"})
        assert say(client, scheme, CADR, "投诉分析。", "标准换版。", do).status_code == 302
        assert ChangeReason.objects.get().text == {"zh": "投诉分析。"}


def test_what_somebody_left_as_it_was_is_not_written(scheme: Scheme, client: Client) -> None:
    change(scheme, longer)
    say(client, scheme, CADR, "标准换版。")
    other = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    say(other, scheme, CADR, "", "")
    assert ChangeReason.objects.get().text == {"zh": "标准换版。"}
    say(client, scheme, CADR, "", "标准换版。")
    assert not ChangeReason.objects.exists()


def test_a_first_version_changes_nothing(client: Client) -> None:
    scheme = SchemeFactory()
    page = signed_in(member_of(scheme.organisation, Role.AUTHOR)).get(address(scheme))
    assert "This is the first version" in page.content.decode()


# --- the summary ----------------------------------------------------------------------------


def summary(scheme: Scheme) -> list[dict[str, Any]]:
    return draft(scheme).document.get("change_summary", [])


def standings(scheme: Scheme) -> list[Standing]:
    return [entry.standing for entry in entries(draft(scheme), filed(scheme))]


def composed(scheme: Scheme, *places: str) -> None:
    version = draft(scheme)
    compose(version, version.updated_by, filed(scheme), places, seen_token(version))


def test_reasons_make_entries_that_the_check_takes(scheme: Scheme, client: Client) -> None:
    change(scheme, longer, days(3), lambda document: remove(document, "/fees/@fe-1"))
    for place in (CADR, PLACE, "/fees/@fe-1"):
        say(client, scheme, place, "标准换版。")
    page = client.get(address(scheme, "summary"))
    assert page.content.decode().count(" checked") == 3
    sent = {"take": [CADR, PLACE, "/fees/@fe-1"], "seen": page.context["seen"]}
    assert client.post(address(scheme, "summary"), sent).status_code == 302
    items = summary(scheme)
    assert [item["kind"] for item in items] == ["modify", "delete", "modify"]
    assert all(item["reason"] == {"zh": "标准换版。"} for item in items)
    assert "试验在实验室进行" in items[0]["text"]["zh"]
    assert "<mark>" not in str(items)
    found = check_version(draft(scheme)).findings
    assert [one for one in found if one.address.startswith("/change_summary")] == []
    assert DraftChange.objects.order_by("-pk")[0].cause == Cause.SUMMARISED
    assert standings(scheme) == [Standing.SAME] * 3


def _edit(scheme: Scheme) -> None:
    [item] = summary(scheme)
    change(scheme, lambda d: {**d, "change_summary": [{**item, "text": {"zh": "手写。"}}]})


def _take_out(scheme: Scheme) -> None:
    change(scheme, lambda d: {name: part for name, part in d.items() if name != "change_summary"})


#: What happens after an entry was composed; how it stands then; and whether it is ticked.
AFTERWARDS: dict[str, tuple[Callable[[Scheme], Any], Standing, bool]] = {
    "nothing": (lambda scheme: None, Standing.SAME, False),
    "the change goes on": (lambda scheme: change(scheme, days(4)), Standing.RENEWED, True),
    "the author edits the entry": (_edit, Standing.EDITED, False),
    "the author takes it out": (_take_out, Standing.LEFT_OUT, False),
    "the change is no more": (lambda scheme: change(scheme, _as_filed), Standing.OVER, True),
}


def _as_filed(document: Any) -> Any:
    version = Version.objects.get(state="submitted")
    return put(document, PLACE, find(version.document, PLACE))


@pytest.mark.parametrize("name", list(AFTERWARDS))
def test_what_an_author_wrote_is_not_written_over_unasked(
    scheme: Scheme, client: Client, name: str
) -> None:
    act, standing, is_ticked = AFTERWARDS[name]
    change(scheme, days(3))
    say(client, scheme, PLACE, "缩短。")
    composed(scheme, PLACE)
    own = {"id": "cs-own", "clause": "自写", "kind": "add", "text": {"zh": "自写。"}}
    change(scheme, lambda d: {**d, "change_summary": [*summary(scheme)]})
    act(scheme)
    [entry] = entries(draft(scheme), filed(scheme))
    assert (entry.standing, entry.is_usual) == (standing, is_ticked)
    change(scheme, lambda d: {**d, "change_summary": [own, *summary(scheme)]})
    composed(scheme, PLACE)
    assert summary(scheme)[0] == own
    assert len(summary(scheme)) == (1 if standing is Standing.OVER else 2)
    assert all(one.reason != "手写。" for one in entries(draft(scheme), filed(scheme)))


def test_a_reason_whose_change_is_no_more_makes_no_entry(scheme: Scheme, client: Client) -> None:
    change(scheme, days(3))
    say(client, scheme, PLACE, "缩短。")
    change(scheme, _as_filed)
    assert standings(scheme) == []


def test_nothing_is_composed_over_what_somebody_saved_meanwhile(
    scheme: Scheme, client: Client
) -> None:
    change(scheme, days(3))
    say(client, scheme, PLACE, "缩短。")
    version = draft(scheme)
    seen = seen_token(version)
    change(scheme, lambda d: {**d, "change_summary": [{"id": "cs-own"}]})
    with pytest.raises(Conflict, match="saved this section while you were writing"):
        compose(version, version.updated_by, filed(scheme), [PLACE], seen)


# --- after signing --------------------------------------------------------------------------


def _signed(scheme: Scheme) -> Version:
    version = draft(scheme)
    answer_neighbours(version)
    answer_warnings(version)
    return Sign(version, member_of(scheme.organisation, Role.SIGNATORY)).run()


def _ready(scheme: Scheme, client: Client) -> None:
    change(scheme, days(3), lambda d: {**d, "version": "1.1.0"})
    say(client, scheme, PLACE, "缩短。")
    composed(scheme, PLACE)


def test_whoever_reviews_reads_the_reason_beside_the_change(scheme: Scheme, client: Client) -> None:
    _ready(scheme, client)
    changes = changes_between(filed(scheme), _signed(scheme))
    assert {one.address: one.reason for one in changes if one.reason} == {PLACE: "缩短。"}


def test_the_draft_after_one_that_was_set_aside_keeps_the_reasons(
    scheme: Scheme, client: Client, author: User
) -> None:
    _ready(scheme, client)
    _signed(scheme)
    again = begin_version(Scheme.objects.get(pk=scheme.pk), author)
    assert [reason.text for reason in again.reasons.all()] == [{"zh": "缩短。"}]
    assert standings(scheme) == [Standing.SAME]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/title", "/title"),
        ("/basis/@b1/title/zh", "/basis/@b1"),
        ("/process/modules/@m1/steps/@s2/text", "/process/modules/@m1"),
        ("/fees/2/name", "/fees/2/name"),
    ],
)
def test_the_place_of_a_change_is_the_outermost_item(address: str, place: str) -> None:
    assert place_of(address) == place

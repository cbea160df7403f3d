"""Similar schemes in the workspace and at the desk: shown with reasons, compared, answered."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.roles import Role
from registry.models import Entry, Filing
from registry.publication.publishing import rebuild
from schemes.models import Scheme, SchemeProfile
from schemes.saving import section_token
from schemes.similarity import content_of
from schemes.similarity.answers import answer_to, with_answer, with_search
from schemes.similarity.comparing import likeness
from schemes.similarity.passages import marked, side_by_side
from schemes.similarity.profiles import profile
from schemes.similarity.wording import reasons_in_words
from tests.factories import (
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    member_of,
    officer,
    valid_document,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> Entry:
    """A listed scheme of another body."""
    entry: Entry = EntryFactory(subject=0)
    rebuild(entry)
    return entry


@pytest.fixture
def draft() -> Scheme:
    """A draft that says the same as the listed one."""
    scheme: Scheme = SchemeFactory(organisation=OrganisationFactory(), subject=0)
    return scheme


@pytest.fixture
def author(draft: Scheme, client: Client) -> Client:
    client.force_login(member_of(draft.organisation, Role.AUTHOR))
    return client


def key_of(entry: Entry) -> str:
    return f"scheme-{entry.scheme_id}"


def answer(scheme: Scheme, **changes: str) -> dict[str, str]:
    seen = section_token(scheme.newest.document, ("purpose",))
    return {
        "seen": seen,
        "relation": "stricter",
        "difference_zh": "限值更严。",
        "difference_en": "",
    } | changes


def items(scheme: Scheme) -> list[dict[str, Any]]:
    version = Scheme.objects.get(pk=scheme.pk).newest
    found: list[dict[str, Any]] = version.document["purpose"]["related_schemes"]["items"]
    return found


def test_the_author_sees_the_neighbour_with_score_and_reasons(
    author: Client, draft: Scheme, listed: Entry
) -> None:
    page = author.get(reverse("designer:neighbours", args=[draft.pk]))
    (near,) = page.context["neighbours"]
    assert near.fact.key == key_of(listed)
    assert near.percent == 100
    assert "GB/T 18801" in page.content.decode()
    assert near.needs_answer
    assert not near.is_answered


def test_both_stand_side_by_side_with_what_they_share_marked(
    author: Client, draft: Scheme, listed: Entry
) -> None:
    page = author.get(reverse("designer:neighbour", args=[draft.pk, key_of(listed)]))
    assert [row.row.aspect for row in page.context["rows"]] == [
        "title",
        "scope",
        "objects",
        "basis",
        "criteria",
    ]
    assert "<mark>GB/T 18801-2022</mark>" in page.content.decode()


def test_an_answer_is_written_into_the_draft(author: Client, draft: Scheme, listed: Entry) -> None:
    address = reverse("designer:neighbour", args=[draft.pk, key_of(listed)])
    assert author.post(address, answer(draft)).status_code == 302
    item = items(draft)[-1]
    assert item["ref"] == listed.rule_number
    assert item["relation"] == "stricter"
    assert item["difference"] == {"zh": "限值更严。"}
    assert item["id"]
    document = Scheme.objects.get(pk=draft.pk).newest.document
    assert document["purpose"]["related_schemes"]["searched"] == timezone.localdate().isoformat()
    page = author.get(reverse("designer:neighbours", args=[draft.pk]))
    assert page.context["neighbours"][0].is_answered


def test_a_second_answer_replaces_the_first(author: Client, draft: Scheme, listed: Entry) -> None:
    address = reverse("designer:neighbour", args=[draft.pk, key_of(listed)])
    author.post(address, answer(draft))
    before = items(draft)
    saved = Scheme.objects.get(pk=draft.pk)
    author.post(address, answer(saved, difference_zh="对象不同。", relation="overlaps"))
    after = items(draft)
    assert len(after) == len(before)
    assert after[-1]["id"] == before[-1]["id"]
    assert after[-1]["difference"] == {"zh": "对象不同。"}


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    author: Client, draft: Scheme, listed: Entry
) -> None:
    stale = answer(draft)
    version = draft.newest
    version.document = copy.deepcopy(version.document)
    version.document["purpose"]["need_statement"] = {"zh": "另一人刚保存的文字。"}
    version.save()
    address = reverse("designer:neighbour", args=[draft.pk, key_of(listed)])
    page = author.post(address, stale)
    assert page.status_code == 409
    assert "限值更严。" in page.content.decode()
    assert not any(item["ref"] == listed.rule_number for item in items(draft))
    again = page.context["form"]["seen"].value()
    assert author.post(address, {**stale, "seen": again}).status_code == 302
    document = Scheme.objects.get(pk=draft.pk).newest.document
    assert document["purpose"]["need_statement"] == {"zh": "另一人刚保存的文字。"}


@pytest.mark.parametrize("missing", ["relation", "difference_zh"])
def test_an_answer_has_a_relation_and_a_difference(
    author: Client, draft: Scheme, listed: Entry, missing: str
) -> None:
    address = reverse("designer:neighbour", args=[draft.pk, key_of(listed)])
    page = author.post(address, answer(draft, **{missing: ""}))
    assert page.status_code == 422
    assert missing in page.context["form"].errors


def test_the_day_of_the_search_can_be_recorded(author: Client, draft: Scheme) -> None:
    seen = section_token(draft.newest.document, ("purpose",))
    author.post(reverse("designer:record-neighbours", args=[draft.pk]), {"seen": seen})
    document = Scheme.objects.get(pk=draft.pk).newest.document
    assert document["purpose"]["related_schemes"]["searched"] == timezone.localdate().isoformat()


def test_drafts_of_other_bodies_are_never_shown(author: Client, draft: Scheme) -> None:
    other = SchemeFactory(organisation=OrganisationFactory(), subject=0)
    page = author.get(reverse("designer:neighbours", args=[draft.pk]))
    assert page.context["neighbours"] == []
    address = reverse("designer:neighbour", args=[draft.pk, f"scheme-{other.pk}"])
    assert author.get(address).status_code == 404


@pytest.mark.parametrize(
    "key", ["scheme-", "scheme-0", "scheme-99999999999999999999", "national-none", "other"]
)
def test_an_unknown_neighbour_is_not_found(author: Client, draft: Scheme, key: str) -> None:
    assert author.get(reverse("designer:neighbour", args=[draft.pk, key])).status_code == 404


def test_people_of_other_bodies_may_not_look(client: Client, draft: Scheme, listed: Entry) -> None:
    client.force_login(PersonFactory(role=Role.AUTHOR))
    for address in (
        reverse("designer:neighbours", args=[draft.pk]),
        reverse("designer:neighbour", args=[draft.pk, key_of(listed)]),
    ):
        assert client.get(address).status_code in (403, 404)
    answered = client.post(
        reverse("designer:neighbour", args=[draft.pk, key_of(listed)]), answer(draft)
    )
    assert answered.status_code in (403, 404)


def test_a_signed_text_is_shown_without_the_form(client: Client, listed: Entry) -> None:
    client.force_login(member_of(listed.organisation, Role.AUTHOR))
    page = client.get(reverse("designer:neighbours", args=[listed.scheme_id]))
    assert page.status_code == 200
    assert not page.context["may_edit"]


def test_the_officer_sees_neighbours_and_answers(client: Client) -> None:
    other = EntryFactory(subject=0)
    SchemeProfile.objects.all().delete()  # so that nobody is asked about it
    listed = EntryFactory(subject=0)
    SchemeProfile.objects.all().delete()
    rebuild(other)
    rebuild(listed)
    client.force_login(officer())
    filing = Filing.objects.get(scheme=listed.scheme)
    page = client.get(reverse("desk:neighbours", args=[filing.number]))
    (near,) = page.context["neighbours"]
    assert near.fact.key == key_of(other)
    assert not near.is_answered
    beside = client.get(reverse("desk:neighbour", args=[filing.number, key_of(other)]))
    assert "<mark>GB/T 18801-2022</mark>" in beside.content.decode()
    missing = client.get(reverse("desk:neighbour", args=[filing.number, "scheme-0"]))
    assert missing.status_code == 404


# --- marking and answering, without pages -----------------------------------------------------


def test_marks_stand_around_what_is_shared_only() -> None:
    assert (
        marked("空气净化器的噪声", frozenset({"空气", "气净"})) == "<mark>空气净</mark>化器的噪声"
    )
    assert marked("Air cleaners", frozenset({"cleaner"})) == "Air <mark>cleaners</mark>"
    assert marked("面积１０㎡", frozenset({"10"})) == "面积<mark>１０</mark>㎡"


def test_what_a_body_wrote_is_escaped() -> None:
    shared = frozenset({"script"})
    assert "<script>" not in marked("<script>alert(1)</script>", shared)


def test_every_aspect_has_a_row_even_when_one_side_is_empty() -> None:
    rows = side_by_side(content_of({}), content_of(valid_document()))
    assert all(not row.ours for row in rows)
    assert all(row.theirs for row in rows)


@pytest.mark.parametrize("purpose", [{}, {"purpose": 3}, {"purpose": {"related_schemes": []}}])
def test_a_draft_without_related_schemes_can_be_answered(
    purpose: dict[str, Any], listed: Entry
) -> None:
    from schemes.similarity import neighbours_of

    today = timezone.localdate()
    (fact,) = [
        near
        for near in neighbours_of(valid_document(), organisation=None, on=today)
        if not near.is_national
    ]
    part = with_answer(purpose, fact, relation="same", difference={"zh": "不同"}, day=today)
    document = json.loads(json.dumps({"purpose": part}))
    assert answer_to(document, fact.names) is not None
    assert (
        with_search(document, today)["related_schemes"]["items"] == part["related_schemes"]["items"]
    )


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "空气净化器"), ("en", "Air cleaner")])
def test_both_stand_in_the_language_of_the_page_whichever_is_closer(language: str, title: str):
    """The English of the two is nearly the same; who reads Chinese still reads Chinese."""
    ours = {"title": {"zh": "空气净化器认证规则", "en": "Air cleaner rules of certification"}}
    theirs = {"title": {"zh": "家用空气净化器", "en": "Air cleaner rules of certification too"}}
    contents = content_of(ours), content_of(theirs)
    with translation.override(language):
        [row] = [row for row in side_by_side(*contents) if row.aspect == "title"]
        found = likeness(profile(contents[0]), profile(contents[1]))
        [reason] = reasons_in_words(part.to_json() for part in found.parts)
    for line in (*row.ours, *row.theirs):
        assert title in re.sub("</?mark>", "", str(line))
    assert ("air" in reason.words) == (language == "en")
    assert ("空气净化器" in reason.words) == (language == "zh-hans")


def test_a_text_that_is_there_in_one_language_alone_stands_in_that_one():
    with translation.override("en"):
        rows = side_by_side(
            content_of({"title": {"zh": "空气"}}), content_of({"title": {"zh": "空"}})
        )
    assert [str(line) for line in rows[0].ours] == ["空气"]

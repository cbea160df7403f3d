"""Pieces laid into a draft, moved and taken back: nothing is lost, nothing overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed
from schemes.documents import find
from schemes.documents.editing import put
from schemes.drafts import begin_scheme
from schemes.from_word.bringing import bring
from schemes.from_word.placing import place, put_aside
from schemes.from_word.reading import open_word
from schemes.from_word.recognising import Why
from schemes.models import BlueprintVersion, Placement, Scheme, Standing, WordImport
from schemes.saving import save_section, section_token
from tests.factories import OrganisationFactory, VersionFactory, member_of
from tests.schemes.from_word.corpus import content

pytestmark = pytest.mark.django_db

STATES = Standing


def no_facts(_number: str) -> dict[str, Any]:
    return {}


@pytest.fixture
def scheme() -> Scheme:
    body = OrganisationFactory()
    return begin_scheme(body, _blueprint(), member_of(body, Role.AUTHOR))


def _blueprint() -> BlueprintVersion:
    return BlueprintVersion.objects.by_ref("product/1")


@pytest.fixture
def author(scheme: Scheme) -> User:
    return member_of(scheme.organisation, Role.AUTHOR)


def brought_to(scheme: Scheme, author: User, name: str) -> WordImport:
    data = content(name)
    return bring(scheme.newest, author, f"{name}.docx", data, open_word(data), no_facts)


def those(brought: WordImport, words: str) -> list[Placement]:
    """The placements of the piece that begins so."""
    places = [one["place"] for one in brought.pieces if one.get("text", "").startswith(words)]
    return list(brought.placements.filter(place=places[0]))


def the(brought: WordImport, words: str) -> Placement:
    return those(brought, words)[0]


def document(scheme: Scheme) -> dict[str, Any]:
    return Scheme.objects.get(pk=scheme.pk).newest.document


def all_proposed(brought: WordImport) -> dict[int, str]:
    proposed = brought.placements.filter(standing=STATES.PROPOSED)
    return dict(proposed.values_list("pk", "address"))


def test_a_file_that_was_brought_leaves_the_draft_as_it_is(scheme: Scheme, author: User) -> None:
    before = document(scheme)
    brought = brought_to(scheme, author, "air-cleaner")
    assert document(scheme) == before
    with brought.file.content.open("rb") as kept:
        assert kept.read() == content("air-cleaner")
    placed = set(brought.placements.values_list("place", flat=True))
    assert placed == {one["place"] for one in brought.pieces}
    assert scheme.newest.events.filter(event="word_brought").exists()


@pytest.mark.parametrize("name", ["air-cleaner", "brake-pads", "robots-bilingual"])
def test_all_that_is_proposed_can_be_confirmed_at_once(
    scheme: Scheme, author: User, name: str
) -> None:
    brought = brought_to(scheme, author, name)
    outcome = place(brought, author, all_proposed(brought), no_facts)
    assert [(one.placement, one.why) for one in outcome.troubles] == []
    assert not brought.placements.filter(standing=STATES.PROPOSED).exists()
    for one in brought.placements.filter(standing=STATES.CONFIRMED):
        assert one.laid
        assert all(find(document(scheme), laid["address"]) is not None for laid in one.laid)


def test_what_is_confirmed_stands_in_the_draft_in_the_order_of_the_file(
    scheme: Scheme, author: User
) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    wanted = all_proposed(brought)
    for key in sorted(wanted, reverse=True):
        place(brought, author, {key: wanted[key]}, no_facts)
    now = document(scheme)
    assert now["title"] == {"zh": "家用空气净化器质量认证实施规则"}
    assert find(now, "/certificate/validity_months") == 60
    names = [one["name"]["zh"] for one in find(now, "/process/application/documents")]
    assert names == ["认证申请书", "产品描述及关键零部件清单"]
    assert [one["item"] for one in now["fees"]] == [
        "application", "testing", "inspection_day", "certificate",
    ]  # fmt: skip
    assert find(now, "/process/units/principle/zh").split("\n")[1].startswith("滤网配置指")
    assert find(now, "/mark/artwork/mime") == "image/png"


def test_a_method_in_a_table_refers_to_its_basis_and_one_that_is_none_becomes_one(
    scheme: Scheme, author: User
) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    row = the(brought, "3 | 外壳间隙")
    place(brought, author, {row.pk: row.address}, no_facts)
    now = document(scheme)
    (basis,) = now["basis"]
    assert now["requirements"][0]["method_ref"] == basis["id"]
    assert (basis["ref"], basis["role"]) == ("GB/T 18801-2022", "test_method")


def test_what_stands_there_already_is_not_overwritten(scheme: Scheme, author: User) -> None:
    version = scheme.newest
    parts = ("title",)
    typed = {"title": {"zh": "已有名称的规则"}}
    save_section(version, author, parts, typed, section_token(version.document, parts))
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "家用空气净化器质量认证实施规则")
    outcome = place(brought, author, {one.pk: "/title"}, no_facts)
    assert [trouble.why for trouble in outcome.troubles] == ["occupied"]
    assert document(scheme)["title"] == {"zh": "已有名称的规则"}
    one.refresh_from_db()
    assert one.standing == STATES.PROPOSED


def test_words_are_added_below_those_that_somebody_typed(scheme: Scheme, author: User) -> None:
    version = scheme.newest
    typed = put(version.document, "/scope/included/zh", "先写下的范围。")
    token = section_token(version.document, ("scope",))
    save_section(version, author, ("scope",), typed, token)
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "本规则适用于")
    place(brought, author, {one.pk: one.address}, no_facts)
    lines = find(document(scheme), "/scope/included/zh").split("\n")
    assert lines[0] == "先写下的范围。"
    assert lines[1].startswith("本规则适用于")


def test_a_piece_that_is_moved_leaves_where_it_lay(scheme: Scheme, author: User) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "本规则适用于")
    place(brought, author, {one.pk: one.address}, no_facts)
    place(brought, author, {one.pk: "/scope/excluded"}, no_facts)
    now = document(scheme)
    assert find(now, "/scope/included") is None
    assert find(now, "/scope/excluded/zh").startswith("本规则适用于")
    one.refresh_from_db()
    assert one.standing == STATES.MOVED


@pytest.mark.parametrize(
    ("words", "address", "value"),
    [
        ("认证证书有效期为5年。", "/certificate/suspension/max_months", 60),
        ("产品一致性检查。", "/records/list", "产品一致性检查。"),
        ("2026-05-01发布", "/lifecycle/review_due", "2026-05-01"),
        ("检验费 | 12000", "/purpose/need_statement", "检验费 | 12000～26000元/单元"),
    ],
)
def test_a_piece_becomes_what_the_part_takes(
    scheme: Scheme, author: User, words: str, address: str, value: Any
) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, words)
    outcome = place(brought, author, {one.pk: address}, no_facts)
    assert outcome.troubles == []
    found = find(document(scheme), address)
    if isinstance(found, list):
        found = found[0]["text"]["zh"]
    assert (found["zh"] if isinstance(found, dict) else found) == value


def test_a_part_that_takes_numbers_takes_no_words(scheme: Scheme, author: User) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "产品一致性检查。")
    outcome = place(brought, author, {one.pk: "/certificate/validity_months"}, no_facts)
    assert [trouble.why for trouble in outcome.troubles] == ["kind"]


def test_what_goes_to_the_tray_is_gone_from_the_draft_and_can_be_placed_anew(
    scheme: Scheme, author: User
) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "申请费 | ￥500")
    place(brought, author, {one.pk: "/fees"}, no_facts)
    put_aside(brought, author, [one.pk], STATES.TRAY, no_facts)
    assert "fees" not in document(scheme)
    one.refresh_from_db()
    assert (one.standing, one.laid) == (STATES.TRAY, [])
    place(brought, author, {one.pk: "/fees"}, no_facts)
    assert document(scheme)["fees"][0]["amount"] == {"value": 500}


def test_what_somebody_changed_since_is_not_taken_out(scheme: Scheme, author: User) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    one = the(brought, "申请费 | ￥500")
    place(brought, author, {one.pk: "/fees"}, no_facts)
    version = Scheme.objects.get(pk=scheme.pk).newest
    changed = put(version.document, "/fees/0/amount/value", 700)
    token = section_token(version.document, ("fees",))
    save_section(version, author, ("fees",), changed, token)
    outcome = put_aside(brought, author, [one.pk], STATES.TRAY, no_facts)
    assert [trouble.why for trouble in outcome.troubles] == ["changed"]
    assert document(scheme)["fees"][0]["amount"] == {"value": 700}
    one.refresh_from_db()
    assert one.standing == STATES.CONFIRMED


def test_a_translation_waits_for_its_clause_and_joins_it(scheme: Scheme, author: User) -> None:
    brought = brought_to(scheme, author, "robots-bilingual")
    english, chinese = the(brought, "Application form"), the(brought, "申请书")
    early = place(brought, author, {english.pk: english.address}, no_facts)
    assert [trouble.why for trouble in early.troubles] == ["first"]
    place(brought, author, {chinese.pk: chinese.address}, no_facts)
    place(brought, author, {english.pk: english.address}, no_facts)
    (item,) = find(document(scheme), "/process/application/documents")
    assert item["name"] == {"zh": "申请书", "en": "Application form;"}


def test_who_may_not_write_places_nothing(scheme: Scheme, author: User) -> None:
    brought = brought_to(scheme, author, "air-cleaner")
    stranger = member_of(OrganisationFactory(), Role.AUTHOR)
    one = the(brought, "本规则适用于")
    with pytest.raises(NotAllowed, match="authors and signatories"):
        place(brought, stranger, {one.pk: one.address}, no_facts)


def test_a_signed_version_takes_nothing(client: Client) -> None:
    version = VersionFactory(frozen=True)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    client.force_login(author)
    address = reverse("designer:word", args=[version.scheme_id])
    assert client.post(address, {}).status_code == 403
    assert client.get(address).status_code == 200


def test_the_reasons_are_all_said() -> None:
    from schemes.designer.originals import REASONS

    assert set(REASONS) == set(Why)

"""The pages of Word files: bringing one, working through it, the tray, what is not taken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.models import BlueprintVersion, Scheme, Standing, WordImport
from tests.factories import OrganisationFactory, SchemeFactory, member_of
from tests.schemes.from_word.corpus import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client: Client) -> User:
    author = member_of(OrganisationFactory(), Role.AUTHOR)
    client.force_login(author)
    return author


def word_file(name: str = "air-cleaner") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.docx", content(name))


def begun(client: Client, name: str = "air-cleaner") -> WordImport:
    """A scheme that was begun from a file."""
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    answer = client.post(
        reverse("designer:new-word"), {"blueprint": blueprint.pk, "file": word_file(name)}
    )
    brought = WordImport.objects.get()
    assert answer.url == address(brought)  # type: ignore[attr-defined]
    return brought


def address(brought: WordImport, **query: Any) -> str:
    path = reverse("designer:word-import", args=[brought.scheme_id, brought.pk])
    return f"{path}?show={query['show']}" if query else path


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_scheme_is_begun_from_a_file_and_its_chapters_lie_beside_the_blueprint(
    client: Client, author: User
) -> None:
    brought = begun(client)
    first = page(client, address(brought))
    assert "家用空气净化器质量认证实施规则" in first
    assert 'value="Title"' in first
    for chapter in ("适用范围", "认证标志", "收费"):
        assert chapter in first


def test_all_proposals_of_a_chapter_are_confirmed_at_once_and_the_next_one_follows(
    client: Client, author: User
) -> None:
    brought = begun(client)
    where = address(brought, show=1)
    answer = client.post(where, {"do": "confirm-all"})
    assert answer.status_code == 302
    assert answer.url.endswith("show=2")  # type: ignore[attr-defined]
    document = Scheme.objects.get().newest.document
    assert document["scope"]["included"]["zh"].startswith("本规则适用于")
    assert "✓ In the draft" in page(client, where)


def test_a_piece_goes_where_the_part_that_was_typed_lies(client: Client, author: User) -> None:
    brought = begun(client)
    (one,) = brought.placements.filter(address="/scope/included")
    where = address(brought, show=1)
    client.post(where, {"do": f"confirm:{one.pk}", f"to-{one.pk}": "Scope › Excluded"})
    one.refresh_from_db()
    assert (one.address, one.standing) == ("/scope/excluded", Standing.MOVED)


def test_a_part_that_nobody_knows_is_said_beside_the_piece_and_what_was_typed_stays(
    client: Client, author: User
) -> None:
    brought = begun(client)
    (one,) = brought.placements.filter(address="/scope/included")
    answer = client.post(
        address(brought, show=1), {"do": f"confirm:{one.pk}", f"to-{one.pk}": "Nowhere"}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert 'value="Nowhere"' in said
    assert "Choose a part of the blueprint from the list." in said
    one.refresh_from_db()
    assert one.standing == Standing.PROPOSED


def test_the_tray_and_what_is_not_taken_have_pages_of_their_own(
    client: Client, author: User
) -> None:
    brought = begun(client)
    (one,) = brought.placements.filter(address="/scope/included")
    client.post(address(brought, show=1), {"do": f"tray:{one.pk}"})
    assert "本规则适用于额定电压" in page(client, address(brought, show="tray"))
    left = page(client, address(brought, show="not-taken"))
    assert "SLRZ-PC-0101:2026 第 1 页" in left
    assert "Header or footer: they are made anew." in left
    client.post(address(brought, show="tray"), {"do": f"leave:{one.pk}"})
    assert "本规则适用于额定电压" in page(client, address(brought, show="not-taken"))


def test_the_tray_is_reached_from_every_section(client: Client, author: User) -> None:
    brought = begun(client)
    for section in Scheme.objects.get().newest.blueprint.blueprint.sections:
        where = reverse("designer:section", args=[brought.scheme_id, section.key])
        assert reverse("designer:word", args=[brought.scheme_id]) in page(client, where)


def test_a_file_that_cannot_be_read_begins_nothing_and_says_what_to_do(
    client: Client, author: User
) -> None:
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    old = SimpleUploadedFile("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    answer = client.post(
        reverse("designer:new-word"), {"blueprint": blueprint.pk, "file": old}, follow=True
    )
    assert "Save as" in answer.content.decode()
    assert not Scheme.objects.exists()


@pytest.mark.parametrize("given", [{}, {"file": SimpleUploadedFile("a.docx", b"%PDF-1.7")}])
def test_a_draft_takes_no_other_file(client: Client, given: dict[str, Any]) -> None:
    scheme = SchemeFactory()
    client.force_login(member_of(scheme.organisation, Role.AUTHOR))
    answer = client.post(reverse("designer:word", args=[scheme.pk]), given)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.content.decode()
    assert not WordImport.objects.exists()


def test_a_page_stays_small_and_asks_little_of_the_database(
    client: Client, author: User, django_assert_max_num_queries: Any
) -> None:
    brought = begun(client)
    with django_assert_max_num_queries(30):
        text = page(client, address(brought, show=1))
    assert len(text.encode()) < 300_000
    assert len(set(re.findall(r'id="([^"]+)"', text))) == len(re.findall(r'id="([^"]+)"', text))


def test_another_owner_does_not_see_what_the_one_before_brought(
    client: Client, author: User
) -> None:
    brought = begun(client)
    other = OrganisationFactory()
    Scheme.objects.update(organisation=other)
    client.force_login(member_of(other, Role.AUTHOR))
    assert client.get(address(brought)).status_code == 404
    listed = page(client, reverse("designer:word", args=[brought.scheme_id]))
    assert "air-cleaner" not in listed

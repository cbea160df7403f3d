"""Similar marks in the designer and at the desk, and recording a search in the draft."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.publication.publishing import rebuild
from schemes.files.uploads import keep
from schemes.models import FiledMark, Scheme, Version
from schemes.saving import section_token
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    member_of,
    officer,
    valid_document,
)
from tests.schemes.files.svgs import COPY_OF_ONE, ONE
from tests.schemes.marks.test_fingerprints import protected

pytestmark = pytest.mark.django_db


def scheme_with(svg: bytes) -> Scheme:
    body = OrganisationFactory()
    mark = valid_document()["mark"]
    mark["artwork"] = keep(body, member_of(body, Role.AUTHOR), "mark.svg", svg)
    mark.pop("grade_variant", None)
    mark["similarity"] = {**mark["similarity"], "searched": timezone.localdate().isoformat()}
    return SchemeFactory(organisation=body, parts={"mark": mark})


def author_of(scheme: Scheme) -> Client:
    client = Client()
    client.force_login(member_of(scheme.organisation, Role.AUTHOR))
    return client


def is_served(client: Client, picture: str) -> bool:
    response = client.get(picture)
    return response["Content-Type"] == "image/png" and response.getvalue().startswith(b"\x89PNG")


def address(name: str, scheme: Scheme) -> str:
    return reverse(f"designer:{name}", args=[scheme.pk])


def test_the_author_sees_the_marks_that_look_like_the_draft_s() -> None:
    mark = protected(COPY_OF_ONE)
    scheme = scheme_with(ONE)
    client = author_of(scheme)
    page = client.get(address("similar-marks", scheme))
    (artwork,) = page.context["artworks"]
    (pair,) = artwork.pairs
    assert pair.name == mark.name
    assert pair.circumstances
    picture = client.get(pair.picture)
    assert picture["Content-Type"] == "image/png"
    assert is_served(client, artwork.picture)


def test_the_section_on_the_mark_says_how_many_there_are() -> None:
    protected(COPY_OF_ONE)
    scheme = scheme_with(ONE)
    page = author_of(scheme).get(reverse("designer:section", args=[scheme.pk, "mark"]))
    assert "1 mark of others looks like yours" in page.content.decode()


def test_recording_writes_the_search_of_today_into_the_draft() -> None:
    scheme = scheme_with(ONE)
    seen = section_token(scheme.newest.document, ("mark",))
    author_of(scheme).post(address("record-search", scheme), {"seen": seen})
    similarity = Version.objects.get(scheme=scheme).document["mark"]["similarity"]
    assert similarity["searched"] == timezone.localdate().isoformat()
    assert [one["id"] for one in similarity["registers"]] == ["sr-protected", "sr-filed"]


def test_recording_overwrites_nothing_that_was_saved_meanwhile() -> None:
    scheme = scheme_with(ONE)
    before = scheme.newest.document
    author_of(scheme).post(address("record-search", scheme), {"seen": "another"})
    assert Version.objects.get(scheme=scheme).document == before


def test_artwork_that_cannot_be_compared_is_not_recorded_as_searched() -> None:
    scheme = SchemeFactory()
    before = scheme.newest.document
    seen = section_token(before, ("mark",))
    author_of(scheme).post(address("record-search", scheme), {"seen": seen})
    assert Version.objects.get(scheme=scheme).document == before


@pytest.mark.parametrize("name", ["similar-marks", "record-search"])
def test_people_of_other_bodies_are_kept_out(name: str) -> None:
    scheme = scheme_with(ONE)
    client = Client()
    client.force_login(PersonFactory(role=Role.AUTHOR))
    method = client.get if name == "similar-marks" else client.post
    assert method(address(name, scheme)).status_code == 404


def test_a_scheme_without_a_mark_says_so() -> None:
    scheme = SchemeFactory(parts={"mark": None})
    page = author_of(scheme).get(address("similar-marks", scheme))
    assert page.context["artworks"] == []


@pytest.mark.parametrize("table", ["protected", "filed", "other"])
def test_a_picture_that_is_not_there_is_not_found(table: str) -> None:
    client = author_of(SchemeFactory())
    assert client.get(reverse("designer:mark-picture", args=[table, 999_999])).status_code == 404


@pytest.mark.parametrize(
    ("ended_on", "expires_on", "first_day_over"),
    [
        (None, None, None),
        (None, dt.date(2030, 1, 31), dt.date(2030, 2, 1)),
        (dt.date(2029, 5, 4), None, dt.date(2029, 5, 4)),
        (dt.date(2029, 5, 4), dt.date(2030, 1, 31), dt.date(2029, 5, 4)),
        (dt.date(2030, 5, 4), dt.date(2030, 1, 31), dt.date(2030, 2, 1)),
    ],
)
def test_publishing_an_entry_files_its_mark_and_its_end_ends_it(
    ended_on: dt.date | None, expires_on: dt.date | None, first_day_over: dt.date | None
) -> None:
    filing = FilingFactory(scheme=scheme_with(ONE))
    entry = filing.scheme.entries.get()
    rebuild(entry)
    entry.ended_on, entry.expires_on = ended_on, expires_on
    entry.listed_at = dt.datetime(2028, 12, 31, 16, 30, tzinfo=dt.UTC)  # past midnight in China
    entry.save()
    rebuild(entry)
    mark = FiledMark.objects.get(scheme=filing.scheme)
    assert (mark.number, mark.since) == (entry.number, dt.date(2029, 1, 1))
    assert mark.ended_on == first_day_over


def test_the_officer_sees_them_with_what_the_body_recorded() -> None:
    protected(COPY_OF_ONE)
    filing = FilingFactory(scheme=scheme_with(ONE))
    client = Client()
    client.force_login(officer())
    page = client.get(reverse("desk:marks", args=[filing.number]))
    (artwork,) = page.context["artworks"]
    assert len(artwork.pairs) == 1
    assert page.context["recorded"] == filing.version.document["mark"]["similarity"]
    assert is_served(client, artwork.pairs[0].picture)
    assert is_served(client, artwork.picture)

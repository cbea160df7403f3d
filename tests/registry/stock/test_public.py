"""What the public sees of a rule that was filed on paper, before and after it is structured."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from registry.models import Entry
from registry.procedure.filed_words import entries_named
from tests.factories import member_of
from tests.registry.stock.lists import PAPER_NUMBER, WORDS, entry_from_paper, row, table, taken_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def entry() -> Entry:
    return entry_from_paper()


@pytest.mark.parametrize(
    "words", [WORDS, PAPER_NUMBER, "PR-12:2019", "蓝莓干果认证规则", "纸质备案机构"]
)
def test_it_is_found_by_its_numbers_its_title_its_body_and_the_text_of_its_file(
    client: Client, entry: Entry, words: str
) -> None:
    answer = client.get("/api/v1/schemes", {"q": words}).json()
    assert [one["number"] for one in answer["results"]] == [entry.number]


@pytest.mark.parametrize(("form", "count"), [("paper", 1), ("structured", 0), ("", 1)])
def test_the_catalogue_filters_by_form(client: Client, entry: Entry, form: str, count: int) -> None:
    answer = client.get("/api/v1/schemes", {"form": form}).json()
    assert answer["count"] == count
    assert answer["facets"]["form"] == [{"key": "paper", "count": 1}]
    assert client.get("/en/catalogue/", {"form": form}).context["count"] == count


def test_a_rule_from_paper_came_by_no_track_and_says_so(client: Client, entry: Entry) -> None:
    told = client.get("/api/v1/schemes").json()["facets"]["track"]
    assert told == [{"key": "paper", "count": 1}]
    for track, count in (("filing", 0), ("paper", 1)):
        assert client.get("/api/v1/schemes", {"track": track}).json()["count"] == count
    page = client.get("/en/catalogue/", {"track": "paper"})
    (facet,) = [each for each in page.context["facets"] if each.key == "track"]
    assert [str(one.label) for one in facet.first] == ["Filed on paper"]
    address = reverse("register:scheme", args=[entry.number])
    page = client.get(address, {"lang": "en"}, follow=True).content.decode()
    assert "<dt>Track</dt><dd>Filed on paper</dd>" in page


def test_the_table_of_the_catalogue_says_it(client: Client, entry: Entry) -> None:
    answer = client.get("/en/catalogue/catalogue.csv")
    rows = list(csv.DictReader(io.StringIO(_text(answer))))
    assert [one["is_structured"] for one in rows] == ["False"]


def test_it_is_said_once_whether_the_register_has_a_file_of_it(client: Client) -> None:
    (without,) = taken_over(table(row(13)))
    in_file, none = "text is in the file", "No file was taken over with it"
    for entry, said, unsaid in ((without, none, in_file), (entry_from_paper(), in_file, none)):
        for address in (f"/schemes/{entry.number}", f"/v/{entry.number}"):
            page = client.get(address, {"lang": "en"}).content.decode()
            assert said in page
            assert unsaid not in page


def _text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_its_page_is_marked_and_offers_the_file(client: Client, entry: Entry) -> None:
    page = client.get(entry.get_absolute_url())
    assert page.context["paper"].number == PAPER_NUMBER
    assert page.context["has_words"]
    (file,) = page.context["files"]
    assert file.href in page.content.decode()
    answer = client.get(file.href)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "place", [".json", ".pdf", ".docx", "/versions/1.0.0", "/versions/1.0.0.json"]
)
def test_its_other_addresses_answer(client: Client, entry: Entry, place: str) -> None:
    assert client.get(f"{entry.get_absolute_url()}{place}").status_code == 200


def test_its_record_says_how_it_was_filed(client: Client, entry: Entry) -> None:
    record = client.get(f"{entry.get_absolute_url()}.json").json()["register"]
    assert record["is_structured"] is False
    assert record["paper_filing"] == {"number": PAPER_NUMBER, "filed_on": "2019-05-06"}
    assert client.get(f"/api/v1/schemes/{entry.number}").json() == record


@pytest.mark.parametrize("typed", [PAPER_NUMBER, "认监委备 (2019) 12 号", "认监委备[2019]１２号"])
@pytest.mark.parametrize("place", ["/v/", "/schemes/"])
def test_the_number_on_paper_leads_to_the_entry_however_spelled(
    client: Client, entry: Entry, place: str, typed: str
) -> None:
    answer = client.get(f"{place}{quote(typed)}")
    assert (answer.status_code, answer["Location"]) == (302, f"{place}{entry.number}")


def test_the_number_on_paper_can_be_typed_into_the_form(client: Client, entry: Entry) -> None:
    answer = client.get("/en/verify/", {"number": PAPER_NUMBER})
    assert answer["Location"].endswith(f"/v/{entry.number}")
    assert client.get(f"/api/v1/schemes/{quote(PAPER_NUMBER)}").json()["number"] == entry.number


def test_verification_says_that_the_text_is_in_the_file(client: Client, entry: Entry) -> None:
    answer = client.get(f"/v/{entry.number}")
    assert answer.context["paper"] == entry.paper
    assert not answer.context["publication"].is_structured


@pytest.mark.parametrize("typed", [PAPER_NUMBER, "PR-12:2019", "纸质备案机构", "蓝莓干果"])
def test_the_desk_finds_it(entry: Entry, typed: str) -> None:
    assert list(Entry.objects.filter(entries_named(typed))) == [entry]
    assert not Entry.objects.filter(entries_named("别的东西")).exists()


def test_a_rule_from_paper_has_no_check_report_in_the_workspace(
    client: Client, entry: Entry
) -> None:
    client.force_login(member_of(entry.organisation, Role.AUTHOR))
    page = reverse("workspace:scheme", args=[entry.scheme_id])
    report = reverse("designer:report", args=[entry.scheme_id])
    assert report not in client.get(page).content.decode()
    assert client.get(report)["Location"] == page

"""The registers as everybody may read them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.reference.changes import acting
from portal.reference.models import ClassificationItem, Crosswalk, Standard
from portal.reference.registers import registers
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
FIELD = "陆地交通设备"
KEYS = [register.key for register in registers()]


def add(number: str, **values) -> Standard:
    return Standard.objects.create(
        **{"number": number, "type": "Q", "title_zh": "甲", "title_en": "Zebra", **values}
    )


def numbers(client: Client, query: str) -> list[str]:
    """The numbers of our own standards in the list."""
    response = client.get(f"/en/reference/standards/{query}")
    return [line.path for line in response.context["lines"] if line.path.startswith("X")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("key", KEYS)
def test_every_register_its_rows_and_its_history_can_be_read(client: Client, key, language):
    OrganisationFactory(fields=[FIELD])
    response = client.get(f"/{language}/reference/{key}/")
    assert response.status_code == 200
    for line in response.context["lines"][:2]:
        assert client.get(f"/{language}/reference/{key}/rows/{line.path}").status_code == 200
    assert client.get(f"/{language}/reference/{key}/history/").status_code == 200


def test_the_index_names_every_register_with_its_rows(client: Client):
    content = client.get("/en/reference/").content.decode()
    for key in KEYS:
        assert f'href="/en/reference/{key}/"' in content


def test_only_bodies_are_listed_among_the_organisations(client: Client):
    regulator, body = OrganisationFactory(regulator=True), OrganisationFactory()
    lines = client.get("/en/reference/bodies/").context["lines"]
    assert [line.path for line in lines] == [body.approval_no]
    assert regulator.name not in client.get("/en/reference/bodies/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=zebra", ["X 1", "X 2", "X 3"]),
        ("?q=zebra+x+2", ["X 2"]),
        ("?type=Q&status=withdrawn", ["X 1", "X 3"]),
        ("?type=Q&verified=yes", ["X 2"]),
        ("?type=Q&on=2020-01-01", ["X 1", "X 2"]),
        ("?type=Q&on=2020-01-02", ["X 2", "X 3"]),
        ("?type=Q&on=2020-01-02&status=current", ["X 2"]),
        ("?type=Q&on=2020-01-02&status=withdrawn", ["X 1", "X 3"]),
        ("?type=Q&on=2020-01-01&status=upcoming", ["X 3"]),
        ("?type=Q&status=current", ["X 2"]),
        ("?type=none", []),
        ("?q=%00", None),
    ],
)
def test_rows_are_searched_filtered_and_shown_as_on_a_day(client: Client, query, found):
    add("X 1", valid_until=date(2020, 1, 1))
    add("X 2", verified=True)
    add("X 3", status="withdrawn", valid_from=date(2020, 1, 2))
    assert found is None or numbers(client, query) == found
    assert client.get(f"/en/reference/standards/{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["standards/", "standards/rows/X 1", "standards/history/", "classification/", "items/"],
)
def test_a_day_that_is_none_is_refused_and_said(client: Client, path):
    add("X 1")
    response = client.get(f"/en/reference/{path}?on=2020-02-30")
    assert response.status_code == 400
    assert "“2020-02-30” is not a date." in response.content.decode()
    assert "ts-rows" not in response.content.decode()


STATUSES = [
    ({}, "2020-01-01", "in force"),
    ({"valid_from": date(2020, 1, 2)}, "2020-01-01", "not yet in force"),
    ({"valid_from": date(2020, 1, 2)}, "2020-01-02", "in force"),
    ({"status": "replaced", "valid_until": date(2020, 1, 1)}, "2020-01-01", "in force"),
    ({"status": "replaced", "valid_until": date(2020, 1, 1)}, "2020-01-02", "replaced"),
    ({"valid_until": date(2020, 1, 1), "replaced_by": ["X 9"]}, "2020-01-02", "replaced"),
    ({"valid_until": date(2020, 1, 1)}, "2020-01-02", "withdrawn"),
    ({"valid_until": date(2020, 1, 1)}, "", "withdrawn"),
    ({"status": "withdrawn"}, "2020-01-01", "withdrawn"),
]


@pytest.mark.parametrize(("values", "on", "word"), STATUSES)
def test_a_standard_has_the_status_of_the_day_on_its_page_in_lists_and_as_data(
    client: Client, values, on, word
):
    code = {"in force": "current", "not yet in force": "upcoming"}.get(word, word)
    add("X 1", **values)
    asked = f"?on={on}" if on else ""
    page = client.get(f"/en/reference/standards/rows/X 1{asked}")
    (said,) = [cell.text for cell in page.context["cells"] if cell.heading == "Status"]
    assert said == word
    answer = client.get(f"/en/reference/standards/?q=X+1&type=Q&status={code}&on={on}")
    (line,) = answer.context["lines"]
    assert word in [cell.text for cell in line.cells]
    assert (
        client.get(f"/en/reference/standards/?q=X+1&type=Q&status={code}x&on={on}").context["lines"]
        == []
    )
    turtle = client.get(f"/reference/standards/X%201{asked}", HTTP_ACCEPT="text/turtle")
    assert f'column:status "{code}"' in turtle.content.decode()


def test_an_approval_that_has_ended_is_not_called_in_force(client: Client):
    body = OrganisationFactory(fields=[FIELD])
    body.approved_fields.update(valid_until=date(2021, 1, 1))

    def said(day: str) -> str:
        lines = client.get(f"/en/reference/approvals/{day}").context["lines"]
        return next(c.text for line in lines for c in line.cells if c.heading == "Status")

    assert [said(day) for day in ("", "?on=2021-01-01")] == ["ended", "in force"]


def test_the_history_of_a_day_ends_with_it(client: Client):
    with time_machine.travel("2026-11-20T23:59:00+08:00", tick=False):
        standard = add("X 1")
    with time_machine.travel("2026-11-21T00:01:00+08:00", tick=False):
        standard.title_zh = "乙乙"
        standard.save()
    for address in ("history/", "rows/X 1"):
        path = f"/en/reference/standards/{address}"
        told = [
            len([t for t in client.get(f"{path}{on}").context["history"] if t.name == "X 1"])
            for on in ("?on=2026-11-19", "?on=2026-11-20", "?on=2026-11-21", "")
        ]
        assert told == [0, 1, 2, 2]


def test_what_a_page_for_a_day_leads_to_is_of_the_same_day(client: Client):
    add("X 1")
    content = client.get("/en/reference/standards/?q=X+1&on=2020-01-01").content.decode()
    for path in ("/en/reference/standards/rows/X%201", "/reference/standards.csv"):
        assert f'href="{path}?on=2020-01-01"' in content


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ({"verified": True}, set()),
        ({}, {"warning"}),
        ({"verified": True, "valid_until": date(2001, 1, 1)}, {"expired"}),
        ({"verified": True, "valid_from": date(2999, 1, 1)}, {"not_yet_effective"}),
    ],
)
def test_a_row_says_whether_it_is_verified_and_in_effect(client: Client, values, states):
    add("X 1", **values)
    for address in ("?type=Q", "rows/X 1"):
        content = client.get(f"/en/reference/standards/{address}").content.decode()
        shown = {"warning", "expired", "not_yet_effective"}
        assert {state for state in shown if f"ts-state--{state}" in content} == states


def test_a_row_is_not_over_on_its_last_day(client: Client):
    add("X 1", verified=True, valid_until=timezone.localdate())
    assert (
        "ts-state--expired" not in client.get("/en/reference/standards/rows/X 1").content.decode()
    )


def test_history_tells_what_changed_but_not_who(client: Client):
    person = PersonFactory(name="Somebody Named")
    with acting(person, "form"):
        standard = add("X 1")
        standard.title_zh = "乙乙"
        standard.save()
    for address in ("history/", "rows/X 1"):
        content = client.get(f"/en/reference/standards/{address}").content.decode()
        assert "乙乙" in content
        assert "Somebody" not in content
        assert person.email not in content


def test_a_row_names_its_source_in_the_language_of_the_page(client: Client):
    add("X 1", source="Number and title seen in public pages")
    for language, words in (("zh-hans", "编号和名称见于公开网页"), ("en", "Number and title seen")):
        page = client.get(f"/{language}/reference/standards/rows/X 1").content.decode()
        assert words in page


def test_the_classification_is_a_tree_with_crosswalks(client: Client):
    ClassificationItem.objects.create(field_id=FIELD, name_zh="自行车")
    Crosswalk.objects.create(field_id=FIELD, item="自行车", system="ISIC", code="3092")
    over = date(2001, 1, 1)
    ClassificationItem.objects.create(field_id=FIELD, name_zh="马车", valid_until=over)
    content = client.get("/zh-hans/reference/classification/").content.decode()
    assert content.index(FIELD) < content.index("自行车") < content.index("ISIC 3092")
    assert "马车" not in content


def test_a_page_is_sent_again_only_when_something_has_changed(client: Client):
    address = "/en/reference/standards/"
    tag = client.get(address)["ETag"]
    assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 304
    add("X 1")
    assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_pages_of_who_is_signed_in_are_not_shared(client: Client):
    client.force_login(PersonFactory())
    assert not client.get("/en/reference/standards/").has_header("ETag")


def test_a_longer_list_asks_no_more_of_the_database(client: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/reference/items/")
        return len(asked)

    ClassificationItem.objects.create(field_id=FIELD, name_zh="一")
    few = queries()
    for n in range(30):
        ClassificationItem.objects.create(field_id=FIELD, name_zh=f"项{n}")
    assert queries() == few


def test_what_is_not_there_is_not_found(client: Client):
    for path in ("nothing/", "nothing/history/", "standards/rows/X", "nothing/rows/X"):
        assert client.get(f"/en/reference/{path}").status_code == 404

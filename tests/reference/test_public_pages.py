"""The registers as everybody may read them."""

from __future__ import annotations

from datetime import date

import pytest
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
    assert response.status_code == 200
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
        ("?type=Q&status=withdrawn", ["X 3"]),
        ("?type=Q&verified=yes", ["X 2"]),
        ("?type=Q&on=2020-01-01", ["X 1", "X 2"]),
        ("?type=Q&on=2020-01-02", ["X 2", "X 3"]),
        ("?type=Q&on=someday", ["X 1", "X 2", "X 3"]),
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


def test_a_day_that_is_none_is_said(client: Client):
    response = client.get("/en/reference/standards/?on=2020-02-30")
    assert "“2020-02-30” is not a date." in response.content.decode()


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

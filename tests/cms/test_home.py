"""The home page: search, verification, what is new, figures."""

from __future__ import annotations

import pytest

from cms.models import HomePage
from portal.core import charts
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from tests.factories import EntryFactory


def publish_all() -> None:
    for message in OutboxMessage.objects.filter(kind="publish", delivered_at__isnull=True):
        deliver(message.pk)


def queries_of_home(client, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(100) as captured:
        assert client.get("/zh-hans/").status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_register(
    client, home, django_assert_max_num_queries
):
    EntryFactory()
    publish_all()
    client.get("/zh-hans/")
    with_one = queries_of_home(client, django_assert_max_num_queries)
    for _ in range(9):
        EntryFactory()
    publish_all()
    assert queries_of_home(client, django_assert_max_num_queries) == with_one
    assert with_one <= 25


def test_the_newest_scheme_is_shown_with_its_number_and_a_link(client, home):
    entry = EntryFactory()
    publish_all()
    html = client.get("/en/").content.decode()
    assert f'href="/schemes/{entry.number}"' in html


def test_an_empty_register_says_what_will_be_here(client, home):
    html = client.get("/en/").content.decode()
    assert "ts-empty" in html
    assert "ts-entries" not in html


def test_every_example_is_a_search(client, home):
    home = HomePage.objects.get(locale__language_code="en")
    html = client.get("/en/").content.decode()
    assert home.example_list
    assert html.count('class="ts-examples__link"') == len(home.example_list)


def test_every_figure_of_a_picture_stands_in_its_table(client, home):
    EntryFactory()
    publish_all()
    html = client.get("/en/").content.decode()
    pictures = html.count('class="ts-figure__picture"')
    assert pictures >= 2
    assert html.count('class="ts-bar"') == html.count("govuk-table__cell--numeric")


@pytest.mark.parametrize(
    ("count", "most", "length"), [(0, 9, 0), (9, 9, 260), (1, 10_000, 3), (0, 0, 0)]
)
def test_a_bar_is_as_long_as_its_figure_and_never_invisible(count, most, length):
    chart = charts.bar_chart("k", "t", [("a", count), ("b", most)])
    assert chart.bars[0].length == length
    assert chart.track == 260


def test_the_news_of_the_home_are_in_its_own_language(client, site):
    html = client.get("/en/").content.decode()
    assert "The register opens for trial" in html
    assert "登记册试运行" not in html

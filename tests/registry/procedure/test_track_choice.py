"""The wizard's answers: what the rows on tracks ask for and allow, as a table."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from registry.models import Binding, Occasion, TrackRule
from registry.procedure.track_choice import Case, choose
from registry.tracks import track_of

TODAY = datetime.date(2026, 11, 30)
FIRST, MAJOR, MINOR = Occasion.FIRST, Occasion.MAJOR, Occasion.MINOR
GAS, FOOD = "燃气具", "食品"


def row(key: str, track: str, binding: str = Binding.REQUIRED, **place: Any) -> TrackRule:
    words = {"why_zh": "理由", "basis_zh": "《测试法》第一条", **place}
    return TrackRule(key=key, track=track, binding=binding, **words)


def allow(key: str, track: str, **place: Any) -> TrackRule:
    return row(key, track, Binding.ALLOWED, **place)


ALL = row("all", "filing")
GAS_APPROVED = row("gas", "approval", field_id=GAS)
GAS_PROMISED = allow("gas-promise", "commitment", field_id=GAS)
PROMISED = allow("promise", "commitment")
PRODUCTS = row("products", "approval", category="product")
MINOR_FILED = row("minor", "filing", occasion=MINOR)
GAS_MINOR = row("gas-minor", "filing", field_id=GAS, occasion=MINOR)
PRODUCTS_MAJOR = row("products-major", "commitment", category="product", occasion=MAJOR)
ENDED = row("ended", "approval", valid_until=TODAY - datetime.timedelta(days=1))
COMING = row("coming", "approval", valid_from=TODAY + datetime.timedelta(days=1))
LAST_DAY = row("last-day", "approval", field_id=GAS, valid_from=TODAY, valid_until=TODAY)
HIDDEN = row("hidden", "approval", field_id=GAS, basis_zh="")
LATER = row("later", "filing", field_id=FOOD, valid_from=datetime.date(2026, 1, 1))
EARLIER = row("earlier", "declaration", field_id=GAS)

#: The rows, what is put forward, and what comes of it: the track with its row, the others.
TABLE: list[tuple[list[TrackRule], tuple[str, str, tuple[str, ...]], str, str, list[str]]] = [
    # No row is the usual track; a row for everything says why.
    ([], (FIRST, "product", (GAS,)), "filing", "", []),
    ([ALL], (FIRST, "product", (GAS,)), "filing", "all", []),
    ([ALL], (MINOR, "management_system", ()), "filing", "all", []),
    # The more specific row comes first: field, then category, then occasion.
    ([ALL, GAS_APPROVED], (FIRST, "product", (GAS,)), "approval", "gas", []),
    ([ALL, GAS_APPROVED], (FIRST, "product", (FOOD,)), "filing", "all", []),
    ([ALL, PRODUCTS], (MAJOR, "product", (FOOD,)), "approval", "products", []),
    ([ALL, PRODUCTS], (MAJOR, "service", (FOOD,)), "filing", "all", []),
    ([PRODUCTS, GAS_MINOR], (MINOR, "product", (GAS,)), "filing", "gas-minor", []),
    ([PRODUCTS, MINOR_FILED], (MINOR, "product", (GAS,)), "approval", "products", []),
    ([PRODUCTS, PRODUCTS_MAJOR], (MAJOR, "product", (GAS,)), "commitment", "products-major", []),
    ([GAS_APPROVED, GAS_MINOR], (MINOR, "product", (GAS,)), "filing", "gas-minor", []),
    ([GAS_APPROVED, GAS_MINOR], (MAJOR, "product", (GAS,)), "approval", "gas", []),
    # What is allowed stands beside it, unless it is the more general row.
    ([ALL, PROMISED], (FIRST, "service", (FOOD,)), "filing", "all", ["commitment"]),
    ([PROMISED], (FIRST, "service", (FOOD,)), "filing", "", ["commitment"]),
    ([ALL, PROMISED, GAS_APPROVED], (FIRST, "product", (GAS,)), "approval", "gas", []),
    ([GAS_APPROVED, GAS_PROMISED], (FIRST, "product", (GAS,)), "approval", "gas", ["commitment"]),
    # Of several fields the strictest prevails, and what is allowed for it.
    ([ALL, GAS_APPROVED], (FIRST, "product", (FOOD, GAS)), "approval", "gas", []),
    (
        [ALL, GAS_APPROVED, GAS_PROMISED],
        (FIRST, "product", (GAS, FOOD)),
        "approval",
        "gas",
        ["commitment"],
    ),
    ([ALL, GAS_PROMISED], (FIRST, "product", (GAS, FOOD)), "filing", "all", []),
    ([LATER, EARLIER], (FIRST, "product", (GAS, FOOD)), "filing", "later", []),
    # Rows hold in their days, the first and the last included.
    ([ALL, ENDED, COMING], (FIRST, "product", (GAS,)), "filing", "all", []),
    ([ALL, LAST_DAY], (FIRST, "product", (GAS,)), "approval", "last-day", []),
    # A licence without its clause is none.
    ([ALL, HIDDEN], (FIRST, "product", (GAS,)), "filing", "all", []),
    # Two of a file that contradict each other: the stricter.
    ([ALL, row("also", "approval")], (FIRST, "product", ()), "approval", "also", []),
]


@pytest.mark.parametrize(("rows", "put", "track", "key", "others"), TABLE)
def test_the_rows_say_which_track(rows, put, track, key, others):
    occasion, category, fields = put
    for order in (rows, rows[::-1]):
        choice = choose(order, Case(occasion, category, fields, TODAY), track_of("filing"))
        asked = choice.asked
        assert (asked.track.key, asked.row.key if asked.row else "") == (track, key)
        assert [way.track.key for way in choice.others] == others


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("category", ["product", "service", "management_system"])
def test_each_occasion_and_category_can_be_put_under_a_track(occasion, category):
    rows = [ALL, row("here", "approval", occasion=occasion, category=category)]
    for other in Occasion:
        found = choose(rows, Case(other, category, (), TODAY), track_of("filing"))
        assert found.asked.track.key == ("approval" if other is occasion else "filing")

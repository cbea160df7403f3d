"""Outcomes are told by month and without names; few bodies leave their field out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.core.errors import RulesBroken
from registry.figures.outcomes import Happened, digest, rows_of
from registry.models import Decision, Filing
from registry.procedure.actions.permitting import ProposeRefusal, Refuse
from tests.factories import FilingFactory, decider, officer
from tests.registry.procedure.applications import a_ground, accepted, declined, refused

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 1)


def happened(body, field="服装", **changes):
    words = {"track": "filing", "outcome": "refused", "reasons": ("ip",), "summary": ""}
    return Happened(month=MAY, body=body, fields=(field,), **{**words, **changes})


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.mark.parametrize(
    ("bodies", "least", "told"),
    [((1, 2), 3, ()), ((1, 2, 3), 3, ("服装",)), ((1, 1, 1), 3, ()), ((1,), 1, ("服装",))],
)
def test_a_field_is_left_out_where_few_bodies_stand_behind_it(bodies, least, told):
    [row] = rows_of([happened(body) for body in bodies], least)
    assert (row.fields, row.cases) == (told, len(bodies))


def test_rows_keep_nothing_of_the_order_in_which_they_happened():
    rows = [happened(1, outcome=outcome) for outcome in ("revoked", "refused", "not_accepted")]
    assert rows_of(rows, 3) == rows_of(reversed(rows), 3)


def test_a_month_that_is_not_over_is_not_told():
    refused()
    assert digest() == []


def next_month() -> date:
    """A day of the month after this one."""
    return timezone.localdate().replace(day=1) + timedelta(days=40)


def test_every_outcome_that_burdens_is_told_with_its_reason():
    refused()
    FilingFactory(correction_requested=True)
    declined()
    told = {row.outcome: row.reasons for row in digest(next_month())}
    assert set(told) == {"refused", "correction_requested", "not_accepted"}
    assert told["refused"] == told["not_accepted"] == (a_ground(),)


def _refuse(summary: str) -> Filing:
    words = {"reason": "不符合条件", "reason_code": a_ground()}
    proposed = ProposeRefusal(accepted(), officer(), **words).run()
    return Refuse(proposed, decider(), **words, public_summary=summary).run()


def test_what_the_decider_writes_for_the_public_is_told():
    _refuse("缺少型式试验要求。")
    assert [row.summary for row in digest(next_month())] == ["缺少型式试验要求。"]


@pytest.mark.parametrize("name", ["body", "title", "rule_number", "number"])
def test_a_summary_that_names_somebody_is_refused(name):
    words = {"reason": "不符合条件", "reason_code": a_ground()}
    filing = ProposeRefusal(accepted(), officer(), **words).run()
    named = {
        "body": filing.organisation.name_zh,
        "title": filing.version.document["title"]["zh"],
        "rule_number": filing.version.document["rule_number"],
        "number": filing.number,
    }
    with pytest.raises(RulesBroken, match="without names"):
        Refuse(filing, decider(), **words, public_summary=f"关于 {named[name]} 的决定").run()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_and_the_data_name_nobody(client, language, monkeypatch):
    filing = refused()
    monkeypatch.setattr("registry.figures.outcome_views.digest", lambda: digest(next_month()))
    path = reverse("figures:outcomes").replace("/en/", f"/{language}/")
    ways = (path, reverse("figures-data:outcomes-json"), reverse("figures-data:outcomes-csv"))
    names = (filing.number, filing.organisation.name_zh, filing.version.document["rule_number"])
    for way in ways:
        text = client.get(way).content.decode()
        assert not [name for name in names if name in text], way
    assert a_ground() in client.get(ways[1]).content.decode()


def test_the_feed_tells_a_month_when_it_is_over_and_names_nobody(client):
    filing = _refuse("缺少型式试验要求。")
    feed = "/feeds/outcomes.atom"
    assert "<entry>" not in client.get(feed).content.decode()
    cache.clear()
    with time_machine.travel(next_month(), tick=True):
        told = client.get(feed, {"lang": "en"})
        page = client.get("/en/outcomes/").content.decode()
    assert told["Content-Type"].startswith("application/atom+xml")
    [item] = fromstring(told.content).iter("{http://www.w3.org/2005/Atom}entry")
    words = {child.tag.rpartition("}")[2]: child for child in item}
    assert "缺少型式试验要求。" in words["summary"].text
    assert "1 case" in words["title"].text
    anchor = words["link"].get("href").rpartition("#")[2]
    assert f'id="{anchor}"' in page
    assert feed in page
    text = told.content.decode()
    body = filing.organisation
    for name in (body.name_zh, body.approval_no, filing.number, filing.scheme.title["zh"]):
        assert name not in text

"""Publications: made from entries, the same however often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry.models import (
    Entry,
    Publication,
    PublishedField,
    PublishedGap,
    PublishedStandard,
    PublishedText,
)
from registry.outbox.handlers import publish
from registry.public_status import PublicStatus, public_status
from registry.publication.publishing import complete_publications, rebuild, rebuild_all
from registry.publication.queries import fields_with_counts, figures, newest
from registry.register.acts.deregistering import Deregister
from registry.states import EntryState, holds_on
from tests.factories import EntryFactory, Role, member_of
from tests.registry.listing import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def _everything() -> list[list[Any]]:
    return [
        list(Publication.objects.order_by("pk").values()),
        list(PublishedText.objects.order_by("pk").values()),
        list(PublishedField.objects.order_by("publication", "key").values_list("key")),
        list(PublishedStandard.objects.order_by("ref").values_list("ref", "compact")),
    ]


def test_publication_says_what_the_entry_and_its_document_say() -> None:
    entry = listed()
    publication = entry.publication
    document = entry.version.document
    assert publication.number == entry.number
    assert publication.title_zh == document["title"]["zh"]
    assert publication.promise == document["purpose"]["public_promise"]
    assert publication.fields == document["domains"]
    assert publication.body_slug == entry.organisation.slug
    assert publication.sha256 == entry.version.digest
    assert publication.has_mark
    assert publication.mark is not None
    assert publication.mark["name"] == document["mark"]["name"]


def test_rebuilding_twice_changes_nothing() -> None:
    entry = listed()
    before = _everything()
    rebuild(entry)
    publish({"entry": entry.pk})
    assert _everything() == before


def test_command_rebuilds_what_is_missing_and_a_second_run_changes_nothing(capsys: Any) -> None:
    EntryFactory()
    Publication.objects.all().delete()
    call_command("rebuild_catalogue", dry_run=True)
    assert not Publication.objects.exists()
    call_command("rebuild_catalogue")
    before = _everything()
    call_command("rebuild_catalogue")
    assert _everything() == before
    assert "1 entries" in capsys.readouterr().out


def test_what_older_code_left_to_the_worker_is_published_after_an_upgrade() -> None:
    entry, _other = listed(), listed()
    Publication.objects.filter(entry=entry).delete()
    assert complete_publications() == 1
    assert Publication.objects.get(entry=entry).title == entry.version.title
    assert complete_publications() == 0


def test_a_new_event_changes_the_fingerprint_and_its_date() -> None:
    entry = listed()
    before = Publication.objects.get()
    Deregister(
        entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="不再开展"
    ).run()
    rebuild(entry)
    after = Publication.objects.get()
    assert after.fingerprint != before.fingerprint
    assert after.rebuilt_at > before.rebuilt_at
    assert after.status == PublicStatus.DEREGISTERED


def test_rebuilding_all_gives_the_same_as_rebuilding_each() -> None:
    listed()
    listed(category="service")
    before = _everything()
    assert rebuild_all() == 2
    assert _everything() == before


DATES = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))


#: Days without an approval, as the publication keeps them.
GAPS: tuple[list[tuple[date | None, date | None]], ...] = (
    [],
    [(None, None)],
    [(None, TODAY - timedelta(days=1)), (TODAY + timedelta(days=1), None)],
    [(TODAY, TODAY)],
)


def _with_gaps(entry: Entry, gaps: list[tuple[date | None, date | None]]) -> None:
    written = [[day.isoformat() if day else None for day in gap] for gap in gaps]
    Publication.objects.filter(entry=entry).update(gaps=written)
    PublishedGap.objects.all().delete()
    for begins, ends in gaps:
        PublishedGap.objects.create(publication=entry.publication, begins=begins, ends=ends)


@pytest.mark.parametrize("gaps", GAPS)
def test_status_by_query_and_status_by_function_agree(gaps: Any) -> None:
    entry = listed()
    _with_gaps(entry, gaps)
    for state in EntryState:
        for effective in DATES[1:]:
            for expires in DATES:
                for ended in DATES if state == EntryState.LISTED else DATES[1:]:
                    dates = (effective, expires, ended)
                    Publication.objects.update(
                        state=state, effective_from=effective, expires_on=expires, ended_on=ended
                    )
                    asked = Publication.objects.with_status(TODAY).get(entry=entry)
                    said = asked.status_code  # type: ignore[attr-defined]
                    assert said == public_status(TODAY, state, *dates, gaps)
                    assert said == asked.status_on(TODAY)


def test_every_gap_is_found_by_the_query_that_the_function_finds() -> None:
    entry = listed()
    days = [TODAY + timedelta(days=n) for n in (-2, -1, 0, 1, 2)]
    for gaps in GAPS:
        _with_gaps(entry, gaps)
        for day in days:
            asked = bool(PublishedGap.objects.on(day))
            assert asked == any(holds_on(day, *gap) for gap in gaps), (day, gaps)


@pytest.mark.parametrize("gaps", GAPS)
def test_the_status_of_an_entry_is_that_of_its_publication(gaps: Any) -> None:
    entry = listed()
    Publication.objects.update(effective_from=TODAY)
    Entry.objects.update(effective_from=TODAY)
    _with_gaps(entry, gaps)
    found = Entry.objects.with_status(TODAY).get()
    publication = Publication.objects.get()
    assert found.status_code == found.status_on(TODAY) == publication.status_on(TODAY)  # type: ignore[attr-defined]


def test_newest_are_those_listed_last() -> None:
    first, second, third = listed(), listed(), listed()
    assert [p.number for p in newest(2)] == [third.number, second.number]
    assert first.number not in [p.number for p in newest(2)]


def test_fields_are_counted_and_those_without_schemes_are_there() -> None:
    entry = listed()
    key = entry.version.document["domains"][0]
    counts = {field: count for field, _label, count in fields_with_counts()}
    assert counts[key] == 1
    assert 0 in counts.values()


def test_figures_count_every_publication_once_in_each_picture() -> None:
    listed()
    listed(category="service")
    listed(deregistered=True)
    counted = figures()
    for rows in counted.values():
        assert sum(count for _label, count in rows) == 3
    assert dict(counted["by_year"]) == {str(timezone.localdate().year): 3}


def test_a_publication_is_locked_to_its_entry() -> None:
    entry = listed()
    assert Entry.objects.get(publication__number=entry.number) == entry

"""What a change touches: drafts, filings and entries with the places; made, previewed, resumed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import ApprovedField
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from portal.reference.changes import acting
from portal.reference.models import NationalScheme, RuleLimit, Standard
from registry.models import Entry, ImpactRun, SubjectKind
from registry.supervision.impact import runs
from registry.supervision.impact.runs import carry_out, preview, preview_blueprint
from schemes.models import BlueprintVersion, Version
from schemes.states import VersionState

pytestmark = pytest.mark.django_db

#: Of the demonstration: in force in the register, and under review, by two bodies' schemes.
NUMBER = "GB/T 19001-2016"


#: The scheme that rests on it converts certificates of its version before until a later day.
IN_TRANSITION = "GB/T 27025-2019"


def withdraw(number=NUMBER):
    standard = Standard.objects.get(number=number)
    standard.status, standard.valid_until = "withdrawn", date(2026, 1, 1)
    standard.save()


def naming(number):
    """The places where texts in force or in the making rest on this number."""
    return {
        (version.pk, f"/basis/@{basis['id']}/status")
        for version in runs.subjects()
        for basis in version.document.get("basis", [])
        if basis.get("ref") == number
    }


def test_a_withdrawn_standard_touches_every_text_that_rests_on_it(editor):
    expected = naming(NUMBER)
    assert expected
    run = preview(withdraw, editor)
    assert run.finished_at is not None
    assert {(hit.version_id, hit.address) for hit in run.hits.all()} == expected
    assert {(hit.code, hit.appears) for hit in run.hits.all()} == {("SCH-014", True)}
    assert {hit.kind for hit in run.hits.all()} >= {SubjectKind.ENTRY}


def test_the_transition_of_a_scheme_hides_no_withdrawn_basis(editor):
    resting = {pk for pk, _place in naming(IN_TRANSITION)}
    texts = [version.document for version in runs.subjects().filter(pk__in=resting)]
    assert any(text["lifecycle"].get("transition_until", "") > "2026-12" for text in texts)
    run = preview(lambda: withdraw(IN_TRANSITION), editor)
    assert {(hit.version_id, hit.address) for hit in run.hits.all()} == naming(IN_TRANSITION)
    assert {hit.severity for hit in run.hits.all()} == {"error"}


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_announced_ahead_is_found_for_the_day_on_which_it_counts(editor, days):
    last = timezone.localdate() + timedelta(days=days)

    def announce():
        standard = Standard.objects.get(number=NUMBER)
        standard.status, standard.valid_until = "withdrawn", last
        standard.save()

    run = preview(announce, editor)
    assert {(hit.version_id, hit.address) for hit in run.hits.all()} == naming(NUMBER)
    assert {hit.day for hit in run.hits.all()} == {last + timedelta(days=1)}


def test_two_workers_with_one_message_find_nothing_twice(editor):
    withdraw_later = preview(withdraw, editor)
    with acting(editor, "form"):
        withdraw()
    run = ImpactRun.objects.get(is_preview=False, created_by=editor)
    same = ImpactRun.objects.get(pk=run.pk)
    carry_out(run)
    carry_out(same)
    assert run.hits.count() == withdraw_later.hits.count()


def test_a_preview_changes_nothing(editor):
    before = OutboxMessage.objects.count()
    preview(withdraw, editor)
    assert Standard.objects.get(number=NUMBER).status == "current"
    assert OutboxMessage.objects.count() == before


def test_what_an_editor_changes_is_examined_by_the_worker_as_one_act(editor):
    with acting(editor, "form"):
        withdraw()
        RuleLimit.objects.create(name="complaint_days", value=5, valid_from=date(2026, 1, 1))
    run = ImpactRun.objects.get(is_preview=False, created_by=editor)
    assert run.finished_at is None
    assert run.created_by == editor
    assert deliver(OutboxMessage.objects.get(kind="impact", payload__run=run.pk).pk)
    run.refresh_from_db()
    assert run.done == run.total == runs.subjects().count()
    assert {hit.code for hit in run.hits.all()} == {"SCH-014", "SCH-037"}


def test_taking_it_back_makes_the_finding_go(editor):
    withdraw()
    with acting(editor, "form"):
        standard = Standard.objects.get(number=NUMBER)
        standard.status, standard.valid_until = "current", None
        standard.save()
    run = carry_out(ImpactRun.objects.get(is_preview=False, created_by=editor))
    assert {hit.appears for hit in run.hits.all()} == {False}
    assert {(hit.version_id, hit.address) for hit in run.hits.all()} == naming(NUMBER)


def test_nothing_is_examined_for_what_an_installation_writes(editor):
    before = ImpactRun.objects.count()
    with acting(None, "installation"):
        withdraw()
    assert ImpactRun.objects.count() == before


def test_a_body_that_loses_a_field_is_touched_and_no_other(editor):
    entry = Entry.objects.filter(state="listed").first()
    fields = set(entry.version.document["domains"])

    def lose():
        for approval in ApprovedField.objects.filter(
            organisation=entry.organisation, field__in=fields
        ):
            approval.status = "withdrawn"
            approval.save()

    run = preview(lose, editor)
    hits = list(run.hits.all())
    assert {hit.code for hit in hits if hit.appears} == {"SCH-001"}
    assert entry.version_id in {hit.version_id for hit in hits}
    assert {hit.organisation_id for hit in hits if hit.code == "SCH-001"} == {entry.organisation_id}


def test_a_national_scheme_that_appears_touches_those_that_resemble_it(editor):
    entry = Entry.objects.filter(state="listed", scheme__category="service").first()
    document = entry.version.document

    def appear():
        NationalScheme.objects.create(
            key="new-national",
            title_zh=document["title"]["zh"],
            category="service",
            scope_zh=document["scope"]["included"]["zh"],
            objects_zh=[each["name"]["zh"] for each in document["scope"]["objects"]],
            bases=[each["ref"] for each in document["basis"]],
        )

    run = preview(appear, editor)
    assert (entry.version_id, "SCH-017") in {(h.version_id, h.code) for h in run.hits.all()}


def test_a_run_goes_on_where_it_was_interrupted(editor, monkeypatch):
    monkeypatch.setattr(runs, "PORTION", 3)
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    run = preview(withdraw, editor)
    assert run.finished_at is None

    class Interrupted(Exception):
        pass

    def stop(count: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        carry_out(run, progress=stop)
    run.refresh_from_db()
    assert run.done == 3
    carry_out(run)
    assert run.done == run.total
    assert {(hit.version_id, hit.address) for hit in run.hits.all()} == naming(NUMBER)
    count = run.hits.count()
    carry_out(run)
    assert run.hits.count() == count


def test_a_blueprint_version_shows_what_it_would_break(editor):
    published = BlueprintVersion.objects.published().get(key="service")
    schema = {**published.schema, "required": [*published.schema["required"], "recognition"]}
    schema["properties"] = {
        **schema["properties"],
        "blueprint": {**schema["properties"]["blueprint"], "const": "service/2"},
    }
    schema["$id"] = schema["$id"].replace(":1", ":2")
    next_one = BlueprintVersion.objects.create(
        key="service", version=2, category="service", schema=schema, digest="2" * 64
    )
    run = preview_blueprint(next_one, editor)
    lacking = {
        version.pk
        for version in runs.subjects().filter(blueprint__key="service")
        if "recognition" not in version.document
    }
    assert lacking
    found = {h.version_id for h in run.hits.all() if h.address == "/recognition"}
    assert found == lacking
    assert {h.code for h in run.hits.all() if h.address == "/recognition"} == {"BLUEPRINT-required"}
    assert not Version.objects.filter(blueprint=next_one).exists()


def test_superseded_texts_are_not_examined(demonstration):
    old = Version.objects.filter(state=VersionState.SUBMITTED, listed__superseded_at__isnull=False)
    assert old.exists()
    assert not runs.subjects().filter(pk__in=old).exists()

"""The next amendment of a rule that was filed on paper: it becomes a structured document."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.accounts.roles import Role
from registry.models import Entry
from registry.procedure.actions import Submit
from registry.procedure.permissions import may_decide
from registry.workspace.next_step import next_step
from schemes.actions import Sign
from schemes.drafts import begin_version
from schemes.models import Version
from schemes.reports import check_version
from tests.factories import (
    answer_neighbours,
    answer_warnings,
    approve,
    decider,
    member_of,
    valid_document,
)
from tests.registry.stock.lists import PAPER_NUMBER, WORDS, entry_from_paper

pytestmark = pytest.mark.django_db

CHANGE = {
    "id": "cs-1",
    "clause": "1",
    "kind": "modify",
    "text": {"zh": "由纸质备案转为结构化文件"},
    "reason": {"zh": "修订"},
}


@pytest.fixture
def entry() -> Entry:
    return entry_from_paper()


def structured(entry: Entry) -> Version:
    """The next version as a body writes it: what was filled in stays, the rest is written."""
    version = begin_version(entry.scheme, member_of(entry.organisation, Role.AUTHOR))
    known, written = version.document, valid_document("service")
    document = {
        **written,
        **known,
        "version": "2.0.0",
        "lifecycle": written["lifecycle"],
        "owner": {**written["owner"], **known["owner"]},
        "annexes": [*written["annexes"], *known["annexes"]],
        "change_summary": [CHANGE],
        "title": written["title"],
        "domains": written["domains"],
    }
    for key in document["domains"]:
        approve(entry.organisation, key)
    if document.get("mark"):
        from django.utils import timezone

        document["mark"]["similarity"]["searched"] = timezone.localdate().isoformat()
    Version.objects.filter(pk=version.pk).update(document=document)
    return Version.objects.get(pk=version.pk)


def amended(entry: Entry) -> Entry:
    version = structured(entry)
    answer_neighbours(version)
    answer_warnings(version)
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    Submit(Sign(version, signatory).run(), signatory).run()
    return Entry.objects.get(pk=entry.pk)


def test_the_draft_follows_the_blueprint_of_its_kind_with_what_is_known_filled_in(
    entry: Entry,
) -> None:
    draft = begin_version(entry.scheme, member_of(entry.organisation, Role.AUTHOR))
    assert draft.blueprint.ref == "service/1"
    for part in ("id", "title", "rule_number", "domains", "owner", "operators", "annexes"):
        assert draft.document[part] == entry.version.document[part]
    codes = {finding.code for finding in check_version(draft).findings}
    assert "BLUEPRINT-required" in codes
    assert "BLUEPRINT-additionalProperties" not in codes


def test_the_amendment_keeps_entry_and_number_and_is_structured(entry: Entry) -> None:
    after = amended(entry)
    assert (after.pk, after.number) == (entry.pk, entry.number)
    assert after.publication.is_structured
    assert [one.label for one in after.listed_versions.order_by("pk")] == ["1.0.0", "2.0.0"]
    # Its body has no approval in this world, by which it is frozen; that is not of interest here.
    told = after.events.exclude(event="frozen").order_by("pk")
    assert list(told.values_list("event", flat=True)) == [
        "taken_over",
        "amended",
    ]
    filing = after.scheme.filings.get()
    assert filing.is_amendment
    assert filing.version.document["previous_version"].endswith("/versions/1.0.0")


def test_who_took_it_over_may_decide_on_its_amendment(entry: Entry) -> None:
    filing = amended(entry).scheme.filings.get()
    assert entry.paper.stock.begun_by == decider()
    assert may_decide(decider(), filing)


@pytest.mark.usefixtures("home")
def test_the_number_on_paper_and_the_file_stay_after_it(client: Client, entry: Entry) -> None:
    (file,) = client.get(entry.get_absolute_url()).context["files"]
    after = amended(entry)
    assert client.get(f"/v/{PAPER_NUMBER}")["Location"] == f"/v/{after.number}"
    assert b"".join(client.get(file.href).streaming_content)  # type: ignore[arg-type]
    page = client.get(after.get_absolute_url())
    assert page.context["paper"].number == PAPER_NUMBER
    assert client.get(f"{after.get_absolute_url()}/versions/1.0.0").status_code == 200
    answer = client.get("/api/v1/schemes", {"q": WORDS, "form": "structured"}).json()
    assert answer["count"] == 1


def test_the_workspace_offers_a_structured_version(client: Client, entry: Entry) -> None:
    author = member_of(entry.organisation, Role.AUTHOR)
    client.force_login(author)
    page: Any = client.get(f"/en/workspace/schemes/{entry.scheme_id}/")
    assert page.status_code == 200
    step = page.context["step"]
    assert step.is_post
    answer = client.post(step.href)
    assert answer.status_code == 302
    assert entry.scheme.versions.drafts().get().blueprint.ref == "service/1"


def test_who_may_not_write_is_offered_nothing(entry: Entry) -> None:
    administrator = member_of(entry.organisation, Role.ADMINISTRATOR)
    step = next_step(administrator, entry.version, None, check_version(entry.version), [])
    assert not step.href

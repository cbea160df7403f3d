"""Impact at the desk: who may look, and what is shown of whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.reference.models import Standard
from registry.models import SubjectKind
from registry.supervision.impact.runs import preview
from registry.supervision.impact.subjects import subjects
from schemes.states import VersionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(editor):
    draft = next(v for v in subjects() if v.state == VersionState.DRAFT and v.document.get("basis"))
    number = draft.document["basis"][0]["ref"]

    def withdraw():
        row, _created = Standard.objects.get_or_create(number=number, defaults={"type": "GB/T"})
        row.status, row.valid_until = "withdrawn", date(2026, 1, 1)
        row.save()

    return preview(withdraw, editor)


def test_an_officer_sees_the_places(client, officer, run):
    client.force_login(officer)
    page = client.get(reverse("desk:impact-run", args=[run.pk])).content.decode()
    for hit in run.hits.all():
        assert str(hit.version.scheme) in page
    assert "SCH-014" in page
    listed = client.get(reverse("desk:impact") + "?previews=1").content.decode()
    assert reverse("desk:impact-run", args=[run.pk]) in listed
    assert (
        reverse("desk:impact-run", args=[run.pk])
        not in client.get(reverse("desk:impact")).content.decode()
    )


def test_of_a_draft_nothing_but_the_place_is_shown(client, officer, run):
    hit = run.hits.filter(kind=SubjectKind.DRAFT).first()
    assert hit is not None
    client.force_login(officer)
    page = client.get(reverse("desk:impact-run", args=[run.pk])).content.decode()
    assert f"/workspace/schemes/{hit.version.scheme_id}/" not in page
    table = client.get(reverse("desk:impact-table", args=[run.pk])).content.decode("utf-8-sig")
    row = next(line for line in table.splitlines() if str(hit.version.scheme) in line)
    assert hit.finding["params"].get("ref", "no ref") not in row


@pytest.mark.parametrize("mail", ["author@body.example", "signatory@body.example"])
def test_bodies_do_not_see_the_page_of_the_regulator(client, run, mail):
    client.force_login(User.objects.get(email=mail))
    assert client.get(reverse("desk:impact-run", args=[run.pk])).status_code == 404


def test_an_editor_sees_it_without_a_way_into_filings(client, editor, run):
    client.force_login(editor)
    page = client.get(reverse("desk:impact-run", args=[run.pk])).content.decode()
    assert "SCH-014" in page
    assert "/desk/filings/" not in page

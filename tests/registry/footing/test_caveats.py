"""What the regulator's registers say now, wherever the public reads of an entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import ApprovedField
from portal.reference.models import Standard
from registry.footing.keeping import renew_all
from registry.models import Entry, Publication
from registry.public_status import PublicStatus
from registry.publication.publishing import is_as_published, rebuild
from registry.register.acts.deregistering import Deregister
from registry.states import CaveatKind
from tests.factories import OrganisationFactory, Role, approve, member_of
from tests.registry.footing.resting import (
    FIELD,
    OTHER_FIELD,
    REF,
    SUCCESSOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    approval,
    data_of,
    in_force,
    standard,
)

pytestmark = pytest.mark.django_db


Edit = Callable[[Entry], None]


APPROVAL, STANDARD = "/domains/0", "/basis/@bs-1"


#: What an editor does, what is said from today on, at which place, with which words.
EDITS: list[tuple[str, Edit, CaveatKind, str, str]] = [
    (
        "ended",
        lambda entry: approval(entry, valid_until=YESTERDAY),
        CaveatKind.APPROVAL_ENDED,
        APPROVAL,
        "ended on",
    ),
    (
        "suspended",
        lambda entry: approval(entry, status="suspended"),
        CaveatKind.APPROVAL_SUSPENDED,
        APPROVAL,
        "is suspended",
    ),
    (
        "withdrawn",
        lambda entry: approval(entry, status="withdrawn", valid_until=TOMORROW),
        CaveatKind.APPROVAL_WITHDRAWN,
        APPROVAL,
        "has been withdrawn",
    ),
    (
        "taken out of the register",
        lambda entry: ApprovedField.objects.get(organisation=entry.organisation).delete() and None,
        CaveatKind.APPROVAL_MISSING,
        APPROVAL,
        "There is no approval",
    ),
    (
        "standard withdrawn",
        lambda entry: standard(status="withdrawn", valid_until=YESTERDAY),
        CaveatKind.STANDARD_WITHDRAWN,
        STANDARD,
        f"{REF} has been withdrawn and has not been in force since",
    ),
    (
        "standard withdrawn on a day that nobody recorded",
        lambda entry: standard(status="withdrawn"),
        CaveatKind.STANDARD_WITHDRAWN,
        STANDARD,
        f"{REF} has been withdrawn.",
    ),
    (
        "standard replaced",
        lambda entry: standard(
            status="replaced", valid_until=YESTERDAY, replaced_by=[SUCCESSOR, "GB 1-2026"]
        ),
        CaveatKind.STANDARD_REPLACED,
        STANDARD,
        f"replaced by {SUCCESSOR}, GB 1-2026.",
    ),
    (
        "standard that ended by its last day alone",
        lambda entry: standard(valid_until=YESTERDAY, replaced_by=[SUCCESSOR]),
        CaveatKind.STANDARD_REPLACED,
        STANDARD,
        f"replaced by {SUCCESSOR}.",
    ),
    (
        "standard of next year",
        lambda entry: standard(valid_from=TODAY + timedelta(days=200)),
        CaveatKind.STANDARD_UPCOMING,
        STANDARD,
        f"{REF} comes into force only on",
    ),
]


CASES = pytest.mark.parametrize(
    ("edit", "kind", "address", "words"),
    [case[1:] for case in EDITS],
    ids=[case[0] for case in EDITS],
)


def test_every_kind_is_tried() -> None:
    assert {kind for _name, _edit, kind, _address, _words in EDITS} == set(CaveatKind)


@CASES
def test_pages_lists_and_data_say_at_once_what_the_register_says(
    client: Client, edit: Edit, kind: CaveatKind, address: str, words: str
) -> None:
    entry = in_force()
    other = in_force(category="service")
    for number in (entry.number, other.number):
        assert data_of(client, f"/api/v1/schemes/{number}")["caveats"] == []
    edit(entry)

    record = data_of(client, f"/api/v1/schemes/{entry.number}")
    (caveat,) = record["caveats"]
    assert (caveat["kind"], caveat["address"]) == (kind, address)
    assert words in caveat["sentence"]["en"]
    assert caveat["sentence"]["zh"] != caveat["sentence"]["en"]
    is_gone = address == APPROVAL
    status = PublicStatus.BODY_NOT_APPROVED if is_gone else PublicStatus.IN_FORCE
    assert record["status"] == status

    # The list, the files and both pages hold the very same.
    (row,) = data_of(client, f"/api/v1/schemes?caveat={kind}")["results"]
    in_files = [
        data_of(client, f"/schemes/{entry.number}.json")["register"],
        data_of(client, f"/v/{entry.number}")["register"],
    ]
    for each in (row, *in_files):
        assert (each["caveats"], each["status"]) == (record["caveats"], status)
    slug, label = entry.organisation.slug, entry.version.label
    pages = {f"/schemes/{entry.number}": "en", f"/v/{entry.number}": "zh", "/en/catalogue/": "en"}
    pages |= {f"/en/bodies/{slug}/": "en", "/zh-hans/marks/": "zh"}
    pages |= {f"/schemes/{entry.number}/versions/{label}": "zh"}
    for path, language in pages.items():
        page = client.get(path, {"lang": {"en": "en", "zh": "zh-hans"}[language]}).content.decode()
        assert caveat["sentence"][language] in page, path
        assert f"ts-state--{status}" in page or f"ts-answer--{status}" in page, path
    table = client.get("/en/catalogue/catalogue.csv").getvalue().decode("utf-8-sig")
    rows = {one["number"]: one for one in csv.DictReader(io.StringIO(table))}
    assert rows[entry.number]["caveats"] == kind
    assert rows[entry.number]["caveat_text"] == caveat["sentence"]["en"]
    assert rows[entry.number]["status"] == status
    assert rows[other.number]["caveats"] == ""

    # And each leads to the row.
    source = client.get(caveat["source"].removeprefix("http://testserver"), follow=True)
    assert source.status_code == 200
    assert data_of(client, f"/api/v1/schemes/{other.number}")["caveats"] == []


@CASES
def test_what_is_rebuilt_whole_is_the_same_and_what_is_taken_back_leaves_nothing(
    client: Client, edit: Edit, kind: CaveatKind, address: str, words: str
) -> None:
    entry = in_force()
    edit(entry)
    publication = Publication.objects.get(entry=entry)
    rebuilt = rebuild(Entry.objects.get(pk=entry.pk))
    assert (rebuilt.caveats, rebuilt.rebuilt_at) == (publication.caveats, publication.rebuilt_at)
    approve(entry.organisation, FIELD)
    if kind != CaveatKind.APPROVAL_MISSING:
        approval(entry, status="in_force", valid_until=None)
    standard(status="current", valid_from=None, valid_until=None, replaced_by=[])
    record = data_of(client, f"/api/v1/schemes/{entry.number}")
    assert (record["caveats"], record["status"]) == ([], "in_force")
    assert data_of(client, f"/api/v1/schemes?caveat={kind}")["count"] == 0


def test_a_publication_that_says_something_else_is_found_and_mended() -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    Publication.objects.update(caveats=[], gaps=[])
    assert not is_as_published(entry, Publication.objects.get(entry=entry))
    assert renew_all() == 1
    assert renew_all() == 0
    # The approval that ended has frozen it meanwhile.
    entry = Entry.objects.get(pk=entry.pk)
    assert is_as_published(entry, Publication.objects.get(entry=entry))


@pytest.mark.parametrize("is_approval", [True, False], ids=["approval", "standard"])
def test_the_day_alone_changes_what_is_said(
    client: Client, time_machine: Any, is_approval: bool
) -> None:
    entry = in_force()
    if is_approval:
        approval(entry, valid_until=TODAY)
    else:
        standard(valid_until=TODAY, replaced_by=[SUCCESSOR])
    kind = CaveatKind.APPROVAL_ENDED if is_approval else CaveatKind.STANDARD_REPLACED
    catalogue = "/api/v1/schemes"
    tags = [client.get(path)["ETag"] for path in (f"/schemes/{entry.number}.json", catalogue)]
    modified = client.get(f"/schemes/{entry.number}.json")["Last-Modified"]
    assert data_of(client, catalogue)["facets"]["caveat"] == []

    time_machine.move_to(timezone.now() + timedelta(days=1))
    (row,) = data_of(client, f"{catalogue}?caveat={kind}")["results"]
    assert [each["kind"] for each in row["caveats"]] == [kind]
    status = "body_not_approved" if is_approval else "in_force"
    assert row["status"] == status
    facets = data_of(client, catalogue)["facets"]
    assert facets["caveat"] == [{"key": kind, "count": 1}]
    assert facets["status"] == [{"key": status, "count": 1}]
    assert data_of(client, f"{catalogue}?status={status}")["count"] == 1
    fresh = client.get(f"/schemes/{entry.number}.json")
    assert [fresh["ETag"], client.get(catalogue)["ETag"]] != tags
    assert fresh["ETag"] != tags[0]
    assert fresh["Last-Modified"] != modified
    desk = Entry.objects.with_status(timezone.localdate()).get()
    assert desk.status_code == status == desk.status


def test_a_body_with_one_field_left_may_still_certify(client: Client) -> None:
    body = OrganisationFactory(fields=[FIELD, OTHER_FIELD])
    entry = in_force(organisation=body, parts={"domains": [FIELD, OTHER_FIELD]})
    approval(entry, valid_until=YESTERDAY)
    record = data_of(client, f"/api/v1/schemes/{entry.number}")
    assert record["status"] == "in_force"
    assert [caveat["subject"] for caveat in record["caveats"]] == [FIELD]
    other = ApprovedField.objects.get(organisation=entry.organisation, field=OTHER_FIELD)
    other.valid_until = TODAY
    other.save()
    publication = Publication.objects.get(entry=entry)
    assert publication.status_on(TODAY) == PublicStatus.IN_FORCE
    assert publication.status_on(TOMORROW) == PublicStatus.BODY_NOT_APPROVED


def test_a_new_approval_that_is_known_is_announced(client: Client) -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    begins = TODAY + timedelta(days=30)
    ApprovedField.objects.create(organisation=entry.organisation, field_id=FIELD, valid_from=begins)
    (caveat,) = data_of(client, f"/api/v1/schemes/{entry.number}")["caveats"]
    assert caveat["until"] == (begins - timedelta(days=1)).isoformat()
    assert "A new approval begins on" in caveat["sentence"]["en"]
    publication = Publication.objects.get(entry=entry)
    assert publication.status_on(begins - timedelta(days=1)) == PublicStatus.BODY_NOT_APPROVED
    assert publication.status_on(begins) == PublicStatus.IN_FORCE
    assert publication.caveats_on(begins) == []


def test_another_operators_approval_concerns_that_operator_alone(client: Client) -> None:
    other = in_force(category="service").organisation
    approve(other, FIELD)
    operators = [
        {"id": "op-1", "cb": {"zh": "一"}, "approval_no": "CNCA-R-2099-101"},
        {"id": "op-2", "cb": {"zh": "二"}, "approval_no": other.approval_no},
    ]
    entry = in_force(parts={"operators": operators})
    row = ApprovedField.objects.get(organisation=other, field=FIELD)
    row.valid_until = YESTERDAY
    row.save()
    record = data_of(client, f"/api/v1/schemes/{entry.number}")
    (caveat,) = record["caveats"]
    assert (caveat["address"], caveat["approval_no"]) == ("/operators/@op-2", other.approval_no)
    assert record["status"] == "in_force"


def test_an_ended_entry_is_spoken_of_no_more(client: Client) -> None:
    entry = in_force()
    Deregister(
        entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="不再开展"
    ).run()
    rebuild(entry)
    approval(entry, valid_until=YESTERDAY)
    standard(status="withdrawn")
    record = data_of(client, f"/api/v1/schemes/{entry.number}")
    assert (record["caveats"], record["status"]) == ([], "deregistered")


def test_a_standard_is_found_however_its_number_is_written(client: Client) -> None:
    entry = in_force()
    Standard.objects.filter(number=REF).delete()
    renamed = Standard.objects.create(
        number="GB 18801-2022", type="GB", title_zh="空气净化器", status="withdrawn"
    )
    (caveat,) = data_of(client, f"/api/v1/schemes/{entry.number}")["caveats"]
    assert caveat["subject"] == "GB 18801-2022"
    assert caveat["source"].endswith("GB%2018801-2022")
    renamed.delete()
    assert data_of(client, f"/api/v1/schemes/{entry.number}")["caveats"] == []

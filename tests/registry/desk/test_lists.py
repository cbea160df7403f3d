"""Every list is ordered by its columns, exported as it stands, and kept under a name."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind, Role
from registry.desk.branches import TERRITORY
from registry.desk.campaigns import CAMPAIGNS
from registry.desk.expert_list import EXPERTS
from registry.desk.impact import RUNS
from registry.desk.queue.columns import QUEUE
from registry.desk.register_list import ENTRIES
from registry.desk.stock_lists import LISTS as STOCK
from registry.desk.task_list import TASKS
from registry.inbox.views import TASKS as INBOX
from registry.models import (
    Alliance,
    AllianceMember,
    ApiToken,
    Campaign,
    CampaignTask,
    Entry,
    Expert,
    ImpactHit,
    ImpactRun,
    SavedView,
    StockImport,
)
from registry.programs.views import TOKENS
from registry.states import CampaignState, MembershipState, TaskState
from registry.workspace.alliances import ALLIANCES
from registry.workspace.campaigns import TASKS as BODYS_TASKS
from registry.workspace.dashboard import FILINGS, SCHEMES
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    organisation_of,
)

pytestmark = pytest.mark.django_db

DAY = timezone.localdate


def _campaign(filings):
    rows = []
    for number, days in (("CP-2026-000001-G", 9), ("CP-2026-000002-E", 5)):
        campaign = Campaign.objects.create(
            number=number,
            title={"zh": number},
            text={"zh": "请修订。"},
            due_on=DAY() + timedelta(days=days),
            begun_by=officer(),
            state=CampaignState.RUNNING,
        )
        for filing in filings:
            CampaignTask.objects.create(
                campaign=campaign,
                entry=filing.entry,
                organisation=filing.organisation,
                version=filing.version,
                state=TaskState.OPEN,
            )
        rows.append(campaign)
    return rows


def _runs(filings):
    for _ in range(2):
        run = ImpactRun.objects.create(cause_kind="rules", cause={"rules": ["SCH-001"]})
        for filing in filings:
            place = {"organisation": filing.organisation, "version": filing.version}
            ImpactHit.objects.create(run=run, kind="entry", entry=filing.entry, **place)


def _alliances(filings):
    body = filings[0].organisation
    for name in ("甲联盟", "乙联盟"):
        alliance = Alliance.objects.create(name_zh=name, lead=body, founded_on=DAY())
        AllianceMember.objects.create(
            alliance=alliance, organisation=body, state=MembershipState.MEMBER, joined_on=DAY()
        )


def _tokens(filings):
    body, person = filings[0].organisation, member_of(filings[0].organisation, Role.ADMINISTRATOR)
    for name in ("甲系统", "乙系统"):
        ApiToken.objects.create(
            organisation=body,
            name=name,
            responsible=person,
            asked_by=person,
            last_day=DAY(),
        )


def _stock(_filings):
    for name in ("甲.csv", "乙.csv"):
        StockImport.objects.create(name=name, sha256="0" * 64, handed_in_by=officer())


def _experts(_filings):
    for name in ("甲", "乙"):
        Expert.objects.create(name=name, email=f"{name}@test.example")


def _nothing(_filings):
    """Filings are enough."""


#: Each list: its declaration, who looks, what is needed besides two filings, its address.
LISTS = {
    "queue": (QUEUE, "desk", _nothing, "desk:queue"),
    "entries": (ENTRIES, "desk", _nothing, "desk:register"),
    "campaigns": (CAMPAIGNS, "desk", _campaign, "desk:campaigns"),
    "tasks": (TASKS, "desk", _campaign, "desk:campaign"),
    "impact": (RUNS, "desk", _runs, "desk:impact"),
    "stock": (STOCK, "desk", _stock, "desk:stock"),
    "experts": (EXPERTS, "desk", _experts, "desk:expert-pool"),
    "territory": (TERRITORY, "branch", _nothing, "desk:territory"),
    "inbox": (INBOX, "desk", _nothing, "inbox:inbox"),
    "schemes": (SCHEMES, "body", _nothing, "workspace:dashboard"),
    "filings": (FILINGS, "body", _nothing, "workspace:filings"),
    "tasks of a body": (BODYS_TASKS, "body", _campaign, "workspace:campaign-tasks"),
    "alliances": (ALLIANCES, "body", _alliances, "workspace:alliances"),
    "tokens": (TOKENS, "body", _tokens, "programs:tokens"),
}


#: Who looks.
LOOKS = {
    "desk": lambda _body: officer(),
    "body": lambda body: member_of(body, Role.ADMINISTRATOR),
    "branch": lambda _body: PersonFactory(
        role=Role.OFFICER, organisation=organisation_of(OrganisationKind.BRANCH)
    ),
}


def _address(name):
    return reverse(name, args=["CP-2026-000001-G"] if name == "desk:campaign" else [])


def _cells(answer, form):
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[_told(cell) for cell in row] for row in sheet.values]


def _told(cell):
    """A cell of a workbook as the same table in CSV has it; workbooks know days as moments."""
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


@pytest.fixture(params=LISTS)
def a_list(request, client):
    """A browser at a list of two rows at least."""
    listing, who, prepare, name = LISTS[request.param]
    first = FilingFactory()
    filings = [first, FilingFactory(organisation=first.organisation)]
    prepare(filings)
    client.force_login(LOOKS[who](first.organisation))
    return client, listing, _address(name)


def test_a_list_is_ordered_by_each_column_and_exported_in_that_order(a_list):
    client, listing, address = a_list
    for column in listing.columns:
        if column.order is None:
            continue
        for sort in (column.key, f"-{column.key}"):
            page = client.get(address, {"sort": sort})
            assert (page.status_code, page.context["listing"].sort) == (200, sort)
            sorted_now = page.content.decode().count(
                'aria-sort="descending"' if sort.startswith("-") else 'aria-sort="ascending"'
            )
            assert sorted_now == int(column.is_shown)
    files = {
        sort: _cells(client.get(address, {"sort": sort, "file": "csv"}), "csv")
        for sort in ("", *listing.orders()[0][0:1])
    }
    assert {len(rows) for rows in files.values()} == {page.context["page"].paginator.count + 1}
    assert page.context["page"].paginator.count >= 2


def test_a_list_is_a_workbook_too_and_no_other_file(a_list):
    client, listing, address = a_list
    rows = _cells(client.get(address, {"file": "xlsx"}), "xlsx")
    assert rows == _cells(client.get(address, {"file": "csv"}), "csv")
    assert rows[0] == [str(each.heading) for each in listing.columns if each.cell]
    assert client.get(address, {"file": "pdf"}).status_code == 404


def test_an_order_that_is_none_is_said_and_refused_for_a_file(a_list):
    client, _listing, address = a_list
    page = client.get(address, {"sort": "-nonsense"})
    assert page.status_code == 200
    assert "no order “-nonsense”" in page.content.decode()
    assert client.get(address, {"sort": "nonsense", "file": "csv"}).status_code == 422


def test_what_is_chosen_is_exported_alone(a_list):
    client, listing, address = a_list
    if not listing.chosen_by:
        return
    rows = client.get(address).context["listing"]
    chosen = [row.pk for row in rows._rows][:1]
    keys = [
        str(value)
        for value in rows._rows.filter(pk__in=chosen).values_list(listing.chosen_by, flat=True)
    ]
    asked = {"file": "csv", "only_chosen": "1"}
    assert len(_cells(client.get(address, {**asked, "chosen": keys}), "csv")) == 2
    assert client.get(address, asked).status_code == 422


def test_a_list_costs_the_same_in_any_order(a_list, django_assert_max_num_queries):
    client, listing, address = a_list
    for sort in ("", *(value for value, _name in listing.orders())):
        with django_assert_max_num_queries(60):
            client.get(address, {"sort": sort})


def test_the_order_is_that_of_the_values_in_the_file_as_well(desk):
    first = FilingFactory()
    entries = [first.entry, FilingFactory().entry, FilingFactory().entry]
    for days, entry in zip((2, 3, 1), entries, strict=True):
        Entry.objects.filter(pk=entry.pk).update(expires_on=DAY() + timedelta(days=days))
    address, numbers = reverse("desk:register"), [entries[n].number for n in (2, 0, 1)]
    page = desk.get(address, {"sort": "expires"})
    assert [entry.number for entry in page.context["page"]] == numbers
    rows = _cells(desk.get(address, {"sort": "-expires", "file": "csv"}), "csv")
    assert [row[0] for row in rows[1:]] == numbers[::-1]


def test_order_and_filters_go_along_to_other_pages_and_files(desk):
    status = FilingFactory().entry.status.value
    address = f"{reverse('desk:register')}?status={status}&sort=-number"
    page = desk.get(address).content.decode()
    assert f"?file=csv&amp;sort=-number&amp;status={status}" in page
    assert '<input type="hidden" name="sort" value="-number">' in page
    assert f'<input type="hidden" name="status" value="{status}">' in page


def test_names_are_ordered_in_the_language_of_the_page(desk):
    filings = [FilingFactory(), FilingFactory()]
    names = (("乙", "Alpha"), ("甲", "Beta"))  # by reading, not by code points
    for filing, (zh, en) in zip(filings, names, strict=True):
        of = Organisation.objects.get(pk=filing.organisation_id, kind=OrganisationKind.BODY)
        of.name_zh, of.name_en = zh, en
        of.save()
    address = reverse("desk:register")
    for path, first in ((address, filings[0]), (address.replace("/en/", "/zh-hans/"), filings[1])):
        page = desk.get(path, {"sort": "body"}).context["page"]
        assert page.object_list[0].organisation == first.organisation


# --- views under a name -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("viewed", "query", "route"),
    [
        ("entries", "sort=-expires&status=in_force", "desk:register"),
        ("tasks", "state=overdue&sort=-body", "desk:campaign"),
    ],
)
def test_views_of_other_lists_are_kept_and_shared_apart(client, viewed, query, route):
    _campaign([FilingFactory()])
    of = "CP-2026-000001-G" if route == "desk:campaign" else ""
    client.force_login(officer())
    SavedView.objects.create(owner=officer(), name="常用", query="risk=high")
    asked = client.get(reverse("desk:save-view"), {"list": viewed, "of": of})
    assert asked.context["back"].startswith(_address(route))
    words = {"list": viewed, "of": of, "query": f"{query}&page=2", "name": "常用", "is_shared": "1"}
    answer = client.post(reverse("desk:save-view"), words)
    assert answer["Location"].startswith(_address(route))
    assert SavedView.objects.filter(name="常用").count() == 2
    client.force_login(decider())
    assert "常用" in {str(v.name) for v in client.get(_address(route)).context["views"]}
    assert "常用" not in {str(v.name) for v in client.get(reverse("desk:queue")).context["views"]}
    client.force_login(officer())
    view = SavedView.objects.get(listing=viewed)
    page = client.get(f"{_address(route)}?{view.query}")
    assert [str(each.name) for each in page.context["views"] if each.is_current] == ["常用"]
    gone = client.post(reverse("desk:remove-view", args=[view.pk]), {"of": of})
    assert gone["Location"] == _address(route)


@pytest.mark.parametrize("words", [{"list": "nonsense"}, {"list": "tasks"}])
def test_a_view_of_no_list_is_not_kept(desk, words):
    assert desk.get(reverse("desk:save-view"), words).status_code == 404


def test_entries_that_a_change_of_law_touches_are_found(desk):
    touched, other = FilingFactory(), FilingFactory()
    for filing, version in ((touched, touched.version), (other, touched.version)):
        ImpactHit.objects.create(
            run=ImpactRun.objects.create(),
            entry=filing.entry,
            version=version,
            organisation=filing.organisation,
        )
    page = desk.get(reverse("desk:register"), {"touched": "1"}).context["page"]
    assert list(page) == [touched.entry]

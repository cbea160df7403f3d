"""The lists of the registers in Wagtail's admin: what they show, how they are narrowed, CSV."""

from __future__ import annotations

import pytest

from portal.accounts.models import ApprovedField
from portal.accounts.roles import Role
from portal.reference.models import Standard
from portal.reference.registers import find_register
from portal.reference.tabular import plan
from tests.cms.registers import KEYS, address, editor_at
from tests.factories import OrganisationFactory, PersonFactory


@pytest.fixture
def editor(client, home):
    return editor_at(client)


@pytest.fixture
def standards(editor):
    Standard.objects.create(
        number="GB 90001-2020", type="GB", title_zh="甲", valid_until="2021-12-31", verified=True
    )
    Standard.objects.create(number="QB/T 90002-2020", type="QB/T", title_zh="乙", source="见公告")


def listed(client, **query) -> str:
    answer = client.get(address("standards"), {"q": "9000", **query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", ["list", "add", "changes", "import"])
def test_each_register_has_its_pages(client, editor, page):
    # A register whose rows follow one another asks first from which row the new one begins.
    answers = {key: client.get(address(key, page), follow=True).status_code for key in KEYS}
    assert answers == dict.fromkeys(KEYS, 200)


def test_the_menu_names_every_register(client, editor):
    html = client.get("/cms/").content.decode()
    assert [key for key in KEYS if address(key) not in html] == []


def test_the_administrator_of_the_regulator_may_do_the_same(client, home):
    regulator = OrganisationFactory(regulator=True)
    editor_at(client, role=Role.ADMINISTRATOR, organisation=regulator)
    assert client.get(address("standards", "add")).status_code == 200


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER])
@pytest.mark.parametrize("page", ["list", "changes", "import", "import_decide"])
def test_nobody_else_comes_in(client, home, role, page):
    client.force_login(PersonFactory(role=role))
    assert client.get(address("standards", page), follow=True).status_code == 403


def test_a_row_says_that_it_has_ended_and_that_nobody_verified_it(client, standards):
    html = listed(client)
    rows = html.split("<tr")
    ended = next(row for row in rows if "GB 90001-2020" in row)
    unverified = next(row for row in rows if "QB/T 90002-2020" in row)
    assert ">ended<" in ended
    assert ">not verified<" not in ended
    assert ">not verified<" in unverified
    assert ">ended<" not in unverified


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ({"on": "2022-06-01"}, "QB/T 90002-2020", "GB 90001-2020"),
        ({"verified": "True"}, "GB 90001-2020", "QB/T 90002-2020"),
        ({"verified": "False"}, "QB/T 90002-2020", "GB 90001-2020"),
        ({"type": "GB"}, "GB 90001-2020", "QB/T 90002-2020"),
        ({"q": "乙"}, "QB/T 90002-2020", "GB 90001-2020"),
    ],
)
def test_the_list_is_narrowed(client, standards, query, found, missing):
    html = listed(client, **query)
    assert found in html
    assert missing not in html


def test_the_list_is_sorted_by_a_column(client, standards):
    html = listed(client, ordering="-number")
    assert html.index("QB/T 90002-2020") < html.index("GB 90001-2020")


def test_approvals_are_narrowed_to_one_body(client, editor):
    mine, other = (
        OrganisationFactory(fields=("信息安全",)),
        OrganisationFactory(fields=("信息安全",)),
    )
    assert ApprovedField.objects.count() >= 2
    html = client.get(address("approvals"), {"organisation": mine.pk}).content.decode()
    rows = html.split("<tbody>")[1]
    assert mine.approval_no in rows or str(mine) in rows
    assert str(other) not in rows


def test_the_download_holds_the_rows_of_the_list_and_can_be_imported_again(client, standards):
    answer = client.get(address("standards"), {"q": "QB/T 9000", "export": "csv"})
    content = answer.content
    assert "standards.csv" in answer["Content-Disposition"]
    assert "QB/T 90002-2020" in content.decode("utf-8-sig")
    assert "GB 90001-2020" not in content.decode("utf-8-sig")
    assert plan(find_register("standards"), content).unchanged == 1


def test_the_regulator_itself_is_no_row_of_the_bodies(client, editor):
    regulator = editor.organisations.get()
    body = OrganisationFactory()
    html = client.get(address("bodies")).content.decode()
    assert body.approval_no in html
    assert client.get(address("bodies", "edit", regulator.pk)).status_code == 404

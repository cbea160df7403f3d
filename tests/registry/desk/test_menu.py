"""The menu of the desk, and where the acts of its pages come back to."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.roles import Role
from registry.desk.menu import menu_of
from tests.factories import FilingFactory, PersonFactory, officer
from tests.registry.desk.test_pages import _page, _text

pytestmark = pytest.mark.django_db


# --- where an act comes back to -----------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("document/?only=findings", "document/?only=findings"),
        ("document/scope/", "document/scope/"),
        ("", "document/"),
        ("https://elsewhere.example/", "document/"),
    ],
)
def test_whoever_takes_a_filing_up_goes_on_where_the_text_was_open(desk, here, there):
    filing = FilingFactory()
    own = reverse("desk:filing", args=[filing.number])
    words = {"impartial": "on", "here": here if here.startswith("https") else own + here}
    answer = desk.post(reverse("desk:take-up", args=[filing.number]), words)
    assert answer["Location"] == own + there


def test_the_page_says_where_it_is_when_the_filing_is_taken_up(desk):
    filing = FilingFactory()
    text = reverse("desk:document", args=[filing.number]) + "?only=findings"
    assert f'name="here" value="{text}"' in _text(desk.get(text))
    refused = desk.post(reverse("desk:take-up", args=[filing.number]), {"here": text})
    assert f'name="here" value="{text}"' in _text(refused)


# --- the menu -----------------------------------------------------------------------------

FURTHER = ["impact", "campaigns", "stock", "expert-pool", "workload", "absences", "delegations"]


@pytest.mark.parametrize("page", ["queue", "register", *FURTHER])
def test_every_page_of_the_desk_leads_to_every_other(desk, page):
    text = _text(_page(desk, page))
    for other in [*FURTHER, "queue", "register", "outbox"]:
        assert f'href="{reverse(f"desk:{other}").replace("/zh-hans/", "/en/")}"' in text, other
    assert 'aria-current="page"' in text


@pytest.mark.parametrize(
    ("role", "offered", "withheld"),
    [
        (Role.OFFICER, {"outbox", "queue"}, {"territory"}),
        (Role.OBSERVER, {"queue", "campaigns"}, {"outbox", "territory", "impact", "stock"}),
        (Role.EDITOR, {"impact"}, {"queue", "outbox", "register"}),
        (Role.ADMINISTRATOR, {"outbox"}, {"queue", "register"}),
    ],
)
def test_the_menu_offers_what_a_person_may_open(sign_in, role, offered, withheld):
    regulator = officer().memberships.get().organisation
    browser = sign_in(PersonFactory(role=role, organisation=regulator))
    text = _text(browser.get(reverse("inbox:inbox")))
    for names, is_there in ((offered, True), (withheld, False)):
        for name in names:
            assert (f'href="{reverse(f"desk:{name}")}"' in text) == is_there, name


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER, Role.OBSERVER, Role.EDITOR])
def test_whatever_the_menu_offers_opens(client, role):
    regulator = officer().memberships.get().organisation
    person = PersonFactory(role=role, organisation=regulator)
    client.force_login(person)
    menu = menu_of(person)
    for page in (*menu.main, *menu.further):
        assert client.get(reverse(page.address)).status_code == 200, page.address


def test_no_page_of_the_menu_is_called_by_the_beginning_of_another_s_name():
    menu = menu_of(officer())
    with override("zh-hans"):
        names = [str(page.label) for page in (*menu.main, *menu.further)]
    assert [a for a in names for b in names if a != b and b.startswith(a)] == []

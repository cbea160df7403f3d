"""Remarks written beside their places: what an open page asks for and is given."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from registry.desk import remark_form
from registry.models import BankRemark, Remark
from registry.procedure.remarks import edit_remark, wording_token, write_remark
from registry.states import Outcome, Visibility
from tests.factories import FilingFactory, PersonFactory, officer, propose, valid_document

pytestmark = pytest.mark.django_db

OPEN = {"HX-Request": "true"}
WORDS = {
    "at": "/scope",
    "kind": "must",
    "text": "请补充",
    "visibility": "body",
}


@pytest.fixture
def filing():
    """A filing with a warning at the time for which records are kept."""
    records = valid_document()["records"] | {"retention_months": 1}
    return FilingFactory(under_review=True, parts={"records": records})


def _send(browser, filing, headers=OPEN, **words):
    address = reverse("desk:remark", args=[filing.number])
    return browser.post(address, {**WORDS, **words}, headers=headers)


def _form(browser, filing, **query):
    response = browser.get(reverse("desk:remark", args=[filing.number]), query, headers=OPEN)
    return response.context["form"]


def _text(response):
    return response.content.decode()


def test_an_open_page_is_given_what_stands_beside_the_place_now(desk, filing):
    text = _text(_send(desk, filing, quote=""))
    assert "<html" not in text
    assert "请补充" in text
    assert "hx-swap-oob" in text


def test_without_the_script_the_form_has_a_page_and_leads_back_to_the_place(desk, filing):
    page = desk.get(reverse("desk:remark", args=[filing.number]), {"at": "/scope"})
    assert "<html" in _text(page)
    response = _send(desk, filing, headers={}, legal_basis="《产品质量法》")
    assert response["Location"].endswith("/scope/#/scope")
    assert Remark.objects.get().legal_basis == "《产品质量法》"


@pytest.mark.parametrize(
    "words",
    [{"text": " "}, {"kind": "order"}, {"visibility": "all"}, {"quote": "没有这几个字"}],
)
def test_a_refused_remark_comes_back_beside_its_place_as_it_was_typed(desk, filing, words):
    response = _send(desk, filing, **{"legal_basis": "打了很久的字", **words})
    assert response.status_code == 422
    assert "打了很久的字" in _text(response)
    assert "<html" not in _text(response)
    assert not Remark.objects.exists()


def test_what_is_sent_too_late_comes_back_as_it_was_typed(desk, filing):
    propose(filing, Outcome.NO_OBJECTION)
    response = _send(desk, filing, text="提议之后写的话")
    assert response.status_code == 409
    assert "提议之后写的话" in _text(response)
    assert not Remark.objects.exists()


def test_a_finding_becomes_a_remark_with_the_words_of_the_bank(desk, filing):
    waiver = filing.version.waivers.get()
    form = _form(desk, filing, at=waiver.address, rule=waiver.code, of=waiver.address)
    row = BankRemark.objects.get(rule_code=waiver.code)
    assert form.initial["text"].endswith(row.text)
    assert form.initial["text"] != row.text
    assert (form.initial["reason_code"], form.initial["legal_basis"]) == (
        row.reason_code,
        row.basis,
    )
    groups = form.fields["bank"].choices
    assert [code for code, _text in groups[1][1]] == [row.code]


def test_a_finding_whose_rule_has_nothing_in_the_bank_becomes_a_remark_all_the_same(desk, filing):
    BankRemark.objects.all().delete()
    waiver = filing.version.waivers.get()
    form = _form(desk, filing, at=waiver.address, rule=waiver.code, of=waiver.address)
    assert form.initial["text"]
    assert form.initial["legal_basis"]
    assert "bank" not in form.fields


def test_words_of_the_bank_are_taken_over_and_kept_as_where_they_come_from(desk, filing):
    row = BankRemark.objects.filter(rule_code="").first()
    response = _send(desk, filing, take="1", bank=row.code, text="", quote="")
    form = response.context["form"]
    assert (response.status_code, form.initial["text"]) == (200, row.text)
    assert not Remark.objects.exists()
    _send(desk, filing, bank=row.code)
    assert Remark.objects.get().bank_code == row.code


def test_a_remark_on_a_table_is_about_the_row_that_was_chosen(desk, filing):
    first = filing.version.document["basis"][0]
    place = f"/basis/@{first['id']}"
    _send(desk, filing, at="/basis", place=place, quote=first["title"]["zh"])
    assert Remark.objects.get().address == place


@pytest.mark.parametrize(("key", "part"), [("basis", "basis"), ("fees", "fees")])
def test_each_row_of_a_table_has_a_way_to_a_remark_about_it_and_its_fields(desk, filing, key, part):
    text = _text(desk.get(reverse("desk:chapter", args=[filing.number, key])))
    for item in filing.version.document[part]:
        row = f"/{part}/@{item['id']}"
        assert f"?at={quote(row)}" in text
        places = dict(_form(desk, filing, at=row).fields["place"].choices)
        fields = [f"{row}/{name}" for name in item if name != "id"]
        assert next(iter(places)) == row
        assert set(fields) <= set(places)


def test_items_of_a_list_in_one_line_are_places_and_told_from_each_other(desk, filing):
    document = filing.version.document
    at, items = next(
        (f"/{part}/{name}", value)
        for part in ("scope", "objects", "assessment")
        for name, value in (document.get(part) or {}).items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    )
    places = dict(_form(desk, filing, at=at).fields["place"].choices)
    assert {f"{at}/@{item['id']}" for item in items} <= set(places)
    assert len(set(places.values())) == len(places)


def test_of_more_places_than_a_list_can_hold_the_rows_are_kept_before_their_fields(
    desk, filing, monkeypatch
):
    monkeypatch.setattr(remark_form, "MOST_PLACES", 4)
    row = f"/basis/@{filing.version.document['basis'][-1]['id']}"
    assert next(iter(dict(_form(desk, filing, at=row).fields["place"].choices))) == row
    whole = list(dict(_form(desk, filing, at="/basis").fields["place"].choices))
    assert all(place.count("/") <= 2 for place in whole)


@pytest.mark.parametrize("only", ["findings", "changed"])
def test_what_the_text_is_narrowed_down_to_stays_when_a_remark_is_written(desk, filing, only):
    place = filing.version.waivers.get().address
    write = reverse("desk:remark", args=[filing.number])
    text = _text(desk.get(reverse("desk:document", args=[filing.number]), {"only": "findings"}))
    assert "&amp;only=findings" in text
    form = desk.get(write, {"at": place, "only": only}, headers=OPEN)
    assert f"{write}?only={only}" in _text(form)
    answer = desk.post(f"{write}?only={only}", {**WORDS, "at": place})
    assert answer["Location"].startswith(
        reverse("desk:document", args=[filing.number]) + f"?only={only}#"
    )


def test_the_author_edits_beside_the_place_and_a_colleague_cannot(desk, filing, client):
    remark = write_remark(filing, officer(), text="补充", address="/scope")
    address = reverse("desk:edit-remark", args=[filing.number, remark.pk])
    assert "补充" in _text(desk.get(address, headers=OPEN))
    words = {**WORDS, "text": "改过的话", "seen": wording_token(remark)}
    assert "改过的话" in _text(desk.post(address, words, headers=OPEN))
    assert desk.post(address, words, headers=OPEN).status_code == 409
    client.force_login(PersonFactory(role=Role.OFFICER))
    assert client.post(address, words).status_code == 403


def test_colleagues_read_the_words_from_before(desk, filing):
    remark = write_remark(filing, officer(), text="原来的话", address="/scope")
    edit_remark(remark, officer(), text="改过的话")
    text = _text(desk.get(reverse("desk:chapter", args=[filing.number, "scope"])))
    assert "原来的话" in text
    assert "改过的话" in text


def test_what_is_for_the_desk_says_so_and_would_not_be_sent(desk, filing):
    _send(desk, filing, text="内部意见", visibility=Visibility.DESK.value)
    text = _text(desk.get(reverse("desk:filing", args=[filing.number])))
    assert "内部意见" in text
    propose_page = desk.get(reverse("desk:propose", args=[filing.number]))
    assert propose_page.context["remarks"] == []


def test_giving_up_shows_the_place_as_it_is(desk, filing):
    address = reverse("desk:beside", args=[filing.number])
    response = desk.get(address, {"at": "/scope"}, headers=OPEN)
    assert response.status_code == 200
    assert "<form" not in _text(response)
    assert desk.get(address, {"at": "/no-such-place"}, headers=OPEN).status_code == 404

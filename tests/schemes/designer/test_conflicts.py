"""Two people in one draft: nothing that either wrote is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.roles import Role
from schemes.documents import find
from schemes.models import Scheme
from tests.factories import (
    member_of,
)
from tests.schemes.designer.editing import SVG, current, do, opened, page_of, signed_in
from tests.schemes.designer.forms import sent_by

pytestmark = pytest.mark.django_db


INCLUDED = "/scope/included"
RISK = "/risk/@ri-1"


def sent_again(answer: Any) -> dict[str, Any]:
    """What “Save what I wrote” sends from the page of a conflict."""
    return {**dict(sent_by(answer.content.decode()).lists()), "do": "save"}


# --- two people -----------------------------------------------------------------------------


def test_the_later_of_two_people_is_told_and_nothing_is_overwritten(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = (opened(each, scheme, "scope") for each in (author, colleague))
    colleague.post(page_of(scheme, "scope"), {**theirs, f"{INCLUDED}/zh": "他写的", "do": "save"})
    mine = {**mine, f"{INCLUDED}/zh": "我写的", f"{INCLUDED}/en": "Mine", "do": "save"}
    answer = author.post(page_of(scheme, "scope"), mine)
    assert answer.status_code == 409
    assert find(current(scheme).document, f"{INCLUDED}/zh") == "他写的"

    again = sent_again(answer)
    assert again[f"{INCLUDED}/zh"] == ["我写的"]
    assert author.post(page_of(scheme, "scope"), again).status_code == 302
    assert find(current(scheme).document, INCLUDED) == {"zh": "我写的", "en": "Mine"}


def test_the_later_of_two_people_in_one_item_is_told_and_nothing_is_overwritten(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    page = page_of(scheme, "risk", RISK)
    mine, theirs = (opened(each, scheme, "risk", RISK) for each in (author, colleague))
    colleague.post(page, {**theirs, f"{RISK}/likelihood": "4", "do": "save"})
    answer = author.post(page, {**mine, f"{RISK}/likelihood": "5", f"{RISK}/impact": "3"})
    assert answer.status_code == 409
    assert find(current(scheme).document, f"{RISK}/likelihood") == 4

    again = sent_again(answer)
    assert again[f"{RISK}/likelihood"] == ["5"]
    assert author.post(page, again).status_code == 302
    assert find(current(scheme).document, f"{RISK}/likelihood") == 5
    assert find(current(scheme).document, f"{RISK}/impact") == 3


def test_two_people_in_two_items_do_not_disturb_each_other_nor_the_section(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    other = "/risk/@ri-2"
    whole = opened(author, scheme, "risk")
    mine, theirs = opened(author, scheme, "risk", RISK), opened(colleague, scheme, "risk", other)
    colleague.post(
        page_of(scheme, "risk", other), {**theirs, f"{other}/likelihood": "2", "do": "save"}
    )
    sent = {**mine, f"{RISK}/likelihood": "1", "do": "save"}
    assert author.post(page_of(scheme, "risk", RISK), sent).status_code == 302
    assert author.post(page_of(scheme, "risk"), {**whole, "do": "save"}).status_code == 302
    document = current(scheme).document
    assert [find(document, f"{one}/likelihood") for one in (RISK, other)] == [1, 2]


def test_what_was_typed_into_an_item_that_a_colleague_took_out_is_not_lost(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    page = page_of(scheme, "risk", RISK)
    mine = {**opened(author, scheme, "risk", RISK), "/risk/@ri-1/control/zh": "我写的"}
    do(colleague, scheme, "risk", "remove:/risk/@ri-1")
    answer = author.post(page, {**mine, "do": "save"})
    assert answer.status_code == 409
    again = sent_again(answer)
    author.post(page, again)
    assert find(current(scheme).document, "/risk/@ri-1/control/zh") == "我写的"


def test_two_people_in_different_sections_do_not_disturb_each_other(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = opened(author, scheme, "scope"), opened(colleague, scheme, "capability")
    sent = {**theirs, "/confidentiality/zh": "他写的", "do": "save"}
    colleague.post(page_of(scheme, "capability"), sent)
    mine = {**mine, f"{INCLUDED}/zh": "我写的", "do": "save"}
    assert author.post(page_of(scheme, "scope"), mine).status_code == 302
    assert find(current(scheme).document, "/confidentiality/zh") == "他写的"


def test_saving_by_itself_tells_of_a_conflict_and_overwrites_nothing(
    author: Client, scheme: Scheme
) -> None:
    for key, item, place in (("scope", "", f"{INCLUDED}/en"), ("risk", RISK, f"{RISK}/risk/en")):
        mine = {**opened(author, scheme, key, item), place: "mine"}
        do(author, scheme, key, "save", **{place: "saved"})
        answer = author.post(page_of(scheme, key, item), {**mine, "do": "autosave"})
        assert answer.status_code == 409
        assert "conflict" in answer.json()
        assert find(current(scheme).document, place) == "saved"


def test_a_file_uploaded_into_a_conflict_is_not_lost(author: Client, scheme: Scheme) -> None:
    mine = opened(author, scheme, "mark")
    do(author, scheme, "mark", "save", **{"/mark|1/name/en": "Another"})
    upload = SimpleUploadedFile("new.svg", SVG)
    sent = {**mine, "/mark|1/artwork#upload": upload, "do": "save"}
    answer = author.post(page_of(scheme, "mark"), sent)
    again = sent_again(answer)
    author.post(page_of(scheme, "mark"), again)
    assert find(current(scheme).document, "/mark/artwork/name") == "new.svg"

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


def sent_again(answer: Any) -> dict[str, Any]:
    """What “Save what I wrote” sends from the page of a conflict."""
    return {**dict(sent_by(answer.content.decode()).lists()), "do": "save"}


# --- two people -----------------------------------------------------------------------------


def test_the_later_of_two_people_is_told_and_nothing_is_overwritten(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = opened(author, scheme, "risk"), opened(colleague, scheme, "risk")
    theirs = {**theirs, "/risk/@ri-1/likelihood": "4", "do": "save"}
    colleague.post(page_of(scheme, "risk"), theirs)
    mine = {**mine, "/risk/@ri-1/likelihood": "5", "/risk/@ri-2/impact": "3", "do": "save"}
    answer = author.post(page_of(scheme, "risk"), mine)
    assert answer.status_code == 409
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 4

    again = sent_again(answer)
    assert again["/risk/@ri-1/likelihood"] == ["5"]
    assert author.post(page_of(scheme, "risk"), again).status_code == 302
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 5
    assert find(current(scheme).document, "/risk/@ri-2/impact") == 3


def test_what_was_typed_into_an_item_that_a_colleague_took_out_is_not_lost(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine = {**opened(author, scheme, "risk"), "/risk/@ri-1/control/zh": "我写的"}
    do(colleague, scheme, "risk", "remove:/risk/@ri-1")
    answer = author.post(page_of(scheme, "risk"), {**mine, "do": "save"})
    again = sent_again(answer)
    author.post(page_of(scheme, "risk"), again)
    assert find(current(scheme).document, "/risk/@ri-1/control/zh") == "我写的"


def test_two_people_in_different_sections_do_not_disturb_each_other(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = opened(author, scheme, "risk"), opened(colleague, scheme, "fees")
    colleague.post(page_of(scheme, "fees"), {**theirs, "/fees/@fe-1/unit/zh": "次", "do": "save"})
    mine = {**mine, "/risk/@ri-1/likelihood": "5", "do": "save"}
    assert author.post(page_of(scheme, "risk"), mine).status_code == 302
    assert find(current(scheme).document, "/fees/@fe-1/unit/zh") == "次"


def test_saving_by_itself_tells_of_a_conflict_and_overwrites_nothing(
    author: Client, scheme: Scheme
) -> None:
    mine = {**opened(author, scheme, "risk"), "/risk/@ri-1/likelihood": "5"}
    do(author, scheme, "risk", "save", **{"/risk/@ri-1/likelihood": "4"})
    answer = author.post(page_of(scheme, "risk"), {**mine, "do": "autosave"})
    assert answer.status_code == 409
    assert "conflict" in answer.json()
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 4


def test_a_file_uploaded_into_a_conflict_is_not_lost(author: Client, scheme: Scheme) -> None:
    mine = opened(author, scheme, "mark")
    do(author, scheme, "mark", "save", **{"/mark|1/name/en": "Another"})
    upload = SimpleUploadedFile("new.svg", SVG)
    sent = {**mine, "/mark|1/artwork#upload": upload, "do": "save"}
    answer = author.post(page_of(scheme, "mark"), sent)
    again = sent_again(answer)
    author.post(page_of(scheme, "mark"), again)
    assert find(current(scheme).document, "/mark/artwork/name") == "new.svg"

"""The wording of a blueprint's rule in Wagtail's admin."""

from __future__ import annotations

import html
import re

import pytest

from schemes.models import BlueprintVersion
from schemes.states import VersionState
from tests.factories import VersionFactory, valid_document


def at(version: BlueprintVersion, chapter: str = "scope") -> str:
    return f"/cms/blueprints/{version.pk}/wording/?chapter={chapter}"


def _sentences(client, draft) -> dict[str, str]:
    page = client.get(at(draft)).content.decode()
    fields = re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: html.unescape(words) for name, words in fields}


def test_a_sentence_is_worded_anew_and_read_in_a_filed_rule(client, draft):
    VersionFactory(state=VersionState.SUBMITTED, document=valid_document("service"))
    typed = _sentences(client, draft)
    name = next(name for name, words in typed.items() if "{scope/included}" in words)
    typed[name] = "自本页起适用于{scope/included}。"
    answer = client.post(at(draft), {"seen": draft.digest, **typed}, follow=True)
    assert "自本页起适用于" in answer.content.decode()
    draft.refresh_from_db()
    assert _sentences(client, draft)[name] == typed[name]
    assert draft.events.latest("pk").data["what"] == "wording:scope"
    client.post(at(draft), {"seen": draft.digest, "do": "built-in"})
    draft.refresh_from_db()
    assert "x-phrasing" not in draft.schema


@pytest.mark.parametrize("words", ["{scope/included", "{scope/nothing}", "适用]"])
def test_a_sentence_that_cannot_be_filled_in_comes_back_as_it_was_typed(client, draft, words):
    typed = _sentences(client, draft)
    name = next(name for name, said in typed.items() if "{scope/included}" in said)
    typed[name] = words
    answer = client.post(at(draft), {"seen": draft.digest, **typed})
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    draft.refresh_from_db()
    assert "x-phrasing" not in draft.schema


def test_a_chapter_that_no_wording_has_is_no_page(client, draft):
    assert client.get(at(draft, "nowhere")).status_code == 404

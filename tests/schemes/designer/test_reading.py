"""The report, the reading view, the download and the next version of a draft."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from schemes.blueprints import builtin_blueprints
from schemes.documents import digest, find
from schemes.models import Scheme
from schemes.states import VersionState
from tests.factories import (
    VersionFactory,
    member_of,
)
from tests.schemes.designer.editing import current, item_of, opened, page_of, signed_in

pytestmark = pytest.mark.django_db


# --- report, reading, download, next version --------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_report_links_each_finding_to_its_field(scheme: Scheme, language: str) -> None:
    version = scheme.newest
    del version.document["impartiality"]
    version.document["certificate"]["validity_months"] = "viel"
    version.save()
    client = signed_in(member_of(scheme.organisation, Role.AUTHOR))
    html = client.get(f"/{language}/workspace/schemes/{scheme.pk}/report/").content.decode()
    for key, address in (
        ("capability", "/impartiality"),
        ("certificate", "/certificate/validity_months"),
    ):
        page = f"/{language}/workspace/schemes/{scheme.pk}/sections/{key}/"
        assert f'href="{page}?at={address}#{address}"' in html
        assert f'id="{address}"' in client.get(page).content.decode()


def test_the_draft_is_read_by_chapters(author: Client, scheme: Scheme) -> None:
    html = author.get(reverse("designer:read", args=[scheme.pk])).content.decode()
    assert 'id="chapter-requirements"' in html
    assert 'id="/requirements/@rq-ozone"' in html


def test_the_downloaded_document_says_the_same(author: Client, scheme: Scheme) -> None:
    answer = author.get(reverse("designer:download", args=[scheme.pk]))
    assert digest(json.loads(answer.content)) == digest(scheme.newest.document)


def test_a_new_version_begins_from_a_signed_one_without_its_commitment() -> None:
    version = VersionFactory(frozen=True)
    client = signed_in(member_of(version.scheme.organisation, Role.AUTHOR))
    client.post(reverse("designer:new-version", args=[version.scheme.pk]))
    newest = current(version.scheme)
    assert newest.sequence == 2
    assert newest.state == VersionState.DRAFT
    assert "commitment" not in newest.document


# --- queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["requirements", "fees", "identity", "mark"])
def test_the_number_of_queries_does_not_grow_with_the_items(
    author: Client, scheme: Scheme, key: str, django_assert_max_num_queries: Any
) -> None:
    version = scheme.newest
    address = page_of(scheme, key)
    author.get(address)
    counts = []
    for times in (1, 10):
        for part in ("requirements", "fees"):
            first = version.document[part][0]
            items = [{**first, "id": f"{part[:2]}-{n}"} for n in range(times)]
            version.document[part] = items
        version.save()
        with django_assert_max_num_queries(21) as captured:
            author.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- identifiers are kept in one spelling -------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "typed", "kept"),
    [
        ("/basis/@bs-1/ref", "《ＧＢ／Ｔ 18801−2022》。", "GB/T 18801-2022"),
        ("/basis/@bs-1/ref", "gbt18801-2022", "GB/T 18801-2022"),
        ("/basis/@bs-1/ref", "《产品质量法》", "《产品质量法》"),
        ("/rule_number", "（SLRZ−PC－0101:2026）", "SLRZ-PC-0101:2026"),
        ("/owner/uscc", " 9111 0105 ma99 dem1 9u", "91110105MA99DEM19U"),
        ("/owner/approval_no", "ＣＮＣＡ－r－2099－101", "CNCA-R-2099-101"),
    ],
)
def test_an_identifier_is_kept_in_one_spelling_and_the_author_is_told(
    author: Client, scheme: Scheme, place: str, typed: str, kept: str
) -> None:
    part = place.split("/")[1]
    key = next(s.key for s in builtin_blueprints()[0].sections if part in s.parts)
    item = item_of(scheme, place)
    sent = {**opened(author, scheme, key, item), place: typed, "do": "save"}
    answer = author.post(page_of(scheme, key, item), sent, follow=True)
    assert find(current(scheme).document, place) == kept
    told = [str(message) for message in answer.context["messages"]]
    assert any(kept in message for message in told) is (typed != kept)

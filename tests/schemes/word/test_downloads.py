"""Where a rule is had as a Word file: the draft by its body, what is listed by everybody."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from registry.pdf.issuers import issuers_of
from tests.factories import SchemeFactory, member_of
from tests.registry.authors.issuing import national_entry
from tests.registry.listing import listed

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in word.paragraphs), *cells])


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "草稿，未备案"), ("en", "Draft, not filed")]
)
def test_a_draft_says_that_it_is_one(client: Client, language: str, said: str) -> None:
    scheme = SchemeFactory()
    client.force_login(member_of(scheme.organisation, Role.AUTHOR))
    address = reverse("designer:download-word", args=[scheme.pk])
    answer = client.get(address.replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    text = words(answer.content)
    assert said in text
    assert scheme.newest.document["rule_number"] in text


def test_what_is_listed_has_its_number_and_digest(client: Client) -> None:
    entry = listed()
    for address in (
        reverse("register:scheme-word", args=[entry.number]),
        reverse("register:version-word", args=[entry.number, entry.version.label]),
    ):
        answer = client.get(address, {"lang": "en"})
        assert answer.status_code == 200
        text = words(answer.content)
        assert entry.number in text
        assert entry.version.digest in text
        assert "Draft, not filed" not in text


def test_a_version_that_was_never_listed_has_no_file(client: Client) -> None:
    entry = listed()
    address = reverse("register:version-word", args=[entry.number, "9.9.9"])
    assert client.get(address).status_code == 404


def test_the_cover_names_all_authorities_that_issue_a_rule_together(client: Client) -> None:
    entry = national_entry(ministries=1)
    issuers = issuers_of(entry.version)
    assert len(issuers) == 2
    answer = client.get(reverse("register:scheme-word", args=[entry.number]), {"lang": "zh-hans"})
    assert "、".join(one.name_zh for one in issuers) in words(answer.content)

"""Texts that do not read as they stand: the finding at the place, and the offer to clean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from schemes.blueprints import builtin_blueprints
from schemes.documents import find
from schemes.documents.texts import clean, cleanings
from schemes.models import Scheme, Version
from schemes.reports import report_before_signing
from schemes.rules import Facts
from schemes.validation import check
from tests.documents import valid_document
from tests.factories import VersionFactory, member_of
from tests.schemes.designer.forms import sent_by

BLUEPRINT = next(one for one in builtin_blueprints() if one.key == "product")
NEED = "/purpose/need_statement/zh"


def with_texts(**texts: str) -> dict[str, Any]:
    """The valid product with another title, and with a need statement of several lines."""
    document = valid_document("product")
    if "title" in texts:
        document["title"]["zh"] = texts["title"]
    if "need" in texts:
        document["purpose"]["need_statement"]["zh"] = texts["need"]
    return document


def found(document: dict[str, Any], **facts: Any) -> list[tuple[str, str, str]]:
    """Code, case and place of what the rules of legible texts say."""
    report = check(document, BLUEPRINT, Facts(**facts))
    legible = ("SCH-041", "SCH-042", "SCH-043")
    return [
        (one.code, str(one.params.get("case", "")), one.address)
        for one in report.findings
        if one.code in legible
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"title": "空气\u202e净化器"}, [("direction", "/title/zh")]),
        ({"title": "空气\u200b净化器"}, [("unseen", "/title/zh")]),
        ({"title": "空气\ue000净化器"}, [("nobodys", "/title/zh")]),
        ({"title": "空气\n净化器"}, [("line", "/title/zh")]),
        ({"need": "第一段落需要说明。\n第二段落也需要说明。"}, []),
        (
            {"need": "第一段落需要说明。\u2028第二段落也需要说明。"},
            [("line", "/purpose/need_statement/zh")],
        ),
        (
            {"title": "空气\u200b净化\u202e器"},
            [("unseen", "/title/zh"), ("direction", "/title/zh")],
        ),
        ({"title": "葛\U000e0100城空气净化器"}, []),
    ],
)
def test_a_text_that_misleads_is_refused_at_its_place(
    texts: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert found(with_texts(**texts)) == [("SCH-041", *one) for one in expected]


def test_a_character_without_a_font_is_named_with_its_code_point() -> None:
    report = check(with_texts(title="空气净化器ก"), BLUEPRINT, Facts(printable=range(0xE00)))
    finding = next(one for one in report.findings if one.address == "/title/zh")
    assert finding.code == "SCH-042"
    assert "“ก” (U+0E01)" in finding.params["signs"]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("91110105MA99DEM19U", False),
        ("91110105MA99DEM19A", True),
        ("91110105MA99DEM91U", True),
        ("911101050000000000", True),
    ],
)
def test_the_owner_s_credit_code_has_its_check_character(code: str, wrong: bool) -> None:
    document = valid_document("product")
    document["owner"]["uscc"] = code
    assert found(document) == ([("SCH-043", "", "/owner/uscc")] if wrong else [])


def test_cleaning_all_changes_ids_and_what_refers_to_them_alike() -> None:
    document = with_texts(title="空气\u200b净化器")
    document["basis"][0]["id"] += "\u200b"
    document["requirements"][0]["basis_ref"] = document["basis"][0]["id"]
    cleaned, done = clean(document, BLUEPRINT)
    assert len(done) == 3
    assert list(cleanings(cleaned, BLUEPRINT)) == []
    assert cleaned["basis"][0]["id"] == cleaned["requirements"][0]["basis_ref"]


# --- in the workspace ----------------------------------------------------------------------


def draft(title: str) -> Version:
    return VersionFactory(parts={"title": {"zh": title}})


def author_of(version: Version) -> Client:
    client = Client()
    client.force_login(member_of(version.scheme.organisation, Role.AUTHOR))
    return client


@pytest.mark.django_db
def test_one_click_at_the_report_cleans_a_text_and_shows_what_it_changed() -> None:
    version = draft("空气\u200b净化器认证规则")
    browser, address = author_of(version), reverse("designer:clean", args=[version.scheme_id])
    page = browser.get(reverse("designer:report", args=[version.scheme_id])).content.decode()
    assert f'action="{address}"' in page
    assert '<mark class="ts-sign">U+200B</mark>' in page
    after = browser.post(address, {"at": "/title/zh"}, follow=True).content.decode()
    version.refresh_from_db()
    assert version.document["title"]["zh"] == "空气净化器认证规则"
    assert Scheme.objects.get(pk=version.scheme_id).title == version.document["title"]
    assert '<mark class="ts-sign">U+200B</mark>' in after
    assert f'action="{address}"' not in after


@pytest.mark.django_db
def test_cleaning_one_text_leaves_the_others() -> None:
    version = draft("空气\u200b净化器认证规则")
    version.document["title"]["en"] = "Air\u202e cleaner"
    version.save()
    address = reverse("designer:clean", args=[version.scheme_id])
    author_of(version).post(address, {"at": "/title/en"})
    version.refresh_from_db()
    assert version.document["title"] == {"zh": "空气\u200b净化器认证规则", "en": "Air cleaner"}


@pytest.mark.django_db
def test_the_button_at_the_field_cleans_what_was_just_typed() -> None:
    version = draft("空气净化器认证规则")
    section = next(one for one in BLUEPRINT.sections if "title" in one.parts)
    address = reverse("designer:section", args=[version.scheme_id, section.key])
    browser = author_of(version)
    form = sent_by(browser.get(address).content.decode())
    form["/title/zh"] = "智能\u202e空气\u200b净化器认证规则"
    form["do"] = "save"
    saved = browser.post(address, form.dict(), follow=True).content.decode()
    assert 'name="do" value="clean:/title/zh"' in saved
    form = sent_by(saved)
    form["do"] = "clean:/title/zh"
    after = browser.post(address, form.dict(), follow=True).content.decode()
    version.refresh_from_db()
    assert version.document["title"]["zh"] == "智能空气净化器认证规则"
    assert "U+202E" in after
    assert "U+200B" in after


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
def test_who_may_not_write_may_not_clean(role: str) -> None:
    version = draft("空气\u200b净化器认证规则")
    client = Client()
    client.force_login(member_of(version.scheme.organisation, role))
    answer = client.post(reverse("designer:clean", args=[version.scheme_id]))
    assert answer.status_code == 403
    version.refresh_from_db()
    assert "\u200b" in version.document["title"]["zh"]


@pytest.mark.django_db
def test_an_imported_text_is_refused_at_its_place_and_can_be_cleaned() -> None:
    version = draft("空气净化器认证规则")
    browser = author_of(version)
    content = json.dumps(with_texts(title="空气\u200b净化器认证规则\n")).encode()
    upload = SimpleUploadedFile("rule.json", content, "application/json")
    page = browser.post(reverse("designer:import"), {"file": upload}, follow=True)
    imported = Version.objects.latest("pk")
    errors = report_before_signing(imported).errors
    assert {one.params["case"] for one in errors if one.code == "SCH-041"} == {"unseen", "line"}
    address = reverse("designer:clean", args=[imported.scheme_id])
    assert f'action="{address}"' in page.content.decode()
    browser.post(address)
    imported.refresh_from_db()
    assert find(imported.document, "/title/zh") == "空气净化器认证规则"

"""Warnings are answered in writing before the signature; the answers stay with the version."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.reference.models import RuleLimit
from schemes.actions import Sign
from schemes.drafts import begin_version
from schemes.models import Version, Waiver
from schemes.reports import check_version
from schemes.waivers import answer, unanswered, withdraw
from tests.factories import PersonFactory, member_of
from tests.schemes.warned import REASON, RETENTION, author_of, signatory_of, warned_version

pytestmark = pytest.mark.django_db


def answered(version: Version) -> Waiver:
    return answer(version, author_of(version), RETENTION, REASON)


# --- answering ------------------------------------------------------------------------------


def test_an_author_answers_a_warning_and_may_change_the_answer() -> None:
    version = warned_version()
    answered(version)
    again = answer(version, author_of(version), RETENTION, {"zh": " 另有理由。 ", "en": ""})
    assert Waiver.objects.get() == again
    assert again.reason == {"zh": "另有理由。"}
    assert unanswered(check_version(version), version) == []


def test_the_reason_is_needed_in_chinese() -> None:
    version = warned_version()
    with pytest.raises(RulesBroken, match="Give the reason in Chinese"):
        answer(version, author_of(version), RETENTION, {"zh": "  ", "en": "In English only."})


def test_only_what_the_check_finds_is_answered() -> None:
    version = warned_version()
    with pytest.raises(WrongState, match="does not find this warning"):
        answer(version, author_of(version), ("SCH-038", "", "/process"), REASON)


def test_a_stranger_does_not_answer() -> None:
    version = warned_version()
    with pytest.raises(NotAllowed, match="may write here"):
        answer(version, PersonFactory(role=Role.AUTHOR), RETENTION, REASON)


def test_an_answer_can_be_taken_back_while_the_version_is_a_draft() -> None:
    version = warned_version()
    waiver = answered(version)
    withdraw(version, author_of(version), waiver.pk)
    assert not Waiver.objects.exists()
    assert len(unanswered(check_version(version), version)) == 1


def test_answers_are_events_of_the_version() -> None:
    version = warned_version()
    withdraw(version, author_of(version), answered(version).pk)
    events = list(version.events.values_list("event", flat=True))
    assert events == ["begun", "warning_answered", "answer_withdrawn"]


# --- signing --------------------------------------------------------------------------------


def test_nothing_is_signed_while_a_warning_has_no_answer() -> None:
    version = warned_version()
    with pytest.raises(RulesBroken, match="Warnings need a written reason") as refusal:
        Sign(version, signatory_of(version)).run()
    assert [finding.code for finding in refusal.value.findings] == ["SCH-026"]
    version.refresh_from_db()
    assert not version.is_frozen


def test_an_answered_warning_does_not_stop_the_signature() -> None:
    version = warned_version()
    answered(version)
    assert Sign(version, signatory_of(version)).run().is_frozen


def test_what_is_signed_can_no_longer_be_answered_or_taken_back() -> None:
    version = warned_version()
    waiver = answered(version)
    Sign(version, signatory_of(version)).run()
    with pytest.raises(NotAllowed, match="This version is signed"):
        answered(version)
    with pytest.raises(NotAllowed, match="This version is signed"):
        withdraw(version, author_of(version), waiver.pk)


def test_an_answer_whose_warning_is_gone_is_not_frozen() -> None:
    version = warned_version()
    answered(version)
    version.document["records"]["retention_months"] = 96
    version.save(update_fields=["document"])
    Sign(version, signatory_of(version)).run()
    assert not Waiver.objects.exists()


def test_answers_travel_into_the_next_version_while_the_warning_stands() -> None:
    version = warned_version(submitted=True)
    draft = begin_version(version.scheme, author_of(version))
    (copied,) = draft.waivers.all()
    (kept,) = version.waivers.all()
    assert (copied.code, copied.address, copied.reason) == (kept.code, kept.address, kept.reason)
    assert copied.written_by == kept.written_by


def test_an_answer_stays_behind_whose_warning_the_next_version_does_not_have() -> None:
    version = warned_version(months=60, submitted=True)
    assert version.document["certificate"]["validity_months"] == 60
    limit = "retention_months_after_validity"
    RuleLimit.objects.create(name=limit, value=0, valid_from=timezone.localdate())
    draft = begin_version(version.scheme, author_of(version))
    assert version.waivers.count() == 1
    assert not draft.waivers.exists()


# --- pages ----------------------------------------------------------------------------------


def _browser(version: Version, role: str = Role.AUTHOR) -> Client:
    client = Client()
    client.force_login(member_of(version.scheme.organisation, role))
    return client


def _posted(**words: str) -> dict[str, str]:
    code, case, address = RETENTION
    return {"code": code, "case": case, "address": address, "reason_zh": REASON["zh"], **words}


def _at(name: str, version: Version, *args: int, language: str = "en") -> str:
    address = reverse(f"designer:{name}", args=[version.scheme_id, *args])
    return address.replace("/en/", f"/{language}/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_report_asks_for_a_reason_and_then_shows_it(language: str) -> None:
    version = warned_version()
    browser = _browser(version)
    html = browser.get(_at("report", version, language=language)).content.decode()
    assert _at("answer", version, language=language) in html
    answer_ = browser.post(_at("answer", version, language=language), _posted())
    assert answer_.status_code == 302
    html = browser.get(_at("report", version, language=language)).content.decode()
    assert REASON["zh"] in html
    writer = version.waivers.get().written_by
    assert writer.name in html or writer.name_en in html


def test_without_a_reason_the_form_comes_back_with_what_was_typed() -> None:
    version = warned_version()
    answer_ = _browser(version).post(
        _at("answer", version), _posted(reason_zh="", reason_en="Only English")
    )
    assert answer_.status_code == 422
    assert "Only English" in answer_.content.decode()
    assert not Waiver.objects.exists()


def test_a_reason_for_a_warning_that_is_gone_is_refused() -> None:
    version = warned_version()
    answer_ = _browser(version).post(_at("answer", version), _posted(address="/title"))
    assert answer_.status_code == 422
    assert not Waiver.objects.exists()


def test_a_reason_is_removed_on_the_page() -> None:
    version = warned_version()
    waiver = answered(version)
    assert _browser(version).post(_at("withdraw-answer", version, waiver.pk)).status_code == 302
    assert not Waiver.objects.exists()


def test_who_may_not_write_may_not_answer_and_sees_no_form() -> None:
    version = warned_version()
    browser = _browser(version, Role.ADMINISTRATOR)
    assert _at("answer", version) not in browser.get(_at("report", version)).content.decode()
    assert browser.post(_at("answer", version), _posted()).status_code == 403


def test_the_sign_page_says_beforehand_that_reasons_are_missing() -> None:
    version = warned_version()
    browser = _browser(version, Role.SIGNATORY)
    address = reverse("workspace:sign", args=[version.scheme_id])
    html = browser.get(address).content.decode()
    assert 'name="password"' not in html
    assert "SCH-026" in html
    answered(version)
    html = browser.get(address).content.decode()
    assert 'name="password"' in html
    assert REASON["en"] in html


def test_the_next_step_of_a_complete_draft_is_to_answer_its_warnings() -> None:
    version = warned_version()
    page = _browser(version).get(reverse("workspace:scheme", args=[version.scheme_id]))
    assert page.context["step"].href == _at("report", version)
    answered(version)
    page = _browser(version).get(reverse("workspace:scheme", args=[version.scheme_id]))
    assert page.context["step"].href != _at("report", version)

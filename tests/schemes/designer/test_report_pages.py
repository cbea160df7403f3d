"""The check report in the workspace: new since last time, out of date, checked again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.reference.changes import acting
from portal.reference.models import RuleLimit
from schemes.models import Version
from schemes.reports import latest, make
from tests.factories import (
    PersonFactory,
    VersionFactory,
    answer_warnings,
    member_of,
    officer,
)
from tests.schemes.warned import RETENTION, warned_version

pytestmark = pytest.mark.django_db


def _browser(version: Version, role: str = Role.AUTHOR) -> Client:
    client = Client()
    client.force_login(member_of(version.scheme.organisation, role))
    return client


def _report(version: Version, browser: Client | None = None, language: str = "en") -> str:
    address = reverse("designer:report", args=[version.scheme_id]).replace("/en/", f"/{language}/")
    answer = (browser or _browser(version)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _raise_retention(by: int = 600) -> RuleLimit:
    row = RuleLimit.objects.filter(name="retention_months_after_validity").latest("pk")
    row.value += by
    with acting(officer(), "form"):
        row.save()
    return row


def test_opening_a_draft_makes_its_report() -> None:
    version = warned_version()
    _report(version)
    stored = latest(version)
    assert stored is not None
    assert stored.warnings == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_draft_tells_what_moved_outside_and_which_findings_are_new(language: str) -> None:
    version = VersionFactory()
    assert "ts-new" not in _report(version, language=language)
    row = _raise_retention()
    html = _report(version, language=language)
    assert RETENTION[0] in html
    assert "ts-new" in html
    assert f">{row.value}</ins>" in html


def test_a_signed_version_shows_that_its_report_is_out_of_date_and_is_checked_again() -> None:
    version = VersionFactory(submitted=True)
    browser = _browser(version)
    again = reverse("designer:check-again", args=[version.scheme_id])
    assert again not in _report(version, browser)
    _raise_retention()
    html = _report(version, browser)
    assert again in html
    assert RETENTION[0] not in html.replace(f"#{RETENTION[0]}", "").split("ts-made-with")[0]

    assert browser.post(again).status_code == 302

    html = _report(version, browser)
    assert again not in html
    assert RETENTION[2].split("/")[1] in html
    assert "ts-new" in html


def test_bodies_are_not_told_who_changed_the_reference_data() -> None:
    version = VersionFactory(frozen=True)
    _raise_retention()
    assert officer().name not in _report(version)


def test_only_writers_check_again() -> None:
    version = VersionFactory(frozen=True)
    browser = Client()
    browser.force_login(PersonFactory(role=Role.AUTHOR))
    again = reverse("designer:check-again", args=[version.scheme_id])
    assert browser.post(again).status_code == 404


def test_the_report_says_what_it_was_computed_with() -> None:
    version = VersionFactory()
    html = _report(version).split("ts-made-with", 1)[1]
    assert version.blueprint.ref in html
    assert version.blueprint.digest[:16] in html


def test_the_report_names_what_else_stands_in_the_way() -> None:
    body = VersionFactory(submitted=True, number=7).scheme.organisation
    same = VersionFactory(organisation=body, number=7)
    assert same.document["rule_number"] in _report(same)


def test_the_scheme_page_says_that_the_report_is_out_of_date() -> None:
    version = VersionFactory(frozen=True)
    page = reverse("workspace:scheme", args=[version.scheme_id])
    assert not _browser(version).get(page).context["report_is_stale"]
    _raise_retention()
    assert _browser(version).get(page).context["report_is_stale"]


def test_the_report_costs_few_queries(django_assert_max_num_queries) -> None:
    version = warned_version()
    browser = _browser(version)
    _report(version, browser)
    make(version)
    with django_assert_max_num_queries(90):
        _report(version, browser)


# --- the overview -----------------------------------------------------------------------------


def _waiting(version: Version, role: Role = Role.SIGNATORY) -> list[str]:
    page = _browser(version, role).get(reverse("workspace:dashboard"))
    return [item.href for item in page.context["waiting"]]


def test_a_complete_draft_waits_for_the_signatory_once_its_warnings_are_answered() -> None:
    version = warned_version()
    sign = reverse("workspace:sign", args=[version.scheme_id])
    make(version)
    assert sign not in _waiting(version)
    answer_warnings(version)
    assert sign in _waiting(version)


def test_a_report_of_an_older_text_lets_nothing_wait_for_a_signature() -> None:
    version = VersionFactory()
    make(version)
    sign = reverse("workspace:sign", args=[version.scheme_id])
    assert sign in _waiting(version)
    version.document["title"] = {"zh": "另一个标题"}
    version.save(update_fields=["document"])
    assert sign not in _waiting(version)


def test_a_report_that_the_registers_have_overtaken_is_made_anew_before_a_task_rests_on_it() -> (
    None
):
    version = VersionFactory()
    stored = make(version)
    assert (stored.errors, stored.warnings) == (0, 0)
    sign = reverse("workspace:sign", args=[version.scheme_id])
    answer = reverse("designer:report", args=[version.scheme_id])
    assert sign in _waiting(version)
    assert answer not in _waiting(version, Role.AUTHOR)
    _raise_retention()
    assert sign not in _waiting(version)
    assert answer in _waiting(version, Role.AUTHOR)
    (row,) = _browser(version).get(reverse("workspace:dashboard")).context["rows"]
    assert row["scheme"].warnings_found == 1


def test_warnings_wait_for_those_who_can_answer_them() -> None:
    version = warned_version()
    make(version)
    answer = reverse("designer:report", args=[version.scheme_id])
    assert answer in _waiting(version, Role.AUTHOR)
    assert answer not in _waiting(version, Role.ADMINISTRATOR)
    answer_warnings(version)
    assert answer not in _waiting(version, Role.AUTHOR)


def test_the_overview_counts_what_the_last_check_found_and_says_when_it_is_old() -> None:
    version = warned_version()
    make(version)
    browser = _browser(version)
    (row,) = browser.get(reverse("workspace:dashboard")).context["rows"]
    assert (row["scheme"].warnings_found, row["is_stale"]) == (1, False)
    version.updated_at = timezone.now()
    version.save(update_fields=["updated_at"])
    (row,) = browser.get(reverse("workspace:dashboard")).context["rows"]
    assert row["is_stale"]

"""The reasons for warnings are published with the scheme; the desk sees them with the report."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from portal.reference.models import RuleLimit
from registry.models import Entry
from registry.publication.publishing import rebuild
from schemes.models import StoredReport
from tests.factories import VersionFactory
from tests.schemes.warned import RETENTION, warned_version

pytestmark = pytest.mark.django_db
REASON = "已知悉,理由见规则正文。"


@pytest.fixture
def entry():
    version = warned_version(submitted=True)
    entry = Entry.objects.get(scheme=version.scheme)
    rebuild(entry)
    return entry


def _raise_retention():
    row = RuleLimit.objects.filter(name="retention_months_after_validity").latest("pk")
    row.value += 600
    row.save()


# --- the public -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_a_scheme_and_of_its_version_show_warning_and_reason(client, entry, language):
    label = entry.version.label
    for address in (
        reverse("register:scheme", args=[entry.number]),
        reverse("register:version", args=[entry.number, label]),
    ):
        html = client.get(address, {"lang": language}).content.decode()
        assert REASON in html
        assert f'href="#{RETENTION[2]}"' in html
        assert f"rules/#{RETENTION[0]}" in html


def test_a_scheme_without_warnings_has_no_such_section(client):
    version = VersionFactory(submitted=True)
    entry = Entry.objects.get(scheme=version.scheme)
    rebuild(entry)
    html = client.get(reverse("register:scheme", args=[entry.number])).content.decode()
    assert 'id="warnings"' not in html


def test_data_and_api_give_rule_pointer_and_reason(client, entry):
    expected = [{"code": RETENTION[0], "pointer": RETENTION[2], "reason": {"zh": REASON}}]
    document = client.get(reverse("register:scheme-json", args=[entry.number])).json()
    assert document["register"]["waivers"] == expected
    place = reverse("register:version-json", args=[entry.number, entry.version.label])
    assert client.get(place).json()["version"]["waivers"] == expected
    answer = client.get(reverse("api-1:scheme", args=[entry.number]))
    assert json.loads(answer.content)["waivers"] == expected


def test_people_are_not_published(client, entry):
    author = entry.version.waivers.get().written_by
    html = client.get(reverse("register:scheme", args=[entry.number])).content.decode()
    assert author.name not in html
    assert author.name_en not in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_rule_is_explained_at_its_anchor(client, language):
    from schemes.rules import ALL_RULES

    address = reverse("catalogue:rules").replace("/en/", f"/{language}/")
    html = client.get(address).content.decode()
    assert [rule.id for rule in ALL_RULES if f'id="{rule.id}"' not in html] == []
    assert "%(" not in html


# --- the desk ---------------------------------------------------------------------------


def test_the_desk_shows_the_reason_beside_the_warning(desk, entry):
    number = entry.scheme.filings.get().number
    html = desk.get(reverse("desk:report", args=[number])).content.decode()
    assert REASON in html
    assert entry.version.waivers.get().written_by.name_en in html


def test_an_officer_checks_again_and_sees_what_is_new_since_the_signature(desk):
    version = VersionFactory(submitted=True)
    number = version.submissions.get().filing.number
    page = reverse("desk:report", args=[number])
    assert not desk.get(page).context["moved"].is_stale
    _raise_retention()
    assert desk.get(page).context["moved"].is_stale

    response = desk.post(reverse("desk:check-again", args=[number]), follow=True)

    rows = [row for group in response.context["shown"].groups for row in group.rows]
    assert [row.finding.code for row in rows if row.is_new] == [RETENTION[0]]
    assert not response.context["moved"].is_stale
    filed = desk.get(page).context["shown"]
    assert RETENTION[0] not in {finding.code for finding in filed.report.findings}
    assert filed.stored.findings == version.submissions.get().findings


def test_checking_again_changes_no_submission_and_is_for_officers(desk, client):
    version = VersionFactory(submitted=True)
    number = version.submissions.get().filing.number
    before = version.submissions.get().findings
    _raise_retention()
    desk.post(reverse("desk:check-again", args=[number]))
    assert version.submissions.get().findings == before
    client.force_login(version.frozen_by)
    assert client.post(reverse("desk:check-again", args=[number])).status_code == 404


def test_a_submission_from_before_reports_were_kept_still_has_its_page(desk):
    version = VersionFactory(submitted=True)
    StoredReport.objects.all().delete()
    number = version.submissions.get().filing.number
    assert desk.get(reverse("desk:report", args=[number])).status_code == 200

"""Two bodies whose listed schemes each rest on a standard that an editor withdraws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.reference.changes import acting
from portal.reference.models import Standard
from registry.models import CampaignTask, ImpactRun
from registry.supervision.campaigns.beginning import begin_campaign, touched_by
from registry.supervision.impact.runs import carry_out
from tests.factories import member_of, officer, organisation_for
from tests.registry.listing import listed

WORDS = {
    "title": {"zh": "标准废止后的整改", "en": "After a withdrawn standard"},
    "text": {"zh": "请修订、说明理由或者终止。", "en": "Amend, justify or end."},
}


def resting_on(entry) -> str:
    """The number of the standard that its text names first."""
    return str(entry.version.document["basis"][0]["ref"])


@pytest.fixture
def entries(db):
    return [listed(), listed()]


@pytest.fixture
def run(entries) -> ImpactRun:
    editor = member_of(organisation_for(Role.EDITOR), Role.EDITOR)
    with acting(editor, "form"):
        for number in {resting_on(entry) for entry in entries}:
            standard, _new = Standard.objects.get_or_create(number=number, type="GB/T")
            standard.status, standard.valid_until = "withdrawn", date(2026, 1, 1)
            standard.save()
    return carry_out(ImpactRun.objects.get(is_preview=False, created_by=editor))


@pytest.fixture
def begin(run):
    """Begin a campaign over the run, due in thirty days, about all that it touches."""

    def with_words(**changes):
        asked = {
            **WORDS,
            "due_on": timezone.localdate() + timedelta(days=30),
            "remind_days": 10,
            "entries": [touched.entry.pk for touched in touched_by(run)],
            **changes,
        }
        return begin_campaign(run, asked.pop("user", None) or officer(), **asked)

    return with_words


@pytest.fixture
def task(begin, entries) -> CampaignTask:
    return begin().tasks.get(entry=entries[0])


@pytest.fixture
def author(task):
    return member_of(task.organisation, Role.AUTHOR)

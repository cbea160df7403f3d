"""Schemes of the state for tests, reached through the real acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from registry.models import Entry, Filing
from registry.procedure.actions import Submit
from registry.procedure.actions.issuing import AgreeToIssue, IssueScheme, first_day_of
from tests.factories import (
    OrganisationFactory,
    VersionFactory,
    decider,
    member_of,
    organisation_for,
)
from tests.kept import kept

ANNOUNCEMENT = "国家认监委公告2026年第9号"


def regulator() -> Organisation:
    """The regulator."""
    return organisation_for(Role.DECIDER)


@kept(Filing)
def proposed(ministries: Sequence[Organisation] = (), **kwargs: Any) -> Filing:
    """A text of the regulator, or of `organisation`, that is proposed to be issued."""
    origin = "ministry_joint" if ministries else "national_unified"
    parts = {"origin": origin, **kwargs.pop("parts", {})}
    kwargs.setdefault("organisation", regulator())
    version = VersionFactory(frozen=True, parts=parts, **kwargs)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    version = Submit(version, signatory, ministries=list(ministries)).run()
    return version.submissions.get().filing


def agree(filing: Filing, ministry: Organisation) -> Filing:
    """A ministry agrees to the text."""
    signatory = member_of(ministry, Role.SIGNATORY)
    return AgreeToIssue(filing, signatory, reason="同意联合发布。").run()


def issue(filing: Filing, **data: Any) -> Filing:
    """A decider issues it."""
    words = {
        "reason": "经集体审议，同意发布。",
        "announcement_no": ANNOUNCEMENT,
        "effective_on": first_day_of(filing),
        **data,
    }
    return IssueScheme(filing, decider(), **words).run()


@kept(Entry)
def national_entry(ministries: int = 0) -> Entry:
    """A scheme of the state that is issued, with so many ministries."""
    named = [OrganisationFactory(ministry=True) for _n in range(ministries)]
    filing = proposed(named)
    for ministry in named:
        filing = agree(filing, ministry)
    return issue(filing).issue.entry

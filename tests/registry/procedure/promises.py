"""Promises on the commitment track, taken as far as a test needs."""

from __future__ import annotations

from typing import Any

from portal.accounts.roles import Role
from registry.models import Filing
from registry.procedure.actions import Submit
from registry.procedure.actions.promising import AskToMakeGood, ProposeRevocation, text_of_today
from schemes.models import Version
from tests.factories import VersionFactory, member_of, officer
from tests.registry.procedure.applications import a_ground
from tests.regulation import open_track

BROKEN = {"reason": "承诺的检测能力不存在"}


def promised(version: Version | None = None, **traits: Any) -> Filing:
    """A scheme that was listed on a promise."""
    open_track("commitment")
    version = version or VersionFactory(frozen=True, **traits)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    action = Submit(version, signatory, track="commitment", promise=text_of_today().version)
    action.run()
    return Filing.objects.get(pk=action.filing.pk)


def asked_to_make_good(filing: Filing | None = None) -> Filing:
    """A promise that was found not to be kept."""
    return AskToMakeGood(filing or promised(), officer(), reason_code=a_ground(), **BROKEN).run()


def revocation_proposed(filing: Filing | None = None) -> Filing:
    """A promise that an officer found to be false."""
    words = {"reason_code": a_ground(), **BROKEN}
    return ProposeRevocation(filing or promised(), officer(), **words).run()

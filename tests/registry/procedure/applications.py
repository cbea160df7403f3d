"""Applications on the approval track, taken as far as a test needs."""

from __future__ import annotations

from typing import Any

from portal.accounts.roles import Role
from registry.models import Filing, ReasonCode
from registry.procedure.actions import Submit
from registry.procedure.actions.applying import Accept, DeclineToAccept, ProposeNonAcceptance
from registry.procedure.actions.permitting import (
    Approve,
    ProposeApproval,
    ProposeRefusal,
    Refuse,
)
from schemes.models import Version
from tests.factories import VersionFactory, decider, member_of, officer
from tests.regulation import open_track

OF_OTHERS = "不属于本机关职权范围"


def applied(version: Version | None = None, **traits: Any) -> Filing:
    """An application that was just handed in."""
    version = version or VersionFactory(frozen=True, **traits)
    open_track("approval")
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    action = Submit(version, signatory, track="approval")
    action.run()
    return Filing.objects.get(pk=action.filing.pk)


def accepted(version: Version | None = None, **traits: Any) -> Filing:
    """An application that is being examined."""
    return Accept(applied(version, **traits), officer(), reason="材料齐全").run()


def approved(version: Version | None = None, **traits: Any) -> Filing:
    """An application that an officer examined and a decider approved."""
    proposed = ProposeApproval(accepted(version, **traits), officer(), reason="符合条件").run()
    return Approve(proposed, decider(), reason="符合条件").run()


def refused(version: Version | None = None) -> Filing:
    """An application that was refused."""
    words = {"reason": "不符合条件", "reason_code": a_ground()}
    proposed = ProposeRefusal(accepted(version), officer(), **words).run()
    return Refuse(proposed, decider(), **words).run()


def not_to_be_accepted(filing: Filing | None = None) -> Filing:
    """An application that an officer proposed not to accept."""
    words = {"reason": OF_OTHERS, "reason_code": a_ground()}
    return ProposeNonAcceptance(filing or applied(), officer(), **words).run()


def declined() -> Filing:
    """An application that was not accepted."""
    words = {"reason": OF_OTHERS, "reason_code": a_ground()}
    return DeclineToAccept(not_to_be_accepted(), decider(), **words).run()


def a_ground() -> str:
    """The code of a reason of the list."""
    row, _made = ReasonCode.objects.get_or_create(
        code="completeness", defaults={"name_zh": "不齐全"}
    )
    return str(row.code)

"""The acts behind the outcomes of a review, from what a form says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from registry.models import Filing
from registry.procedure.actions import RecordNoObjection, RequestCorrection
from registry.procedure.actions.deciding import Decide
from registry.register.letters import preview_of
from registry.states import Outcome

ACTIONS: dict[str, type[Decide]] = {
    Outcome.NO_OBJECTION: RecordNoObjection,
    Outcome.CORRECTION_REQUESTED: RequestCorrection,
}


def words_of_form(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, as a proposal and a decision take it."""
    codes = [reason.code for reason in cleaned["reason_codes"]]
    return {**cleaned, "reason_codes": codes}


def previewed(action: Decide) -> dict[str, Any]:
    """The letter or the notice of a decision as it would be sent, for the page."""
    if isinstance(action, RequestCorrection):
        return {"notice_preview": action.preview_notice()}
    return {"letter_preview": preview_of(action)}


def action_of(filing: Filing, user: User | None, cleaned: Mapping[str, Any]) -> Decide:
    """The decision that the form means; without a person, while nobody knows who will decide."""
    return ACTIONS[cleaned["outcome"]](filing, user, **words_of_form(cleaned))

"""Conditions that go with an outcome: what may be asked on which track, and what becomes of it.

On a track that is no licence the filing is in effect, and nothing that is asked delays that: a
condition comes after the fact, and only on a ground that the regulator's register gives for one.
Source: Regulations on Optimising the Business Environment, article 39 (filing is no licence).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from registry.models import Decision, Entry, EntryCondition, Filing, ReasonCode
from registry.register.condition_fields import ConditionsField, as_values, fault_of
from registry.states import Outcome

Conditions = Sequence[Mapping[str, str]]

#: What a condition can go with: the scheme goes on, or begins.
BEARING = (Outcome.NO_OBJECTION, Outcome.APPROVED)
AFTER_THE_FACT = gettext_lazy(
    "The filing is in effect whatever is asked here; nothing may delay it. A condition with a due "
    "date needs a reason of the list that the regulator marked as one for conditions. Without due "
    "date and evidence it is a recommendation, which binds nobody."
)
WITH_THE_APPROVAL = gettext_lazy(
    "The scheme is listed with the approval; the body shows by the due date that a condition is "
    "met. Without due date and evidence it is a recommendation, which binds nobody."
)


def conditions_field(filing: Filing | None = None) -> ConditionsField:
    """The field with what the track allows; of an application, with what was proposed."""
    if filing is None or not filing.procedure.is_licence:
        return ConditionsField(help_text=AFTER_THE_FACT)
    proposal = filing.proposal
    proposed = as_values(proposal.conditions if proposal else [])
    return ConditionsField(help_text=WITH_THE_APPROVAL, initial=proposed)


def binding(conditions: Conditions) -> list[Mapping[str, str]]:
    """Those with a due date; the others are recommendations."""
    return [one for one in conditions if one["due_on"]]


def require_sound(
    filing: Filing, outcome: str, conditions: Conditions, codes: Iterable[str]
) -> None:
    """What is asked is complete, goes with the outcome, and the law of the track allows it.

    Raises:
        RulesBroken: it does not; the words say what would.
    """
    for fault in filter(None, map(fault_of, conditions)):
        raise RulesBroken(fault)
    if conditions and outcome not in BEARING:
        raise RulesBroken(
            _("Conditions go with an outcome under which the scheme goes on. Write a remark.")
        )
    if filing.procedure.is_licence or not binding(conditions):
        return
    if not ReasonCode.objects.filter(code__in=list(codes), carries_conditions=True).exists():
        raise RulesBroken(
            _(
                "The filing is in effect and nobody has to say yes to it. A condition with a due "
                "date needs a reason of the list that is marked as one for conditions; without "
                "one, leave the due date empty: it is a recommendation then."
            )
        )


def set_conditions(decision: Decision, entry: Entry) -> None:
    """What binds becomes conditions of the entry, each with an event that the public reads."""
    for one in binding(decision.conditions):
        EntryCondition.objects.create(entry=entry, decision=decision, **one)
        told = {"reason": one["text"], **{key: one[key] for key in ("due_on", "evidence_wanted")}}
        by = {"decided_by": in_both_languages(decision.decided_by), "remedy": decision.remedy}
        entry.record_event(event="condition_set", actor=decision.decided_by, data={**told, **by})


def in_letters(conditions: Conditions) -> list[dict[str, str]]:
    """Conditions and recommendations as sentences, in both languages."""
    return [in_both_languages(_Sentence(one)) for one in conditions]


class _Sentence:
    """A condition in the language that is active when it is read."""

    def __init__(self, condition: Mapping[str, Any]) -> None:
        self.condition = condition

    def __str__(self) -> str:
        day = parse_date(self.condition["due_on"] or "")
        if day is None:
            return _("Recommendation: %(text)s") % self.condition
        words = {**self.condition, "due": formats.date_format(day)}
        return (
            _(
                "Condition: %(text)s Due on %(due)s. What would show that it is met: "
                "%(evidence_wanted)s"
            )
            % words
        )

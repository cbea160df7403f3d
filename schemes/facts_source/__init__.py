"""Facts for the rules, read from the register: the only place where rules meet the database."""

from schemes.facts_source.gathering import (
    approval_number_in,
    facts_for,
    facts_for_approval,
)
from schemes.facts_source.history import signature_holds
from schemes.facts_source.limits import LimitInForce, limits_by_rule, limits_of
from schemes.facts_source.reference import reference_facts

__all__ = [
    "LimitInForce",
    "approval_number_in",
    "facts_for",
    "facts_for_approval",
    "limits_by_rule",
    "limits_of",
    "reference_facts",
    "signature_holds",
]

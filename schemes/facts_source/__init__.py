"""Facts for the rules, read from the register: the only place where rules meet the database."""

from schemes.facts_source.gathering import (
    approval_number_in,
    facts_for,
    facts_for_approval,
    with_searches,
)
from schemes.facts_source.history import signature_holds
from schemes.facts_source.limits import LimitInForce, limits_by_rule, limits_of
from schemes.facts_source.names import (
    FIELD,
    Name,
    names_in,
    names_in_row,
    names_in_version,
    touches,
)
from schemes.facts_source.reference import number_patterns_on, reference_facts

__all__ = [
    "FIELD",
    "LimitInForce",
    "Name",
    "approval_number_in",
    "facts_for",
    "facts_for_approval",
    "limits_by_rule",
    "limits_of",
    "names_in",
    "names_in_row",
    "names_in_version",
    "number_patterns_on",
    "reference_facts",
    "signature_holds",
    "touches",
    "with_searches",
]

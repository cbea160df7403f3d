"""The reference registers, and the history of every change to them."""

from portal.reference.models.base import NamedRecord
from portal.reference.models.blueprints import BlueprintPeriod
from portal.reference.models.changes import ReferenceChange
from portal.reference.models.classification import ClassificationItem, Crosswalk
from portal.reference.models.codes import CodeTerm, Unit
from portal.reference.models.law import CompulsoryItem, NationalScheme, RegulatorText, Standard
from portal.reference.models.marks import ProtectedMark
from portal.reference.models.rules import (
    CertificateContent,
    NumberPattern,
    PartWord,
    RuleLimit,
    RuleWord,
)
from portal.reference.models.transitions import StandardTransition

__all__ = [
    "BlueprintPeriod",
    "CertificateContent",
    "ClassificationItem",
    "CodeTerm",
    "CompulsoryItem",
    "Crosswalk",
    "NamedRecord",
    "NationalScheme",
    "NumberPattern",
    "PartWord",
    "ProtectedMark",
    "ReferenceChange",
    "RegulatorText",
    "RuleLimit",
    "RuleWord",
    "Standard",
    "StandardTransition",
    "Unit",
]

"""The reference registers, and the history of every change to them."""

from portal.reference.models.base import DatedQuerySet, NamedRecord, ReferenceRecord
from portal.reference.models.changes import ReferenceChange
from portal.reference.models.classification import ClassificationItem, Crosswalk
from portal.reference.models.codes import CodeTerm, Unit
from portal.reference.models.law import CompulsoryItem, NationalScheme, RegulatorText, Standard
from portal.reference.models.marks import ProtectedMark
from portal.reference.models.rules import CertificateContent, NumberPattern, RuleLimit, RuleWord

__all__ = [
    "CertificateContent",
    "ClassificationItem",
    "CodeTerm",
    "CompulsoryItem",
    "Crosswalk",
    "DatedQuerySet",
    "NamedRecord",
    "NationalScheme",
    "NumberPattern",
    "ProtectedMark",
    "ReferenceChange",
    "ReferenceRecord",
    "RegulatorText",
    "RuleLimit",
    "RuleWord",
    "Standard",
    "Unit",
]

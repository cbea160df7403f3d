"""Rules: what JSON Schema cannot say about a document. No database, no clock, no user."""

from __future__ import annotations

from schemes.rules.base import Rule, run
from schemes.rules.basis import (
    BasisIsAvailable,
    BasisIsIdentified,
    RequirementsRestOnBases,
)
from schemes.rules.certificate import (
    CertificateContents,
    CertificateValidity,
    EndingsAreDistinct,
    SurveillanceInterval,
    SuspensionEnds,
)
from schemes.rules.compulsory import CompulsoryCertification
from schemes.rules.criteria import LevelsBuildOnEachOther, ThresholdIsMeasurable
from schemes.rules.evaluation import RemoteAuditShare, ServiceModesFit
from schemes.rules.facts import Facts, Limits
from schemes.rules.fairness import (
    ComplaintsAndAppeals,
    FeesAreLawful,
    RefusalIsFair,
    RulesAreOpen,
)
from schemes.rules.legibility import TextsCanBePrinted, TextsReadAsTheyStand
from schemes.rules.lifecycle import ChangesAreSummarised, DatesAreInOrder, RecordsAreKept
from schemes.rules.mark import ArtworkIsUsable, SimilarMarksSearched, WordsOfTitleAndMark
from schemes.rules.novelty import NeighboursAreAnswered
from schemes.rules.numbering import NumberingExample
from schemes.rules.organisation import (
    AdoptedSchemeIsAuthorised,
    AllianceIsOne,
    CommitmentIsSigned,
    CreditCodeIsRight,
    FieldsAreApproved,
    OriginFitsTheAuthor,
    RolesAreSeparate,
    StaffIsSufficient,
)
from schemes.rules.scheme_type import (
    ActivitiesOfType5,
    ActivitiesOfType6,
    DeclaredTypeIsDerivedType,
    MarkRestsOnSurveillance,
    SchemeTypeDeclared,
    SurveillanceIncluded,
    SurveillanceOfTypes2To4,
    TypesWithoutSurveillance,
    derived_type,
)
from schemes.rules.subjects import SubjectIsAllowed

ALL_RULES: tuple[Rule, ...] = (
    FieldsAreApproved(),
    SchemeTypeDeclared(),
    SurveillanceIncluded(),
    SurveillanceOfTypes2To4(),
    ActivitiesOfType5(),
    ActivitiesOfType6(),
    TypesWithoutSurveillance(),
    MarkRestsOnSurveillance(),
    DeclaredTypeIsDerivedType(),
    CertificateValidity(),
    SurveillanceInterval(),
    SuspensionEnds(),
    EndingsAreDistinct(),
    BasisIsIdentified(),
    BasisIsAvailable(),
    CompulsoryCertification(),
    NeighboursAreAnswered(),
    WordsOfTitleAndMark(),
    ArtworkIsUsable(),
    SimilarMarksSearched(),
    CertificateContents(),
    RolesAreSeparate(),
    FeesAreLawful(),
    RefusalIsFair(),
    DatesAreInOrder(),
    RecordsAreKept(),
    RequirementsRestOnBases(),
    ThresholdIsMeasurable(),
    LevelsBuildOnEachOther(),
    AllianceIsOne(),
    AdoptedSchemeIsAuthorised(),
    RulesAreOpen(),
    StaffIsSufficient(),
    NumberingExample(),
    CommitmentIsSigned(),
    ChangesAreSummarised(),
    ComplaintsAndAppeals(),
    RemoteAuditShare(),
    ServiceModesFit(),
    SubjectIsAllowed(),
    TextsReadAsTheyStand(),
    TextsCanBePrinted(),
    CreditCodeIsRight(),
    OriginFitsTheAuthor(),
)

__all__ = ["ALL_RULES", "Facts", "Limits", "Rule", "derived_type", "run"]

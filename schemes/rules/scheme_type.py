"""Types of certification scheme (ISO/IEC 17067): the declared type and the activities.

The activities are what the scheme does; the type is a name for a combination of them, so
it can be derived and must fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import (
    activities,
    at,
    category,
    has_mark,
    has_modules,
    is_batch,
    scheme_type,
)

_TYPE = "/process/scheme_type"
_MODULES = "/process/modules"
_SAMPLES = {"market_sample_test", "factory_sample_test"}
_SERVICE_ASSESSMENTS = {"service_assessment", "process_assessment"}
_INITIAL_ASSESSMENTS = {"initial_factory_inspection", "initial_ms_audit"}
_WITH_SURVEILLANCE = ("2", "3", "4", "5", "6")
_TABLE_NOT_SEEN = _(
    "The table of types is known from secondary sources; nobody has compared it with the standard."
)


class SchemeTypeDeclared(Rule):
    """A product or service scheme declares its type (GB/T 27067-2017, 5.3)."""

    id = "SCH-002"
    title = _("The type of scheme is declared")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 5.3")
    messages: ClassVar = {
        "": _("The scheme type is missing. Product and service schemes declare one: 1a to 6, or N.")
    }
    gaps = frozenset({""})
    help = _("Choose the type that fits the activities; N stands for none of them.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Speak when the type is absent."""
        absent = at(document, "process", "scheme_type") in (None, "")
        if category(document) in ("product", "service") and absent:
            yield self.finding(_TYPE)


class SurveillanceIncluded(Rule):
    """Schemes of types 2 to 6 include surveillance (ISO/IEC 17067, Table 1, function VI)."""

    id = "SCH-003"
    title = _("Types 2 to 6 include surveillance")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), Table 1")
    messages: ClassVar = {
        "": _("A scheme of type %(type)s needs surveillance, but the process has no such activity.")
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Add surveillance activities to the process, or declare type 1a or 1b.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Speak when a type with surveillance has none."""
        declared = scheme_type(document)
        none = has_modules(document) and not activities(document, "surveillance")
        if declared in _WITH_SURVEILLANCE and none:
            yield self.finding(_MODULES, type=declared)


class SurveillanceOfTypes2To4(Rule):
    """What surveillance consists of in types 2, 3 and 4 (ISO/IEC 17067, Table 1, VIa to VIc)."""

    id = "SCH-004"
    title = _("The surveillance fits types 2, 3 and 4")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 5.3.4 to 5.3.6")
    messages: ClassVar = {
        "market": _("Type 2 needs surveillance by testing samples from the open market."),
        "factory": _("Type 3 needs surveillance by testing samples from the factory."),
        "sample": _(
            "Type 4 needs surveillance by testing samples from the factory or the open market."
        ),
        "production": _("Type %(type)s needs an assessment of production as surveillance."),
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Add the missing surveillance activity, or declare the type that fits.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Name each activity that the type lacks; silent when there is no surveillance."""
        declared, done = scheme_type(document), activities(document, "surveillance")
        if not done:
            return
        if declared == "2" and "market_sample_test" not in done:
            yield self.finding(_MODULES, "market")
        if declared == "3" and "factory_sample_test" not in done:
            yield self.finding(_MODULES, "factory")
        if declared == "4" and not done & _SAMPLES:
            yield self.finding(_MODULES, "sample")
        if declared in ("3", "4") and "production_assessment" not in done:
            yield self.finding(_MODULES, "production", type=declared)


class ActivitiesOfType5(Rule):
    """Type 5 assesses the factory first and samples and assesses afterwards (Table 1, type 5)."""

    id = "SCH-005"
    title = _("The activities fit type 5")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 5.3.7")
    messages: ClassVar = {
        "initial": _(
            "Type 5 needs an initial factory inspection or an initial audit of the management "
            "system."
        ),
        "sample": _(
            "Type 5 needs surveillance by testing samples from the factory or the open market."
        ),
        "assessment": _(
            "Type 5 needs an assessment of production or an audit of the management system as "
            "surveillance."
        ),
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Add the missing activity to the process, or declare the type that fits.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Name each activity that is missing; silent when there is no surveillance."""
        done = activities(document, "surveillance")
        if scheme_type(document) != "5" or not done:
            return
        if not activities(document, "determination") & _INITIAL_ASSESSMENTS:
            yield self.finding(_MODULES, "initial")
        if not done & _SAMPLES:
            yield self.finding(_MODULES, "sample")
        if not done & {"production_assessment", "ms_audit"}:
            yield self.finding(_MODULES, "assessment")


class ActivitiesOfType6(Rule):
    """Type 6 is for services: their delivery is assessed and the management audited (5.3.8)."""

    id = "SCH-006"
    title = _("Type 6 is for services, with assessment and audit")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 5.3.8")
    messages: ClassVar = {
        "category": _("Type 6 is for services only."),
        "assessment": _("Type 6 needs an assessment of the service as surveillance."),
        "audit": _("Type 6 needs an audit of the management system as surveillance."),
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Add the missing surveillance activity, or declare another type.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge the category first, then each activity; silent without surveillance."""
        done = activities(document, "surveillance")
        if scheme_type(document) != "6" or not done:
            return
        if category(document) not in ("service", ""):
            yield self.finding(_TYPE, "category")
            return
        if not done & _SERVICE_ASSESSMENTS:
            yield self.finding(_MODULES, "assessment")
        if "ms_audit" not in done:
            yield self.finding(_MODULES, "audit")


class TypesWithoutSurveillance(Rule):
    """Type 1b certifies a batch; type 1a gives no right to a mark (ISO/IEC 17067, 5.3.2, 5.3.3)."""

    id = "SCH-007"
    title = _("Type 1b is for batches, type 1a has no mark")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 5.3.2 and 5.3.3")
    messages: ClassVar = {
        "batch": _("Type 1b certifies a batch, but the certificates are not for batches."),
        "mark": _("Type 1a gives no right to use a mark, but the scheme has one."),
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Correct the kind of certificate or remove the mark, or declare the type that fits.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the type with the certificate and the mark."""
        declared = scheme_type(document)
        if declared == "1b" and not is_batch(document):
            yield self.finding("/certificate/batch", "batch")
        if declared == "1a" and has_mark(document):
            yield self.finding("/mark", "mark")


class MarkRestsOnSurveillance(Rule):
    """Marks of conformity rest on a scheme that includes surveillance (ISO/IEC 17030, NOTE 6)."""

    id = "SCH-008"
    title = _("A mark rests on surveillance or on a batch")
    source = _("ISO/IEC 17030, NOTE 6; ISO/IEC 17067, Table 1")
    messages: ClassVar = {
        "": _(
            "The scheme has a mark, but neither surveillance nor batch certificates on which it "
            "could rest."
        )
    }
    help = _("Add surveillance activities to the process, or do without a mark.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Speak when a mark has nothing to rest on."""
        rests = activities(document, "surveillance") or is_batch(document)
        if has_mark(document) and has_modules(document) and not rests:
            yield self.finding("/mark")


class DeclaredTypeIsDerivedType(Rule):
    """A type that the activities do not show at once is explained."""

    id = "SCH-009"
    title = _("The declared type is the one that the activities show")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), Table 1")
    severity = Severity.WARNING
    messages: ClassVar = {
        "other": _(
            "The activities show type %(derived)s, but type %(type)s is declared without an "
            "explanation."
        ),
        "unmet": _(
            "The activities show type %(derived)s and are not those of type %(type)s, which is "
            "declared. An explanation does not change that."
        ),
        "none": _("Type N is declared without an explanation of what the scheme does instead."),
    }
    doubt = _TABLE_NOT_SEEN
    help = _("Declare the type that the activities show, or explain the difference.")
    version = 2

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Silent where a rule on the type itself has spoken.

        An explanation counts for N, and for a type whose own conditions hold.
        """
        declared = scheme_type(document)
        judged = category(document) in ("product", "service") and has_modules(document)
        if not (judged and declared) or _type_refused(document, facts):
            return
        explained = text(at(document, "process", "type_explanation")).strip()
        if declared == "N":
            if not explained:
                yield self.finding("/process/type_explanation", "none")
            return
        derived = derived_type(document)
        if declared != derived and not (explained and _fits(document).get(declared)):
            case = "unmet" if explained else "other"
            yield self.finding(_TYPE, case, type=declared, derived=derived)


def derived_type(document: Document) -> str:
    """The type that the activities show: the first of 6, 5, 4, 3, 2, 1b, 1a that fits, else N."""
    return next((name for name, holds in _fits(document).items() if holds), "N")


def _fits(document: Document) -> dict[str, bool]:
    """By type, whether its own conditions hold, in the order in which types are derived."""
    done = activities(document, "surveillance")
    sampled = bool(done & _SAMPLES)
    first = bool(activities(document, "determination") & _INITIAL_ASSESSMENTS)
    return {
        "6": category(document) == "service"
        and bool(done & _SERVICE_ASSESSMENTS)
        and "ms_audit" in done,
        "5": first and sampled and bool(done & {"production_assessment", "ms_audit"}),
        "4": sampled and "production_assessment" in done,
        "3": {"factory_sample_test", "production_assessment"} <= done,
        "2": "market_sample_test" in done,
        "1b": is_batch(document),
        "1a": not done and not has_mark(document),
    }


def _type_refused(document: Document, facts: Facts) -> bool:
    return any(True for rule in _ON_THE_TYPE for _finding in rule.check(document, facts))


_ON_THE_TYPE: tuple[Rule, ...] = (
    SurveillanceIncluded(),
    SurveillanceOfTypes2To4(),
    ActivitiesOfType5(),
    ActivitiesOfType6(),
    TypesWithoutSurveillance(),
)

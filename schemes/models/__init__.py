"""Blueprint versions, schemes, their versions, and the files that belong to them."""

from schemes.models.blueprints import BlueprintEvent, BlueprintVersion
from schemes.models.files import (
    DOC,
    DOCX,
    FiledMark,
    FileText,
    StoredFile,
    _stored_under_its_digest,
)
from schemes.models.gates import GateState
from schemes.models.history import Cause, DraftChange
from schemes.models.profiles import ProfileTerm, SchemeProfile
from schemes.models.reasons import ChangeReason
from schemes.models.reports import StoredReport, Waiver
from schemes.models.schemes import Scheme, SchemeQuerySet, Version, VersionEvent
from schemes.models.word import Placement, Standing, WordImport, WordPurpose

__all__ = [
    "DOC",
    "DOCX",
    "BlueprintEvent",
    "BlueprintVersion",
    "Cause",
    "ChangeReason",
    "DraftChange",
    "FileText",
    "FiledMark",
    "GateState",
    "Placement",
    "ProfileTerm",
    "Scheme",
    "SchemeProfile",
    "SchemeQuerySet",
    "Standing",
    "StoredFile",
    "StoredReport",
    "Version",
    "VersionEvent",
    "Waiver",
    "WordImport",
    "WordPurpose",
    # The first migration names it.
    "_stored_under_its_digest",
]

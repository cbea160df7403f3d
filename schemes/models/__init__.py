"""Blueprint versions, schemes, their versions, and the files that belong to them."""

from schemes.models.blueprints import BlueprintEvent, BlueprintVersion
from schemes.models.files import FiledMark, StoredFile, _stored_under_its_digest
from schemes.models.profiles import ProfileTerm, SchemeProfile
from schemes.models.reports import StoredReport, Waiver
from schemes.models.schemes import Scheme, Version, VersionEvent

__all__ = [
    "BlueprintEvent",
    "BlueprintVersion",
    "FiledMark",
    "ProfileTerm",
    "Scheme",
    "SchemeProfile",
    "StoredFile",
    "StoredReport",
    "Version",
    "VersionEvent",
    "Waiver",
    # The first migration names it.
    "_stored_under_its_digest",
]

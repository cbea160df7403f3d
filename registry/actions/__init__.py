"""The acts of filing, review and register, one class each."""

from registry.actions.entries import Deregister
from registry.actions.review import RecordNoObjection, RequestCorrection, TakeUp
from registry.actions.submission import Submit

FILING_ACTIONS = (TakeUp, RecordNoObjection, RequestCorrection)
ENTRY_ACTIONS = (Deregister,)
SUBMISSION_ACTIONS = (Submit,)

__all__ = [
    "ENTRY_ACTIONS",
    "FILING_ACTIONS",
    "SUBMISSION_ACTIONS",
    "Deregister",
    "RecordNoObjection",
    "RequestCorrection",
    "Submit",
    "TakeUp",
]

"""The acts of filing, review and register, one class each."""

from registry.actions.deciding import RecordNoObjection, RequestCorrection
from registry.actions.entries import Deregister
from registry.actions.messages import SetAside, TryAgain
from registry.actions.review import HandBack, Propose, TakeUp
from registry.actions.submission import Submit

FILING_ACTIONS = (TakeUp, Propose, HandBack, RecordNoObjection, RequestCorrection)
ENTRY_ACTIONS = (Deregister,)
SUBMISSION_ACTIONS = (Submit,)
MESSAGE_ACTIONS = (TryAgain, SetAside)

__all__ = [
    "ENTRY_ACTIONS",
    "FILING_ACTIONS",
    "MESSAGE_ACTIONS",
    "SUBMISSION_ACTIONS",
    "Deregister",
    "HandBack",
    "Propose",
    "RecordNoObjection",
    "RequestCorrection",
    "SetAside",
    "Submit",
    "TakeUp",
    "TryAgain",
]

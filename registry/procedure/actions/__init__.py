"""The acts of filing and review, one class each."""

from registry.procedure.actions.deciding import RecordNoObjection, RequestCorrection
from registry.procedure.actions.items import ITEM_ACTIONS, Answer, CloseItem, ReopenItem
from registry.procedure.actions.review import HandBack, Propose, TakeUp
from registry.procedure.actions.submission import Submit
from registry.procedure.actions.withdrawing import Withdraw

FILING_ACTIONS = (TakeUp, Propose, HandBack, RecordNoObjection, RequestCorrection, Withdraw)
SUBMISSION_ACTIONS = (Submit,)

__all__ = [
    "FILING_ACTIONS",
    "ITEM_ACTIONS",
    "SUBMISSION_ACTIONS",
    "Answer",
    "CloseItem",
    "HandBack",
    "Propose",
    "RecordNoObjection",
    "ReopenItem",
    "RequestCorrection",
    "Submit",
    "TakeUp",
    "Withdraw",
]

"""The acts of filing and review, one class each."""

from registry.alliances.leading import OfferLead, TakeLead
from registry.alliances.leaving import ExcludeMember, LeaveAlliance
from registry.alliances.membership import DeclineInvitation, JoinAlliance, TakeInvitationBack
from registry.procedure.actions.counter_signing import CounterSign
from registry.procedure.actions.deciding import RecordNoObjection, RequestCorrection
from registry.procedure.actions.items import ITEM_ACTIONS, Answer, CloseItem, ReopenItem
from registry.procedure.actions.licensed_filing import FileUnderLicence
from registry.procedure.actions.parting import ReviewApart
from registry.procedure.actions.review import HandBack, Propose, TakeUp
from registry.procedure.actions.submission import Submit
from registry.procedure.actions.withdrawing import Withdraw

FILING_ACTIONS = (
    TakeUp,
    Propose,
    HandBack,
    RecordNoObjection,
    RequestCorrection,
    ReviewApart,
    Withdraw,
)
SUBMISSION_ACTIONS = (Submit,)
ALLIANCE_ACTIONS = (
    JoinAlliance,
    DeclineInvitation,
    TakeInvitationBack,
    CounterSign,
    LeaveAlliance,
    ExcludeMember,
    OfferLead,
    TakeLead,
)
LICENCE_ACTIONS = (FileUnderLicence,)

__all__ = [
    "ALLIANCE_ACTIONS",
    "FILING_ACTIONS",
    "ITEM_ACTIONS",
    "LICENCE_ACTIONS",
    "SUBMISSION_ACTIONS",
    "Answer",
    "CloseItem",
    "CounterSign",
    "FileUnderLicence",
    "HandBack",
    "Propose",
    "RecordNoObjection",
    "ReopenItem",
    "RequestCorrection",
    "ReviewApart",
    "Submit",
    "TakeUp",
    "Withdraw",
]

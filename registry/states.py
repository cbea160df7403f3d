"""States of filings and entries: one enum each, two labels for a filing, named sets beside."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FilingState(models.TextChoices):
    """States of a review, as the officer calls them; the tracks say when a filing has them."""

    RECEIVED = "received", _("Waiting for review")
    UNDER_REVIEW = "under_review", _("Under review")
    PROPOSED = "proposed", _("Waiting for the decision")
    CORRECTION_REQUESTED = "correction_requested", _("Correction requested")
    NO_OBJECTION = "no_objection", _("No objection")
    WITHDRAWN = "withdrawn", _("Withdrawn by the body")
    ENDED = "ended", _("Ended with the scheme")


class ApplicationState(models.TextChoices):
    """States of an application for something that the regulator permits."""

    APPLIED = "applied", _("Waiting for acceptance")
    NON_ACCEPTANCE_PROPOSED = (
        "non_acceptance_proposed",
        _("Non-acceptance proposed, waiting for the decision"),
    )
    TO_COMPLETE = "to_complete", _("To be completed by the body")
    ACCEPTED = "accepted", _("Accepted, under examination")
    DECISION_PROPOSED = "decision_proposed", _("Outcome proposed, waiting for the decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    LAPSED = "application_lapsed", _("Lapsed without an answer")
    WITHDRAWN = "application_withdrawn", _("Withdrawn by the body")


class PromiseState(models.TextChoices):
    """States of a promise on which a scheme was listed."""

    PROMISED = "promised", _("Listed on a promise, to be checked")
    RECTIFYING = "rectifying", _("Promise to be made good")
    REVOCATION_PROPOSED = "revocation_proposed", _("Revocation proposed, waiting for the decision")
    KEPT = "promise_kept", _("Promise verified")
    REVOKED = "promise_revoked", _("Revoked")


class RegistrationState(models.TextChoices):
    """States of an application to be entered in the register."""

    REQUESTED = "registration_requested", _("Waiting to be entered")
    REFUSAL_PROPOSED = (
        "registration_refusal_proposed",
        _("Refusal to enter proposed, waiting for the decision"),
    )
    ENTERED = "entered", _("Entered")


class DeclarationState(models.TextChoices):
    """The state of an amendment that its body declared."""

    DECLARED = "declared", _("Declared by the body")


class IssueState(models.TextChoices):
    """States of a scheme of the state on its way to be issued."""

    PROPOSED = "issue_proposed", _("Proposed to be issued")
    RETURNED = "issue_returned", _("Returned to its authors")
    ISSUED = "issued", pgettext_lazy("scheme", "Issued")
    WITHDRAWN = "issue_withdrawn", _("Withdrawn by its authors")


class DesignationStanding(models.TextChoices):
    """How a body stands to a scheme of the state that it carries out."""

    TO_COME = "to_come", pgettext_lazy("designation", "Not yet")
    IN_FORCE = "in_force", pgettext_lazy("designation", "May issue certificates")
    NOT_APPROVED = "not_approved", pgettext_lazy("designation", "Not approved for a field of it")
    ENDED = "ended", pgettext_lazy("designation", "Ended")


class ReleaseState(models.TextChoices):
    """The state of a text that a scheme owner has released."""

    RELEASED = "released", pgettext_lazy("scheme", "Released by its owner")


class AuthorKind(models.TextChoices):
    """Whose scheme it is, as the catalogue sorts by it."""

    NATIONAL = "national", pgettext_lazy("author", "National scheme")
    JOINT = "joint", _("Joint scheme of ministries")
    BODY = "body", _("Scheme of a certification body")
    OWNER = "scheme_owner", _("Scheme of a scheme owner")


class EntryState(models.TextChoices):
    """Legal state of an entry of the register."""

    LISTED = "listed", _("Listed")
    SUSPENDED = "suspended", _("Suspended")
    PAUSED = "paused", _("Suspended by its body")
    #: As the public is told of it; what brings it about is the act of freezing.
    FROZEN = "frozen", _("Body not approved")
    DEREGISTERED = "deregistered", _("Deregistered")
    REMOVED = "removed", _("Removed by the regulator")
    ABSORBED = "absorbed", _("Absorbed by a national scheme")


#: What has ended stays in the register, but no more is filed for it. All other entries are listed.
ENDED_ENTRY_STATES = frozenset({EntryState.DEREGISTERED, EntryState.REMOVED, EntryState.ABSORBED})
LISTED_ENTRY_STATES = frozenset(EntryState) - ENDED_ENTRY_STATES


class MembershipState(models.TextChoices):
    """What a body is to an alliance that invited it."""

    INVITED = "invited", pgettext_lazy("alliance", "Invited")
    MEMBER = "member", pgettext_lazy("alliance", "Member")
    DECLINED = "declined", pgettext_lazy("alliance", "Declined")
    TAKEN_BACK = "taken_back", pgettext_lazy("alliance", "Invitation taken back")
    LEFT = "left", pgettext_lazy("alliance", "Left")


#: While one of these stands, the body is not invited anew.
STANDING_MEMBERSHIPS = frozenset({MembershipState.INVITED, MembershipState.MEMBER})


class OwnerChangeState(models.TextChoices):
    """Where a change of owner stands."""

    ASKED = "owner_asked", _("Waits for the new owner")
    ACCEPTED = "owner_accepted", _("Accepted; waits for the regulator")
    DECLINED = "owner_declined", _("Declined by the other body")
    TAKEN_BACK = "owner_taken_back", _("Taken back by the owner")
    REFUSED = "owner_refused", _("Not allowed by the regulator")
    CARRIED_OUT = "owner_changed", _("Carried out")


#: While one of these stands, no other is asked for.
STANDING_OWNER_CHANGES = frozenset({OwnerChangeState.ASKED, OwnerChangeState.ACCEPTED})


class OwnerChangeCause(models.TextChoices):
    """Why a scheme goes to another body."""

    MERGER = "merger", _("Merger of the bodies")
    DIVISION = "division", _("Division of the body")
    SUCCESSION = "succession", _("Succession to its business")
    ASSIGNMENT = "assignment", _("Assignment by contract")


class CertificateFate(models.TextChoices):
    """What an act on an entry means for certificates that were issued under it."""

    REMAIN_VALID = "remain_valid", _("They remain valid")
    SUSPENDED = "suspended", _("They are suspended as well")
    TRANSITION = "transition", _("They remain valid for a transition, until the last day")
    WITHDRAWN = "withdrawn", _("The body withdraws them by the last day")


class WindDown(models.TextChoices):
    """What becomes of certificates when a body ends its own scheme."""

    UNTIL_EXPIRY = "until_expiry", _("They run until they expire")
    TRANSFER = "transfer", _("They are transferred to another body")
    STOP_DATE = "stop_date", _("All of them end on one day")
    NONE_ISSUED = "none_issued", _("None is valid: there is nothing to wind down")


#: From a day to a day, both included; None where that side is open.
Gap = tuple[date | None, date | None]


def last_issue(
    no_new_after: date | None,
    expires_on: date | None,
    ended_on: date | None,
    pilot_until: date | None = None,
) -> date | None:
    """The last day on which certificates are issued: the earliest of what ends it."""
    before_end = ended_on - timedelta(days=1) if ended_on else None
    every = (no_new_after, expires_on, before_end, pilot_until)
    days = [day for day in every if day is not None]
    return min(days, default=None)


def holds_on(day: date, begins: date | None, ends: date | None) -> bool:
    """Whether a day lies between two days, both included, of which each may be open."""
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def holding_on(day: date) -> Q:
    """`holds_on` asked of rows with the columns `begins` and `ends`."""
    begun = Q(begins__isnull=True) | Q(begins__lte=day)
    return begun & (Q(ends__isnull=True) | Q(ends__gte=day))


class StockState(models.TextChoices):
    """Life of a list of rules filed on paper."""

    READY = "ready", _("Checked, not taken over")
    RUNNING = "running", _("Being taken over")
    DONE = "done", pgettext_lazy("stock", "Taken over")
    DISCARDED = "discarded", _("Put aside")


class Verdict(models.TextChoices):
    """What is said of a row of such a list."""

    GOOD = "good", _("Can be taken over")
    KNOWN = "known", _("In the register already")
    BAD = "bad", _("Has faults")


class CaveatKind(models.TextChoices):
    """What the regulator's registers say against something that an entry rests on."""

    APPROVAL_ENDED = "approval_ended", _("Approval ended")
    APPROVAL_SUSPENDED = "approval_suspended", _("Approval suspended")
    APPROVAL_WITHDRAWN = "approval_withdrawn", _("Approval withdrawn")
    APPROVAL_MISSING = "approval_missing", _("No approval for a field")
    STANDARD_WITHDRAWN = "standard_withdrawn", _("Standard withdrawn")
    STANDARD_REPLACED = "standard_replaced", _("Standard replaced")
    STANDARD_UPCOMING = "standard_upcoming", _("Standard not yet in force")


class Outcome(models.TextChoices):
    """Outcomes on which another person decides than who proposed."""

    NO_OBJECTION = "no_objection", _("No objection")
    CORRECTION_REQUESTED = "correction_requested", _("Correction requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


#: What burdens who handed something in, and is told to the public without names.
NEGATIVE_OUTCOMES = (
    Outcome.CORRECTION_REQUESTED,
    Outcome.REFUSED,
    Outcome.REVOKED,
    Outcome.NOT_ACCEPTED,
)


class ReasonPurpose(models.TextChoices):
    """What a reason of the regulator's list is given for."""

    DECISION = "decision", _("remarks and decisions")
    CONDITION = "condition", _("refusal to enter: a condition that is missing")
    FAST_LANE = "fast_lane", _("fast lane")
    NON_ACCEPTANCE = "non_acceptance", _("decisions not to accept an application")
    SUPERVISION = "supervision", _("acts on entries, after supervision")


#: Those of a review after the fact; there is nothing to approve or to refuse in one.
OUTCOMES_OF_A_REVIEW = (Outcome.NO_OBJECTION, Outcome.CORRECTION_REQUESTED)


class RemarkKind(models.TextChoices):
    """How binding a remark is."""

    MUST = "must", _("Must be corrected")
    SHOULD = "should", _("Should be corrected")
    QUESTION = "question", _("Question")


class RemarkState(models.TextChoices):
    """Where a remark is, from its writing to its end."""

    WRITTEN = "written", _("Not sent yet")
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    REMOVED = "removed", _("Resolved by removal")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


class PauseCause(models.TextChoices):
    """Why the clock of a filing stands though its state stays.

    Source: Administrative Licensing Law, article 45 (expert review is not counted).
    """

    EXPERT_REVIEW = "expert_review", _("expert review")
    WAITING_FOR_BODY = "waiting_for_body", _("waiting for the certification body")
    FORCE_MAJEURE = "force_majeure", _("force majeure")


class Visibility(models.TextChoices):
    """Who reads a remark. Until it is sent only the desk does, whatever is chosen here."""

    BODY = "body", _("The certification body, when it is sent")
    DESK = "desk", _("The desk alone, for good")


class AnswerKind(models.TextChoices):
    """How the body answered a remark."""

    CHANGED = "changed", _("Changed")
    EXPLAINED = "explained", _("Explained")
    DISPUTED = "disputed", _("Disputed")


class CampaignState(models.TextChoices):
    """Whether a campaign goes on."""

    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Closed")


class TaskState(models.TextChoices):
    """Where a body is with one task of a campaign."""

    OPEN = "open", _("Waits for the certification body")
    JUSTIFIED = "justified", _("Justified; waits for the regulator")
    ESCALATED = "escalated", _("Overdue; the regulator takes the next step")
    SETTLED = "settled", _("Settled")


#: As long as a task has one of these, something is still to be done.
OPEN_TASK_STATES = frozenset({TaskState.OPEN, TaskState.JUSTIFIED, TaskState.ESCALATED})


class TaskWay(models.TextChoices):
    """How a body does what a campaign asks for."""

    AMEND = "amend", _("Amend the scheme")
    JUSTIFY = "justify", _("Justify it as it is")
    END = "end", _("End the scheme")
    EXCUSED = "excused", _("Needless; said by the regulator")

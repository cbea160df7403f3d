"""The track 告知承诺: listed at once on a signed promise, which is checked afterwards.

Source: Regulations of Shanghai on Optimising the Business Environment, article 27 (from memory).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.procedure.actions.promising import (
    AskToMakeGood,
    ConfirmPromise,
    Promise,
    ProposeRevocation,
    ReturnRevocation,
    Revoke,
)
from registry.procedure.tracks.filing import ENDED
from registry.states import PromiseState
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

CHECK = ClockRule(
    "promise_check",
    REGULATOR,
    name=pgettext_lazy("a clock", "check of a promise"),
    amount=60,
    until=_("The regulator checks the promise until"),
    within=_("The regulator checks the promise within %(time)s."),
    source=(
        "Regulations of Shanghai on Optimising the Business Environment, article 27, and the rules "
        "on notified commitment made for it: two months; from memory, not verified"
    ),
    resumes=True,
    reminder=10,
)
MAKING_GOOD = ClockRule(
    "making_good",
    BODY,
    name=pgettext_lazy("a clock", "making a promise good"),
    amount=30,
    until=_("The certification body makes its promise good until"),
    until_to_body=_("You make your promise good until"),
    within=_("The certification body makes its promise good within %(time)s."),
    source="No period in law is known; our proposal, to be confirmed by the regulator",
    reminder=5,
)

PROMISED = State(
    PromiseState.PROMISED,
    PromiseState.PROMISED.label,
    _("In effect on your promise, which will be checked"),
    CHECK,
    without_effect=_("Your promise will be checked"),
)
RECTIFYING = State(
    PromiseState.RECTIFYING,
    PromiseState.RECTIFYING.label,
    _("In effect; make your promise good"),
    MAKING_GOOD,
    without_effect=_("Make your promise good"),
)
REVOCATION_PROPOSED = State(
    PromiseState.REVOCATION_PROPOSED,
    PromiseState.REVOCATION_PROPOSED.label,
    # What an officer proposed is between the officer and the decider.
    _("In effect on your promise, which will be checked"),
    CHECK,
    without_effect=_("Your promise will be checked"),
    awaits_decision=True,
)
KEPT = State(
    PromiseState.KEPT,
    PromiseState.KEPT.label,
    _("In effect; your promise was verified"),
    is_closed=True,
    without_effect=_("Your promise was verified"),
)
REVOKED = State(
    PromiseState.REVOKED,
    PromiseState.REVOKED.label,
    _("Revoked; the scheme is removed"),
    is_closed=True,
)

TRACK = Track(
    key="commitment",
    name=pgettext_lazy("a track", "Notified commitment"),
    nature=_(
        "A licence on a promise: the rules may be used as soon as the body has promised in writing "
        "that it meets the conditions. Whether it does is checked afterwards."
    ),
    why=_("The law lets rules of this kind be approved on a promise."),
    takes_effect=_("On the signed promise; the scheme is listed at once and checked after."),
    legal_basis=_("Regulations of Shanghai on Optimising the Business Environment, article 27"),
    matter=_("Notified commitment"),
    received=_(
        "Your promise has been received with the scheme. The scheme is listed in the register and "
        "may be used from the day that it names."
    ),
    afterwards=_(
        "The regulator checks later whether the promise is kept. If it is not, you are told what "
        "to make good and until when. Who does not do so in time, or promised what was not true, "
        "loses what was given: it is revoked and the scheme is removed from the register."
    ),
    states=(PROMISED, RECTIFYING, REVOCATION_PROPOSED, KEPT, REVOKED, ENDED),
    initial=PromiseState.PROMISED,
    corrected_from=frozenset({PromiseState.RECTIFYING}),
    overtaken=ENDED.key,
    acts=(AskToMakeGood, ConfirmPromise, ProposeRevocation, ReturnRevocation, Revoke),
    events={
        "submitted": _("Handed in with the promise; the scheme is listed"),
        "resubmitted": _("Corrected version handed in with a new promise"),
        "asked_to_make_good": _("Asked to make the promise good"),
        "promise_kept": _("Promise verified"),
        "outcome_proposed": _("Outcome proposed to the decider"),
        "returned_to_officer": _("Handed back to the officer"),
        "promise_revoked": _("Revoked; the scheme was removed"),
        "ended": _("Ended: the scheme was deregistered"),
    },
    inside=frozenset({"outcome_proposed", "returned_to_officer"}),
    is_licence=True,
    entrance=Promise,
    hand_in=_("Give the promise and submit"),
)

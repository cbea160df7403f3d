"""Bringing the demonstration's schemes to where their plans say, through the real doors.

Every act is an action run as the person who would take it, on the day it would have happened.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.demo.alliances import hand_over, let_one_leave, make_alliance
from portal.demo.drawing import draw_annex, draw_mark
from portal.demo.hearing import hear_experts
from portal.demo.moments import moment, working_day_after
from portal.demo.outcomes import ENDED_OTHERWISE, bring_to_its_end
from portal.demo.plans import Plan, SchemePlan
from registry.models import Entry, Filing
from registry.procedure.actions import Propose, RecordNoObjection, RequestCorrection, Submit, TakeUp
from registry.procedure.actions.applying import Accept
from registry.procedure.actions.fast_lane import GrantFastLane
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.promising import text_of_today
from registry.procedure.corrections import Correction
from registry.procedure.extra_changes import declare, extra_changes
from registry.procedure.remarks import answer_remark, write_remark
from registry.register.acts.deregistering import Deregister
from registry.states import AnswerKind, Outcome
from schemes.actions import Sign
from schemes.documents import get
from schemes.documents.editing import put
from schemes.drafts import begin_scheme, begin_version
from schemes.files.uploads import keep
from schemes.history.recording import write
from schemes.models import BlueprintVersion, Scheme, Version
from schemes.reports import check_version, make
from schemes.waivers import answer, question_of, unanswered

CONTENT = Path(__file__).with_name("content")

#: How far each plan goes; the steps are taken in this order.
SIGNED = frozenset(Plan) - {Plan.GAPS, Plan.COMPLETE_DRAFT}
SUBMITTED = SIGNED - {Plan.SIGNED}
TAKEN_UP = SUBMITTED - {Plan.RECEIVED} - ENDED_OTHERWISE
CORRECTED = frozenset({Plan.CORRECTION_REQUESTED, Plan.ANSWERED})
CLEARED = frozenset({Plan.NO_OBJECTION, Plan.AMENDED, Plan.APPLIED, Plan.DEREGISTERED})


class SchemeLoader:
    """Loads one scheme and takes it as far as its plan goes."""

    def __init__(self, plan: SchemePlan, officer: User, decider: User) -> None:
        self.plan = plan
        self.officer = officer
        self.decider = decider
        self.document = json.loads((CONTENT / plan.file).read_text(encoding="utf-8"))
        self.document.pop("commitment", None)
        if plan.issued:
            _move_dates(self.document, date.fromisoformat(plan.issued))
        if plan.expires:
            self.document["lifecycle"]["expires"] = plan.expires
        self.body = Organisation.objects.get(approval_no=self.document["owner"]["approval_no"])
        self.pilot_until = (
            timezone.localdate() + timedelta(days=plan.pilot_days) if plan.pilot_days else None
        )
        self.author = self._person(Role.AUTHOR)
        self.signatory = self._person(Role.SIGNATORY)

    def _person(self, role: Role) -> User:
        return User.objects.get(memberships__organisation=self.body, memberships__role=role)

    @property
    def issued(self) -> date:
        """The day the rules were issued, on which they are signed and filed."""
        return date.fromisoformat(self.document["lifecycle"]["issued"])

    @property
    def is_loaded(self) -> bool:
        """Whether an earlier run brought this scheme here."""
        here = Scheme.objects.filter(is_demonstration=True)  # whoever owns it by now
        return here.filter(rule_number=self.document["rule_number"]).exists()

    def load(self) -> bool:
        """Take the scheme as far as its plan goes; False when it is here already."""
        if self.is_loaded:
            return False
        plan = self.plan.plan
        with moment(self.issued - timedelta(days=12)):
            scheme = self._begin()
            if plan not in SIGNED:
                make(scheme.newest)
        if plan in SIGNED:
            with moment(self.issued, 9):
                self._sign(scheme)
        if self.plan.joint:
            with moment(self.issued, 11):
                make_alliance(_fresh(scheme), self.plan.joint)
        if plan in SUBMITTED:
            with moment(self.issued, 14):
                filing = self._submit(scheme, **self._given())
            self._grant_fast_lane(filing)
            self._review(filing, scheme)
            bring_to_its_end(plan, filing, self.officer, self.decider, self.plan.reasons)
        self._go_on(_fresh(scheme))
        return True

    def _go_on(self, scheme: Scheme) -> None:
        """What happened to it after its review: a member left, another body took it over."""
        if self.plan.joint:
            with moment(working_day_after(self.issued, self.plan.joint.left_after)):
                let_one_leave(scheme, self.plan.joint)
        if self.plan.goes_over:
            people = self.officer, self.decider
            hand_over(scheme, self.plan.goes_over, self.issued, *people)

    def _begin(self) -> Scheme:
        """The draft, with its artwork and annexes stored."""
        blueprint = BlueprintVersion.objects.by_ref(self.document["blueprint"])
        for holder, file in list(_files(self.document)):
            self._store(holder, file)
        for basis in self.document["basis"]:
            basis["status_checked"] = min(basis["status_checked"], self.issued.isoformat())
        for part in self.plan.without:
            self.document.pop(part, None)
        scheme = begin_scheme(self.body, blueprint, self.author, self.document)
        Scheme.objects.filter(pk=scheme.pk).update(is_demonstration=True)
        return scheme

    def _store(self, holder: dict[str, Any], file: dict[str, Any]) -> None:
        """Draw the file that a document names, keep it, and name it by its real digest."""
        number, name = self.document["rule_number"], file["name"]
        if file["mime"] == "image/svg+xml":
            words = self.document["mark"]["text_elements"]
            letters = next((word for word in words if word.isascii()), number[:4])
            content = draw_mark(f"{number} {holder.get('level', '')}", letters[:5])
        else:
            title = holder.get("title", {}).get("zh", name)
            content = draw_annex(title, f"{number} {self.document['title']['zh']}")
        reference = keep(self.body, self.author, name, content)
        file.clear()
        file.update(reference)

    def _sign(self, scheme: Scheme) -> None:
        """The author answers the warnings, then the signatory signs."""
        version = _fresh(scheme).newest
        reasons = {(one.code, one.address): one for one in self.plan.answers}
        for finding in unanswered(check_version(version), version):
            planned = reasons.get((finding.code, finding.address))
            if planned is not None:
                words = {"zh": planned.zh, "en": planned.en}
                answer(version, self.author, question_of(finding), words)
        Sign(version, self.signatory).run()

    def _submit(self, scheme: Scheme, **given: Any) -> Filing:
        action = Submit(_fresh(scheme).newest, self.signatory, **given)
        action.run()
        return action.filing

    def _given(self) -> dict[str, Any]:
        """What the first submission says besides, with the promise in the words of that day."""
        given: dict[str, Any] = {**self.plan.given, "pilot_until": self.pilot_until}
        if given.get("track") == "commitment":
            text = text_of_today()
            given["promise"] = text.version if text is not None else ""
        return given

    def _grant_fast_lane(self, filing: Filing) -> None:
        """Where it was asked for, the officer grants it two days later."""
        if not filing.waits_for_fast_lane:
            return
        with moment(working_day_after(self.issued, 2), 11):
            acts = {act.name: act for act in clock_acts(filing.procedure)}
            reason = "所称强制性标准已经发布，实施日期临近，情况属实。"
            acts[GrantFastLane.name](filing, self.officer, reason=reason).run()

    def _review(self, filing: Filing, scheme: Scheme) -> None:
        """The officer's part, and what the body did after it."""
        plan, remarks = self.plan.plan, self.plan.remarks
        if plan not in TAKEN_UP:
            return
        with moment(working_day_after(self.issued, 5)):
            TakeUp(filing, self.officer).run()
            for remark in remarks:
                write_remark(
                    filing,
                    self.officer,
                    text=remark.text,
                    kind=remark.kind,
                    address=remark.address,
                    reason_code=remark.reason_code,
                    satisfied_by=remark.satisfied_by,
                )
        if plan in CORRECTED:
            with moment(working_day_after(self.issued, 9), 15):
                self._propose(filing, Outcome.CORRECTION_REQUESTED)
                words = {"reasons": self.plan.reasons, "reason_codes": self._codes}
                RequestCorrection(filing, self.decider, **words).run()
        if plan == Plan.ANSWERED:
            self._answer(filing, scheme)
        if plan == Plan.PROPOSED:
            with moment(working_day_after(self.issued, 11), 10):
                self._propose(filing, Outcome.NO_OBJECTION)
        if plan in CLEARED:
            with moment(working_day_after(self.issued, 13), 11):
                self._propose(filing, Outcome.NO_OBJECTION)
                RecordNoObjection(filing, self.decider, reasons=self.plan.reasons).run()
        if plan == Plan.AMENDED:
            self._amend(scheme)
        if plan == Plan.APPLIED:
            self._examine(self._amend(scheme))
        if plan == Plan.DEREGISTERED:
            self._end(scheme, working_day_after(self.issued, 120))
        if plan == Plan.ENDED_UNDER_REVIEW:
            self._end(scheme, working_day_after(self.issued, 16))

    def _propose(self, filing: Filing, outcome: Outcome) -> None:
        """The officer proposes; the decider decides for the same reasons."""
        codes = self._codes if outcome == Outcome.CORRECTION_REQUESTED else []
        words = {"reasons": self.plan.reasons, "reason_codes": codes}
        Propose(filing, self.officer, outcome=outcome, **words).run()

    @property
    def _codes(self) -> list[str]:
        """What a request for correction rests on: the reasons of its remarks."""
        return list(dict.fromkeys(remark.reason_code for remark in self.plan.remarks))

    def _end(self, scheme: Scheme, day: date) -> None:
        """The body's own wish, dated and reasoned."""
        with moment(day, 16):
            entry = Entry.objects.get(scheme=scheme)
            Deregister(
                entry, self.signatory, plan="none_issued", reason=self.plan.reasons_of_end
            ).run()

    def _answer(self, filing: Filing, scheme: Scheme) -> None:
        """Every remark is answered, and a corrected version submitted."""
        day = working_day_after(self.issued, 16)
        with moment(day, 10):
            for remark, plan in zip(filing.remarks.all(), self.plan.remarks, strict=True):
                kind = AnswerKind.CHANGED if plan.begun_with else AnswerKind.EXPLAINED
                answer_remark(remark, self.author, kind=kind, answer=plan.answer)
            version = self._new_version(scheme, "1.1.0", day, "modify")
            document = version.document
            for plan in self.plan.remarks:
                if plan.begun_with:
                    words = plan.begun_with + get(document, plan.address)["zh"]
                    document = put(document, plan.address, {"zh": words})
            write(version, self.author, document)
            beside = extra_changes(filing, Correction(filing.version, version))
            reasons = dict.fromkeys((one.address for one in beside), self.plan.change[2])
            declare(filing, self.author, reasons)
        with moment(day, 15):
            self._sign(scheme)
            self._submit(scheme)

    def _amend(self, scheme: Scheme) -> Filing:
        """A later version of a listed scheme, submitted as an amendment."""
        day = working_day_after(timezone.localdate(), -9)
        with moment(day, 9):
            self._new_version(scheme, "1.1.0", day, "modify")
            self._sign(scheme)
            return self._submit(scheme)

    def _examine(self, application: Filing) -> None:
        """An application is accepted, and its clock stands while experts look at it."""
        received = timezone.localdate(application.received_at)
        with moment(working_day_after(received, 3)):
            accepted = Accept(application, self.officer, reason="材料齐全，符合法定形式。").run()
        hear_experts(accepted, self.officer, working_day_after(received, 4))

    def _new_version(self, scheme: Scheme, label: str, day: date, kind: str) -> Version:
        """A draft from the version before, with its number, its reason and today's dates."""
        version = begin_version(_fresh(scheme), self.author)
        document = copy.deepcopy(version.document)
        before = document["version"]
        document["version"] = label
        document["previous_version"] = f"{document['id']}/versions/{before}"
        document["change_summary"] = [
            {
                "id": "cs-1",
                "clause": self.plan.change[0],
                "kind": kind,
                "text": {"zh": self.plan.change[1]},
                "reason": {"zh": self.plan.change[2]},
            }
        ]
        document["complaints_appeals"]["complaint_days"] = 10
        document["lifecycle"]["issued"] = day.isoformat()
        effective = date.fromisoformat(document["lifecycle"]["effective"])
        document["lifecycle"]["effective"] = max(effective, day).isoformat()
        document["lifecycle"]["review_due"] = _five_years_less_a_day(day).isoformat()
        if document.get("mark"):
            document["mark"]["similarity"]["searched"] = day.isoformat()
        write(version, self.author, document)
        return version


def _move_dates(document: dict[str, Any], issued: date) -> None:
    """Issue the rules on another day; what was dated by that day moves with it."""
    lifecycle = document["lifecycle"]
    shift = issued - date.fromisoformat(lifecycle["issued"])
    holders = [lifecycle, document["purpose"]["related_schemes"]]
    if document.get("mark"):
        holders.append(document["mark"]["similarity"])
    for holder in holders:
        for name, value in holder.items():
            if isinstance(value, str):
                holder[name] = (date.fromisoformat(value) + shift).isoformat()


def _fresh(scheme: Scheme) -> Scheme:
    """The scheme as it is now: its newest version may have changed."""
    return Scheme.objects.get(pk=scheme.pk)


def _five_years_less_a_day(day: date) -> date:
    """The last day on which a review may be due (analogy to five years for standards)."""
    return day.replace(day=min(day.day, 28), year=day.year + 5) - timedelta(days=1)


def _files(part: Any, holder: Any = None) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every file that a document names, with the object that holds it."""
    if isinstance(part, dict):
        if {"sha256", "mime", "bytes"} <= part.keys():
            yield holder, part
            return
        for value in part.values():
            yield from _files(value, part)
    elif isinstance(part, list):
        for value in part:
            yield from _files(value, holder)

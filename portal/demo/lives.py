"""What later happened to schemes of the demonstration: acts of the regulator and of their bodies.

Each is done once, by the people who would do it and so many days ago, through the real acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.demo.branches import PEOPLE as AT_THE_BRANCH
from portal.demo.moments import moment, working_day_after
from registry.lifecycle import act_named
from registry.models import Entry, Filing
from registry.procedure.actions import Withdraw
from registry.procedure.cases import Assign
from registry.register.acting import BodysAct, ProposedAct
from registry.register.proposing import propose_act
from registry.states import CertificateFate, FilingState


@dataclass(frozen=True, slots=True)
class Happening:
    """One act on an entry: which, how long ago, why, and what else its form was told."""

    rule_number: str
    act: str
    days_ago: int
    reason: str
    words: Mapping[str, Any] = field(default_factory=dict)
    #: Words that are days: how many days from now, before it where negative.
    days: Mapping[str, int] = field(default_factory=dict)
    #: Done by people of the branch, to which it was delegated.
    by_branch: bool = False


HAPPENINGS = (
    Happening(
        "SLSZ-PC-0503:2026",
        "absorb",
        40,
        "交通一卡通受理终端已由国家统一制定认证规则，本规则与其适用范围重合，不再单独实施。",
        {"reason_code": "duplicate_of_national", "national": "transport-card"},
        {"last_issue": -25, "certificates_until": 320},
    ),
    Happening(
        "SLXF-PC-0423:2026",
        "remove",
        26,
        "监督检查发现，依据本规则颁发的证书中有七张未完成规则规定的信息保护功能检测；"
        "经责令改正，逾期未改正。",
        {"reason_code": "procedure_not_followed", "certificates": CertificateFate.TRANSITION},
        {"certificates_until": 60},
    ),
    Happening(
        "SLSZ-MS-0003:2025",
        "suspend",
        12,
        "专项检查发现，部分获证组织未按规则开展年度业务连续性演练，认证机构未在监督审核中发现；"
        "整改期间暂停使用本规则。",
        {"reason_code": "surveillance_missing", "certificates": CertificateFate.REMAIN_VALID},
        {"until": 75},
    ),
    Happening(
        "SLXF-PC-0416:2025",
        "give_notice",
        9,
        "该机构化工类产品领域的批准已经届满。请采信本规则证书的各方在平台核验证书状态。",
        {"reason_code": "approval_over", "until": ""},
    ),
    Happening(
        "SLRZ-PC-0124:2026",
        "set_condition",
        20,
        "公开各耐腐蚀等级的检测收费标准，并说明分级检测与型式试验重复项目的收费减免办法。",
        {"reason_code": "fee_issue", "evidence_wanted": "公开收费标准的网页地址和公布日期。"},
        {"due_on": 12},
    ),
    Happening(
        "SLFW-SC-0022:2025",
        "set_condition",
        6,
        "现场检查发现，部分获证民宿未对清洁工具分区使用情况留存记录。请公布分区使用记录的样式，"
        "并说明获证后监督如何核查。",
        {
            "reason_code": "surveillance_missing",
            "evidence_wanted": "公布记录样式的网页地址，以及修订后的监督检查表。",
        },
        {"due_on": 24},
        by_branch=True,
    ),
    Happening(
        "SLRZ-PC-0118:2026",
        "set_condition",
        33,
        "补充可靠性加速寿命试验方法的验证报告，证明试验结果与实际工况相符。",
        {
            "reason_code": "basis_unavailable",
            "evidence_wanted": "验证报告及参加验证的检测机构名单。",
        },
        {"due_on": 25},
    ),
    Happening(
        "SLRZ-PC-0118:2026",
        "hand_in_evidence",
        3,
        "验证报告已在本机构网站公布（编号 SLRZ-VR-2026-09），三家检测机构参加了比对试验。",
    ),
)

#: The case of the second officer.
SHARED = "SLRZ-PC-0118:2026"
WITHDRAWN = "SLGL-MS-0005:2026"
WHY_WITHDRAWN = "本机构决定先按新发布的追溯标准修改规则，修改后重新备案。"


def let_live(officer: User, decider: User) -> None:
    """Do what has not been done yet, the oldest first."""
    today = timezone.localdate()
    for happening in sorted(HAPPENINGS, key=lambda each: -each.days_ago):
        # Of a joint scheme, that of its owner.
        own = Entry.objects.filter(organisation=F("scheme__organisation"))
        entry = own.filter(rule_number=happening.rule_number).first()
        act = act_named(happening.act)
        if entry is not None and not entry.events.filter(event=act.event).exists():
            _do(entry, act, happening, today, officer, decider)
    _withdraw(today)


def _do(
    entry: Entry, act: Any, happening: Happening, today: date, officer: User, decider: User
) -> None:
    """An act that burdens is proposed in the morning and carried out in the afternoon."""
    day = working_day_after(today, -happening.days_ago)
    days = {name: today + timedelta(days=count) for name, count in happening.days.items()}
    words = {"reason": happening.reason, **happening.words, **days}
    if happening.by_branch:
        officer, decider = (User.objects.get(email=email) for email, *_name in AT_THE_BRANCH)
    if issubclass(act, ProposedAct):
        with moment(day, 10):
            propose_act(entry, officer, act, **words)
        with moment(day, 15):
            act(entry, decider).run()
        return
    with moment(day, 11):
        if issubclass(act, BodysAct):
            words["condition"] = entry.conditions.open().get().pk
            act(entry, _signatory(entry.organisation_id), **words).run()
        else:
            act(entry, decider, **words).run()


def _withdraw(today: date) -> None:
    """A body takes back what it had filed."""
    waiting = Filing.objects.filter(
        scheme__rule_number=WITHDRAWN, state=FilingState.RECEIVED
    ).first()
    if waiting is not None:
        with moment(working_day_after(today, -4), 16):
            Withdraw(
                waiting,
                _signatory(waiting.organisation_id),
                reason=WHY_WITHDRAWN,
                none_issued=True,
            ).run()


def share_the_work(decider: User) -> None:
    """One case that nobody had is given to the second officer; once."""
    case = Filing.objects.filter(
        scheme__rule_number=SHARED, state=FilingState.RECEIVED, officer=None
    ).first()
    if case is not None:
        with moment(working_day_after(timezone.localdate(), -3), 9):
            colleague = User.objects.get(email="officer-2@regulator.example")
            Assign(case, decider, officer=colleague, reason="均衡分派。").run()


def _signatory(organisation: int) -> User:
    return User.objects.get(
        memberships__organisation=organisation, memberships__role=Role.SIGNATORY
    )

"""An invented branch of the regulator, to which reviews and some acts on entries are delegated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.demo.moments import moment, working_day_after
from portal.demo.people import make_person
from registry.delegable import DelegatedAct
from registry.models import Delegation
from registry.procedure.delegating import confirm_delegation, delegate

SLUG = "demonstration-branch"
#: Shanghai, where the third body is seated.
TERRITORY = ["31"]
PEOPLE = (
    ("officer@branch.example", Role.OFFICER, "陆知微", "Lu Zhiwei"),
    ("decider@branch.example", Role.DECIDER, "沈持平", "Shen Chiping"),
)
GROUND = "《中华人民共和国行政许可法》第二十四条；示例委托决定〔2026〕3号（演示用，虚构）"
#: Who gives, and who confirms.
DECIDERS = ("decider@regulator.example", "decider-2@regulator.example")
#: How many days ago, for how many to come, which acts, and what else is said: ordinarily, and once
#: in an emergency, which nobody has confirmed yet.
DELEGATED: tuple[tuple[int, int, Sequence[DelegatedAct], dict[str, Any]], ...] = (
    (
        30,
        335,
        (
            DelegatedAct.REVIEW,
            DelegatedAct.PROPOSE_CONDITION,
            DelegatedAct.SET_CONDITION,
            DelegatedAct.JUDGE_EVIDENCE,
        ),
        {"ground": GROUND},
    ),
    (
        0,
        30,
        (DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.SUSPEND),
        {
            "ground": "辖区内发生养老照护安全事件，须立即核查处置（演示用，虚构）",
            "is_emergency": True,
        },
    ),
)


def make_branch(regulator: Organisation) -> None:
    """The branch with its people, and what is delegated to it; once."""
    branch, _created = Organisation.objects.get_or_create(
        slug=SLUG,
        defaults={
            "kind": OrganisationKind.BRANCH,
            "parent": regulator,
            "name_zh": "示例认证监督管理委员会上海分支机构",
            "name_en": "Demonstration Certification Administration, Shanghai Branch",
            "territory": TERRITORY,
            "is_demonstration": True,
        },
    )
    for email, role, name, name_en in PEOPLE:
        join(make_person(email, name, name_en), branch, role)
    if Delegation.objects.filter(branch=branch).exists():
        return
    today = timezone.localdate()
    for days_ago, days, acts, more in DELEGATED:
        giver, second = (User.objects.get(email=email) for email in DECIDERS)
        with moment(working_day_after(today, -days_ago), 9):
            given = delegate(
                branch,
                giver,
                acts=[act.value for act in acts],
                regions=TERRITORY,
                since=timezone.localdate(),
                until=today + timedelta(days=days),
                **more,
            )
        if not given.is_emergency:
            with moment(working_day_after(today, -days_ago + 1), 9):
                confirm_delegation(given, second)

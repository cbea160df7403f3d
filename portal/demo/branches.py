"""An invented branch of the regulator, to which the reviews of its region are delegated."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.demo.moments import moment, working_day_after
from portal.demo.people import make_person
from registry.models import DelegatedAct, Delegation
from registry.procedure.delegating import confirm_delegation, delegate

SLUG = "demonstration-branch"
#: Shanghai, where the third body is seated.
TERRITORY = ["31"]
PEOPLE = (
    ("officer@branch.example", Role.OFFICER, "陆知微", "Lu Zhiwei"),
    ("decider@branch.example", Role.DECIDER, "沈持平", "Shen Chiping"),
)
GROUND = "《中华人民共和国行政许可法》第二十四条；示例委托决定〔2026〕3号（演示用，虚构）"


def make_branch(regulator: Organisation) -> None:
    """The branch with its people, and one delegation that another decider confirmed; once."""
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
    with moment(working_day_after(today, -30), 9):
        given = delegate(
            branch,
            User.objects.get(email="decider@regulator.example"),
            acts=[DelegatedAct.REVIEW.value],
            regions=TERRITORY,
            since=timezone.localdate(),
            until=today + timedelta(days=335),
            ground=GROUND,
        )
    with moment(working_day_after(today, -29), 9):
        confirm_delegation(given, User.objects.get(email="decider-2@regulator.example"))

"""A campaign of the demonstration, about the approval that has ended."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.demo.approvals import FIELD
from portal.demo.moments import moment, working_day_after
from portal.reference.models import ReferenceChange
from registry.models import Campaign, ImpactRun
from registry.supervision.campaigns.beginning import begin_campaign, touched_by
from registry.supervision.impact.runs import begin, carry_out

TITLE = {
    "zh": f"{FIELD}领域批准届满后的清理专项行动",
    "en": "After the end of the approval for chemical products",
}
TEXT = {
    "zh": "贵机构该领域的批准已经届满。请在期限前取得新的批准后修改规则、说明理由，或者终止相关认证"
    "规则，并妥善安排获证组织的转换工作。",
    "en": "Your approval for this field has ended. Amend the rule once you are approved again, say "
    "why it may stay, or end it, and see to the holders of its certificates.",
}


def begin_cleaning_up(officer: User) -> None:
    """Examine the change and ask those whom it touches; once."""
    if Campaign.objects.exists():
        return
    run = _run()
    if run is None:
        return
    carry_out(run)
    today = timezone.localdate()
    with moment(working_day_after(today, -8), 10):
        begin_campaign(
            run,
            officer,
            title=TITLE,
            text=TEXT,
            due_on=today + timedelta(days=21),
            remind_days=7,
            entries=[touched.entry.pk for touched in touched_by(run)],
        )


def _run() -> ImpactRun | None:
    """The examination of the end of the approval, which its change began."""
    change = ReferenceChange.objects.filter(register="approvals").order_by("-pk").first()
    return begin([change]) if change is not None else None

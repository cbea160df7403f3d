"""A field that the invented regulator has put under approval, so that another track is seen.

No law known to us does so: the clause is invented, and says it. What was filed before stays filed.
"""

from __future__ import annotations

import datetime

from portal.accounts.models import CertificationField
from portal.demo.moments import moment
from portal.reference.changes import acting
from registry.models import Binding, TrackRule

FIELD = "卫生保健和社会福利"
SINCE = datetime.date(2026, 11, 16)
KEY = "demonstration-care"


def make_track_rules() -> None:
    """Have the row decided a few days before it holds; once."""
    if TrackRule.objects.filter(key=KEY).exists():
        return
    with moment(SINCE - datetime.timedelta(days=3)), acting(None, "command"):
        rule = TrackRule(
            key=KEY,
            name_zh="照护类服务认证规则实行批准（演示）",
            name_en="Rules on care services need approval (demonstration)",
            field=CertificationField.objects.get(key=FIELD),
            track="approval",
            binding=Binding.REQUIRED,
            why_zh="照护类服务直接关系人身健康和安全，法律规定其认证规则须经批准（演示用，虚构）。",
            why_en=(
                "Care services concern people’s health and safety, so a law puts their rules under "
                "approval (invented for the demonstration)."
            ),
            basis_zh="《示例照护服务法》第二十一条（虚构）",
            basis_en="Demonstration Care Services Law, article 21 (invented)",
            valid_from=SINCE,
            source="演示用，虚构（invented for the demonstration）",
        )
        rule.full_clean()
        rule.save()

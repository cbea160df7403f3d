"""A standard of the demonstration goes over to a new edition, so that a transition is seen.

The new edition and its announcement are invented, and say it.
"""

from __future__ import annotations

from datetime import date, timedelta

from portal.demo.moments import moment
from portal.reference.changes import acting
from portal.reference.models import Standard, StandardTransition

OLD, NEW = "GB/T 24001-2016", "GB/T 24001-2026"
ANNOUNCED = date(2026, 11, 24)
INVENTED = "Invented for the demonstration"


def make_transitions() -> None:
    """Announce the transition some days ago, when its schemes were filed already; once."""
    if StandardTransition.objects.filter(old_edition__number=OLD).exists():
        return
    with moment(ANNOUNCED), acting(None, "command"):
        transition = StandardTransition(
            old_edition=Standard.objects.get(number=OLD),
            new_edition=_new_edition(),
            valid_from=ANNOUNCED,
            issue_until=ANNOUNCED + timedelta(days=365),
            valid_until=ANNOUNCED + timedelta(days=3 * 365),
            duties_zh=(
                "在旧版证书有效截止日前完成管理体系换版，并接受认证机构的换版审核；逾期未换版的，"
                "证书自次日起失效。"
            ),
            duties_en=(
                "Change the management system over and have it audited by the certification body "
                "before the last day of certificates by the old edition; what was not changed over "
                "by then is void from the next day on."
            ),
            notice_no="演示公告2026年第24号",
            announced_on=ANNOUNCED,
            source=INVENTED,
        )
        transition.full_clean()
        transition.save()


def _new_edition() -> Standard:
    standard, _made = Standard.objects.get_or_create(
        number=NEW,
        defaults={
            "type": "GB/T",
            "title_zh": "环境管理体系 要求及使用指南（演示，虚构）",
            "title_en": "Environmental management systems (invented for the demonstration)",
            "status": "upcoming",
            "valid_from": ANNOUNCED + timedelta(days=180),
            "source": INVENTED,
        },
    )
    return standard

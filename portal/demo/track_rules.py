"""Rules on tracks of the invented regulator, so that other tracks than filing are seen.

One field is under approval: no law known to us does so, the clause is invented, and it says so.
In another a promise may be given instead. What was filed before stays as it was filed. Three rows
are over: by them the filings came that show how long each track takes.
"""

from __future__ import annotations

import datetime
from typing import Any

from portal.accounts.models import CertificationField
from portal.demo.moments import moment
from portal.reference.changes import acting
from registry.models import Binding, TrackRule

SOURCE = "Invented for the demonstration"
#: By the name of the field; each was decided a few days before it holds.
RULES: dict[str, dict[str, Any]] = {
    "卫生保健和社会福利": {
        "key": "demonstration-care",
        "name_zh": "照护类服务认证规则实行批准（演示）",
        "name_en": "Rules on care services need approval (demonstration)",
        "track": "approval",
        "binding": Binding.REQUIRED,
        "why_zh": "照护类服务直接关系人身健康和安全，法律规定其认证规则须经批准（演示用，虚构）。",
        "why_en": (
            "Care services concern people’s health and safety, so a law puts their rules under "
            "approval (invented for the demonstration)."
        ),
        "basis_zh": "《示例照护服务法》第二十一条（虚构）",
        "basis_en": "Demonstration Care Services Law, article 21 (invented)",
        "valid_from": datetime.date(2026, 11, 16),
    },
    "环境": {
        "key": "demonstration-environment",
        "name_zh": "环境管理体系认证规则可以告知承诺方式办理（演示）",
        "name_en": "Rules on environmental management may go by a promise (demonstration)",
        "track": "commitment",
        "binding": Binding.ALLOWED,
        "why_zh": "该领域规则的要求明确，事后核查即可防范风险，可以告知承诺办理（演示用，虚构）。",
        "why_en": (
            "What is asked in this field is plain and can be checked afterwards, so a promise may "
            "be given instead (invented for the demonstration)."
        ),
        "basis_zh": "《示例告知承诺办法》第五条（虚构）",
        "basis_en": "Demonstration Measures on Notified Commitment, article 5 (invented)",
        "valid_from": datetime.date(2026, 10, 8),
    },
    "化工类产品": {
        "key": "demonstration-chemicals",
        "name_zh": "化工类产品认证规则实行登记（演示，已终止）",
        "name_en": "Rules on chemical products were entered (demonstration, over)",
        "track": "registration",
        "binding": Binding.REQUIRED,
        "why_zh": "该类规则符合条件即予登记，不作实质审查（演示用，虚构）。",
        "why_en": "Such rules were entered when the conditions were met (invented).",
        "basis_zh": "《示例化工产品管理办法》第九条（虚构）",
        "basis_en": "Demonstration Measures on Chemical Products, article 9 (invented)",
        "valid_from": datetime.date(2025, 7, 1),
        "valid_until": datetime.date(2025, 12, 31),
    },
    "信息技术服务": {
        "key": "demonstration-it-services",
        "name_zh": "信息技术服务认证规则实行批准（演示，已终止）",
        "name_en": "Rules on IT services needed approval (demonstration, over)",
        "track": "approval",
        "binding": Binding.REQUIRED,
        "why_zh": "试行期间该领域规则须经批准（演示用，虚构）。",
        "why_en": "For a trial, rules of this field needed approval (invented).",
        "basis_zh": "《示例信息服务法》第六条（虚构）",
        "basis_en": "Demonstration Information Services Law, article 6 (invented)",
        "valid_from": datetime.date(2025, 9, 1),
        "valid_until": datetime.date(2025, 12, 31),
    },
    "质量": {
        "key": "demonstration-quality",
        "name_zh": "质量管理体系认证规则可以告知承诺方式办理（演示，已终止）",
        "name_en": "Rules on quality management could go by a promise (demonstration, over)",
        "track": "commitment",
        "binding": Binding.ALLOWED,
        "why_zh": "该领域规则的要求明确，事后核查即可防范风险（演示用，虚构）。",
        "why_en": "What is asked in this field is plain and can be checked afterwards (invented).",
        "basis_zh": "《示例告知承诺办法》第五条（虚构）",
        "basis_en": "Demonstration Measures on Notified Commitment, article 5 (invented)",
        "valid_from": datetime.date(2026, 3, 1),
        "valid_until": datetime.date(2026, 6, 30),
    },
}


def make_track_rules() -> None:
    """Have each row decided a few days before it holds; once."""
    for field, words in RULES.items():
        if TrackRule.objects.filter(key=words["key"]).exists():
            continue
        with moment(words["valid_from"] - datetime.timedelta(days=3)), acting(None, "command"):
            rule = TrackRule(
                field=CertificationField.objects.get(key=field), source=SOURCE, **words
            )
            rule.full_clean()
            rule.save()

"""The invented pool of experts of the demonstration; one of them has a tie."""

from __future__ import annotations

from datetime import date

from portal.accounts.models import User
from portal.demo.people import BODIES
from registry.models import Expert, ExpertLanguage
from registry.procedure.experts.pool import ExpertWords, keep_expert

IN_THE_POOL_SINCE = date(2024, 1, 1)
#: Name, position, fields or categories.
PEOPLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("陈建平", "教授级高级工程师", ("product",)),
    ("林晓岚", "研究员", ("product", "service")),
    ("赵文博", "教授", ("product", "management_system")),
    ("孙雨晴", "高级工程师", ("service", "management_system")),
    ("周立群", "主任技师", ("service",)),
    ("吴静怡", "副教授", ("management_system",)),
    ("安娜·凯勒", "高级研究员", ("product", "service", "management_system")),
)


def make_experts() -> None:
    """Add those who are missing, by the editor; the first worked for the first body."""
    editor = User.objects.get(email="editor@regulator.example")
    for number, (name, position, fields) in enumerate(PEOPLE, start=1):
        email = f"expert-{number}@pool.example"
        if Expert.objects.filter(email=email).exists():
            continue
        former = [f"{BODIES[0].approval_no} 2018-03-01/2026-02-28"] if number == 1 else []
        words = ExpertWords(
            name=name,
            email=email,
            position=position,
            fields=fields,
            worked_for=[*former, "示例标准化研究院 2026-03-01/.."],
            language=ExpertLanguage.CHINESE if number < len(PEOPLE) else ExpertLanguage.ENGLISH,
            active_from=IN_THE_POOL_SINCE,
        )
        keep_expert(editor, words)

"""Experts of the demonstration who are heard on an application: one has answered, one is asked."""

from __future__ import annotations

from datetime import date, timedelta

from portal.accounts.models import User
from portal.demo.moments import moment
from registry.models import ExpertStance, Filing
from registry.procedure.experts import DrawExperts
from registry.procedure.experts.answering import declare, submit

QUESTION = "照护风险分级的方法是否有充分依据，分级结果与照护措施是否相称？"
OPINION = (
    "分级指标选取得当，评分与等级的对应关系清楚；跌倒和压力性损伤两项的权重有文献支持，"
    "建议在附录中补充权重的来源。"
)


def hear_experts(application: Filing, officer: User, day: date) -> None:
    """Draw two on a day; the clock stands meanwhile, and the first answers on the day after."""
    with moment(day, 15):
        DrawExperts(
            application,
            officer,
            wanted=2,
            fields=list(application.version.document["domains"]),
            question=QUESTION,
            due_on=day + timedelta(days=14),
            pauses=True,
        ).run()
    with moment(day + timedelta(days=1), 16):
        seat = application.panels.get().seats.order_by("expert__language", "place").last()
        assert seat is not None, "Two were drawn."
        declare(seat)
        submit(seat, {"stance": ExpertStance.FAVOURABLE.value, "text": OPINION})

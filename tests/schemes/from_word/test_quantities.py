"""Numbers, prices and limits as people type them."""

from __future__ import annotations

from typing import Any

import pytest

from portal.reference.units import shipped_units
from schemes.from_word.numbering import NumberKind, number_of, typed_number
from schemes.from_word.quantities import date_in, in_unit_of, limit_in, money_in, quantities_in
from schemes.from_word.recognising.standards import citations_in


@pytest.mark.parametrize(
    ("text", "head", "amount", "currency", "unit"),
    [
        ("￥3,000元/次", "", {"value": 3000}, "CNY", "次"),
        ("３０００元／人日", "", {"value": 3000}, "CNY", "人日"),
        ("2.5万元", "", {"value": 25000}, "CNY", ""),
        ("600", "金额（元）", {"value": 600}, "CNY", ""),
        ("1.2", "收费标准（万元）", {"value": 12000}, "CNY", ""),
        ("800", "单价（元/单元）", {"value": 800}, "CNY", "单元"),
        ("1000～3000元", "", {"min": 1000, "max": 3000}, "CNY", ""),
        ("USD 1,200", "", {"value": 1200}, "USD", ""),
        ("免费", "", {"value": 0}, "CNY", ""),
        ("每张100元", "", {"value": 100}, "CNY", ""),
        ("按实际发生的人日数计收", "", {"rule": {"zh": "按实际发生的人日数计收"}}, "CNY", ""),
        ("", "", None, "", ""),
    ],
)
def test_prices(text: str, head: str, amount: Any, currency: str, unit: str) -> None:
    money = money_in(text, head)
    told = (money.amount, money.currency, money.unit) if money else (None, "", "")
    assert told == (amount, currency, unit)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("≤0.5mm", {"op": "≤", "value": 0.5, "unit": "MMT"}),
        ("不大于2%", {"op": "≤", "value": 2, "unit": "P1"}),
        ("≥ 2.5 MPa", {"op": "≥", "value": 2.5, "unit": "MPA"}),
        ("0.25～0.65", {"op": "in", "value": [0.25, 0.65], "unit": "C62"}),
        ("不超过0.063 MPa", {"op": "≤", "value": 0.063, "unit": "MPA"}),
        ("≤3 mW", {"op": "≤", "value": 3, "unit": "C31"}),
        ("无裂纹", None),
        ("≤3 某单位", None),
    ],
)
def test_limits(text: str, limit: Any) -> None:
    assert limit_in(text, shipped_units()) == limit


@pytest.mark.parametrize(
    ("text", "name", "unit", "value"),
    [
        ("有效期5年", "validity_months", {"zh": "个月"}, 60),
        ("有效期三年", "validity_months", {"zh": "个月"}, 36),
        ("半年内", "first_within_months", {"zh": "个月"}, 6),
        ("每年至少一次", "interval_months", {"zh": "个月"}, 12),
        ("3个月内", "max_months", {"zh": "个月"}, 3),
        ("３０个工作日内", "days", {"zh": "日"}, 30),
        ("within 15 working days", "acceptance_days", {"zh": "日"}, 15),
        ("2人日", "days", {"zh": "人日"}, 2),
        ("5 kg", "validity_months", {"zh": "个月"}, None),
    ],
)
def test_durations_come_in_the_unit_of_their_part(
    text: str, name: str, unit: dict[str, str], value: float | None
) -> None:
    found = next(quantities_in(text), None)
    assert (in_unit_of(found, name, unit) if found else None) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01发布", "2026-05-01"),
        ("２０２６年３月１５日", "2026-03-15"),
        ("2026.4.10", "2026-04-10"),
        ("2026年13月1日", ""),
        ("第26条", ""),
    ],
)
def test_days(text: str, day: str) -> None:
    assert date_in(text) == day


@pytest.mark.parametrize(
    ("text", "words", "kind", "steps"),
    [
        ("4.2.1 申请资料", "4.2.1", NumberKind.DECIMAL, 3),
        ("４．２．１　申请资料", "４．２．１", NumberKind.DECIMAL, 3),
        ("第三章　认证模式", "第三章", NumberKind.CHAPTER, 1),
        ("第十二条 证书", "第十二条", NumberKind.ARTICLE, 1),
        ("（一）范围", "（一）", NumberKind.HAN_BRACKETED, 1),
        ("一、范围", "一、", NumberKind.HAN, 1),
        ("①申请书", "①", NumberKind.ITEM, 1),
        ("a) 申请书", "a)", NumberKind.ITEM, 1),
        ("附录A 要求", "附录A", NumberKind.ANNEX, 1),
        ("Annex B Fees", "Annex B", NumberKind.ANNEX, 1),
    ],
)
def test_typed_numbers(text: str, words: str, kind: NumberKind, steps: int) -> None:
    found = typed_number(text)
    assert found is not None
    assert (found.words, found.kind, found.steps) == (words, kind, steps)


@pytest.mark.parametrize(
    "text", ["5年有效", "30%以上的样品", "2026年发布", "220 V供电", "0.5 mm以下", "10-20台"]
)
def test_what_begins_with_a_quantity_has_no_number(text: str) -> None:
    assert typed_number(text) is None


@pytest.mark.parametrize(
    ("words", "number"), [("十二", 12), ("一百零五", 105), ("两", 2), ("36", 36)]
)
def test_numbers_in_words(words: str, number: int) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("GB/T 18801-2022《空气净化器》", [("GB/T 18801-2022", "空气净化器")]),
        (
            "GB/T 19001-2016/ISO 9001:2015《质量管理体系 要求》",
            [("GB/T 19001-2016/ISO 9001:2015", "质量管理体系 要求")],
        ),
        ("RB/T 101 能源管理体系", [("RB/T 101", "能源管理体系")]),
        ("公称通径DN15至DN50的水表", []),
        ("额定电压220 V", []),
    ],
)
def test_citations(text: str, cited: list[tuple[str, str]]) -> None:
    assert list(citations_in(text)) == cited

"""Numbers as people type them: durations, prices, limits, days of the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.folding import fold, plain
from portal.core.units import Units
from schemes.from_word.numbering import number_of

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "[〇零一二三四五六七八九十百千两]+"
_QUANTITY = re.compile(
    rf"(?P<number>半|{_NUMBER}|{_HAN})\s*(?P<unit>个工作日|工作日|个月|个自然日|日历日|人日|人·日|人天"
    r"|年|月|天|日|周|%|mm|毫米|(?:working |calendar )?days?|months?|years?|weeks?)"
)
_EVERY = re.compile(r"(每年|annually|每半年|每季度)")
_MONTHS = {"年": 12, "year": 12, "个月": 1, "月": 1, "month": 1}
_DAYS = {
    "天": 1, "日": 1, "工作日": 1, "个工作日": 1, "个自然日": 1, "日历日": 1, "day": 1,
    "working day": 1, "calendar day": 1, "周": 7, "week": 7, "个月": 30, "月": 30,
}  # fmt: skip
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_CURRENCIES = {
    "cny": "CNY", "rmb": "CNY", "¥": "CNY", "元": "CNY", "人民币": "CNY", "usd": "USD",
    "us$": "USD", "$": "USD", "美元": "USD", "eur": "EUR", "€": "EUR", "欧元": "EUR",
    "hkd": "HKD", "港元": "HKD", "港币": "HKD",
}  # fmt: skip
_CURRENCY = "人民币|cny|rmb|¥|us\\$|usd|\\$|eur|€|hkd"
_MONEY = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<low>{_NUMBER})\s*(?:[-~至到]\s*(?:{_CURRENCY})?\s*"
    rf"(?P<high>{_NUMBER}))?\s*(?P<many>[万千百]?)\s*"
    r"(?P<after>元|美元|欧元|港元|港币|cny|rmb|usd|eur)?"
    r"(?:\s*(?:/|每)\s*(?P<unit>[^\s,，。；;()（）]{1,12}))?"
)
_FREE = re.compile("免费|不收费|免收$|free of charge|^free$")
_OPS = {
    "≤": "≤", "<=": "≤", "不大于": "≤", "不超过": "≤", "不高于": "≤", "至多": "≤",
    "≥": "≥", ">=": "≥", "不小于": "≥", "不低于": "≥", "不少于": "≥", "至少": "≥",
    "<": "<", "小于": "<", "低于": "<", ">": ">", "大于": ">", "高于": ">", "超过": ">",
    "=": "=", "等于": "=",
}  # fmt: skip
_LIMIT = re.compile(
    rf"(?:.{{0,8}}?)?(?P<op>{'|'.join(sorted(map(re.escape, _OPS), key=len, reverse=True))})\s*"
    rf"(?P<value>{_NUMBER})\s*(?P<unit>[^\s,;。；，()（）]{{0,12}})$"
)
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<first>[^\d\s~-]{{0,6}})\s*[~-]\s*(?P<high>{_NUMBER})\s*"
    r"(?P<unit>[^\s,;。；，()（）]{0,12})$"
)


@dataclass(frozen=True)
class Quantity:
    """A number with the word after it, and where it stands in the folded text."""

    number: float
    unit: str
    start: int
    end: int


def quantities_in(text: str) -> Iterator[Quantity]:
    """All numbers with a unit that durations and shares have; 每年 is every twelve months."""
    folded = fold(text)
    for found in _QUANTITY.finditer(folded):
        number = 0.5 if found["number"] == "半" else as_number(found["number"])
        if number is not None:
            yield Quantity(number, found["unit"], found.start(), found.end())
    for every in _EVERY.finditer(folded):
        months = {"每半年": 6, "每季度": 3}.get(every[0], 12)
        yield Quantity(months, "个月", every.start(), every.end())


def in_unit_of(quantity: Quantity, name: str, unit: Mapping[str, str] | None) -> float | None:
    """A quantity in the unit of a part, from its name (`_months`) or unit; None where it has
    another.
    """
    singular = re.sub("s$", "", quantity.unit)
    said = (unit or {}).get("zh", "")
    if name.endswith("_months") or said == "个月":
        factor = _MONTHS.get(singular)
    elif name.endswith("_days") or said in ("日", "天"):
        factor = _DAYS.get(singular)
    elif said == "人日":
        factor = 1 if quantity.unit in ("人日", "人·日", "人天", "天", "日") else None
    elif said == "%":
        factor = 1 if quantity.unit == "%" else None
    elif name.endswith("_mm"):
        factor = 1 if quantity.unit in ("mm", "毫米") else None
    else:
        return None
    return tidy(quantity.number * factor) if factor is not None else None


def as_number(text: str) -> float | None:
    """A number in digits of any width or in Chinese words; None for anything else."""
    folded = fold(text).replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", folded):
        return tidy(float(folded))
    return number_of(folded)


def tidy(number: float) -> float:
    """A whole number as one."""
    return int(number) if float(number).is_integer() else round(number, 6)


def date_in(text: str) -> str:
    """The first day that a text names, as ISO 8601; empty where there is none."""
    found = _DATE.search(fold(text))
    if found is None:
        return ""
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True)
class Money:
    """An amount in one of the shapes of `fees[].amount`, with its currency and what it is for."""

    amount: Mapping[str, Any]
    currency: str = ""
    unit: str = ""


def money_in(text: str, said: str = "") -> Money | None:
    """A price: `￥3,000元/次`, `2.5万元`, `1000～3000元`; what has no number is a rule.

    `said` is what the head of the column says, such as `金额（元）`. None for an empty text.
    """
    folded = fold(text).strip()
    if not folded:
        return None
    head = fold(said)
    currency_of_head = next((code for sign, code in _CURRENCIES.items() if sign in head), "")
    if _FREE.search(folded):
        return Money({"value": 0}, currency_of_head or "CNY")
    found = next((one for one in _MONEY.finditer(folded) if one["low"]), None)
    rest = folded if found is None else folded[: found.start()] + folded[found.end() :]
    if found is None or len(re.sub(r"\W", "", rest)) > 8:
        return Money({"rule": {"zh": text.strip()}}, currency_of_head or "CNY")
    many = {"万": 10_000, "千": 1_000, "百": 100}.get(
        found["many"], 10_000 if "万元" in head else 1
    )
    sign = found["before"] or found["after"] or ""
    low = tidy(float(found["low"].replace(",", "")) * many)
    amount: dict[str, Any] = {"value": low}
    if found["high"]:
        amount = {"min": low, "max": tidy(float(found["high"].replace(",", "")) * many)}
    currency = _CURRENCIES.get(sign, currency_of_head)
    return Money(amount, currency or "CNY", found["unit"] or _unit_of_head(head))


def _unit_of_head(head: str) -> str:
    found = re.search(r"元\s*/\s*([^\s)）]{1,8})", head)
    return found[1] if found else ""


def limit_in(text: str, units: Units) -> dict[str, Any] | None:
    """A threshold: `≤0.5mm`, `不大于2%`, `0.25～0.65`. None where it is none, or its unit is
    none of the register.
    """
    folded = _kept_case(text)
    found = _LIMIT.fullmatch(folded)
    if found:
        code = _code(found["unit"], units)
        value = as_number(found["value"])
        return None if code is None else {"op": _OPS[found["op"]], "value": value, "unit": code}
    ranged = _RANGE.fullmatch(folded)
    if ranged is None:
        return None
    code = _code(ranged["unit"], units)
    if code is None or (ranged["first"] and _code(ranged["first"], units) != code):
        return None
    return {
        "op": "in",
        "value": [as_number(ranged["low"]), as_number(ranged["high"])],
        "unit": code,
    }


def _kept_case(text: str) -> str:
    """In one width, with the case of units kept: mW is not MW. Signs of comparison stay."""
    signs = {"≤": "≤", "≥": "≥", "≦": "≤", "≧": "≥", "～": "~", "〜": "~", "％": "%"}
    return "".join(signs.get(sign, plain(sign) or sign) for sign in text.strip().rstrip("。；;"))


def _code(unit: str, units: Units) -> str | None:
    """The code of a unit; of none, that of the number one."""
    if not unit:
        return "C62"
    if unit == "%":
        return "P1"
    meant = units.meant(unit)
    return meant[0] if meant else None

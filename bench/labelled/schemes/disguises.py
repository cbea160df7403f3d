"""How somebody might write a scheme that exists already as one of his own."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Disguise = Callable[[Document, Document], Document]

#: Other words for the same thing; the longer ones are exchanged first.
_SYNONYMS = {
    "管理体系": "管控体系",
    "家用": "家庭用",
    "家用电器": "家电",
    "塑料袋": "塑胶袋",
    "垃圾袋": "废物袋",
    "购物袋": "手提袋",
    "儿童": "少儿",
    "家具": "家居用品",
    "服装": "成衣",
    "门锁": "锁具",
    "智能": "智慧型",
    "园区": "产业园",
    "追溯": "溯源",
    "终端": "设备端",
    "噪声": "噪音",
    "性能": "表现",
    "等级": "级别",
    "试验": "实验",
    "检测": "测试",
    "检验": "查验",
    "测量": "测定",
    "评估": "评定",
    "保存": "留存",
    "记录": "台账",
    "顾客": "客户",
    "投诉": "申诉",
    "老年人": "长者",
    "老人": "长者",
    "养老": "老年照护",
    "上门": "入户",
    "维修": "修理",
    "客房": "房间",
    "清洗": "洗净",
    "人员": "从业者",
    "生产": "制造",
    "销售": "售卖",
    "材料": "用料",
    "建立": "设立",
    "制订": "编制",
    "制定": "编制",
    "完成": "做完",
    "处理": "处置",
    "数据": "资料",
    "安全": "保安",
    "环境": "环境条件",
    "能源": "用能",
    "食品": "食物",
    "种植": "栽培",
    "养殖": "饲养",
    "控制": "管控",
    "实施": "执行",
    "识别": "辨识",
    "分析": "研判",
    "定期": "按期",
    "使用": "采用",
}
_WORDS = re.compile("|".join(sorted(_SYNONYMS, key=len, reverse=True)))
_YEAR = re.compile(r"(?<=[-:])20\d\d$")


def reworded(text: str) -> str:
    """Other words, and the clauses in another order."""
    changed = _WORDS.sub(lambda found: _SYNONYMS[found.group()], text)
    clauses = [part for part in re.split("[,，；;。]", changed) if part.strip()]
    return "，".join(reversed(clauses))


def _other_body(document: Document, other: Document) -> Document:
    document["rule_number"] = "QTJG-0001:2026"
    document["domains"] = other.get("domains", [])
    return document


def _retitled(document: Document, other: Document) -> Document:
    document.pop("short_title", None)
    document.pop("project_name", None)
    title = _WORDS.sub(lambda found: _SYNONYMS[found.group()], document["title"]["zh"])
    core = re.sub("(质量)?(认证)?(实施)?(规则|细则|方案|制度)$", "", title)
    document["title"] = {"zh": f"{core}自愿评价活动实施方案"}
    return document


def _title_in_english(document: Document, other: Document) -> Document:
    document.pop("short_title", None)
    document.pop("project_name", None)
    english = document["title"].get("en") or "Scheme"
    document["title"] = {"zh": f"{english} 认证规则", "en": english}
    return document


def _scope_reworded(document: Document, other: Document) -> Document:
    scope = document["scope"]
    scope["included"] = {"zh": reworded(scope["included"]["zh"])}
    return document


def _objects_renamed(document: Document, other: Document) -> Document:
    for thing in document["scope"]["objects"]:
        name = thing["name"]["zh"]
        thing.clear()
        thing["name"] = {"zh": reworded(name) + "及其配套"}
    return document


def _criteria_reworded(document: Document, other: Document) -> Document:
    document["requirements"] = [
        {
            "title": {"zh": reworded(item["title"]["zh"])},
            "text": {"zh": reworded(item["text"]["zh"])},
        }
        for item in reversed(document.get("requirements", []))
    ]
    return document


def _half_of_the_criteria(document: Document, other: Document) -> Document:
    document["requirements"] = document.get("requirements", [])[::2]
    return document


def _bases_added(document: Document, other: Document) -> Document:
    document["basis"] = [*document["basis"], *copy.deepcopy(other["basis"])[:4]]
    return document


def _bases_exchanged(document: Document, other: Document) -> Document:
    """Half of them dropped, the years of the others changed, a specification of one's own added."""
    kept = document["basis"][::2]
    for basis in kept:
        basis["ref"] = _YEAR.sub("2027", basis["ref"])
    own = {"ref": "QTJG-TS-0001:2026", "role": "certification_basis"}
    document["basis"] = [*kept, own]
    return document


def _merged(document: Document, other: Document) -> Document:
    """Two schemes in one."""
    document["title"]["zh"] += "（含" + other["title"]["zh"] + "）"
    document["scope"]["included"]["zh"] += other["scope"]["included"]["zh"]
    for part in ("basis", "requirements"):
        document[part] = [*document.get(part, []), *copy.deepcopy(other.get(part, []))]
    document["scope"]["objects"] += copy.deepcopy(other["scope"]["objects"])
    return document


def _chinese_only(document: Document, other: Document) -> Document:
    def without_english(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_english(v) for k, v in value.items() if k != "en"}
        if isinstance(value, list):
            return [without_english(item) for item in value]
        return value

    stripped: Document = without_english(document)
    return stripped


def _all_of(*disguises: Disguise) -> Disguise:
    def together(document: Document, other: Document) -> Document:
        for disguise in disguises:
            document = disguise(document, other)
        return document

    return together


_REWORDED = (_retitled, _scope_reworded, _objects_renamed, _criteria_reworded)

DISGUISES: dict[str, Disguise] = {
    "another body": _other_body,
    "another title": _retitled,
    "title in English": _title_in_english,
    "scope reworded": _scope_reworded,
    "objects renamed": _objects_renamed,
    "criteria reworded": _criteria_reworded,
    "half of the criteria": _half_of_the_criteria,
    "bases added": _bases_added,
    "bases exchanged": _bases_exchanged,
    "merged with another": _merged,
    "Chinese only, another title": _all_of(_chinese_only, _retitled),
    "all texts reworded": _all_of(*_REWORDED),
    "reworded, half of the criteria": _all_of(*_REWORDED, _half_of_the_criteria),
    "reworded, bases exchanged": _all_of(*_REWORDED, _bases_exchanged),
    "another title, merged": _all_of(_retitled, _merged),
}


def disguised(document: Document, kind: str, other: Document) -> Document:
    """A disguised copy; `other` is a different scheme from which some disguises borrow."""
    return DISGUISES[kind](copy.deepcopy(document), other)

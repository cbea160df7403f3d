"""Schemes about other things: what a body writes when another has listed the sample already.

The gate for duplicates (SCH-017) asks each body how its scheme differs from listed ones. Records
made for tests are therefore honestly different: another thing, other bases, other criteria. What
the rules of one scheme have in common, its procedure, its fees, its mark, stays.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

#: Chinese name, English name, and what is required of it, one word for each criterion.
_TABLE = """
电热水壶   | Electric kettle     | 沸腾 断电 壶盖 底座 提手 水位 涂层 焊缝
智能门锁   | Smart door lock     | 锁舌 指纹 防撬 电池 面板 应急 钥匙 蜂鸣
儿童自行车 | Children's bicycle  | 车架 刹车 链罩 鞍座 辐条 把套 支脚 铃铛
竹制砧板   | Bamboo chopping board | 裂纹 胶合 霉变 刀痕 吸水 翘曲 毛刺 挂孔
羽绒被     | Down quilt          | 绒子 蓬松 钻绒 缝迹 残脂 清洁 异味 填充
跑步机     | Treadmill           | 跑带 急停 扶手 坡道 电机 减震 踏板 折叠
玻璃保鲜盒 | Glass food box      | 密封 耐热 卡扣 硅胶 划痕 跌落 冷冻 叠放
登山绳     | Climbing rope       | 断裂 冲坠 滑移 编织 打结 浸水 磨损 延伸
露营帐篷   | Camping tent        | 防雨 撑杆 拉链 地钉 透风 阻燃 紫外 收纳
钢琴       | Piano               | 音准 琴弦 击弦 键盘 共鸣 踏瓣 漆膜 湿度
渔网       | Fishing net         | 网目 绳结 浮子 沉子 老化 染色 破洞 捕捞
宠物猫砂   | Cat litter          | 结团 粉尘 颗粒 除臭 重金属 含水 包装 霉菌
墨水钢笔   | Fountain pen        | 笔尖 出墨 笔帽 漏墨 书写 握杆 镀层 墨囊
木质地板   | Wooden floor        | 含水率 榫槽 耐磨 甲醛 色差 翘边 踩踏 龙骨
望远镜     | Binoculars          | 倍率 视场 镜片 调焦 镀膜 目距 防雾 三脚
""".strip()


@dataclass(frozen=True)
class Subject:
    """What a scheme is about."""

    number: int
    zh: str
    en: str
    traits: tuple[str, ...]


def _read(number: int, line: str) -> Subject:
    zh, en, traits = (part.strip() for part in line.split("|"))
    return Subject(number, zh, en, tuple(traits.split()))


SUBJECTS = tuple(_read(number, line) for number, line in enumerate(_TABLE.splitlines(), 1))


#: What is done with the thing, so that a service is one.
_DONE = {"service": "修理", "management_system": "制造"}


def about(document: dict[str, Any], number: int) -> dict[str, Any]:
    """The document as a scheme about the n-th subject; number 0 is the document itself."""
    if number == 0:
        return document
    if number > len(SUBJECTS):
        raise ValueError(f"There are {len(SUBJECTS)} subjects; add one to tests/subjects.py.")
    subject = SUBJECTS[number - 1]
    document = copy.deepcopy(document)
    zh = subject.zh + _DONE.get(document["category"], "")
    for name in ("title", "short_title", "project_name"):
        if document.get(name):
            document[name] = {"zh": f"{zh}认证规则", "en": f"{subject.en} certification rules"}
    _cover(document["scope"], zh, subject)
    for basis, trait in zip(document["basis"], subject.traits, strict=False):
        _rest_on(basis, subject, trait)
    for requirement, trait in zip(document["requirements"], subject.traits, strict=False):
        requirement["title"] = {"zh": trait}
        requirement["text"] = {"zh": f"{subject.zh}的{trait}符合所依据的标准。"}
    return document


def _cover(scope: dict[str, Any], zh: str, subject: Subject) -> None:
    scope["included"] = {"zh": zh + "、".join(subject.traits), "en": subject.en}
    for thing, what in zip(scope["objects"], ("", *subject.traits), strict=False):
        thing["name"] = {"zh": zh + what}
        for system in ("gbt7635", "gbt4754", "isic", "hs"):
            thing.pop(system, None)


def _rest_on(basis: dict[str, Any], subject: Subject, trait: str) -> None:
    """Another standard of the same type that the register does not know."""
    if basis["type"] not in ("GB", "GB/T"):
        return
    number = 970000 + 100 * subject.number + int(basis["id"].removeprefix("bs-"))
    basis["ref"] = f"{basis['type']} {number}-{basis['year']}"
    basis["title"] = {"zh": f"{subject.zh} {trait}"}

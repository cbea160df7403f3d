"""How long the taking over of stock takes: a list of rules filed on paper, row by row.

`python -m bench.stock LIST.csv [rows]` writes a list for the bodies of the demonstration, to be
given to `manage.py import_stock`; `--xlsx` writes a workbook.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADINGS = "备案号 规则编号 规则名称 机构批准号 认证领域 备案日期 实施日期 失效日期 文件".split()
BODIES = ("CNCA-R-2099-101", "CNCA-R-2099-102", "CNCA-R-2099-103")
FIELDS = ("农林(牧)渔；中药", "家庭服务", "环境", "机械设备及零部件")
OBJECTS = (
    "智能门锁 空气净化器 家政服务 养老服务 冷链物流 儿童家具 电动工具 数据中心 茶叶 竹制品".split()
)
KINDS = ("产品认证规则", "服务认证实施规则", "评价认证规则")
FIRST = date(2008, 1, 1)


def rows(
    count: int, names: tuple[tuple[str, ...], tuple[str, ...]] = (BODIES, FIELDS)
) -> Iterator[list[str]]:
    """A heading, and so many rows as an office has them."""
    yield HEADINGS
    chance = random.Random(7)
    bodies, fields = names
    for n in range(1, count + 1):
        filed = FIRST + timedelta(days=chance.randrange(5500))
        yield [
            f"认监委备〔{filed.year}〕{n:05d}号",
            f"PR-{n:05d}:{filed.year}",
            f"{chance.choice(OBJECTS)}{chance.choice(OBJECTS)}{chance.choice(KINDS)}（第{n}号）",
            chance.choice(bodies),
            chance.choice(fields),
            f"{filed.year}年{filed.month}月{filed.day}日",
            (filed + timedelta(days=30)).isoformat(),
            "",
            "",
        ]


def main() -> None:
    """Write the list."""
    path = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    if path.suffix == ".xlsx":
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows(count):
            sheet.append(row)
        book.save(path)
        return
    path.write_bytes("\r\n".join(",".join(row) for row in rows(count)).encode("gb18030"))


if __name__ == "__main__":
    main()

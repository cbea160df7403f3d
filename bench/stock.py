"""Taking over stock: rows of a list entered together against one after the other.

`python -m bench.stock LIST.csv [rows]` writes a list for the bodies of the demonstration, to be
given to `manage.py import_stock`; a name that ends in `.xlsx` writes a workbook.

The benchmark lives in a test database that is dropped afterwards. Each round enters the same rows
and takes them back, so the register does not grow while it is measured.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from bench.timing import Comparison, compare

if TYPE_CHECKING:
    from registry.models import StockImport
    from registry.stock.sources import FileSource

HEADINGS = "备案号 规则编号 规则名称 机构批准号 认证领域 备案日期 实施日期 失效日期 文件".split()
BODIES = ("CNCA-R-2099-101", "CNCA-R-2099-102", "CNCA-R-2099-103")
FIELDS = ("农林(牧)渔；中药", "家庭服务", "环境", "机械设备及零部件")
OBJECTS = (
    "智能门锁 空气净化器 家政服务 养老服务 冷链物流 儿童家具 电动工具 数据中心 茶叶 竹制品".split()
)
KINDS = ("产品认证规则", "服务认证实施规则", "评价认证规则")
FIRST = date(2008, 1, 1)
#: Rows that are entered in one round: as many as are written together.
ROWS = 100
#: Rows that the register has before, from another list.
BEFORE = 1_000


def comparisons() -> Iterator[Comparison]:
    """One line: the same rows in one transaction, and each in its own."""
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from registry.stock import taking

    kept, settings.DEBUG = settings.DEBUG, False  # else every query is remembered
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        stock = _begun_list()
        with mock.patch.object(taking, "TURN_OF_OTHERS", 0):
            taking.take_portion(stock, _nothing(), BEFORE, lambda _rows: None)
        yield compare(
            f"take over {ROWS} rules after {BEFORE}",
            ("together", _round(stock, taking.TOGETHER)),
            ("one by one", _round(stock, 1)),
        )
    finally:
        teardown_databases(databases, verbosity=0)
        settings.DEBUG = kept


def _round(stock: StockImport, together: int) -> Callable[[], None]:
    from django.db import transaction

    from registry.stock import taking

    def work() -> None:
        with transaction.atomic(), mock.patch.object(taking, "TOGETHER", together):
            taking.take_portion(stock, _nothing(), ROWS, lambda _rows: None)
            transaction.set_rollback(True)

    return work


def _nothing() -> FileSource:
    from registry.stock.sources import FileSource

    return FileSource()


def _begun_list() -> StockImport:
    """A list for some bodies, handed in and begun by a decider."""
    from portal.accounts.memberships import join
    from portal.accounts.models import Organisation, User
    from portal.accounts.roles import OrganisationKind, Role
    from portal.core.tables.writing import csv_file
    from registry.stock.acts import BeginTakingOver
    from registry.stock.preparing import hand_in

    for number in BODIES:
        name = f"机构{number[-3:]}"
        kind = OrganisationKind.BODY
        Organisation.objects.create(kind=kind, name_zh=name, approval_no=number, slug=number[-3:])
    regulator = Organisation.objects.create(
        kind=OrganisationKind.REGULATOR, name_zh="主管部门", slug="regulator"
    )
    decider = User.objects.create_user("decider@bench.example")
    join(decider, regulator, Role.DECIDER)
    stock = hand_in("list.csv", csv_file(rows(BEFORE + ROWS)), decider, _nothing())
    return BeginTakingOver(stock, decider, is_here=True).run()


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

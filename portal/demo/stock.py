"""Two rules that had been filed on paper, taken over from a list of the regulator's office."""

from __future__ import annotations

from django.utils import timezone

from portal.accounts.models import User
from portal.core.tables.writing import csv_file
from portal.demo.moments import moment, working_day_after
from registry.models import StockImport
from registry.stock.acts import BeginTakingOver, finish
from registry.stock.preparing import hand_in
from registry.stock.sources import FileSource
from registry.stock.taking import take_portion

FILE = "2019年度认证规则备案清单（演示）.csv"
HEADINGS = (
    "备案号",
    "规则编号",
    "规则名称",
    "英文名称",
    "机构批准号",
    "认证领域",
    "备案日期",
    "实施日期",
)
ROWS = (
    (
        "认监委备〔2019〕112号",
        "SLRZ-PC-0007:2019",
        "工业阀门耐久性认证规则",
        "Durability of industrial valves",
        "CNCA-R-2099-101",
        "机械设备及零部件",
        "2019-05-06",
        "2019-06-01",
    ),
    (
        "认监委备〔2019〕157号",
        "SLFW-SC-0002:2019",
        "连锁超市售后服务认证规则",
        "After-sales service of supermarket chains",
        "CNCA-R-2099-103",
        "批发业和零售业服务",
        "2019-08-19",
        "2019-10-01",
    ),
)


def take_stock_over(decider: User) -> None:
    """Hand the list in and take its rows over; once."""
    if StockImport.objects.filter(name=FILE).exists():
        return
    nothing = FileSource([])
    with moment(working_day_after(timezone.localdate(), -60), 10):
        stock = hand_in(FILE, csv_file([HEADINGS, *ROWS]), decider, nothing)
        BeginTakingOver(stock, decider, is_here=True).run()
        take_portion(stock, nothing, len(ROWS), lambda _rows: None)
        finish(stock)

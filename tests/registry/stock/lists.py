"""Lists of rules filed on paper, and files as offices have them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from portal.accounts.models import CertificationField, Organisation, User
from registry.models import Entry, StockImport
from registry.stock.acts import BeginTakingOver, finish
from registry.stock.preparing import hand_in
from registry.stock.sources import Archive, FileSource
from registry.stock.taking import take_portion
from tests.factories import OrganisationFactory, decider

HEADINGS = "备案号 规则编号 规则名称 机构批准号 认证领域 备案日期 实施日期 失效日期 文件".split()
PAPER_NUMBER = "认监委备〔2019〕12号"
WORDS = "本规则适用于蓝莓干果的认证"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body() -> Organisation:
    """The body of the lists, with one field of the country."""
    found = Organisation.objects.filter(name_zh="纸质备案机构").first()
    return found or OrganisationFactory(name_zh="纸质备案机构", name_en="Paper Body")


def field_name(category: str = "service") -> str:
    """A field of the regulator's list."""
    rows = CertificationField.objects.filter(category=category)
    return str(rows.values_list("key", flat=True)[0])


def row(n: int = 12, **cells: str) -> list[str]:
    """A good row, with some of its cells otherwise."""
    values = {
        "备案号": f"认监委备〔2019〕{n}号",
        "规则编号": f"PR-{n}:2019",
        "规则名称": f"蓝莓干果认证规则第{n}号",
        "机构批准号": body().approval_no,
        "认证领域": field_name(),
        "备案日期": "2019年5月6日",
        "实施日期": "2019-06-01",
        "失效日期": "",
        "文件": "",
        **cells,
    }
    return [values[heading] for heading in HEADINGS]


def table(*rows: list[str], encoding: str = "utf-8-sig") -> bytes:
    """CSV with the headings above the rows."""
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *rows])
    return written.getvalue().encode(encoding)


def word_file(*paragraphs: str) -> bytes:
    """A .docx as small as one can be."""
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{inner}</w:body></w:document>".encode(),
        }
    )


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP of files by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return made.getvalue()


def source(files: dict[str, bytes] | None = None) -> FileSource:
    """Files in one archive."""
    return FileSource([Archive("files.zip", archive(files))] if files else [])


def handed_in(
    content: bytes, files: dict[str, bytes] | None = None, user: User | None = None
) -> StockImport:
    """A list as it is after it was read."""
    return hand_in("list.csv", content, user or decider(), source(files))


def taken_over(
    content: bytes, files: dict[str, bytes] | None = None, user: User | None = None
) -> list[Entry]:
    """The entries that came of a list."""
    stock = handed_in(content, files, user)
    BeginTakingOver(stock, user or decider(), is_here=True).run()
    while take_portion(stock, source(files), 10, lambda _rows: None):
        pass
    finish(stock)
    return list(Entry.objects.filter(paper__stock=stock).order_by("pk"))


def entry_from_paper() -> Entry:
    """One rule filed on paper, with a file of Word."""
    (entry,) = taken_over(
        table(row(文件="rule.docx")), {"2019/rule.docx": word_file("第一章", WORDS)}
    )
    return entry


def workbook(path: Path, *rows: list[Any]) -> bytes:
    """The same list as a workbook, under a title."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in (["存量备案一览表"], HEADINGS, *rows):
        sheet.append(each)
    book.save(path)
    return path.read_bytes()

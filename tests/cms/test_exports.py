"""Wagtail's own exports are guarded as ours are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.reference.models import Standard


class Export(SpreadsheetExportMixin):
    list_export = ("title_zh",)


def cell(value: Any) -> str:
    hooks.search_for_hooks()
    _heading, line = Export().stream_csv(_Rows([SimpleNamespace(title_zh=value)]))
    return line.decode().removesuffix("\r\n")


class _Rows(list):
    model = Standard


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        (gettext_lazy("@home"), "'@home"),
        (["-1", "2"], '"\'-1, 2"'),
        (Standard(number="+1", title_zh="甲"), "'+1 甲"),
        (-1, "-1"),
        (None, '""'),
        ("plain", "plain"),
    ],
)
def test_a_cell_of_a_report_is_no_formula(value: Any, written: str) -> None:
    assert cell(value) == written

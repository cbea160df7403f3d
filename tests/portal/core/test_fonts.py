"""The fonts of the machine that prints, and what is said where they are missing."""

from __future__ import annotations

import pytest

from portal.core import checks, fonts
from portal.core.fonts import Coverage, printable_code_points


def test_ranges_that_touch_or_overlap_become_one() -> None:
    coverage = Coverage([(10, 12), (1, 3), (13, 13), (2, 4), (20, 20)])
    inside = [code for code in range(25) if code in coverage]
    assert inside == [1, 2, 3, 4, 10, 11, 12, 13, 20]


@pytest.mark.parametrize("package", checks.FONTS)
def test_a_machine_after_make_setup_prints_each_script(package: str) -> None:
    known = printable_code_points()
    assert known is not None
    assert [sign for sign in checks.FONTS[package] if ord(sign) not in known] == []


def test_without_the_lister_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    assert printable_code_points.__wrapped__() is None

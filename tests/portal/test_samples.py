"""The samples against the demonstration's register, by the code path of `check_document`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.documents import BROKEN, VALID, pointers_of

pytestmark = pytest.mark.django_db


def checked(path: Path) -> tuple[int, list[dict[str, Any]]]:
    """The command's exit status and the rows of its JSON."""
    out = io.StringIO()
    status = 0
    try:
        call_command("check_document", "--format", "json", str(path), stdout=out)
    except SystemExit as ending:
        status = int(ending.code or 0)
    return status, json.loads(out.getvalue())


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_sample_gives_its_code_at_its_place_and_nothing_else(path: Path) -> None:
    status, rows = checked(path)
    code = path.stem.partition(".")[0]
    assert {row["code"] for row in rows} == {code}
    assert {row["pointer"] for row in rows} == pointers_of(path)
    assert {row["file"] for row in rows} == {str(path)}
    assert status == 1


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_sample_gives_nothing(path: Path) -> None:
    assert checked(path) == (0, [])

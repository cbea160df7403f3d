"""What a process reads before it can do anything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

#: Large libraries that few requests need.
LATE = (
    "scipy",
    "numpy",
    "imagehash",
    "weasyprint",
    "pypdfium2",
    "openpyxl",
    "boto3",
    "segno",
    "rdflib",
    "resvg_py",
)
STARTS = {
    "a command": "import django; django.setup()",
    "a web process": (
        "from portal.wsgi import application;"
        "from django.urls import get_resolver; get_resolver().url_patterns"
    ),
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_large_libraries_are_read_when_they_are_used_and_not_before(start: str) -> None:
    program = f"{start}; import sys; print([name for name in {LATE!r} if name in sys.modules])"

    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.development"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "[]"

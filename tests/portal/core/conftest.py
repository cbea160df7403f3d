"""Reading the security log as an operator does: its lines."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.core.security_log import OneLine, logger


@pytest.fixture
def security_lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines written since the test began, read anew at each call."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine())
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)

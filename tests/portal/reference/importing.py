"""Reading a file into a register in a test, where it is refused."""

from __future__ import annotations

import pytest

from portal.reference.faults import UnreadableTable
from portal.reference.models import (
    ReferenceChange,
)
from portal.reference.tabular import plan

FIELD = "陆地交通设备"


def faults(register, content: bytes, kind: type[UnreadableTable] = UnreadableTable):
    """The places of all faults of a file: (line, column)."""
    before = ReferenceChange.objects.count()
    with pytest.raises(kind) as refusal:
        plan(register, content)
    assert ReferenceChange.objects.count() == before
    return [(fault.line, fault.column) for fault in refusal.value.faults]

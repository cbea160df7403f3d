"""CSV files for tests."""

from __future__ import annotations

import csv
import io


def table(*rows: dict[str, str]) -> bytes:
    """A file with these rows; its columns are those that the rows name."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def standard(number: str, **values: str) -> dict[str, str]:
    """A row of the register of standards."""
    return {"number": number, "type": "GB/T", "title_zh": "标准", "status": "current", **values}

"""Files that would cost too much: refused by what they declare, and by what they turn out to be."""

from __future__ import annotations

import tracemalloc

import pytest

from portal.core.file_errors import FileRefused
from schemes.files.uploads import examine
from schemes.importing import ImportRefused, Reason, read_upload
from tests.schemes.importing.bundles import packed, retold

LARGE = packed(("document.json", bytes(90_000_000)))
LARGE_DOCUMENT = packed(("document.json", bytes(40_000_000)))


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


def peak_of(work) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("bundle", "reason"),
    [
        (LARGE, Reason.TOO_LARGE),
        (LARGE_DOCUMENT, Reason.NOT_A_DOCUMENT),
        (retold(LARGE, size=100), Reason.FALSE_SIZE),
    ],
    ids=["bundle", "document", "hidden"],
)
def test_a_large_member_of_a_bundle_is_refused_before_it_is_unpacked(bundle, reason):
    def read():
        with pytest.raises(ImportRefused) as refusal:
            read_upload("a.zip", bundle)
        assert refusal.value.reason is reason

    assert peak_of(read) < 10_000_000


@pytest.mark.parametrize(
    "inside",
    [
        f'<path d="{"M0 0l1 1" * 60_000}"/>',
        f'<polygon points="{"1,2 " * 60_000}"/>',
        f"<title>{'字' * 200_000}</title>",
        "<g>" * 20_000 + "</g>" * 20_000,
    ],
    ids=["path", "points", "letters", "elements"],
)
def test_a_drawing_of_more_than_any_mark_has_is_refused(inside):
    with pytest.raises(FileRefused):
        examine(drawing(inside))

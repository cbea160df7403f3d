"""Reading bytes: whatever is no document is refused with a place, never with a crash."""

import json
from pathlib import Path

import pytest

from schemes.documents import DocumentUnreadable, parse
from schemes.documents.parsing import MAX_BYTES, MAX_DEPTH
from tests.documents import VALID

UNREADABLE = {
    "empty": (b"", "1:1"),
    "not JSON": (b'{"a":\n [1,,2]}', "2:5"),
    "cut off": (b'{"a": "b', "1:7"),
    "a list": (b"[1]", "1:1"),
    "not UTF-8": ('{"a":"中文"}'.encode("gbk"), "1:7"),
    "NaN": (b'{"a":\n [1, "NaN", NaN]}', "2:13"),
    "infinity": (b'{"a": -Infinity}', "1:7"),
    "a number beyond all readers": (b'{"a": 1e999}', "1:7"),
    "a number that PostgreSQL gives back as a whole one": (b'{"a": 1e16}', "1:7"),
    "an integer that readers round": (b'{"a": [12345678901234567890]}', "1:8"),
    "an integer of ten thousand digits": (b'{"a": ' + b"9" * 10_000 + b"}", "1:7"),
    "the same name twice": (b'{"a":{"b":1,\n"c":{"b":2}, "b":3}}', "2:14"),
    "a null character": (b'{"a":["x","\\u0000"]}', "/a/1"),
    "half a character": (b'{"a":{"b":"\\ud800"}}', "/a/b"),
    "a name that cannot be stored": (b'{"a\\u0000b":1}', ""),
    "nested records": (b'{"a":' * 100 + b"1" + b"}" * 100, f"1:{5 * MAX_DEPTH + 1}"),
    "10 MB of nesting": (b'{"a":' + b"[" * 5_000_000 + b"]" * 5_000_000 + b"}", "1:69"),
    "depth inside text does not count": (b'{"a":"' + b"[" * 500 + b'"', "1:508"),
    "more than 4 MB": (b'{"a":"' + b"x" * MAX_BYTES + b'"}', ""),
}


@pytest.mark.parametrize(("data", "place"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_document_is_refused_at_its_place(data: bytes, place: str) -> None:
    with pytest.raises(DocumentUnreadable) as refusal:
        parse(data)
    assert refusal.value.message
    assert refusal.value.place == place


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_samples_are_read_as_they_are(path: Path) -> None:
    data = path.read_bytes()
    assert parse(data) == json.loads(data)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_a_document_as_deep_as_allowed_is_read() -> None:
    text = '{"a":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH
    assert parse(text)

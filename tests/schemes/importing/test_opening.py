"""Reading what somebody brings: documents, documents one a line, bundles, and everything else."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from schemes.documents.parsing import MAX_BYTES as MAX_DOCUMENT_BYTES
from schemes.importing import ImportRefused, Incoming, Place, Reason, read_documents, read_upload
from schemes.importing import bundles as reading_bundles
from tests.schemes.importing.bundles import (
    PDF,
    SVG,
    as_json,
    bundle_of,
    going_on_after,
    member,
    naming,
    packed,
    retold,
    sha256,
)

EMPTY = packed(("document.json", b"{}"))
FILE, CONTENT = member(PDF, "pdf")
TOO_DEEP = b'{"a":' * 100 + b"1" + b"}" * 100

BAD_FILES = {
    "a text file": ("rules.docx", b"x", Reason.UNKNOWN_KIND, Place()),
    "no ending": ("rules", b"{}", Reason.UNKNOWN_KIND, Place()),
    "not JSON": ("a.json", b'{"a":\n [1,,2]}', Reason.NOT_A_DOCUMENT, Place("", 2, 5)),
    "an empty document": ("a.json", b"", Reason.NOT_A_DOCUMENT, Place("", 1, 1)),
    "a list": ("a.json", b"[]", Reason.NOT_A_DOCUMENT, Place("", 1, 1)),
    "too deep": ("a.json", TOO_DEEP, Reason.NOT_A_DOCUMENT, Place("", 1, 321)),
    "too large": ("a.json", b" " * (MAX_DOCUMENT_BYTES + 1), Reason.NOT_A_DOCUMENT, Place()),
    "a null character": (
        "a.json",
        b'{"a":"\\u0000"}',
        Reason.NOT_A_DOCUMENT,
        Place(address="/a"),
    ),
    "no lines": ("a.jsonl", b"\n \n", Reason.NO_DOCUMENT, Place()),
    "two lines": ("a.jsonl", b"{}\n{}\n", Reason.SEVERAL_DOCUMENTS, Place()),
    "a bad line": ("a.jsonl", b'\n\n{"a" 1}\n', Reason.NOT_A_DOCUMENT, Place("", 3, 6)),
    "a line too large": (
        "a.jsonl",
        b"{" + b" " * MAX_DOCUMENT_BYTES + b"}",
        Reason.NOT_A_DOCUMENT,
        Place("", 1),
    ),
    "JSON called a bundle": ("a.zip", b"{}", Reason.NOT_A_BUNDLE, Place()),
    "an empty bundle": ("a.zip", b"", Reason.NOT_A_BUNDLE, Place()),
    "half a bundle": ("a.zip", EMPTY[: len(EMPTY) // 2], Reason.NOT_A_BUNDLE, Place()),
    "no document": ("a.zip", packed((FILE, CONTENT)), Reason.NO_DOCUMENT, Place()),
    "a document in a folder": (
        "a.zip",
        packed(("rules/document.json", b"{}")),
        Reason.UNEXPECTED_MEMBER,
        Place("rules/document.json"),
    ),
    "a bad document": (
        "a.zip",
        packed(("document.json", b'{\n"a":}')),
        Reason.NOT_A_DOCUMENT,
        Place("document.json", 2, 5),
    ),
    "a document too deep": (
        "a.zip",
        packed(("document.json", TOO_DEEP)),
        Reason.NOT_A_DOCUMENT,
        Place("document.json", 1, 321),
    ),
    "a document too large": (
        "a.zip",
        packed(("document.json", b" " * (MAX_DOCUMENT_BYTES + 1))),
        Reason.NOT_A_DOCUMENT,
        Place("document.json"),
    ),
    "a way out of the folder": (
        "a.zip",
        packed(("document.json", b"{}"), ("../../etc/passwd", b"x")),
        Reason.UNEXPECTED_MEMBER,
        Place("../../etc/passwd"),
    ),
    "a way out behind a digest": (
        "a.zip",
        packed(("document.json", b"{}"), (FILE + "/../x", b"x")),
        Reason.UNEXPECTED_MEMBER,
        Place(FILE + "/../x"),
    ),
    "a file without a digest": (
        "a.zip",
        packed(("document.json", b"{}"), ("files/mark.svg", SVG)),
        Reason.UNEXPECTED_MEMBER,
        Place("files/mark.svg"),
    ),
    "another file's content": (
        "a.zip",
        bundle_of(naming(PDF), (FILE, PDF + b"x")),
        Reason.WRONG_DIGEST,
        Place(FILE),
    ),
    "a file that nobody names": (
        "a.zip",
        bundle_of({}, (FILE, CONTENT)),
        Reason.UNNAMED_FILE,
        Place(FILE),
    ),
    "two documents": (
        "a.zip",
        packed(("document.json", b"{}"), ("document.json", b'{"a":1}')),
        Reason.REPEATED_MEMBER,
        Place("document.json"),
    ),
    "a file under two endings": (
        "a.zip",
        bundle_of(naming(PDF), (FILE, CONTENT), member(PDF, "svg")),
        Reason.REPEATED_MEMBER,
        Place(FILE),
    ),
    "encrypted": ("a.zip", retold(EMPTY, flag=1), Reason.ENCRYPTED, Place("document.json")),
    "an unusual packing": (
        "a.zip",
        packed(("document.json", b"{}"), method=zipfile.ZIP_LZMA),
        Reason.DAMAGED,
        Place("document.json"),
    ),
    "a bomb that says so": ("a.zip", retold(EMPTY, size=4_000_000_000), Reason.TOO_LARGE, Place()),
    "a bomb that says otherwise": (
        "a.zip",
        going_on_after(b"{}", 60_000_000),
        Reason.FALSE_SIZE,
        Place("document.json"),
    ),
    "shorter than it says": (
        "a.zip",
        retold(EMPTY, size=3),
        Reason.FALSE_SIZE,
        Place("document.json"),
    ),
    "more files than anybody has": (
        "a.zip",
        packed(*((f"files/{n:064x}.pdf", b"") for n in range(reading_bundles.MAX_MEMBERS + 1))),
        Reason.TOO_MANY_MEMBERS,
        Place(),
    ),
}


@pytest.mark.parametrize(("name", "data", "reason", "place"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_input_is_refused_with_its_reason_at_its_place(
    name: str, data: bytes, reason: Reason, place: Place
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        read_upload(name, data)
    assert refusal.value.reason == reason
    assert refusal.value.place == place
    assert str(refusal.value.message)


def test_a_list_of_members_too_long_to_be_read_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(*((f"{n}", b"") for n in range(10 * reading_bundles.MAX_MEMBERS + 1)))
    monkeypatch.setattr(reading_bundles.zipfile, "ZipFile", None)
    with pytest.raises(ImportRefused) as refusal:
        read_upload("a.zip", data)
    assert refusal.value.reason == Reason.TOO_MANY_MEMBERS


@pytest.mark.parametrize("limit", ["MAX_FILE_BYTES", "MAX_BUNDLE_BYTES"])
def test_a_bundle_beyond_a_limit_is_too_large(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bundle_of(naming(PDF), (FILE, CONTENT))
    monkeypatch.setattr(reading_bundles, limit, len(PDF) - 1)
    with pytest.raises(ImportRefused) as refusal:
        read_upload("a.zip", data)
    assert refusal.value.reason == Reason.TOO_LARGE


def test_damaged_bundles_are_refused_and_never_crash() -> None:
    whole = bundle_of(naming(PDF, SVG), (FILE, CONTENT), member(SVG, "svg"))
    chance = random.Random(17)
    refused = 0
    for _round in range(1500):
        damaged = bytearray(whole)
        for _byte in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_upload("a.zip", bytes(damaged))
        except ImportRefused:
            refused += 1
    assert refused > 1000


def test_a_document_is_read_as_it_is() -> None:
    incoming = read_upload("Rules.JSON", '\ufeff{"title": {"zh": "规则"}}'.encode())
    assert incoming == Incoming({"title": {"zh": "规则"}}, "Rules.JSON")


def test_one_document_on_one_line_is_an_upload() -> None:
    assert read_upload("a.jsonl", b'\n{"a": 1}\r\n').document == {"a": 1}


def test_a_bundle_brings_the_files_that_its_document_names() -> None:
    document = naming(PDF, SVG, b"a file that did not come along")
    incoming = read_upload("a.zip", bundle_of(document, (FILE, CONTENT), member(SVG, "svg")))
    assert incoming.document == document
    assert {digest: file.data for digest, file in incoming.files.items()} == {
        sha256(PDF): PDF,
        sha256(SVG): SVG,
    }


def test_what_a_mac_adds_to_an_archive_is_left_aside() -> None:
    data = packed(
        ("document.json", b"{}"), ("files/", b""), (".DS_Store", b"x"), ("__MACOSX/._a", b"x")
    )
    assert read_upload("a.zip", data).document == {}


def test_a_bad_line_does_not_stop_the_others() -> None:
    too_long = b" " * (3 * MAX_DOCUMENT_BYTES) + b"{}"
    lines = b"\n".join([b'{"n": 1}', b"{", b"", too_long, b'{"n": 5}'])
    found = list(read_documents("a.jsonl", io.BytesIO(lines)))
    told = [(each.line, each.document) for each in found if isinstance(each, Incoming)]
    refused = [each.place.line for each in found if isinstance(each, ImportRefused)]
    assert told == [(1, {"n": 1}), (5, {"n": 5})]
    assert refused == [2, 4]


def test_a_document_is_recognised_whatever_its_commitment_and_its_blanks() -> None:
    one = read_upload("a.json", b'{"a": 1, "b": 2, "commitment": {"text": "x"}}')
    other = read_upload("b.json", b'{"b":2,"a":1}')
    assert one.digest == other.digest
    assert one.digest != read_upload("c.json", as_json({"a": 1, "b": 3})).digest

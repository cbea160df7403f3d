"""Making drafts of what was read, and bundles of versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed
from portal.core.file_errors import TakesTooMuch
from portal.demo.schemes import CONTENT
from schemes.documents import signing_digest
from schemes.importing import (
    ImportRefused,
    Place,
    Reason,
    already_imported,
    bundle,
    check_import,
    drafting,
    files,
    import_document,
    read_upload,
)
from schemes.importing.incoming import file_references
from schemes.models import Scheme, StoredFile, Version
from schemes.states import VersionState
from tests.factories import OrganisationFactory, PersonFactory, VersionFactory
from tests.schemes.importing.bundles import (
    PDF,
    SVG,
    SVG_WITH_SCRIPT,
    as_json,
    bundle_of,
    member,
    naming,
    sha256,
    with_real_files,
)

pytestmark = pytest.mark.django_db

DEMONSTRATION = sorted(CONTENT.glob("*.json"))
#: One of each category, all with a mark or many files.
WITH_FILES = [
    path for path in DEMONSTRATION if path.stem in {"product-air-cleaner", "service-after-sales"}
]


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def written(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def author() -> Any:
    person = PersonFactory(role=Role.AUTHOR)
    return person.organisations.get(), person


def said_by(document: dict[str, Any]) -> str:
    """The digest of a document without its identity, which is the register's."""
    return signing_digest({**document, "id": ""})


def imported(name: str, data: bytes) -> Version:
    return import_document(*author(), read_upload(name, data)).newest


@pytest.mark.parametrize("path", DEMONSTRATION, ids=lambda path: path.stem)
def test_a_document_becomes_a_draft_without_its_commitment(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    version = imported(path.name, path.read_bytes())
    assert version.state == VersionState.DRAFT
    assert "commitment" not in version.document
    assert said_by(version.document) == said_by(document)
    assert version.scheme.rule_number == document["rule_number"]


@pytest.mark.parametrize(
    "document",
    [
        {"blueprint": "service/1"},
        {"blueprint": "service/1", "title": 7, "rule_number": ["x"], "basis": {}, "colour": "red"},
    ],
    ids=["nothing but the blueprint", "wrong types and unknown parts"],
)
def test_a_document_with_gaps_and_faults_becomes_a_draft(document: dict[str, Any]) -> None:
    version = imported("a.json", as_json(document))
    assert document.items() <= version.document.items()
    assert str(version.scheme)


@pytest.mark.parametrize(
    "named", [{}, {"blueprint": "product/99"}, {"blueprint": "product"}, {"blueprint": ["x"]}]
)
def test_a_blueprint_that_is_not_in_use_is_refused_with_those_that_are(named: Any) -> None:
    with pytest.raises(ImportRefused) as refusal:
        imported("a.json", as_json(named))
    assert refusal.value.reason == Reason.UNKNOWN_BLUEPRINT
    assert refusal.value.place == Place(address="/blueprint")
    assert "management_system/1, product/1, service/1" in str(refusal.value)
    assert not Scheme.objects.exists()


@pytest.mark.parametrize("path", WITH_FILES, ids=lambda path: path.stem)
def test_a_bundle_goes_in_and_out_and_in_without_losing_anything(path: Path, media: Path) -> None:
    first = imported("a.zip", with_real_files(json.loads(path.read_text("utf-8"))))
    out = bundle(first)
    second = imported("b.zip", out)
    assert said_by(second.document) == said_by(first.document)
    assert read_upload("c.zip", bundle(second)).files == read_upload("b.zip", out).files
    references = [reference for _path, reference in file_references(second.document)]
    assert len(references) == len(read_upload("b.zip", out).files) > 0
    for reference in references:
        stored = StoredFile.objects.get(
            organisation=second.scheme.organisation, sha256=reference["sha256"]
        )
        assert stored.bytes == reference["bytes"]
        assert stored.mime == reference["mime"]


def test_the_bundle_of_a_signed_version_is_imported_without_its_commitment(media: Path) -> None:
    signed = VersionFactory(frozen=True)
    assert "commitment" in signed.document
    draft = imported("a.zip", bundle(signed))
    assert "commitment" not in draft.document
    assert said_by(draft.document) == said_by(signed.document)


def test_a_drawing_made_safe_is_named_by_its_new_digest(media: Path) -> None:
    version = imported("a.zip", bundle_of(naming(SVG), member(SVG, "svg")))
    named = version.document["annexes"][0]["file"]
    stored = StoredFile.objects.get()
    assert named["sha256"] == stored.sha256 != sha256(SVG)
    assert named["bytes"] == stored.bytes
    assert named["name"] == "annex 0"
    with stored.content.open("rb") as content:
        assert b"drawn by hand" not in content.read()


def test_what_is_not_kept_of_each_drawing_is_said_before_and_nothing_is_written(
    media: Path,
) -> None:
    document = naming(PDF, SVG, b"elsewhere")
    data = bundle_of(document, member(PDF, "pdf"), member(SVG, "svg"))
    prepared = check_import(*author(), read_upload("a.zip", data))
    assert [(file.name, [str(one) for one in file.left_out]) for file in prepared.files] == [
        ("annex 0", []),
        ("annex 1", ["comments"]),
    ]
    told = prepared.files[1]
    assert told.place == Place(member(SVG, "svg")[0], address="/annexes/@an-1/file")
    assert "annex 1" in told.sentence
    assert "comments" in told.sentence
    assert prepared.missing == ["annex 2"]
    assert written(media) == []
    assert not Scheme.objects.exists()


def test_a_document_alone_misses_no_file() -> None:
    assert check_import(*author(), read_upload("a.json", as_json(naming(PDF)))).missing == []


def test_every_file_that_stands_in_the_way_is_named_with_its_reason(media: Path) -> None:
    words = SVG.replace(b"<rect", b"<text>A</text><rect")
    data = bundle_of(
        naming(SVG_WITH_SCRIPT, PDF, words),
        member(SVG_WITH_SCRIPT, "svg"),
        member(PDF, "pdf"),
        member(words, "svg"),
    )
    with pytest.raises(ImportRefused) as refusal:
        imported("a.zip", data)
    refused = refusal.value.files
    assert [one.place.address for one in refused] == ["/annexes/@an-0/file", "/annexes/@an-2/file"]
    assert "script" in str(refused[0].message)
    assert "outlines" in str(refused[1].message)
    assert str(refusal.value).count("files/") == 2
    assert written(media) == []


def test_a_bundle_of_nothing_but_bad_files_is_not_looked_at_to_its_end(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_REFUSED", 2)
    bad = [SVG_WITH_SCRIPT + b"\n" * number for number in range(4)]
    data = bundle_of(naming(*bad), *(member(one, "svg") for one in bad))
    with pytest.raises(ImportRefused) as refusal:
        imported("a.zip", data)
    assert len(refusal.value.files) == 2


def test_what_takes_too_much_work_is_the_last_that_is_looked_at(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []

    def too_much(data: bytes) -> Any:
        looked_at.append(data)
        raise TakesTooMuch("too much")

    monkeypatch.setattr(files, "examine", too_much)
    bad = [SVG + b"\n" * number for number in range(3)]
    with pytest.raises(ImportRefused):
        imported("a.zip", bundle_of(naming(*bad), *(member(one, "svg") for one in bad)))
    assert len(looked_at) == 1


def test_each_place_that_names_one_file_keeps_its_own_name_for_it(media: Path) -> None:
    version = imported("a.zip", bundle_of(naming(PDF, PDF), member(PDF, "pdf")))
    names = [annex["file"]["name"] for annex in version.document["annexes"]]
    assert names == ["annex 0", "annex 1"]
    assert StoredFile.objects.count() == 1


def test_a_refused_file_leaves_nothing_behind(media: Path) -> None:
    document = naming(PDF, SVG_WITH_SCRIPT)
    data = bundle_of(document, member(PDF, "pdf"), member(SVG_WITH_SCRIPT, "svg"))
    with pytest.raises(ImportRefused) as refusal:
        imported("a.zip", data)
    assert refusal.value.reason == Reason.FILE_REFUSED
    assert refusal.value.place == Place(
        member(SVG_WITH_SCRIPT, "svg")[0], address="/annexes/@an-1/file"
    )
    assert "script" in str(refusal.value)
    assert not Scheme.objects.exists()
    assert not StoredFile.objects.exists()
    assert written(media) == []


def test_a_failure_after_the_files_were_written_takes_new_ones_back(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, person = author()
    import_document(body, person, read_upload("a.zip", bundle_of(naming(PDF), member(PDF, "pdf"))))
    before = written(media)

    def fail(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(drafting, "begin_scheme", fail)
    data = bundle_of(naming(PDF, SVG), member(PDF, "pdf"), member(SVG, "svg"))
    with pytest.raises(RuntimeError):
        import_document(body, person, read_upload("b.zip", data))
    assert StoredFile.objects.count() == 1
    assert written(media) == before != []


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR, Role.OFFICER])
def test_only_who_writes_for_the_body_may_import(role: Role, media: Path) -> None:
    body = OrganisationFactory()
    elsewhere = {} if role != Role.ADMINISTRATOR else {"organisation": body}
    person = PersonFactory(role=role, **elsewhere)
    incoming = read_upload("a.zip", bundle_of(naming(PDF), member(PDF, "pdf")))
    with pytest.raises(NotAllowed, match="may write schemes"):
        import_document(body, person, incoming)
    assert written(media) == []


def test_a_document_is_recognised_in_its_own_body_alone() -> None:
    body, person = author()
    incoming = read_upload("a.json", as_json(naming()))
    assert already_imported(body, incoming) is None
    scheme = import_document(body, person, incoming)
    changed = {**scheme.newest.document, "title": {"zh": "改过的标题"}}
    Version.objects.filter(scheme=scheme).update(document=changed)
    assert already_imported(body, incoming) == scheme
    assert already_imported(OrganisationFactory(), incoming) is None
    assert already_imported(body, read_upload("a.json", as_json(naming(title={})))) is None

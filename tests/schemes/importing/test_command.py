"""`import_documents`: the contract's exit statuses, skipping, trying, and going on."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.demo.schemes import CONTENT
from schemes.management.commands import import_documents
from schemes.models import Scheme, StoredFile, Version, VersionEvent
from tests.factories import OrganisationFactory, PersonFactory
from tests.schemes.importing.bundles import (
    PDF,
    SVG,
    SVG_WITH_SCRIPT,
    as_json,
    bundle_of,
    member,
    naming,
    with_real_files,
)

pytestmark = pytest.mark.django_db

DEMONSTRATION = [json.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.json"))]
RECORDS = (Scheme, Version, VersionEvent, StoredFile)


@pytest.fixture
def body() -> Organisation:
    organisation: Organisation = OrganisationFactory()
    PersonFactory(role=Role.AUTHOR, organisation=organisation)
    return organisation


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def run(file: Path, body: Organisation, *options: str) -> tuple[int, str, str]:
    """Exit status, last line of the output, and errors."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    arguments = [str(file), "--body", body.approval_no, *options]
    try:
        call_command("import_documents", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue().strip().splitlines()[-1], err.getvalue()


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def lines(path: Path, *documents: Any) -> Path:
    data = b"\n".join(each if isinstance(each, bytes) else as_json(each) for each in documents)
    return saved(path, data)


def counts() -> list[int]:
    return [model.objects.count() for model in RECORDS]


def test_a_second_run_changes_nothing(tmp_path: Path, body: Organisation) -> None:
    file = lines(tmp_path / "all.jsonl", *DEMONSTRATION)
    first = run(file, body)
    assert first == (
        0,
        "23 documents imported, 0 imported earlier, 0 refused, 0 unreadable",
        "",
    )
    before = counts(), list(Version.objects.order_by("pk").values("document", "updated_at"))
    assert run(file, body) == (
        0,
        "0 documents imported, 23 imported earlier, 0 refused, 0 unreadable",
        "",
    )
    after = counts(), list(Version.objects.order_by("pk").values("document", "updated_at"))
    assert after == before
    assert Scheme.objects.filter(organisation=body).count() == len(DEMONSTRATION)


def test_a_second_run_of_a_bundle_changes_nothing_though_its_drawing_was_rewritten(
    tmp_path: Path, body: Organisation, media: Path
) -> None:
    document = next(each for each in DEMONSTRATION if each.get("mark"))
    file = saved(tmp_path / "rules.zip", with_real_files(document))
    assert run(file, body)[0] == 0
    before = counts(), sorted(media.rglob("*"))
    assert before[0][3] > 0
    status, last, _errors = run(file, body)
    assert (status, last.split(",")[1]) == (0, " 1 imported earlier")
    assert (counts(), sorted(media.rglob("*"))) == before


@pytest.mark.parametrize("kind", ["all.jsonl", "one.zip", "one.json"])
def test_a_dry_run_writes_nothing(
    kind: str, tmp_path: Path, body: Organisation, media: Path
) -> None:
    data = {
        "all.jsonl": b"\n".join(map(as_json, DEMONSTRATION)),
        "one.zip": with_real_files(DEMONSTRATION[0]),
        "one.json": as_json(DEMONSTRATION[0]),
    }[kind]
    status, last, errors = run(saved(tmp_path / kind, data), body, "--dry-run")
    assert (status, errors) == (0, "")
    assert last.split()[0] == ("23" if kind == "all.jsonl" else "1")
    assert counts() == [0, 0, 0, 0]
    assert not media.exists()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_is_not_kept_of_a_drawing_is_said_of_each_file(
    options: tuple[str, ...], tmp_path: Path, body: Organisation
) -> None:
    data = bundle_of(naming(SVG, b"elsewhere"), member(SVG, "svg"))
    file = saved(tmp_path / "a.zip", data)
    out = io.StringIO()
    call_command("import_documents", str(file), "--body", body.approval_no, *options, stdout=out)
    kept, missing, _summary = out.getvalue().strip().splitlines()
    assert member(SVG, "svg")[0] in kept
    assert "annex 0 is kept without" in kept
    assert "annex 1" in missing


REFUSED = {
    "an unknown blueprint": (as_json({"blueprint": "toy/1"}), "a.json", 1),
    "not JSON": (b"{", "a.json", 2),
    "an empty file": (b"", "a.jsonl", 2),
    "no bundle": (b"x", "a.zip", 2),
    "another kind of file": (b"x", "a.docx", 2),
    "a bundle with a script": (
        bundle_of(naming(SVG_WITH_SCRIPT), member(SVG_WITH_SCRIPT, "svg")),
        "a.zip",
        1,
    ),
    "a bundle with a file too many": (bundle_of(naming(), member(PDF, "pdf")), "a.zip", 1),
}


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(("data", "name", "status"), REFUSED.values(), ids=REFUSED)
def test_the_exit_status_tells_refused_from_unreadable(
    data: bytes, name: str, status: int, dry_run: bool, tmp_path: Path, body: Organisation
) -> None:
    options = ["--dry-run"] if dry_run else []
    found, last, errors = run(saved(tmp_path / name, data), body, *options)
    assert found == status
    assert last.endswith(["0 refused, 1 unreadable", "1 refused, 0 unreadable"][status == 1])
    assert errors
    assert counts() == [0, 0, 0, 0]


def test_bad_lines_are_named_and_the_others_imported(tmp_path: Path, body: Organisation) -> None:
    file = lines(tmp_path / "a.jsonl", naming(), b"{", {"blueprint": "x/1"}, naming(title={}))
    status, last, errors = run(file, body)
    assert status == 2
    assert last == "2 documents imported, 0 imported earlier, 1 refused, 1 unreadable"
    assert [line.partition(",")[0] for line in errors.splitlines()] == ["line 2", "line 3"]


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    tmp_path: Path, body: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lines(tmp_path / "a.jsonl", *DEMONSTRATION[:4])
    real, calls = import_documents.import_once, []

    def cut_off(*args: Any) -> Scheme:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(import_documents, "import_once", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run(file, body)
    assert Scheme.objects.count() == 2
    last = run(file, body)[1]
    assert last == "2 documents imported, 2 imported earlier, 0 refused, 0 unreadable"


def test_a_document_that_stands_twice_in_a_file_is_imported_once(
    tmp_path: Path, body: Organisation
) -> None:
    file = lines(tmp_path / "a.jsonl", naming(), {**naming(), "commitment": {"text": "x"}})
    assert run(file, body)[1].startswith("1 document imported, 1 imported earlier")


def test_another_body_imports_the_same_document_for_itself(
    tmp_path: Path, body: Organisation
) -> None:
    file = saved(tmp_path / "a.json", as_json(naming()))
    other = PersonFactory(role=Role.AUTHOR).organisations.get()
    assert run(file, body)[1].startswith("1 document imported")
    assert run(file, other)[1].startswith("1 document imported")


def importer_of(file: Path, body: Organisation, *options: str) -> User:
    assert run(file, body, *options)[0] == 0
    return Scheme.objects.get().created_by


def test_the_first_author_imports_and_failing_one_a_signatory(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.json", as_json(naming()))
    body = OrganisationFactory()
    PersonFactory(role=Role.ADMINISTRATOR, organisation=body)
    signatory = PersonFactory(role=Role.SIGNATORY, organisation=body)
    PersonFactory(role=Role.AUTHOR, organisation=body, is_active=False)
    assert importer_of(file, body) == signatory


def test_an_author_comes_before_a_signatory_who_joined_earlier(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.json", as_json(naming()))
    body = OrganisationFactory()
    PersonFactory(role=Role.SIGNATORY, organisation=body)
    author = PersonFactory(role=Role.AUTHOR, organisation=body)
    PersonFactory(role=Role.AUTHOR, organisation=body)
    assert importer_of(file, body) == author


def test_the_person_named_imports(tmp_path: Path, body: Organisation) -> None:
    file = saved(tmp_path / "a.json", as_json(naming()))
    named = PersonFactory(role=Role.SIGNATORY, organisation=body)
    assert importer_of(file, body, "--user", named.email.upper()) == named


@pytest.mark.parametrize("case", ["missing file", "unknown body", "regulator", "no people"])
def test_a_run_that_cannot_begin_says_so(case: str, tmp_path: Path, body: Organisation) -> None:
    file = saved(tmp_path / "a.json", as_json(naming()))
    number = body.approval_no
    if case == "missing file":
        file = tmp_path / "b.json"
    elif case == "unknown body":
        number = "CNCA-R-1999-999"
    elif case == "regulator":
        OrganisationFactory(regulator=True)
        number = ""
    else:
        number = OrganisationFactory().approval_no
    with pytest.raises(CommandError) as refusal:
        call_command("import_documents", str(file), "--body", number)
    assert refusal.value.returncode == (2 if case == "missing file" else 1)
    assert counts() == [0, 0, 0, 0]


@pytest.mark.parametrize("who", ["nobody", "author elsewhere", "administrator"])
def test_a_person_who_may_not_write_for_the_body_imports_nothing(
    who: str, tmp_path: Path, body: Organisation
) -> None:
    email = {
        "nobody": lambda: "nobody@test.example",
        "author elsewhere": lambda: PersonFactory(role=Role.AUTHOR).email,
        "administrator": lambda: PersonFactory(role=Role.ADMINISTRATOR, organisation=body).email,
    }[who]()
    file = saved(tmp_path / "a.json", as_json(naming()))
    with pytest.raises(CommandError) as refusal:
        run(file, body, "--user", email)
    assert refusal.value.returncode == 1
    assert counts() == [0, 0, 0, 0]


class Screen(io.StringIO):
    """Standard error that is, or is not, a terminal."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_progress_bar_is_drawn_on_a_terminal_alone(
    is_terminal: bool, tmp_path: Path, body: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(is_terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    run(lines(tmp_path / "a.jsonl", naming(), naming(title={})), body)
    assert ("%|" in screen.getvalue()) is is_terminal

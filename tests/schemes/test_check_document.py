"""The command `check_document`, as people script against it."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils.translation import trans_real

from portal.accounts.classification import load_fields
from portal.accounts.models import ApprovedField, Organisation
from portal.accounts.roles import OrganisationKind
from schemes.reports import unfiled
from tests.documents import BROKEN, VALID, valid_document

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[int, str, str]:
    """The command's exit status, standard output and error output."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_document", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ending:
        return int(ending.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def rows(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
    status, out, _err = run("--format", "json", *arguments)
    return status, json.loads(out)


@pytest.fixture(autouse=True)
def _no_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_valid_samples_give_status_0() -> None:
    status, found = rows(*VALID)
    assert status == 0
    assert {row["severity"] for row in found} <= {"unchecked"}


# Every broken sample, with the demonstration's register: tests/portal/test_samples.py.
def test_a_broken_sample_gives_status_1_and_says_what_is_where() -> None:
    broken = next(path for path in BROKEN if path.stem == "SCH-002")
    status, found = rows(broken)
    (row,) = [row for row in found if row["severity"] != "unchecked"]
    assert status == 1
    assert (row["file"], row["code"]) == (str(broken), "SCH-002")
    assert row["pointer"] == "/process/scheme_type"
    assert all(row.keys() == {"file", "code", "severity", "pointer", "message"} for row in found)


@pytest.mark.parametrize(("options", "status"), [([], 1), (["--errors"], 0)])
def test_warnings_count_unless_errors_alone_are_asked_for(options: list[str], status: int) -> None:
    warned = next(path for path in BROKEN if path.stem == "SCH-026")
    assert run(*options, warned)[0] == status


def test_an_unreadable_file_gives_status_2_after_the_others_are_checked(written: Any) -> None:
    broken = written("broken.json", b'{"a":\n [1,,2]}')
    status, out, err = run("--format", "json", broken, BROKEN[0])
    assert status == 2
    assert {row["file"] for row in json.loads(out)} == {str(BROKEN[0])}
    assert f"{broken}: 2:5" in err


@pytest.mark.parametrize(
    "content",
    [b"", b"[1]", b'{"a":' + b"[" * 5_000_000 + b"]" * 5_000_000 + b"}", b"\xff", b'{"a":NaN}'],
    ids=["empty", "a list", "10 MB of nesting", "not text", "not a number"],
)
def test_what_cannot_be_read_is_named_and_does_no_harm(written: Any, content: bytes) -> None:
    path = written("input.json", content)
    status, out, err = run(path)
    assert status == 2
    assert err.startswith(f"{path}: 1:")
    assert out.strip().splitlines()[-1].startswith("0 documents checked")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    status, _out, err = run(tmp_path / "gone.json", tmp_path)
    assert status == 2
    assert len(err.strip().splitlines()) == 2


def test_the_last_line_of_text_sums_up(written: Any) -> None:
    unreadable = written("x.json", b"")
    _status, out, _err = run(VALID[0], BROKEN[0], unreadable)
    last = out.strip().splitlines()[-1]
    assert last == ("2 documents checked, 1 error, 0 warnings, 2 not checked, 1 file unreadable")


def test_json_is_a_list_and_nothing_else_even_when_nothing_is_read(written: Any) -> None:
    status, found = rows(written("x.json", b""))
    assert (status, found) == (2, [])


def test_a_blueprint_can_be_chosen_and_must_exist(written: Any) -> None:
    service = next(path for path in VALID if path.stem == "service")
    status, found = rows("--blueprint", "product", service)
    assert status == 1
    assert ("BLUEPRINT-const", "/blueprint") in {(r["code"], r["pointer"]) for r in found}
    with pytest.raises(CommandError) as refusal:
        run("--blueprint", "person", service)
    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("机械设备及零部件", []),
        ("质量", [("SCH-001", "error", "/domains/0")]),
    ],
)
def test_the_register_s_approval_is_used_by_option_and_by_the_document_s_own_number(
    field: str, expected: list[tuple[str, str, str]]
) -> None:
    load_fields()
    body = Organisation.objects.create(
        kind=OrganisationKind.BODY, slug="b", name_zh="示例", approval_no="CNCA-R-2099-101"
    )
    ApprovedField.objects.create(organisation=body, field_id=field, valid_from="2020-01-01")
    product = next(path for path in VALID if path.stem == "product")
    for options in ([], ["--body", "CNCA-R-2099-101"]):
        status, found = rows(*options, product)
        told = [(r["code"], r["severity"], r["pointer"]) for r in found]
        assert told == expected
        assert status == len(expected)


def test_a_body_that_the_register_does_not_know_leaves_the_rule_unchecked() -> None:
    product = next(path for path in VALID if path.stem == "product")
    status, found = rows("--body", "CNCA-R-2099-999", product)
    told = [(r["code"], r["severity"], r["pointer"]) for r in found]
    assert told == [("SCH-001", "unchecked", "/domains")]
    assert status == 0


def test_units_are_known_where_no_register_has_been_set_up(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_table(*_args: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(unfiled, "facts_for_approval", no_table)
    document = valid_document()
    for requirement, unit in zip(document["requirements"], ("2Z", "mV", "QQQ"), strict=False):
        requirement["threshold"] |= {"unit": unit}
    path = written("d.json", json.dumps(document).encode())
    _status, found = rows(path)
    told = [row["message"] for row in found if row["code"] == "SCH-028"]
    assert ["2Z" in message for message in told] == [True, False]


def test_messages_come_in_the_language_asked_for() -> None:
    broken = next(path for path in BROKEN if path.stem == "BLUEPRINT-required.basis.1.role")
    _status, found = rows("--language", "zh-hans", broken)
    (message,) = [row["message"] for row in found if row["severity"] == "error"]
    assert "认证依据 第2项" in message


@pytest.fixture
def report_of_broken(written: Any) -> Any:
    """The text report of a document that is wrong in several ways, without the file's name."""
    document = json.loads(next(p for p in VALID if p.stem == "service").read_text("utf-8"))
    document["unheard_of"] = {}
    document["process"]["unheard_of"] = 1
    document["basis"][0].pop("role")
    document["fees"][0]["amount"] = "dear"
    path = written("x.json", json.dumps(document).encode())

    def report(*options: str) -> str:
        out = run(*options, path)[1]
        return out.replace(str(path), "").replace("unheard_of", "").replace("dear", "")

    return report


HAN, LATIN_SENTENCE = re.compile("[一-鿿]"), re.compile("[a-z]{3,} [a-z]{2,} ")


@pytest.mark.parametrize("language", ["en", "en-GB", "zh", "zh-hans", "zh_CN.UTF-8", "zh-TW"])
def test_a_report_is_in_one_language(report_of_broken: Any, language: str) -> None:
    report = report_of_broken("--language", language)
    assert bool(HAN.search(report)) == language.startswith("zh")
    assert bool(LATIN_SENTENCE.search(report)) == language.startswith("en")


def test_a_report_is_in_one_language_where_translations_were_never_compiled(
    report_of_broken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("_add_installed_apps_translations", "_add_local_translations"):
        monkeypatch.setattr(trans_real.DjangoTranslation, source, lambda self: None)
    monkeypatch.setattr(trans_real, "_translations", {})
    assert not HAN.search(report_of_broken("--language", "zh-hans"))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "fr_FR.UTF-8"}, False),
    ],
    ids=str,
)
def test_without_the_option_the_report_is_in_the_language_of_the_environment_or_the_site(
    report_of_broken: Any,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    expected: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert bool(HAN.search(report_of_broken())) is expected


def test_a_language_that_the_site_does_not_speak_is_refused() -> None:
    with pytest.raises(CommandError) as refusal:
        run("--language", "fr", VALID[0])
    assert refusal.value.returncode == 2


def test_text_names_a_place_by_its_title_and_its_pointer(report_of_broken: Any) -> None:
    titled = "BLUEPRINT-required Certification basis, item 1 (/basis/0/role)"
    assert titled in report_of_broken("--language", "en")

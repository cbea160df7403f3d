"""What the registers begin with agrees with the rules, the blueprints and the sample documents."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest
import re2
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal.demo import limits, track_rules, transitions
from portal.reference.choices import Category, CodeListName, TextKind, WordList
from portal.reference.declarations import STANDARDS
from portal.reference.loading import load_starting_content
from portal.reference.models import (
    CertificateContent,
    CodeTerm,
    NumberPattern,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    Unit,
)
from portal.reference.registers import find_register, registers
from portal.reference.shipped import DATA
from portal.reference.sources import said_source
from portal.reference.tabular import add_missing, plan
from portal.reference.units import known_units, shipped_units
from schemes.blueprints.loading import builtin_blueprints
from schemes.rules import Limits
from schemes.rules.facts import (
    default_certificate_fields,
    default_number_patterns,
    default_words,
)
from schemes.rules.wording import words_in
from tests.portal.reference.shipped import DOCUMENTS, document

pytestmark = pytest.mark.django_db


FILES = sorted(DATA.glob("*.csv"), key=lambda file: file.name)


#: Where the blueprints have the codes of a list, by the property or definition that holds them.
PLACES = {
    CodeListName.SUSPENSION: "suspension_condition",
    CodeListName.REVOCATION: "revocation_condition",
    CodeListName.DEREGISTRATION: "deregistration_condition",
    CodeListName.CHANGE: "changes",
    CodeListName.ACTIVITY: "activity",
    CodeListName.CHARACTERISTIC: "object_characteristic",
    CodeListName.LIFECYCLE_STAGE: "lifecycle_stages",
    CodeListName.CERTIFICATE_FIELD: "fields",
    CodeListName.ACCREDITATION_STATUS: "accreditation",
    CodeListName.VERIFICATION: "nonconformity",
}


#: The property below the place, where the place holds more than the code.
PROPERTY = {
    CodeListName.SUSPENSION: "code",
    CodeListName.REVOCATION: "code",
    CodeListName.DEREGISTRATION: "code",
    CodeListName.CHANGE: "kind",
    CodeListName.ACCREDITATION_STATUS: "status",
    CodeListName.VERIFICATION: "verification",
}


def enums_at(schema: Any, place: str, name: str) -> Iterator[dict[str, Any]]:
    """The parts of a schema with labelled codes, inside `place`, under the property `name`."""
    if isinstance(schema, list):
        for part in schema:
            yield from enums_at(part, place, name)
    elif isinstance(schema, dict):
        for key, part in schema.items():
            if key == place:
                yield from labelled(part, name)
            else:
                yield from enums_at(part, place, name)


def labelled(schema: Any, name: str) -> Iterator[dict[str, Any]]:
    if not isinstance(schema, dict):
        return
    if not name and "x-labels" in schema:
        yield schema
    for key, part in schema.items():
        if key in ("items", "properties"):
            yield from labelled(part, name)
        elif key == name:
            yield from labelled(part, "")


# --- every file -----------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_loaded_as_it_stands(file):
    register = find_register(file.stem)
    assert register is not None
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    found = plan(register, file.read_bytes())
    # Drawings that ship with the portal are given to their marks after the rows are there.
    changed = [before for before, _record in found.changed if not before.get("artwork")]
    assert (found.added, changed) == ([], [])
    assert found.unchanged + len(found.changed) == len(rows) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_row_is_one_that_a_form_would_take(file):
    register = find_register(file.stem)
    assert register is not None
    for record in register.records:
        record.clean_fields()
        record.clean()


def test_every_register_begins_with_content_but_those_of_bodies_and_of_own_words():
    kept = {"fields", "time-limits", "entry-terms", "expert-terms", "delegation-terms"}
    empty = {register.key for register in registers()} - {file.stem for file in FILES} - kept
    assert empty == {
        "bodies",
        "approvals",
        "standard-transitions",
        "track-terms",
        "state-words",
    }


def test_what_is_verified_names_its_source():
    for register in registers():
        if "verified" in register.columns and "source" in register.columns:
            assert not register.records.filter(verified=True, source="").exists(), register.key


def test_loading_again_adds_nothing_and_changes_nothing():
    RuleLimit.objects.filter(name="review_years").update(value=4)
    assert load_starting_content() == 0
    assert RuleLimit.objects.get(name="review_years").value == 4


def test_a_row_that_was_removed_or_renamed_does_not_come_back():
    Standard.objects.get(number="GB/T 19001-2016").delete()
    word = RuleWord.objects.order_by("pk")[0]
    before, word.word = word.word, "另一个词"
    word.save()
    assert load_starting_content() == 0
    assert not Standard.objects.filter(number="GB/T 19001-2016").exists()
    assert not RuleWord.objects.filter(list=word.list, word=before).exists()


def test_a_row_that_ships_anew_is_added():
    columns = "number,type,title_zh\n"
    assert add_missing(STANDARDS, f"{columns}X 1-2000,GB,甲\n".encode()) == 1
    assert add_missing(STANDARDS, f"{columns}X1—2000,GB,甲\nX 2-2000,GB,乙\n".encode()) == 1
    kept = Standard.objects.filter(number__startswith="X")
    assert list(kept.values_list("number", flat=True)) == ["X 1-2000", "X 2-2000"]


def test_starting_content_asks_the_history_once_for_a_register():
    Standard.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        load_starting_content(only=("standards",))
    (line,) = [query for query in asked if "reference_referencechange" in query["sql"]]
    assert not line["sql"].startswith("INSERT")


# --- what the rules compare with ------------------------------------------------------------


def test_the_limits_are_those_that_the_rules_apply_by_default():
    assert dict(RuleLimit.objects.values_list("name", "value")) == vars(Limits())


def test_the_words_are_those_that_the_rules_search_for_by_default():
    words = default_words()
    expected = {
        WordList.SUPERLATIVE: words.superlatives,
        WordList.PROTECTED_IN_MARKS: words.protected_in_marks,
        WordList.CONSULTANCY: words.consultancy,
        WordList.COMPLAINT: words.complaint,
        WordList.EXCLUDED_SUBJECT: words.excluded_subjects,
    }
    for name, listed in expected.items():
        assert set(RuleWord.objects.filter(list=name).values_list("word", flat=True)) == set(listed)


def test_the_units_are_those_of_the_recommendation_and_most_have_a_chinese_name():
    units = shipped_units()
    assert units.keys() == set(Unit.objects.values_list("code", flat=True)) == known_units().keys()
    assert {"P1", "MGM", "GP", "2N", "DAY", "C62", "CEL"} <= units.keys()
    assert not {"mg", "%", ""} & units.keys()
    assert sum(bool(unit.name["zh"]) for unit in units.values()) > 1600


def test_the_required_contents_are_those_that_the_rules_apply_by_default():
    for category in Category.values:
        codes = CertificateContent.objects.filter(category=category).values_list("code", flat=True)
        assert set(codes) == set(default_certificate_fields()[category])


def test_the_shapes_of_numbers_are_those_that_the_rules_apply_by_default():
    kept = {
        type_: (shape.pattern, tuple(shape.examples))
        for shape in NumberPattern.objects.all()
        for type_ in shape.types
    }
    shipped = default_number_patterns()
    assert kept == {t: (shape.pattern.pattern, shape.examples) for t, shape in shipped.items()}


@pytest.mark.parametrize("key", ["GB", "HB", "DB", "TB", "QB", "ISO", "EN", "ASTM", "ITU", "NAT"])
def test_a_shape_fits_its_own_examples_and_those_of_no_other_kind(key):
    fits = re2.compile(NumberPattern.objects.get(key=key).pattern).fullmatch
    for shape in NumberPattern.objects.all():
        for example in shape.examples:
            assert bool(fits(example)) is (shape.key == key), example


@pytest.mark.parametrize("number", ["GB 4943.1-2022", "DB11 501-2017", "DB11/T 501-2017", "HJ2016"])
def test_what_is_no_number_of_a_sector_is_not_taken_for_one(number):
    assert not re2.compile(NumberPattern.objects.get(key="HB").pattern).fullmatch(number)


# --- subjects that are excluded -------------------------------------------------------------


def excluded(text: str) -> list[str]:
    words = RuleWord.objects.filter(list=WordList.EXCLUDED_SUBJECT).values_list("word", flat=True)
    return list(words_in({"zh": text, "en": text}, tuple(words)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_sample_is_about_an_excluded_subject(path):
    read = document(path)
    texts = [read["title"], read["scope"]["included"]]
    texts += [item["name"] for item in read["scope"]["objects"]]
    assert [word for text in texts for word in excluded(" ".join(text.values()))] == []


@pytest.mark.parametrize(
    "text",
    [
        "市政治理服务",
        "行政治理能力评价",
        "中国防水材料",
        "全国防灾减灾产品",
        "单项冠军事业部",
        "室内通风水平",
        "消费者个人权益保护",
        "对外交流服务",
        "轨道教学设备",
        "食品安全国家标准",
        "国家安全生产标准化",
        "信息安全产品",
        "计算命中率",
        "methodology of training",
    ],
)
def test_ordinary_words_that_contain_the_sound_of_one_are_left_alone(text):
    assert excluded(text) == []


@pytest.mark.parametrize(
    "text",
    ["宗教场所服务", "党建质量管理体系", "国家安全服务", "武器装备可靠性", "Religious services"],
)
def test_excluded_subjects_are_found(text):
    assert excluded(text) != []


# --- codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(PLACES), ids=str)
def test_the_codes_of_the_blueprints_have_the_same_words_in_the_register(name):
    terms = {
        term.code: {"zh": term.name_zh, "en": term.name_en}
        for term in CodeTerm.objects.filter(list=name)
    }
    used: set[str] = set()
    for blueprint in builtin_blueprints():
        for part in enums_at(blueprint.schema, PLACES[name], PROPERTY.get(name, "")):
            for code in part["enum"]:
                assert terms[code] == part["x-labels"][code]
                used.add(code)
    assert used == set(terms)


def test_every_list_has_codes_in_an_order_of_its_own():
    for name in CodeListName.values:
        orders = list(CodeTerm.objects.filter(list=name).values_list("order", flat=True))
        assert orders == list(range(1, len(orders) + 1)) != [], name


def test_the_notice_and_the_promise_that_answers_it_stand_apart() -> None:
    text = RegulatorText.objects.get(kind=TextKind.NOTICE_AND_COMMITMENT)
    for words, begins in ((text.text_zh, "承诺："), (text.text_en, "Commitment: ")):
        notice, promise = words.split("\n\n")
        assert promise.startswith(begins)
        assert begins not in notice


@pytest.mark.parametrize("source", [limits.SOURCE, track_rules.SOURCE, transitions.INVENTED])
def test_what_is_invented_says_so_in_the_language_of_the_page(source: str) -> None:
    assert said_source(source) == "Invented for the demonstration"
    with override("zh-hans"):
        assert said_source(source) == "演示用，虚构"

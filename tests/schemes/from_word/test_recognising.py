"""Where the pieces of rules in the manner of published ones belong, file by file."""

from __future__ import annotations

from typing import Any

import pytest

from schemes.documents.addresses import parse
from schemes.from_word.original import Kind
from schemes.from_word.recognising import Why
from tests.schemes.from_word.corpus import EXPECTED, NAMES, blueprint, named, placed

#: So much of each file must lie where it belongs.
FLOOR = 0.9


@pytest.mark.parametrize("name", NAMES)
def test_most_of_a_file_is_placed_where_it_belongs(name: str) -> None:
    wrong = {}
    for words, address in EXPECTED[name]["places"].items():
        found = named(words, name)
        if found is None or not found.lies_at(address):
            wrong[words] = (address, found.proposals if found else "not read")
    share = 1 - len(wrong) / len(EXPECTED[name]["places"])
    assert share >= FLOOR, wrong


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_file_is_without_a_place_or_a_reason(name: str) -> None:
    for one in placed(name):
        assert one.proposals, one.piece
        assert all(proposal.address or proposal.why for proposal in one.proposals), one


@pytest.mark.parametrize("name", NAMES)
def test_what_is_proposed_is_a_part_of_the_blueprint(name: str) -> None:
    whole = blueprint(EXPECTED[name]["category"])
    addresses = {p.address for one in placed(name) for p in one.proposals if p.address}
    assert all(whole.node_at(parse(address)) is not None for address in addresses)


def value_of(name: str, words: str, address: str) -> Any:
    found = named(words, name)
    assert found is not None
    return next(one.value for one in found.proposals if one.address == address)


@pytest.mark.parametrize(
    ("name", "words", "address", "value"),
    [
        (
            "air-cleaner",
            "申请费 | ￥500元/单元 | 小微企业免收",
            "/fees",
            {
                "item": "application",
                "amount": {"value": 500},
                "currency": "CNY",
                "unit": {"zh": "单元"},
                "waivers": {"zh": "小微企业免收"},
            },
        ),
        (
            "air-cleaner",
            "检验费 | 12000～26000元/单元",
            "/fees",
            {
                "item": "testing",
                "amount": {"min": 12000, "max": 26000},
                "currency": "CNY",
                "unit": {"zh": "单元"},
            },
        ),
        (
            "quality-system",
            "注册费（含证书费） | 2000 | 元",
            "/fees",
            {"item": "certificate", "amount": {"value": 2000}, "currency": "CNY"},
        ),
        (
            "air-cleaner",
            "3 | 外壳间隙 | ≤0.5mm | 5.8 | GB/T 18801-2022",
            "/requirements",
            {
                "title": {"zh": "外壳间隙"},
                "text": {"zh": "≤0.5mm"},
                "clause": "5.8",
                "method_ref": "GB/T 18801-2022",
                "threshold": {"op": "≤", "value": 0.5, "unit": "MMT"},
            },
        ),
        (
            "brake-pads",
            "２．１　ＧＢ　５７６３－２０１８　汽车用制动器衬片",
            "/basis",
            {
                "ref": "GB 5763-2018",
                "title": {"zh": "汽车用制动器衬片"},
                "role": "certification_basis",
            },
        ),
        (
            "robots-bilingual",
            "申请费 Application fee | 1,000 | 单元",
            "/fees",
            {
                "item": "application",
                "amount": {"value": 1000},
                "currency": "CNY",
                "unit": {"zh": "单元"},
            },
        ),
    ],
)
def test_a_row_becomes_a_record(name: str, words: str, address: str, value: Any) -> None:
    assert value_of(name, words, address) == [value]


def test_a_table_of_days_by_staff_and_units_becomes_a_record_for_each_cell() -> None:
    address = "/process/factory_inspection/man_days"
    assert value_of("brake-pads", "100人以下 | 2 | 3 | 4", address) == [
        {"employees": "100人以下", "units": "1-2", "days": 2},
        {"employees": "100人以下", "units": "3-5", "days": 3},
        {"employees": "100人以下", "units": "6个以上", "days": 4},
    ]


@pytest.mark.parametrize(
    ("name", "words", "address", "value"),
    [
        ("brake-pads", "６．１　证书有效期三年。", "/certificate/validity_months", 36),
        ("water-meter", "标志的最小尺寸为10 mm。", "/mark/min_size/print_mm", 10),
        (
            "led-lamps",
            "第八条　首次监督在获证后六个月内进行。",
            "/process/surveillance/first_within_months",
            6,
        ),
        (
            "energy-system",
            "可采用远程审核，远程审核比例不超过30%。",
            "/process/audit/remote/max_share",
            30,
        ),
        ("brake-pads", "发布日期：２０２６年３月１５日", "/lifecycle/issued", "2026-03-15"),
        ("hotel-cleaning", "实施日期 | 2026.08.01", "/lifecycle/effective", "2026-08-01"),
        (
            "brake-pads",
            "４．３．１　检验应在具备CMA资质的实验室进行。",
            "/process/testing/lab_requirement",
            "CMA",
        ),
        ("robots-bilingual", "规则编号 Rule No.: DEMO-IR-2026", "/rule_number", "DEMO-IR-2026"),
    ],
)  # fmt: skip
def test_a_sentence_gives_the_number_that_a_part_asks_for(
    name: str, words: str, address: str, value: Any
) -> None:
    assert value_of(name, words, address) == value


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("air-cleaner", "适用范围", Why.HEADING),
        ("air-cleaner", "认证委托人应提交以下资料：", Why.LEAD_IN),
        ("air-cleaner", "示例认证有限公司", Why.MARGIN),
        ("air-cleaner", "收费项目 | 收费标准 | 备注", Why.HEAD),
        ("brake-pads", "表１　检验项目及要求", Why.CAPTION),
        ("brake-pads", "工厂应设质量负责人，并建立关键原材料的进货检验制度。", Why.NO_PLACE),
        ("quality-system", "注册要求请与人力部核对。", Why.REMARK),
        ("quality-system", "和咨询", Why.DELETED),
        ("energy-system", "内部讨论稿，不得外传。", Why.HIDDEN),
        ("water-meter", "1 适用范围\t1", Why.CONTENTS),
        ("robots-bilingual", "The certificate is valid for 5 years.", Why.TRANSLATION),
    ],
)
def test_what_is_laid_nowhere_has_its_reason(name: str, words: str, why: Why) -> None:
    found = named(words, name)
    assert found is not None
    assert [one.why for one in found.proposals] == [why]


def test_a_translation_goes_with_the_clause_above_it() -> None:
    clause = named("a) 申请书；", "robots-bilingual")
    below = named("a) Application form;", "robots-bilingual")
    assert clause is not None
    assert below is not None
    (proposal,) = below.proposals
    assert (proposal.language, proposal.joins) == ("en", clause.piece.place)


def test_a_note_goes_with_the_prose_that_it_explains() -> None:
    found = named("滤网配置指滤网的材料、面积和层数。", "air-cleaner")
    assert found is not None
    assert found.piece.kind == Kind.FOOTNOTE
    assert found.lies_at("/process/units/principle")


def test_cells_under_heads_that_mean_nothing_lie_in_the_tray() -> None:
    from dataclasses import replace

    from schemes.from_word.original import Original
    from schemes.from_word.recognising import recognise
    from tests.schemes.from_word.corpus import knowledge, original

    read = original("air-cleaner")
    rows = [one for one in read.pieces if one.table == "t4"]
    other = [
        replace(one, columns=("收费项目", "收费标准", "账号") if one.columns else ())
        for one in rows
    ]
    found = recognise(Original(tuple(other)), knowledge("product"))
    rest = [one for one in found if one.why == Why.REST]
    assert [one.value for one in rest] == ["账号：小微企业免收"]

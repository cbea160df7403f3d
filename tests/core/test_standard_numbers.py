"""The number of a standard is the same to every layer, however it is written."""

from __future__ import annotations

import pytest

from portal.core.standard_numbers import (
    forms_in,
    in_series,
    named_in,
    normal_form,
    spelled,
    without_year,
    year_of,
)


@pytest.mark.parametrize(
    ("ref", "form", "year"),
    [
        ("GB 4943.1-2022", "GB4943.1", "2022"),
        ("GB 4943.1−2022", "GB4943.1", "2022"),
        ("GB/T 5023.1-88", "GB/T5023.1", ""),
        ("GB 4706.1-2005/XG1-2014", "GB4706.1", "2005"),
        ("GBT19001-2016", "GB/T19001", "2016"),
        ("GBZ 2.1-2019", "GBZ2.1", "2019"),
        ("JB/T 1234-99", "JB/T1234", ""),
        ("DB11/ 501-2017", "DB11/501", "2017"),
        ("Q/SH1020 1234-2019", "Q/SH10201234", "2019"),
        ("ISO 9001:2015", "ISO9001", "2015"),
        ("ISO 9001:2015/Amd 1:2024", "ISO9001", "2015"),
        ("IEC 60601-1:2005+A1:2012", "IEC60601-1", "2005"),
        ("EN ISO 13485:2016/A11:2021", "ENISO13485", "2016"),
        ("IEC 60335-2-24", "IEC60335-2-24", ""),
        ("EN 71-12", "EN71-12", ""),
        ("ISO 10303-2001:2004", "ISO10303-2001", "2004"),
        ("GB 4943.1", "GB4943.1", ""),
    ],
)
def test_a_number_without_its_year(ref: str, form: str, year: str) -> None:
    assert (without_year(ref), year_of(ref)) == (form, year)


@pytest.mark.parametrize(
    ("ref", "named"),
    [
        ("GB 4943.1-2022（中文版）", "GB4943.1"),
        ("GB/T 19001-2016/ISO 9001:2015", "GB/T19001"),
        ("中华人民共和国国家标准 GB 4943.1－2022", "GB4943.1"),
        ("GB 4943.1-2022 和 GB/T 4857.3", "GB/T4857.3"),
        ("依据GBT19001第8章", "GB/T19001"),
    ],
)
def test_words_around_a_national_number_do_not_hide_it(ref: str, named: str) -> None:
    assert named in named_in(ref)


def test_the_forms_of_a_reference_keep_their_years() -> None:
    assert forms_in("GB 4943.1−2022（中文版）")[1:] == ("GB4943.1-2022",)


@pytest.mark.parametrize("ref", ["NGB 1-2020", "GB12345678901-2020", "OGB/T 1"])
def test_letters_and_digits_that_go_on_are_no_national_number(ref: str) -> None:
    assert named_in(ref) == {without_year(ref)}


@pytest.mark.parametrize("form", ["GB1", "GB/T1", "GB/Z1", "GBT1"])
def test_national_standards_are_numbered_in_one_series(form: str) -> None:
    assert in_series(form) == "GB1"


def test_occupational_health_has_a_series_of_its_own() -> None:
    assert in_series(normal_form("GBZ 2.1-2019")) == "GBZ2.1-2019"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gb4943.1—2022", "GB 4943.1-2022"),
        ("《ＧＢ/Ｔ 19001－2016》", "GB/T 19001-2016"),
        ("GBT19001-2016", "GB/T 19001-2016"),
        ("db11/t501-2017", "DB11/T 501-2017"),
        ("DB11/ 501-2017", "DB11/ 501-2017"),
        ("T/ISC 0048—2024", "T/ISC 0048-2024"),
        ("Q/SH1020 1234-2019", "Q/SH1020 1234-2019"),
        ("ISO/IEC17065：2012", "ISO/IEC 17065:2012"),
        ("ISO/IEC TR 17028:2017", "ISO/IEC TR 17028:2017"),
        ("ASTM A36/A36M-08(2014)", "ASTM A36/A36M-08(2014)"),
        ("CNCA-QMS-01:2025", "CNCA-QMS-01:2025"),
        ("质量手册", "质量手册"),
    ],
)
def test_a_number_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert spelled(typed) == kept
    assert normal_form(spelled(typed)) == normal_form(typed)
    assert spelled(kept) == kept

"""The number of a standard is the same to every layer, however it is written."""

from __future__ import annotations

import pytest

from portal.core.folding import fold
from portal.core.standard_numbers import (
    StandardNumber,
    in_series,
    mentions_in,
    normal_form,
    numbers_in,
    of_each_kind,
    spelled,
)


def names_in(ref: str) -> set[str]:
    return {number.name for number in numbers_in(ref)}


@pytest.mark.parametrize(
    "spelling",
    [
        "GB/T 19001-2016",
        "gb/t19001-2016",
        "GBT 19001—2016",
        "GB / T 19001 - 2016",
        "ＧＢ／Ｔ　１９００１－２０１６",
        "《GB/T 19001−2016》。",
        "ＧＢ/Т\u200b19001\u20102016",
    ],
)
def test_all_spellings_of_a_number_are_one_value(spelling: str) -> None:
    assert StandardNumber.of(spelling) == StandardNumber(
        form="GB/T19001-2016", edition="GB/T19001-2016", name="GB/T19001", year="2016"
    )


def test_an_amendment_has_the_edition_that_it_amends() -> None:
    number = StandardNumber.of("GB 4943.1-2011/XG1-2012")
    assert number.forms == ("GB4943.1-2011/XG1-2012", "GB4943.1-2011")
    assert (number.name, number.year) == ("GB4943.1", "2011")


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
        ("IEC 60335-1:2020", "IEC60335-1", "2020"),
        ("ISO/IEC 17065：2012", "ISO/IEC17065", "2012"),
        ("GB 4943.1-2011/XG1-2012", "GB4943.1", "2011"),
        ("GB/T 5023.1-88/XG1-2012", "GB/T5023.1", ""),
        ("GB 50016-2014（2018年版）", "GB50016", "2014"),
        ("GBJ 16-87（2001年版）", "GBJ16", ""),
        ("DG/TJ 08-2090-2020", "DG/TJ08-2090", "2020"),
        ("DB13（J）/T 8359-2020", "DB13J/T8359", "2020"),
        ("ITU-T G.984.1 (03/2008)", "ITU-TG.984.1", "2008"),
        ("ITU-T K.20 (2022)", "ITU-TK.20", "2022"),
        ("EN 300 328 V2.2.2", "EN300328", ""),
        ("EN 300 328 V2.2.2 (2019-07)", "EN300328", "2019"),
        ("DIN EN ISO 9001:2015-11", "DINENISO9001", "2015"),
        ("ASTM D256-10(2018)", "ASTMD256", ""),
        ("ASTM C1028-07e1", "ASTMC1028", ""),
        ("CSA C22.2 No. 62368-1:19", "CSAC22.2NO.62368-1", ""),
        ("GOST 15150-69", "GOST15150", ""),
        ("质量手册", "质量手册", ""),
        ("", "", ""),
    ],
)
def test_a_number_without_its_year(ref: str, form: str, year: str) -> None:
    assert (StandardNumber.of(ref).name, StandardNumber.of(ref).year) == (form, year)


@pytest.mark.parametrize(
    ("ref", "named"),
    [
        ("GB 4943.1-2022（中文版）", "GB4943.1"),
        ("依据 GB / T 19001 － 2016", "GB/T19001"),
        ("GB/T 19001-2016/ISO 9001:2015", "GB/T19001"),
        ("中华人民共和国国家标准 GB 4943.1－2022", "GB4943.1"),
        ("GB 4943.1-2022 和 GB/T 4857.3", "GB/T4857.3"),
        ("依据GBT19001第8章", "GB/T19001"),
    ],
)
def test_words_around_a_national_number_do_not_hide_it(ref: str, named: str) -> None:
    assert named in names_in(ref)


def test_the_forms_of_a_reference_keep_their_years() -> None:
    forms = [number.form for number in numbers_in("GB 4943.1−2022（中文版）")]
    assert forms[1:] == ["GB4943.1-2022"]


@pytest.mark.parametrize("ref", ["NGB 1-2020", "GB12345678901-2020", "OGB/T 1"])
def test_letters_and_digits_that_go_on_are_no_national_number(ref: str) -> None:
    assert names_in(ref) == {StandardNumber.of(ref).name}


@pytest.mark.parametrize("form", ["GB1", "GB/T1", "GB/Z1", "GBT1"])
def test_national_standards_are_numbered_in_one_series(form: str) -> None:
    assert in_series(form) == "GB1"


def test_a_form_is_also_that_of_each_kind() -> None:
    every = ("GB4943.1-2022", "GB/T4943.1-2022", "GB/Z4943.1-2022")
    assert of_each_kind("GB/T4943.1-2022") == every
    assert of_each_kind("GBZ2.1-2019") == of_each_kind("ISO9001:2015") == ()


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


@pytest.mark.parametrize(
    ("text", "mentioned", "is_loose"),
    [
        ("依据GB/T 18801-2022。", "GB/T18801-2022", False),
        ("see IEC 60335-1:2020, 5.2", "IEC60335-1:2020", True),
        ("DB11/T501-2017", "DB11/T501-2017", False),
        ("DB11T501", "DB11/T501", False),
        ("TSG Q7002-2019", "TSGQ7002-2019", False),
        ("GB 4706.1-4706.9", "GB4706.1", True),
        ("for 5 years", "FOR5", True),
    ],
)
def test_what_looks_like_a_number_in_a_text(text: str, mentioned: str, is_loose: bool) -> None:
    [found] = mentions_in(fold(text))
    assert (found.number.form, found.is_loose) == (mentioned, is_loose)
    assert normal_form(fold(text)[found.start : found.end]) == mentioned


@pytest.mark.parametrize("text", ["", "空气", "第5章", "2026-11-18", "GB", "19001-2016"])
def test_what_does_not_look_like_a_number(text: str) -> None:
    assert list(mentions_in(fold(text))) == []

"""Nothing that the registers know has to be typed: it is found by any words for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.roles import Role
from portal.reference.models import Standard
from schemes.designer.looking_up import MOST, found_in
from schemes.designer.standard_facts import facts_of
from tests.factories import PersonFactory, SchemeFactory, member_of
from tests.schemes.designer.editing import current, do, signed_in

pytestmark = pytest.mark.django_db

#: What is typed, and the code of UN/CEFACT Recommendation 20 that comes first.
UNITS = [
    ("毫伏", "2Z"),
    ("mV", "2Z"),
    ("2z", "2Z"),
    ("millivolt", "2Z"),
    ("℃", "CEL"),
    ("摄氏度", "CEL"),
    ("dB", "2N"),
    ("°C", "CEL"),
]
#: Spellings by which one standard is found.
SPELLINGS = ["GB/T 18801-2022", "gbt18801", "GB／T 18801—2022", "18801", "空气净化器", "air clean"]


@pytest.mark.parametrize(("typed", "code"), UNITS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_unit_is_found_by_name_symbol_or_code(typed: str, code: str, language: str) -> None:
    found = found_in("units", typed, language)
    assert found[0].value == code
    assert found[0].label


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_standard_is_found_by_any_spelling_and_by_its_title(typed: str) -> None:
    found = {row.value: row.label for row in found_in("standards", typed, "zh")}
    assert "空气净化器" in found["GB/T 18801-2022"]


def test_what_is_in_force_comes_before_what_is_not() -> None:
    found = [row.value for row in found_in("standards", "GB 12693", "zh")]
    assert found.index("GB 12693-2023") < found.index("GB 12693-2010")


@pytest.mark.parametrize("register", ["units", "standards"])
@pytest.mark.parametrize("typed", ["", "  ", "x" * 101, "%", "\\", "没有这样的东西"])
def test_what_means_nothing_finds_nothing(register: str, typed: str) -> None:
    assert all("%" in row.value + row.label for row in found_in(register, typed, "en"))


def test_few_rows_are_answered() -> None:
    assert len(found_in("standards", "GB", "en")) == MOST


def test_a_standard_of_the_register_brings_what_the_register_holds() -> None:
    day = timezone.localdate()
    coming = day + timedelta(days=30)
    Standard.objects.create(
        number="GB/T 99001-2026",
        type="GB/T",
        title_zh="某产品",
        title_en="Some product",
        issuer_zh="某委员会",
        valid_from=coming,
        url="https://std.example/99001",
    )
    assert facts_of("gbt 99001—2026", day) == {
        "type": "GB/T",
        "title": {"zh": "某产品", "en": "Some product"},
        "issuer": {"zh": "某委员会"},
        "status": "upcoming",
        "status_checked": day.isoformat(),
        "effective": coming.isoformat(),
        "availability": {"url": "https://std.example/99001"},
        "year": 2026,
        "dated": True,
    }


@pytest.mark.parametrize(
    ("ref", "facts"),
    [
        ("HJ 99999-2016", {"type": "industry", "year": 2016, "dated": True}),
        ("T/XYZ 99999-2020", {"type": "group", "year": 2020, "dated": True}),
        ("DB11/T 99999-2020", {"type": "local", "year": 2020, "dated": True}),
        ("GB/T 99999.3-2020", {"type": "GB/T", "year": 2020, "dated": True}),
        ("ISO 99999:2020", {"type": "ISO", "year": 2020, "dated": True}),
        ("IEC 99999-2:2020", {"type": "IEC", "year": 2020, "dated": True}),
        ("Q/ABC 001-2020", {"type": "enterprise", "year": 2020, "dated": True}),
        ("HJ 99999", {"type": "industry", "dated": False}),
        ("没有编号的文件", {}),
    ],
)
def test_the_number_of_an_unknown_standard_says_what_it_can(ref: str, facts: dict) -> None:
    assert facts_of(ref, timezone.localdate()) == facts


def test_without_a_script_saving_a_new_number_fills_what_nobody_filled() -> None:
    scheme = SchemeFactory()
    client = signed_in(member_of(scheme.organisation, Role.AUTHOR))
    do(client, scheme, "basis", "add:/basis")
    place = f"/basis/@{current(scheme).document['basis'][-1]['id']}"
    typed = {f"{place}/ref": "gbt 18801—2022", f"{place}/issuer/zh": "我写的"}
    do(client, scheme, "basis", "save", **typed)
    basis = current(scheme).document["basis"][-1]
    assert basis["title"] == {"zh": "空气净化器", "en": "Air cleaner"}
    assert basis["issuer"] == {"zh": "我写的"}
    # What is taken out afterwards stays out: the number is not new any more.
    do(client, scheme, "basis", "save", **{f"{place}/title/zh": "", f"{place}/title/en": ""})
    assert "title" not in current(scheme).document["basis"][-1]


def test_the_form_is_answered_in_the_language_of_the_page_and_to_bodies_alone(client) -> None:
    address = reverse("designer:look-up", args=["units"])
    client.force_login(member_of(SchemeFactory().organisation, Role.AUTHOR))
    with translation.override("zh-hans"):
        chinese = client.get(reverse("designer:look-up", args=["units"]), {"q": "mV"}).json()
    assert chinese["found"][0] == {"value": "2Z", "label": "毫伏特 mV"}
    assert client.get(address, {"q": "mV"}).json()["found"][0]["label"] == "millivolt mV"
    of = client.get(reverse("designer:look-up", args=["standards"]), {"of": "GB/T 18801-2022"})
    assert of.json()["facts"]["dated"] == "yes"
    assert of.json()["facts"]["title/zh"] == "空气净化器"
    assert client.get(reverse("designer:look-up", args=["people"])).status_code == 404
    client.force_login(PersonFactory(role=Role.OFFICER))
    assert client.get(address, {"q": "mV"}).status_code == 404

"""Names stand where people look for them, and alike on every database."""

from __future__ import annotations

import random
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind
from portal.core.listing import alphabetically
from portal.core.sorting import Alphabetised, sort_key
from portal.reference.registers import registers
from registry.models import Alliance, Campaign, Expert
from registry.publication.queries import bodies
from schemes.models import Scheme
from tests.factories import OrganisationFactory, PersonFactory, SchemeFactory

pytestmark = pytest.mark.django_db

#: Digits, Latin letters, then Chinese by letters, tone and character.
IN_ORDER = [
    "3C认证中心",
    "abc认证有限公司",
    "ABD认证有限公司",
    "安徽认证",
    "北京质量认证",
    "长春检测",  # cháng, not zhǎng
    "重庆认证",  # chóng, not zhòng
    "西安认证",  # xī'ān before xiān
    "仙居认证",
    "先进认证",
    "银行业认证",
    "张江认证",
    "张苏认证",
    "章丘认证",
    "中质认证",
]


def test_names_are_sorted_by_digits_letters_and_readings():
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"), [("Ａｂｃ", "abc"), ("a-b c.", "ABC"), ("é", "e"), ("（中）国", "中国")]
)
def test_width_case_marks_and_blanks_do_not_count(one, other):
    assert sort_key(one) == sort_key(other)


@given(st.text(max_size=200))
def test_a_key_is_made_of_what_all_databases_compare_alike_and_fits_its_column(name):
    key = sort_key(name)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())
    assert len(key) <= Organisation._meta.get_field("sort_zh").max_length


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_database_sorts_as_the_keys_do(language):
    for name in random.Random(2).sample(IN_ORDER, len(IN_ORDER)):
        OrganisationFactory(name_zh=name, name_en="")
    with override(language):
        found = Organisation.objects.filter(name_zh__in=IN_ORDER).order_by(alphabetically())
        assert [one.name_zh for one in found] == IN_ORDER


def test_the_public_list_of_bodies_is_in_the_order_of_the_language(client):
    names = {"安徽认证": "Zeta", "北京认证": "alpha", "重庆认证": "Beta"}
    for zh, en in names.items():
        OrganisationFactory(name_zh=zh, name_en=en)
    for language, expected in (("zh-hans", [*names]), ("en", ["北京认证", "重庆认证", "安徽认证"])):
        with override(language):
            assert [one.name_zh for one in bodies() if one.name_zh in names] == expected
        page = client.get("/bodies", {"lang": language}, follow=True).content.decode()
        shown = [zh if language == "zh-hans" else names[zh] for zh in expected]
        assert [page.index(name) for name in shown] == sorted(page.index(name) for name in shown)


def test_a_key_follows_its_name_also_where_that_alone_is_saved():
    body = OrganisationFactory(name_zh="安徽认证", name_en="")
    body.name_zh = "重庆认证"
    body.save(update_fields=["name_zh"])
    body.refresh_from_db()
    assert body.sort_zh == body.sort_en == sort_key("重庆认证")
    scheme = SchemeFactory(title={"zh": "旧名", "en": "Old"})
    scheme.title = {"zh": "新名"}
    scheme.save(update_fields=["title", "rule_number"])
    scheme.refresh_from_db()
    assert scheme.sort_zh == scheme.sort_en == sort_key("新名")


def test_every_register_of_what_is_alphabetised_saves_its_rows_one_by_one():
    named = [one for one in registers() if issubclass(one.model, Alphabetised)]
    assert named
    assert all(one.works_out_more for one in named)


def test_what_is_alphabetised_is_worked_out_by_the_migrations_for_rows_of_before():
    models = {model for model in apps.get_models() if issubclass(model, Alphabetised)}
    assert models == {Organisation, User, Scheme, Alliance, Campaign, Expert}
    person = PersonFactory(name="张三", name_en="")
    body, scheme = OrganisationFactory(), SchemeFactory()
    lead = Alliance.objects.create(name_zh="联盟", lead=body)
    expert = Expert.objects.create(name="李四", email="li@example.test")
    rows = [person, body, scheme, lead, expert]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(sort_zh="", sort_en="")
    for package in ("portal.accounts", "schemes", "registry"):
        folder = Path(*package.split("."), "migrations")
        [found] = folder.glob("*_names_sorted_by_reading.py")
        import_module(f"{package}.migrations.{found.stem}").work_out(apps, None)
    for row in rows:
        before = (row.sort_zh, row.sort_en)
        row.refresh_from_db()
        assert (row.sort_zh, row.sort_en) == before != ("", "")
    assert body.kind == OrganisationKind.BODY

"""The pool: who keeps it, what is written, lists taken in whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.models import CertificationField
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.tables.errors import TableUnreadable
from registry.models import Expert
from registry.procedure.experts.pool import ExpertWords, keep_expert
from registry.procedure.experts.taking_in import COLUMNS, take_in
from tests.factories import LONG_AGO, OrganisationFactory, PersonFactory, officer
from tests.registry.actors import actors

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return PersonFactory(role=Role.EDITOR)


def _field():
    return CertificationField.objects.first().key


def _words(**words):
    said = {"name": "王评", "email": "w@test.example", "fields": [_field()]}
    return ExpertWords(**{"active_from": LONG_AGO, **said, **words})


def _list(*rows):
    return "\n".join([",".join(COLUMNS), *rows]).encode()


def test_editors_and_administrators_alone_keep_the_pool():
    for who, person in actors(OrganisationFactory()).items():
        if who not in ("editor of the regulator", "administrator of the regulator"):
            with pytest.raises(NotAllowed, match="kept by editors"):
                keep_expert(person, _words())


def test_each_change_is_written_down_and_nobody_is_deleted(editor):
    expert = keep_expert(editor, _words())
    keep_expert(editor, _words(), expert)
    keep_expert(editor, _words(position="教授"), expert)
    assert [event.event for event in expert.events.all()] == ["added", "changed"]
    with pytest.raises(Exception, match="deleted"):
        Expert.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"name": " "}, "Write the name"),
        ({"email": "w"}, "mail address"),
        ({"language": "fr"}, "language"),
        ({"fields": []}, "at least one field"),
        ({"fields": ["无此领域"]}, "no field or category “无此领域”"),
        ({"worked_for": ["某机构 2019"]}, "not written as"),
        ({"worked_for": ["某机构 2019-02-30/.."]}, "not written as"),
        ({"worked_for": ["某机构 2019-01-02/2019-01-01"]}, "ends before it begins"),
        ({"active_until": LONG_AGO.replace(year=2000)}, "before the first"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(editor, words, match):
    with pytest.raises(RulesBroken, match=match):
        keep_expert(editor, _words(**words))


def test_one_address_is_one_expert(editor):
    keep_expert(editor, _words())
    with pytest.raises(RulesBroken, match="already"):
        keep_expert(editor, _words(email="W@test.example"))


def test_an_employer_of_the_register_is_known_by_number_or_name(editor):
    body = OrganisationFactory()
    lines = [f"{name} 2019-01-01/.." for name in (body.approval_no, body.name_zh, "某研究院")]
    expert = keep_expert(editor, _words(worked_for=lines))
    assert [post.organisation for post in expert.posts.all()] == [body, body, None]


def test_a_list_adds_and_changes(editor):
    row = f"a@test.example,甲,,教授,{_field()}; product,某研究院 2019-01-01/..,2020-01-01,"
    taken = take_in(_list(row, f"b@test.example,乙,en,,{_field()},,,"), editor)
    assert (taken.added, taken.changed, taken.known) == (2, 0, 0)
    taken = take_in(_list(row.replace("教授", "研究员")), editor)
    assert (taken.added, taken.changed, taken.known) == (0, 1, 0)
    assert Expert.objects.get(email="a@test.example").categories == ["product"]


def test_a_list_with_a_fault_takes_nothing_in_and_names_each_line(editor):
    good, field = f"a@test.example,甲,,,{_field()},,,", "b@test.example,乙,,,无此领域,,,"
    day = f"c@test.example,丙,,,{_field()},,2020-13-01,"
    with pytest.raises(RulesBroken, match="Nothing was taken in") as refusal:
        take_in(_list(good, field, day), editor)
    assert [fault.line for fault in refusal.value.findings] == [3, 4]
    assert not Expert.objects.exists()


def test_a_list_without_the_columns_is_no_list(editor):
    with pytest.raises(TableUnreadable, match="names the columns"):
        take_in("姓名\n甲".encode(), editor)


def test_the_pages_of_the_pool(client, editor):
    pool, new = reverse("desk:expert-pool"), reverse("desk:expert-new")
    client.force_login(editor)
    words = {
        "name": "王评",
        "email": "w@test.example",
        "language": "zh-hans",
        "fields_known": _field(),
        "worked_for": "",
        "active_from": "2020-01-01",
    }
    assert client.post(new, words | {"fields_known": "无此领域"}).status_code == 422
    assert client.post(new, words)["Location"] == pool
    expert = reverse("desk:expert", args=[Expert.objects.get().pk])
    assert client.post(expert, words | {"position": "教授"})["Location"] == pool
    assert "教授" in client.get(f"{pool}?q=王").content.decode()
    exported = client.get(reverse("desk:expert-table")).content
    upload = {"table": SimpleUploadedFile("experts.csv", exported)}
    assert client.post(reverse("desk:expert-list"), upload)["Location"] == pool
    bad = {"table": SimpleUploadedFile("experts.csv", _list("x,甲,,,无,,,"))}
    assert client.post(reverse("desk:expert-list"), bad).status_code == 422
    client.force_login(officer())
    assert client.get(expert).status_code == 200
    assert client.post(expert, words).status_code == 403
    assert client.get(new).status_code == 403

"""Clerical errors of a listed text are annotated, with both texts, and never silently."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.core.models import OutboxMessage
from registry.models import EntryCorrection
from registry.register.acts.correcting import places_of
from schemes.blueprints import Material, material_at
from schemes.documents import walk
from schemes.documents.addresses import parse
from tests.factories import EntryFactory, member_of, officer
from tests.registry.register.playing import play

pytestmark = pytest.mark.django_db


def words_at(entry, *, is_material):
    """Words that stand at one place of the text in force, material or not."""
    version = entry.version
    blueprint = version.blueprint.blueprint
    for place in walk(blueprint, version.document):
        zh = place.value.get("zh") if isinstance(place.value, dict) else place.value
        if not place.is_leaf or not isinstance(zh, str) or not 5 < len(zh) < 100:
            continue
        said = material_at(blueprint, parse(place.address)) == Material.MAJOR
        if said is is_material and len(places_of(version, zh)) == 1:
            return place.address, zh
    raise AssertionError("The sample has such a place.")


def test_both_texts_stand_beside_the_filed_one(client):
    entry = EntryFactory()
    address, wrong = words_at(entry, is_material=False)
    right = wrong + "（更正）"
    browser = Client()
    browser.force_login(member_of(entry.organisation, Role.SIGNATORY))
    page = reverse("workspace:entry-act", args=[entry.number, "correct_error"])
    assert browser.get(page).status_code == 200
    form = {"wrong": wrong, "right": right, "reason": "录入错误"}
    assert browser.post(page, form).status_code == 302
    digest = entry.version.digest
    entry.refresh_from_db()
    assert (entry.state, entry.version.digest) == ("listed", digest)
    version = reverse("register:version", args=[entry.number, entry.version.label])
    for place in (f"/schemes/{entry.number}", version):
        told = client.get(place).content.decode()
        assert f"<del>{wrong}</del>" in told
        assert f"<ins>{right}</ins>" in told
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    (correction,) = record["corrections"]
    assert (correction["place"], correction["to_be_read_as"]) == (address, right)
    assert record["events"][0]["details"] == {"wrong": wrong, "right": right}
    mails = OutboxMessage.objects.filter(payload__template="act", payload__to=officer().email)
    assert mails.count() == 1


def test_what_changes_the_scheme_is_no_slip_of_the_pen():
    entry = EntryFactory()
    _address, wrong = words_at(entry, is_material=True)
    with pytest.raises(RulesBroken, match="is material"):
        play(entry, "correct_error", wrong=wrong, right="另一要求")
    assert not EntryCorrection.objects.exists()


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("没有的文字没有的文字", "乙"), "exactly one place"),
        (("认证", "认证书"), "exactly one place"),
        (("", "乙"), "both texts"),
        (("甲", " "), "both texts"),
        (("甲", "甲"), "both texts"),
    ],
)
def test_the_words_are_found_at_one_place(texts, told):
    wrong, right = texts
    with pytest.raises(RulesBroken, match=told):
        play(EntryFactory(), "correct_error", wrong=wrong, right=right)


def test_a_correction_is_never_changed():
    entry = EntryFactory()
    _address, wrong = words_at(entry, is_material=False)
    play(entry, "correct_error", wrong=wrong, right=f"{wrong}。")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        EntryCorrection.objects.update(right="改")

"""What the factories made before is put back exactly, and never where anything else was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from registry.models import Filing
from tests.factories import EntryFactory, FilingFactory, OrganisationFactory, PersonFactory
from tests.kept import KEEPER
from tests.worlds import LOADED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(KEEPER, "kept", {})


@contextmanager
def a_test() -> Iterator[None]:
    """What is done inside begins like a test and is undone like one."""
    with transaction.atomic():
        KEEPER.begin(LOADED)
        yield
        transaction.set_rollback(True)


def _rows() -> Counter[str]:
    """Each row of each table, as words."""
    return Counter(
        f"{model._meta.label} {sorted(row.items())}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
    )


def _one_after_the_other() -> Filing:
    officer = PersonFactory(role=Role.OFFICER)
    FilingFactory(category="service")
    return FilingFactory(under_review=True, officer=officer)


@pytest.mark.parametrize(
    "make",
    [
        OrganisationFactory,
        EntryFactory,
        lambda: FilingFactory(no_objection=True),
        lambda: FilingFactory(parts={"title": {"zh": "另一个标题"}}),
        _one_after_the_other,
    ],
    ids=["body", "entry", "decided", "with a part", "several"],
)
def test_what_is_put_back_is_what_was_made(make: Any) -> None:
    results = []
    for _ in range(2):
        with a_test():
            row = make()
            results.append((row, _rows()))
    assert results[0] == results[1]


def test_rows_that_come_after_what_was_put_back_have_numbers_of_their_own() -> None:
    for _ in range(2):
        with a_test():
            FilingFactory()
            Organisation.objects.create(slug="other", name_zh="另一机构")
            FilingFactory()
            assert Filing.objects.count() == 2


def _seen_since(days: float) -> str:
    """What a body is called that is made after a writing, which says a moment."""
    with a_test():
        seen = timezone.now() - timedelta(days=days)
        User.objects.update(last_login=seen)
        return str(OrganisationFactory().slug)


def test_what_follows_the_same_writing_is_put_back_and_what_follows_another_is_not() -> None:
    kept = _seen_since(days=3)
    assert _seen_since(days=3) == kept
    assert _seen_since(days=4) != kept


def _something_unreadable_is_written() -> None:
    KEEPER.watch(lambda *_given: None, "UPDATE", [object()], False, {})


def _something_is_taken_back() -> None:
    with transaction.atomic():
        OrganisationFactory()
        transaction.set_rollback(True)


def _a_factory_fails_half_way() -> None:
    with pytest.raises(TypeError):
        OrganisationFactory(fields=1)


@pytest.mark.parametrize(
    "meanwhile",
    [
        _something_unreadable_is_written,
        _something_is_taken_back,
        _a_factory_fails_half_way,
    ],
)
def test_nothing_is_put_back_after_anything_else_was_done(meanwhile: Any) -> None:
    made = []
    for _ in range(2):
        with a_test():
            meanwhile()
            made.append(OrganisationFactory().slug)
    assert made[0] != made[1]


def test_nothing_is_put_back_in_another_place_time_or_language(time_machine: Any) -> None:
    def slug() -> str:
        with a_test():
            return str(OrganisationFactory().slug)

    kept = slug()
    assert slug() == kept
    with override_settings(SITE_URL="https://example.org"):
        assert slug() != kept
    with translation.override("zh-hans"):
        assert slug() != kept
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert slug() != kept

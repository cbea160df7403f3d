"""Several people write, undo and restore in the same moment: every state stays one that was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.documents import digest
from schemes.documents.addresses import find
from schemes.history.states import state_after
from schemes.models import DraftChange, Scheme, Version
from schemes.restoring import ChangedMeanwhile, undo
from schemes.saving import to_write_in, token_of, write_item
from tests.at_once import at_once
from tests.factories import SchemeFactory, member_of

pytestmark = pytest.mark.django_db(transaction=True)
ITEMS = ("/basis/@bs-1", "/basis/@bs-2", "/basis/@bs-3", "/basis/@bs-4")


def _writing(version: Version, user: User, address: str, note: str) -> Callable[[], Any]:
    @transaction.atomic
    def write() -> None:
        current = to_write_in(version, user)
        write_item(current, user, address, {**find(current.document, address), "note": note})

    return write


@pytest.fixture
def version() -> Version:
    return SchemeFactory().newest


def _people(version: Version) -> list[User]:
    body = version.scheme.organisation
    return [member_of(body, Role.AUTHOR), member_of(body, Role.SIGNATORY)]


def _chain_holds(version: Version) -> bool:
    newest = Scheme.objects.get(pk=version.scheme_id).newest
    changes = list(DraftChange.objects.filter(version=version).order_by("pk"))
    states = [digest(state_after(change)) for change in changes]
    return states == [change.digest for change in changes] and states[-1] == digest(newest.document)


def test_items_that_are_saved_in_one_moment_are_lines_of_one_chain(version: Version) -> None:
    people = _people(version)
    acts = [_writing(version, people[n % 2], at, f"第{n}") for n, at in enumerate(ITEMS)]
    done, raised = at_once(*acts)
    assert (len(done), raised) == (len(ITEMS), [])
    assert DraftChange.objects.filter(version=version).count() == 1 + len(ITEMS)
    assert _chain_holds(version)


def test_of_several_who_undo_the_same_change_one_does(version: Version) -> None:
    people = _people(version)
    _writing(version, people[0], ITEMS[0], "甲")()
    seen = token_of(Scheme.objects.get(pk=version.scheme_id).newest.document)
    done, raised = at_once(*(lambda user=user: undo(version, user, seen) for user in people * 2))
    assert (len(done), [type(one) for one in raised]) == (1, [ChangedMeanwhile] * 3)
    assert _chain_holds(version)

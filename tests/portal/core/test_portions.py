from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.models import OutboxMessage
from portal.core.portions import keys_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("rows", "queries"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3)])
def test_every_key_comes_once_and_in_order(rows, queries):
    made = [OutboxMessage.objects.create(kind="x").pk for _ in range(rows)]
    with CaptureQueriesContext(connection) as asked:
        assert list(keys_of(OutboxMessage.objects.order_by("-pk"), portion=2)) == made
    assert len(asked) == queries


def test_what_is_written_meanwhile_can_be_read_and_is_gone_through():
    first = OutboxMessage.objects.create(kind="x")
    keys = keys_of(OutboxMessage.objects.all(), portion=1)
    assert next(keys) == first.pk
    second = OutboxMessage.objects.create(kind="x")
    assert list(keys) == [second.pk]

"""Two requests with one key at once: one is carried out, both are answered alike."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from registry.models import ApiAnswer
from registry.programs.once import Answer, once
from tests.factories import OrganisationFactory


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_carried_out_once() -> None:
    body = OrganisationFactory()
    done: list[str] = []
    answers: list[Answer] = []
    both = Barrier(2)

    def act() -> tuple[int, dict[str, Any]]:
        done.append("act")
        return 201, {"number": len(done)}

    def send() -> None:
        both.wait(timeout=20)
        try:
            answers.append(once(body, "k", "same", act))
        finally:
            connection.close()

    _together(send)
    assert done == ["act"]
    assert sorted(one.is_repeated for one in answers) == [False, True]
    assert [one.body for one in answers] == [{"number": 1}] * 2
    assert ApiAnswer.objects.count() == 1


def _together(work: Callable[[], None]) -> None:
    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

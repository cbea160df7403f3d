"""Two importers at once: each row and each document comes in once, and nothing by halves."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal.accounts.roles import Role
from portal.reference.faults import ChangedMeanwhile
from portal.reference.models import ReferenceChange, Standard
from portal.reference.registers import find_register
from portal.reference.tabular import plan
from schemes.importing import read_upload
from schemes.management.commands.import_documents import Importer, Outcome
from schemes.models import Scheme
from tests.factories import OrganisationFactory, PersonFactory
from tests.schemes.importing.bundles import as_json, naming

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned, or why it was refused; all begin together."""
    together = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        together.wait(timeout=10)
        try:
            results[place] = act()
        except ChangedMeanwhile as problem:
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def table(title: str) -> bytes:
    lines = [f"X {number}-2000,GB,{title}" for number in range(200)]
    return "\n".join(["number,type,title_zh", *lines]).encode()


def test_of_two_imports_into_a_register_one_is_taken_and_the_other_told():
    register = find_register("standards")
    plans = [plan(register, table(title)) for title in ("甲", "乙")]

    results = at_once(*(each.apply for each in plans))

    [refused] = [each for each in results if each is not None]
    assert isinstance(refused, ChangedMeanwhile)
    assert len(refused.faults) == 200
    rows = Standard.objects.filter(number__startswith="X ")
    assert rows.count() == 200
    assert rows.values("title_zh").distinct().count() == 1
    assert ReferenceChange.objects.filter(record__contains="X 1").exists()


def test_of_two_imports_of_a_document_one_is_taken_and_the_other_skips_it():
    body = OrganisationFactory()
    author = PersonFactory(role=Role.AUTHOR, organisation=body)
    incoming = read_upload("a.json", as_json(naming()))
    # Both began before either had imported anything.
    importers = [Importer(body, author, dry_run=False, known=set(), tell=print) for _ in range(4)]

    results = at_once(*(lambda each=each: each.take(incoming) for each in importers))

    assert sorted(map(str, results)) == [Outcome.IMPORTED] + [Outcome.SKIPPED] * 3
    assert Scheme.objects.count() == 1

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from registry.models import NumberCounter
from registry.register.numbers import allocate_number, is_well_formed, normalise_number


@pytest.mark.django_db
def test_numbers_follow_each_other_without_a_gap():
    numbers = [allocate_number("TS", 2026) for _ in range(3)]
    assert [number[:14] for number in numbers] == [f"TS-2026-00000{n}" for n in (1, 2, 3)]


@pytest.mark.django_db
def test_each_series_and_year_counts_for_itself():
    allocate_number("TS", 2026)
    assert "-000001-" in allocate_number("FL", 2026)
    assert "-000001-" in allocate_number("TS", 2027)
    assert "-000002-" in allocate_number("TS", 2026)


@pytest.mark.django_db
def test_an_allocated_number_is_well_formed():
    assert all(is_well_formed(allocate_number("TS", 2026)) for _ in range(40))


@pytest.mark.django_db
def test_every_single_wrong_character_is_noticed():
    number = allocate_number("TS", 2026)
    digits = [i for i, character in enumerate(number) if character.isdigit()]
    for position in digits:
        for wrong in set("0123456789") - {number[position]}:
            assert not is_well_formed(number[:position] + wrong + number[position + 1 :])


@pytest.mark.django_db
def test_a_number_of_a_failed_transaction_is_given_again():
    with transaction.atomic():
        lost = allocate_number("TS", 2026)
        transaction.set_rollback(True)
    assert allocate_number("TS", 2026) == lost


@pytest.mark.parametrize(
    "typed",
    [
        "TS-2026-000123-X",
        "ts-2026-000123-x",
        "TS 2026 000123 X",
        " ts2026000123x ",
        "TS–2026–000123–X",
        "TS－2026—000123_X",
        "登记编号：TS-2026-000123-X。",
        "《TS−2026−000123−X》",
        "ＴＳ－２０２６－０００１２３－Ｘ",
        "TS-2026-\u200b000123-X\ufeff",
        "https://register.example/v/TS-2026-000123-X?d=3f2a",
        "编号TS2026000123X的方案",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed):
    assert normalise_number(typed) == "TS-2026-000123-X"


@pytest.mark.parametrize("text", ["", "hello", "TS-2026", "1" * 10_000, "TS-2026-000123-XX"])
def test_what_is_no_number_stays_as_it_is_and_is_not_well_formed(text):
    assert normalise_number(text) == text.strip().upper()
    assert not is_well_formed(normalise_number(text))


@pytest.mark.django_db(transaction=True)
def test_numbers_allocated_at_once_are_all_different():
    numbers: list[str] = []
    together = threading.Barrier(6)

    def allocate() -> None:
        together.wait(timeout=10)
        try:
            for _ in range(5):
                with transaction.atomic():
                    numbers.append(allocate_number("TS", 2026))
        finally:
            connection.close()

    threads = [threading.Thread(target=allocate) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(set(numbers)) == len(numbers) == 30
    assert NumberCounter.objects.get(series="TS", year=2026).last == 30

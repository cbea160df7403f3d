"""The register's words of parts, as the vocabulary takes them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

from portal.reference.models import PartWord
from portal.reference.shipped import DATA
from schemes.from_word.vocabulary import Wording


def words_on(day: date) -> tuple[Wording, ...]:
    """The words that hold on a day."""
    rows = PartWord.objects.on(day).values_list("part", "use", "word", "code")
    return tuple(Wording(*row) for row in rows)


@cache
def shipped_words() -> tuple[Wording, ...]:
    """The words with which the register begins, for where there is no database."""
    with (DATA / "part-words.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Wording(r["part"], r["use"], r["word"], r["code"]) for r in rows)

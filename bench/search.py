"""Search: the index against looking through all texts, and ranked against newest first.

The texts are those of the test suite's valid documents, varied by a word of their own, so that
rare and common words are both there. Lives in a test database that is dropped afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from bench.timing import Comparison, compare
from registry.publication.contents import passages, title_words
from registry.search.index import search_index
from registry.search.query import parse_query
from schemes.blueprints import builtin_blueprints

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "documents" / "valid"
#: Enough for a difference, quick enough for every day.
TEXTS = 1_000
MANY = 1_000_000
QUESTIONS = {
    "a rare two-character word": "鲲鹏",
    "a common two-character word": "认证",
    "the number of a standard": "GB/T 19001",
}


def comparisons() -> Iterator[Comparison]:
    """One line a question."""
    kept, settings.DEBUG = settings.DEBUG, False  # else every query is remembered
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        _fill()
        for name, question in QUESTIONS.items():
            yield _against_a_scan(name, question)
    finally:
        teardown_databases(databases, verbosity=0)
        settings.DEBUG = kept


def _texts() -> list[tuple[str, str]]:
    """Title and text of each document."""
    blueprints = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
    found = []
    for path in sorted(DOCUMENTS.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        lines = passages(blueprints[document["blueprint"]], document)
        found.append((title_words(document), "\n".join(text for _address, text in lines)))
    return found


def _fill() -> None:
    texts, index = _texts(), search_index()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_text (id integer PRIMARY KEY, body text)")
        for key in range(1, TEXTS + 1):
            title, text = texts[key % len(texts)]
            own = f"{text}\n第{key}号{'鲲鹏' if key % 200 == 0 else '燕雀'}"
            index.write({key: (title, own)})
            cursor.execute("INSERT INTO bench_text VALUES (%s, %s)", [key, f"{title}\n{own}"])
    index.settle()


def _against_a_scan(name: str, question: str) -> Comparison:
    query, index = parse_query(question), search_index()

    def scan() -> list[tuple[int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM bench_text WHERE body LIKE %s", [f"%{question}%"])
            return list(cursor.fetchall())

    return compare(
        f"search {TEXTS} rules for {name}",
        ("index, ranked", lambda: index.best(query, MANY)),
        ("scan", scan),
    )

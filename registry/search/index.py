"""The search index of the catalogue: one interface over FTS5 on SQLite and tsvector on PostgreSQL.

Both hold the words of `registry.search.words`, cut by us, so both find the same. Neither
database's own way of cutting text is used. A cluster for search could be a third of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from portal.core.folding import fold
from registry.search.query import Phrase, SearchQuery, Term
from registry.search.words import compact_forms, tokens

#: A title says more about a scheme than a word somewhere in its rule.
TITLE_WEIGHT = 10.0
#: PostgreSQL keeps positions up to 16383, and 256 of one word, so long texts lie in several
#: rows; rows overlap by more than the longest phrase, so that none is cut in two.
PART, OVERLAP = 8_000, 400


#: By the key of a publication, the words of its title and all others.
Texts = Mapping[int, tuple[str, str]]


class SearchIndex(Protocol):
    """What the catalogue needs of an index."""

    def write(self, texts: Texts) -> None:
        """Index publications anew."""

    def remove(self, keys: Sequence[int]) -> None:
        """Forget publications."""

    def clear(self) -> None:
        """Forget everything."""

    def matching(self, query: SearchQuery) -> Q:
        """The condition on publications that they match."""

    def best(self, query: SearchQuery, limit: int) -> list[int] | None:
        """The keys of all that match, the best first; None when there are more than `limit`."""

    def settle(self) -> None:
        """Have the database look at the index once it is filled, so that it plans well."""


def search_index() -> SearchIndex:
    """The index of the database in use."""
    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


def _words(title: str, text: str) -> tuple[list[str], list[str]]:
    """The words of title and text, each with the compact forms of standards' numbers."""
    title, text = fold(title), fold(text)
    return [*tokens(title), *compact_forms(title)], [*tokens(text), *compact_forms(text)]


class SqliteIndex:
    """FTS5. The `ascii` tokeniser cuts at blanks and leaves all other characters alone."""

    def write(self, texts: Texts) -> None:
        """Index publications anew."""
        self.remove(list(texts))
        rows = []
        for pk, text in texts.items():
            title_words, text_words = _words(*text)
            rows.append((pk, " ".join(title_words), " ".join(text_words)))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO registry_search (rowid, title, text) VALUES (%s, %s, %s)", rows
            )

    def remove(self, keys: Sequence[int]) -> None:
        """Forget publications."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM registry_search WHERE rowid = %s", [(pk,) for pk in keys]
            )

    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_search")

    def matching(self, query: SearchQuery) -> Q:
        """The condition on publications that they match."""
        sql = "SELECT rowid FROM registry_search WHERE registry_search MATCH %s"
        return Q(pk__in=RawSQL(sql, [_fts5(query)]))  # noqa: S611  # the words are a parameter

    def best(self, query: SearchQuery, limit: int) -> list[int] | None:
        """The keys of all that match, the best first; None when there are more than `limit`."""
        match = _fts5(query)
        where = "FROM registry_search WHERE registry_search MATCH %s"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid {where} LIMIT %s", [match, limit + 1])
            if len(cursor.fetchall()) > limit:
                return None
            order = "ORDER BY bm25(registry_search, %s, 1.0), rowid DESC"
            cursor.execute(f"SELECT rowid {where} {order}", [match, TITLE_WEIGHT])
            return [pk for (pk,) in cursor.fetchall()]

    def settle(self) -> None:
        """Merge the index and gather the statistics without which the planner walks all rows."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO registry_search (registry_search) VALUES ('optimize')")
            cursor.execute("ANALYZE")


def _fts5(query: SearchQuery) -> str:
    return " AND ".join(f"({_fts5_term(term)})" for term in query.terms)


def _fts5_term(term: Term) -> str:
    return " OR ".join(
        "(" + " AND ".join(map(_fts5_phrase, alternative)) + ")"
        for alternative in term.alternatives
    )


def _fts5_phrase(phrase: Phrase) -> str:
    words = " ".join(phrase.words).replace('"', '""')
    return f'"{words}" *' if phrase.begins else f'"{words}"'


class PostgresIndex:
    """tsvector with GIN. Vectors and questions are written out, so no parser of text is used."""

    def write(self, texts: Texts) -> None:
        """Index publications anew."""
        self.remove(list(texts))
        rows = [(pk, *row) for pk, text in texts.items() for row in _rows(*text)]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO registry_search (publication_id, part, vector)"
                " VALUES (%s, %s, %s::tsvector)",
                rows,
            )

    def remove(self, keys: Sequence[int]) -> None:
        """Forget publications."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM registry_search WHERE publication_id = ANY(%s)", [list(keys)]
            )

    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_search")

    def matching(self, query: SearchQuery) -> Q:
        """The condition on publications that they match; words may lie in different rows."""
        found = Q()
        for term in query.terms:
            sql = "SELECT publication_id FROM registry_search WHERE vector @@ %s::tsquery"
            found &= Q(pk__in=RawSQL(sql, [_tsquery(term)]))  # noqa: S611  # a parameter
        return found

    def best(self, query: SearchQuery, limit: int) -> list[int] | None:
        """The keys of all that match, the best first; None when there are more than `limit`."""
        asked = [_tsquery(term) for term in query.terms]
        one = "SELECT publication_id FROM registry_search WHERE vector @@ %s::tsquery"
        found = " INTERSECT ".join([one] * len(asked))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({found}) AS f LIMIT %s", [*asked, limit + 1])  # noqa: S608
            keys = [pk for (pk,) in cursor.fetchall()]
            if len(keys) > limit:
                return None
            weights = [1 / TITLE_WEIGHT, 0.2, 0.4, 1.0]  # D (text), C, B, A (title)
            cursor.execute(
                "SELECT publication_id FROM registry_search WHERE publication_id = ANY(%s)"
                " GROUP BY publication_id ORDER BY max(ts_rank(%s::real[], vector, %s::tsquery))"
                " DESC, publication_id DESC",
                [keys, weights, " | ".join(f"({question})" for question in asked)],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def settle(self) -> None:
        """Gather statistics; the index keeps itself."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registry_search")


def _rows(title: str, text: str) -> Iterator[tuple[int, str]]:
    """The rows of one publication: number of the part, and vector."""
    title_words, text_words = _words(title, text)
    for part, words in enumerate(_parts(text_words)):
        yield part, _vector(title_words if part == 0 else [], words)


def _parts(words: Sequence[str]) -> list[Sequence[str]]:
    step = PART - OVERLAP
    return [words[at : at + PART] for at in range(0, max(len(words) - OVERLAP, 1), step)]


def _vector(title: Sequence[str], text: Sequence[str]) -> str:
    """A tsvector written out: title with weight A, text with D, a gap between them."""
    positions: dict[str, list[str]] = {}
    for number, word in enumerate(title, start=1):
        positions.setdefault(word, []).append(f"{number}A")
    for number, word in enumerate(text, start=len(title) + 3):
        positions.setdefault(word, []).append(str(number))
    return " ".join(
        f"{_quoted(word)}:{','.join(places[:255])}" for word, places in positions.items()
    )


def _tsquery(term: Term) -> str:
    return " | ".join(
        "(" + " & ".join(map(_ts_phrase, alternative)) + ")" for alternative in term.alternatives
    )


def _ts_phrase(phrase: Phrase) -> str:
    words = [_quoted(word) for word in phrase.words]
    if phrase.begins:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"

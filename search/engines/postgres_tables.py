"""The tables of an index in PostgreSQL: a schema of their own, new ones a generation.

They are a cache that the engine makes and drops by itself, beside the tables that
migrations make: a rebuild fills new tables and swaps them in one transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from search.engines.postgres_words import Row
from search.engines.protocol import Key
from search.engines.records import lengths_in

Cursor = Any
"""A cursor of psycopg, which is an optional dependency."""

DOCUMENTS, TITLES, BODIES = "#documents", "#title", "#body"
"""Rows of the terms' table that count documents and words: no lexeme begins so."""

_COLUMNS = "kind, object_id, version, day, names, record, words"


class Tables:
    """The names of one generation's tables, and how they are made and written."""

    def __init__(self, schema: str, generation: int) -> None:
        self.documents = f"{schema}.document_{generation}"
        self.terms = f"{schema}.term_{generation}"
        self._plain = f"document_{generation}"

    def create(self, cursor: Cursor) -> None:
        """Make both tables, empty, and without the indexes that slow a fill down."""
        self.drop(cursor)
        cursor.execute(
            f"CREATE TABLE {self.documents} ("
            "id serial PRIMARY KEY, kind text NOT NULL, object_id bigint NOT NULL, "
            "version bigint NOT NULL, day integer NOT NULL, names text NOT NULL, "
            "record bytea NOT NULL, words tsvector NOT NULL) "
            # Rows stay small for counting; only phrases need the long vectors.
            "WITH (toast_tuple_target = 128)"
        )
        cursor.execute(f"ALTER TABLE {self.documents} ALTER record SET STORAGE PLAIN")
        cursor.execute(
            f"CREATE TABLE {self.terms} ("
            'lexeme text COLLATE "C" PRIMARY KEY, documents bigint NOT NULL)'
        )

    def drop(self, cursor: Cursor) -> None:
        """Delete both tables; none is fine."""
        cursor.execute(f"DROP TABLE IF EXISTS {self.documents}, {self.terms}")

    def fill(self, cursor: Cursor, rows: Iterable[Row]) -> None:
        """Add rows to a table without indexes; the terms are counted elsewhere."""
        statement = f"COPY {self.documents} ({_COLUMNS}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(_values(row))

    def finish(self, cursor: Cursor, counts: Counter[str], *, trigrams: bool) -> None:
        """Write the counted terms and make the indexes."""
        with cursor.copy(f"COPY {self.terms} FROM STDIN") as copy:
            for item in counts.items():
                copy.write_row(item)
        documents, plain = self.documents, self._plain
        cursor.execute(
            f"CREATE UNIQUE INDEX {plain}_key ON {documents} (kind, object_id)"
        )
        cursor.execute(
            f"CREATE INDEX {plain}_newest ON {documents} (day DESC, object_id DESC)"
        )
        # Each search reads the whole waiting list of a fast update: none, then.
        cursor.execute(
            f"CREATE INDEX {plain}_words ON {documents} USING gin (words) "
            "WITH (fastupdate = off)"
        )
        if trigrams:
            cursor.execute(
                f"CREATE INDEX {plain}_typos ON {self.terms} "
                "USING gin (lexeme gin_trgm_ops) WHERE lexeme LIKE 'n.%'"
            )
        cursor.execute(f"ANALYZE {documents}")
        cursor.execute(f"ANALYZE {self.terms}")

    def remove(self, cursor: Cursor, keys: Sequence[Key]) -> Counter[str]:
        """Delete documents and return how the counts of terms change."""
        changes: Counter[str] = Counter()
        cursor.execute(
            f"DELETE FROM {self.documents} AS old "
            "USING unnest(%s::text[], %s::bigint[]) AS gone (kind, object_id) "
            "WHERE old.kind = gone.kind AND old.object_id = gone.object_id "
            "RETURNING tsvector_to_array(words), record",
            ([key.kind for key in keys], [key.object_id for key in keys]),
        )
        for lexemes, record in cursor.fetchall():
            changes.subtract(lexemes)
            title, body = lengths_in(record)
            changes.subtract({DOCUMENTS: 1, TITLES: title, BODIES: body})
        return changes

    def insert(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """Add rows to a table that serves."""
        places = ", ".join(["%s"] * (_COLUMNS.count(",") + 1))
        cursor.executemany(
            f"INSERT INTO {self.documents} ({_COLUMNS}) VALUES ({places})",
            [_values(row) for row in rows],
        )

    def count(self, cursor: Cursor, changes: Counter[str]) -> None:
        """Make the terms' counts follow; always in the same order, against deadlocks."""
        changed = sorted((one, count) for one, count in changes.items() if count)
        cursor.execute(
            f"INSERT INTO {self.terms} AS known "
            "SELECT * FROM unnest(%s::text[], %s::bigint[]) "
            "ON CONFLICT (lexeme) DO UPDATE "
            "SET documents = known.documents + excluded.documents",
            ([one for one, _ in changed], [count for _, count in changed]),
        )
        cursor.execute(
            f"DELETE FROM {self.terms} WHERE documents <= 0 AND lexeme = ANY(%s)",
            ([one for one, count in changed if count < 0],),
        )


def count_terms(rows: Iterable[Row]) -> Counter[str]:
    """Return what rows add to the counts of terms."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.lexemes)
        counts[DOCUMENTS] += 1
        counts[TITLES] += row.title_length
        counts[BODIES] += row.body_length
    return counts


def _values(row: Row) -> tuple[object, ...]:
    return (
        row.kind,
        row.object_id,
        row.version,
        row.day,
        row.names,
        row.record,
        row.words,
    )

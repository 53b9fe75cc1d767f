"""The tables of an index in PostgreSQL: a schema of their own, new ones a generation.

They are a cache that the engine makes and drops by itself, beside the tables that
migrations make: a rebuild fills new tables and swaps them in one transaction.

A generation has its documents, each with a tsvector, and posting lists in segments, as
Whoosh has them: a batch of changes makes a segment, small ones are merged, and nothing
of a segment changes but which of its documents are gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from search.engines import postgres_words as spelled
from search.engines.portions import Portion
from search.engines.postgres_connections import Cursor
from search.engines.postings import Pool, packed
from search.engines.protocol import Key
from search.engines.records import RECORD

_DOCUMENT = "kind, object_id, version, day, names, segment, place, words"
_POSTING = "lexeme, segment, count, documents, times, places"
_POSTING_TYPES = ("text", "int4", "int4", "bytea", "bytea", "bytea")
_NUMBER = "<u4"


@dataclass
class Segment:
    """Documents that are written together."""

    number: int
    pool: Pool = field(default_factory=Pool)
    records: bytearray = field(default_factory=bytearray)
    title_words: int = 0
    body_words: int = 0

    def __len__(self) -> int:
        return len(self.records) // RECORD.itemsize

    def add(self, portion: Portion) -> list[tuple[object, ...]]:
        """Take documents and return their rows in the table of documents."""
        begin = len(self)
        self.pool.extend(portion.lists, begin)
        self.records += portion.records
        rows = np.frombuffer(portion.records, RECORD)
        self.title_words += int(rows["title_length"].sum())
        self.body_words += int(rows["body_length"].sum())
        return [
            (
                spelled.clean(one.key.kind),
                one.key.object_id,
                version,
                day,
                spelled.clean(one.names),
                self.number,
                place,
                one.vector,
            )
            for place, (one, version, day) in enumerate(
                zip(
                    portion.documents,
                    rows["version"].tolist(),
                    rows["day"].tolist(),
                    strict=True,
                ),
                begin,
            )
        ]


def prepare(cursor: Cursor, schema: str) -> None:
    """Make what all generations share, where it is not there yet."""
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {schema}.state "
        "(name text PRIMARY KEY, value bigint NOT NULL)"
    )
    cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {schema}.segment_number AS integer")
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {schema}.segment ("
        "generation integer NOT NULL, number integer NOT NULL, "
        "size integer NOT NULL, lists integer NOT NULL, "
        "title_words bigint NOT NULL, body_words bigint NOT NULL, "
        "records bytea NOT NULL, gone bytea NOT NULL DEFAULT '', "
        "PRIMARY KEY (generation, number))"
    )


class Tables:
    """The names of one generation's tables, and how they are made and written."""

    def __init__(self, schema: str, generation: int) -> None:
        self.generation = generation
        self.documents = f"{schema}.document_{generation}"
        self.postings = f"{schema}.posting_{generation}"
        self.segments = f"{schema}.segment"
        """One table for all generations."""

    def create(self, cursor: Cursor) -> None:
        """Make the tables, empty, and without the indexes that slow a fill down."""
        self.drop(cursor)
        cursor.execute(
            f"CREATE TABLE {self.documents} ("
            "kind text NOT NULL, object_id bigint NOT NULL, version bigint NOT NULL, "
            "day integer NOT NULL, names text NOT NULL, segment integer NOT NULL, "
            "place integer NOT NULL, words tsvector NOT NULL)"
        )
        cursor.execute(
            f"CREATE TABLE {self.postings} ("
            'lexeme text COLLATE "C" NOT NULL, segment integer NOT NULL, '
            "count integer NOT NULL, documents bytea NOT NULL, times bytea NOT NULL, "
            "places bytea NOT NULL)"
        )
        # Packing numbers gains little and costs each search.
        for column in ("documents", "times", "places"):
            cursor.execute(
                f"ALTER TABLE {self.postings} ALTER {column} SET STORAGE EXTERNAL"
            )

    def drop(self, cursor: Cursor) -> None:
        """Delete the generation; none is fine."""
        cursor.execute(f"DROP TABLE IF EXISTS {self.documents}, {self.postings}")
        cursor.execute(
            f"DELETE FROM {self.segments} WHERE generation = %s", (self.generation,)
        )

    def fill(self, cursor: Cursor, rows: Iterable[tuple[object, ...]]) -> None:
        """Write the rows of documents."""
        with cursor.copy(f"COPY {self.documents} ({_DOCUMENT}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def write(self, cursor: Cursor, segment: Segment) -> None:
        """Write a segment with its posting lists; the documents have rows already."""
        lists = 0
        statement = f"COPY {self.postings} ({_POSTING}) FROM STDIN (FORMAT BINARY)"
        with cursor.copy(statement) as copy:
            copy.set_types(_POSTING_TYPES)
            for of, text, found in segment.pool.lists():
                row = (
                    spelled.lexeme(of, text.decode("utf-8", "replace")),
                    segment.number,
                    len(found.documents),
                    packed(found.documents),
                    packed(found.times),
                    packed(found.places),
                )
                copy.write_row(row)
                lists += 1
        cursor.execute(
            f"INSERT INTO {self.segments} (generation, number, size, lists, "
            "title_words, body_words, records) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (
                self.generation,
                segment.number,
                len(segment),
                lists,
                segment.title_words,
                segment.body_words,
                bytes(segment.records),
            ),
        )

    def finish(self, cursor: Cursor, *, trigrams: bool) -> None:
        """Make the indexes."""
        documents, number = self.documents, self.generation
        cursor.execute(
            f"CREATE UNIQUE INDEX document_{number}_key ON {documents} (kind, object_id)"
        )
        cursor.execute(
            f"CREATE INDEX document_{number}_newest ON {documents} "
            "(kind, day DESC, object_id DESC)"
        )
        # Each search reads the whole waiting list of a fast update: none, then.
        cursor.execute(
            f"CREATE INDEX document_{number}_words ON {documents} USING gin (words) "
            "WITH (fastupdate = off)"
        )
        cursor.execute(
            f"CREATE INDEX posting_{number}_key ON {self.postings} (lexeme, segment)"
        )
        cursor.execute(
            f"CREATE INDEX posting_{number}_segment ON {self.postings} (segment)"
        )
        if trigrams:
            cursor.execute(
                f"CREATE INDEX posting_{number}_typos ON {self.postings} "
                "USING gin (lexeme gin_trgm_ops) WHERE lexeme LIKE 'n.%'"
            )
        cursor.execute(f"ANALYZE {documents}")
        cursor.execute(f"ANALYZE {self.postings}")

    def remove(self, cursor: Cursor, keys: Sequence[Key]) -> None:
        """Delete documents; their segments remember that they are gone."""
        cursor.execute(
            f"DELETE FROM {self.documents} AS old "
            "USING unnest(%s::text[], %s::bigint[]) AS gone (kind, object_id) "
            "WHERE old.kind = gone.kind AND old.object_id = gone.object_id "
            "RETURNING segment, place",
            ([key.kind for key in keys], [key.object_id for key in keys]),
        )
        places: dict[int, list[int]] = {}
        for number, place in cursor.fetchall():
            places.setdefault(number, []).append(place)
        for number, gone in sorted(places.items()):
            cursor.execute(
                f"UPDATE {self.segments} SET gone = gone || %s "
                "WHERE generation = %s AND number = %s RETURNING size * 4 <= length(gone)",
                (np.array(gone, _NUMBER).tobytes(), self.generation, number),
            )
            (is_empty,) = cursor.fetchone()
            if is_empty:
                self.forget(cursor, [number])

    def insert(self, cursor: Cursor, portion: Portion) -> None:
        """Add documents to tables that serve, as a segment of their own."""
        if len(portion):
            segment = self.begin(cursor)
            self.fill(cursor, segment.add(portion))
            self.write(cursor, segment)

    def begin(self, cursor: Cursor) -> Segment:
        """Return a segment with nothing in it; no number comes twice."""
        cursor.execute(f"SELECT nextval('{self.segments}_number')")
        return Segment(*cursor.fetchone())

    def forget(self, cursor: Cursor, numbers: Sequence[int]) -> None:
        """Delete segments with their lists."""
        cursor.execute(
            f"DELETE FROM {self.postings} WHERE segment = ANY(%s)", (list(numbers),)
        )
        cursor.execute(
            f"DELETE FROM {self.segments} WHERE generation = %s AND number = ANY(%s)",
            (self.generation, list(numbers)),
        )

    def are_whole(self, cursor: Cursor) -> bool:
        """Whether all documents and lists are there that the segments tell of."""
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {self.documents}), "
            f"(SELECT count(*) FROM {self.postings}), "
            "coalesce(sum(size - length(gone) / 4), 0)::bigint, "
            "coalesce(sum(lists), 0)::bigint, "
            "coalesce(bool_and(length(records) = size * %s), true) "
            f"FROM {self.segments} WHERE generation = %s",
            (RECORD.itemsize, self.generation),
        )
        documents, lists, noted, noted_lists, fit = cursor.fetchone()
        return bool(documents == noted and lists == noted_lists and fit)

"""Keeping the segments in PostgreSQL few: a level that is full becomes one segment."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.levels import full_level
from search.engines.postgres_connections import Cursor
from search.engines.postgres_tables import Segment, Tables
from search.engines.postgres_words import WHOLE
from search.engines.postings import unpacked
from search.engines.records import RECORD

_GONE = -1
Moves = dict[int, NDArray[np.int64]]
"""For each segment, where its documents go; _GONE for those that are no more."""


def merge(cursor: Cursor, tables: Tables) -> None:
    """Merge the smallest level of segments that is full, if one is."""
    cursor.execute(
        f"SELECT number, size, size - length(gone) / 4 FROM {tables.segments} "
        "WHERE generation = %s ORDER BY number",
        (tables.generation,),
    )
    numbers = full_level(cursor.fetchall())
    if not numbers:
        return
    merged = tables.begin(cursor)
    moves = _take_records(cursor, tables, numbers, merged)
    _take_lists(cursor, tables, moves, merged)
    tables.forget(cursor, numbers)
    tables.write(cursor, merged)
    for number, places in moves.items():
        stay = np.flatnonzero(places != _GONE)
        cursor.execute(
            f"UPDATE {tables.documents} AS old SET segment = %s, place = moved.here "
            "FROM unnest(%s::int[], %s::int[]) AS moved (there, here) "
            "WHERE old.segment = %s AND old.place = moved.there",
            (merged.number, stay.tolist(), places[stay].tolist(), number),
        )


def _take_records(
    cursor: Cursor, tables: Tables, numbers: Sequence[int], merged: Segment
) -> Moves:
    """Give `merged` the records of all documents that are left."""
    moves: Moves = {}
    cursor.execute(
        f"SELECT number, records, gone FROM {tables.segments} "
        "WHERE generation = %s AND number = ANY(%s) ORDER BY number",
        (tables.generation, list(numbers)),
    )
    for number, records, gone in cursor.fetchall():
        rows = np.frombuffer(records, RECORD)
        stay = np.ones(len(rows), bool)
        stay[np.frombuffer(gone, "<u4")] = False
        places = np.full(len(rows), _GONE, np.int64)
        places[stay] = np.arange(stay.sum()) + len(merged)
        moves[number] = places
        left = rows[stay]
        merged.records += left.tobytes()
        merged.title_words += int(left["title_length"].sum())
        merged.body_words += int(left["body_length"].sum())
    return moves


def _take_lists(cursor: Cursor, tables: Tables, moves: Moves, merged: Segment) -> None:
    """Give `merged` the postings of the documents that are left, in their new places."""
    cursor.execute(
        f"SELECT lexeme, segment, count, documents, times, places "
        f"FROM {tables.postings} WHERE segment = ANY(%s) ORDER BY lexeme, segment",
        (list(moves),),
    )
    for lexeme, number, count, *content in cursor.fetchall():
        text = lexeme.encode()
        for posting in _left(moves[number], count, *content):
            merged.pool.add_posting(WHOLE, text, *posting)


def _left(
    places: NDArray[np.int64],
    count: int,
    documents: bytes,
    times: bytes,
    at: bytes,
) -> Iterator[tuple[int, int, bytes]]:
    """Yield (document, times, places) of one list for those that are left."""
    often = unpacked(times, count).astype(np.int64)
    where = unpacked(at, int(often.sum())) if at else np.zeros(0, np.uint32)
    ends = np.cumsum(often)
    for one, times_here, end in zip(
        places[unpacked(documents, count)].tolist(),
        often.tolist(),
        ends.tolist(),
        strict=True,
    ):
        if one != _GONE:
            begin = end - times_here
            yield one, times_here, where[begin:end].astype(np.uint32).tobytes()

"""One state of an index in PostgreSQL, for a search: columns in memory, lists as asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.engines import postgres_words as spelled
from search.engines.joining import Group, grouped, leaf_of
from search.engines.postgres_connections import Cursor
from search.engines.postgres_tables import Tables
from search.engines.postings import (
    BODY,
    LABELS,
    NO_POSTINGS,
    TITLE,
    Postings,
    unpacked,
)
from search.engines.protocol import EngineBroken
from search.engines.records import RECORD, Columns, Mask, columns_of, hash_of
from search.engines.scoring import Wanted
from search.selection import KIND, VENDOR

_MOST_LOOKED_AT = 3_000
"""Words that begin with a prefix, of which the most frequent are taken."""


@dataclass(frozen=True)
class _Held:
    """What is kept of a segment in memory between searches."""

    columns: Columns
    alive: Mask
    gone: int
    """Bytes of the list of what is gone: it only grows."""


class Held:
    """The segments that this process has read; numbers are never given twice."""

    def __init__(self) -> None:
        self._state: _State = (None, {}, ())

    def get(self) -> "_State":
        """Return the generation that served last, its segments, and them in groups."""
        return self._state

    def keep(self, generation: int, segments: Mapping[int, _Held]) -> "_State":
        """Hold these and no others: what serves now."""
        groups = grouped(
            {name: (one.columns, one.alive) for name, one in segments.items()}
        )
        self._state = generation, segments, groups
        return self._state

    def forget(self) -> bool:
        """Begin anew; return whether anything was held."""
        held = self._state[0] is not None
        self._state = (None, {}, ())
        return held


_State = tuple[int | None, Mapping[int, _Held], Sequence[Group[int]]]


class Snapshot:
    """A search.engines.scoring.Snapshot of the serving generation."""

    def __init__(
        self,
        cursor: Cursor,
        schema: str,
        held: Held,
        wanted: Sequence[Wanted] = (),
        placed: Sequence[Wanted] = (),
    ) -> None:
        """Read which segments there are, the lists of what is wanted, and new segments.

        All in one statement, as long as the same generation serves: each round trip
        costs what scoring thousands of documents does, and all lists are of one moment.
        """
        self._cursor = cursor
        self._lists: dict[str, dict[int, Postings]] = {}
        self._placed: set[str] = set()
        self._endings: dict[str, dict[int, list[tuple[str, int]]]] = {}
        generation, known, groups = held.get()
        rows = self._state(schema, generation, wanted, placed)
        if not rows:
            raise EngineBroken("There is no index yet.")
        self.tables = Tables(schema, rows[0][0])
        if generation != self.tables.generation:
            self._lists, self._placed = {}, set()
        segments = {row[1]: row[5] for row in rows if row[1] is not None}
        gone = {number: one.gone for number, one in known.items()}
        if generation != self.tables.generation or gone != segments:
            read = self._read(segments, known)
            _, known, groups = held.keep(self.tables.generation, read)
        parts = {number: Leaf(self, number, one) for number, one in known.items()}
        self.leaves = [leaf_of(group, parts) for group in groups]
        documents = sum(row[2] or 0 for row in rows) or 1
        self.averages = {
            TITLE: sum(row[3] or 0 for row in rows) / documents,
            BODY: sum(row[4] or 0 for row in rows) / documents,
        }

    def _state(
        self,
        schema: str,
        generation: int | None,
        wanted: Sequence[Wanted],
        placed: Sequence[Wanted],
    ) -> list[Any]:
        """Return a row for each segment, and take the lists that come with them."""
        statement = (
            "SELECT value, number, size, title_words, body_words, length(gone), "
            "NULL::text, NULL::bytea, NULL::bytea, NULL::bytea "
            f"FROM {schema}.state LEFT JOIN {schema}.segment ON generation = value "
            "WHERE state.name = 'serving'"
        )
        values = []
        asked = {spelled.lexeme(*one) for one in placed}
        others = {spelled.lexeme(*one) for one in wanted} - asked
        if generation is not None:
            for lexemes, places in ((others, "NULL"), (asked, "places")):
                if lexemes:
                    statement += (
                        " UNION ALL SELECT NULL, segment, count, NULL, NULL, NULL, "
                        f"lexeme, documents, times, {places} "
                        f"FROM {Tables(schema, generation).postings} "
                        "WHERE lexeme = ANY(%s)"
                    )
                    values.append(list(lexemes))
            self._lists = {one: {} for one in others | asked}
            self._placed = asked
        self._cursor.execute(statement, values)
        rows = []
        for row in self._cursor:
            if row[6] is None:
                rows.append(row)
            else:
                self._take(row[6], row[1], row[2], *row[7:])
        return sorted(rows, key=lambda row: row[1] or 0)

    def _take(
        self,
        lexeme: str,
        segment: int,
        count: int,
        documents: bytes,
        times: bytes,
        places: bytes | None = None,
    ) -> None:
        self._lists[lexeme][segment] = Postings(
            unpacked(documents, count), unpacked(times, count), places or b""
        )

    def foresee(self, wanted: Iterable[Wanted], *, places: bool = False) -> None:
        """Fetch all lists that are not here yet."""
        here = self._placed if places else self._lists.keys()
        # Not the difference of sets: that walks through all that is here.
        lexemes = {one for pair in wanted if (one := spelled.lexeme(*pair)) not in here}
        if not lexemes:
            return
        self._cursor.execute(
            f"SELECT lexeme, segment, count, documents, times{', places' * places} "
            f"FROM {self.tables.postings} WHERE lexeme = ANY(%s)",
            (list(lexemes),),
        )
        self._lists |= {one: {} for one in lexemes}
        for row in self._cursor:
            self._take(*row)
        if places:
            self._placed |= lexemes

    def list_in(self, segment: int, field: str, text: str) -> Postings:
        """Return one segment's list."""
        lexeme = spelled.lexeme(field, text)
        if lexeme not in self._lists:
            self.foresee([(field, text)])
        return self._lists[lexeme].get(segment, NO_POSTINGS)

    def beginning_in(
        self, segment: int, field: str, prefix: str
    ) -> Sequence[tuple[str, int]]:
        """Return the words that begin so in one segment, with their counts."""
        begin = spelled.lexeme(field, prefix)
        if begin not in self._endings:
            found = self._endings[begin] = {}
            self._cursor.execute(
                f"SELECT lexeme, segment, count FROM {self.tables.postings} "
                f"WHERE lexeme >= %s AND lexeme < %s ORDER BY lexeme "
                f"LIMIT {_MOST_LOOKED_AT}",
                (begin, f"{begin}\U0010ffff"),
            )
            length = len(spelled.lexeme(field, ""))
            for lexeme, number, count in self._cursor:
                found.setdefault(number, []).append((lexeme[length:], count))
        return self._endings[begin].get(segment, ())

    def _read(
        self, segments: Mapping[int, int], known: Mapping[int, _Held]
    ) -> dict[int, _Held]:
        """Return all `segments`, given with their bytes of gone ones; read what is new."""
        fresh = [number for number in segments if number not in known]
        names = self._names(fresh)
        held = {}
        for number, gone in segments.items():
            one = known.get(number)
            if one is None or one.gone != gone:
                columns = one.columns if one else self._columns(number, names)
                held[number] = _Held(columns, self._alive(number, len(columns)), gone)
            else:
                held[number] = one
        return held

    def _columns(self, number: int, names: Mapping[int, str]) -> Columns:
        return columns_of(np.frombuffer(self._bytes("records", number), RECORD), names)

    def _alive(self, number: int, size: int) -> Mask:
        alive = np.ones(size, bool)
        alive[np.frombuffer(self._bytes("gone", number), "<u4")] = False
        return alive

    def _bytes(self, column: str, number: int) -> bytes:
        self._cursor.execute(
            f"SELECT {column} FROM {self.tables.segments} "
            "WHERE generation = %s AND number = %s",
            (self.tables.generation, number),
        )
        (content,) = self._cursor.fetchone()
        return bytes(content)

    def _names(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return what the hashes of kinds and vendors stand for."""
        names = {}
        for of in (KIND, VENDOR) if numbers else ():
            begin = spelled.lexeme(LABELS, f"{of}:")
            self._cursor.execute(
                f"SELECT DISTINCT lexeme FROM {self.tables.postings} "
                "WHERE segment = ANY(%s) AND lexeme >= %s AND lexeme < %s",
                (list(numbers), begin, f"{begin[:-1]};"),
            )
            for (lexeme,) in self._cursor:
                name = lexeme.removeprefix(begin)
                names[hash_of(name)] = name
        return names


class Leaf:
    """A segment with the way to its postings."""

    def __init__(self, snapshot: Snapshot, number: int, held: _Held) -> None:
        self._snapshot = snapshot
        self._number = number
        self.columns = held.columns
        self.alive = held.alive

    def postings(self, field: str, text: str) -> Postings:
        """Return where a stem, name or label stands; nowhere is fine."""
        return self._snapshot.list_in(self._number, field, text)

    def count(self, field: str, text: str) -> int:
        """Return in how many documents it stands, deleted ones included."""
        return len(self.postings(field, text).documents)

    def having(self, field: str, texts: Sequence[str]) -> Mask:
        """Return which documents have any of `texts` in a field."""
        mask = np.zeros(len(self.columns), bool)
        for text in texts:
            mask[self.postings(field, text).documents] = True
        return mask

    def beginning(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the words that begin so, the most frequent first, with their counts."""
        found = self._snapshot.beginning_in(self._number, field, prefix)
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]

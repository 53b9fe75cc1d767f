"""Scoring what PostgreSQL's index finds, by the formula that every engine has."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines import postgres_words as spelled
from search.engines.picking import Picker, Places, preferred
from search.engines.postgres_tables import BODIES, DOCUMENTS, TITLES, Cursor, Tables
from search.engines.protocol import Found
from search.engines.records import RECORD, Columns, Mask, columns_of, fitting, hash_of
from search.engines.tally import BODY, FIELDS, TITLE, Tally, Term, in_fields
from search.engines.whoosh_stems import stem
from search.query import Phrase, Query
from search.ranking import Floats, Ranking, idf
from search.selection import VENDOR, Selection

_MOST_ENDINGS = 32
_MOST_POSTINGS = 300_000
"""Of the rarest words, so many entries of the index are read; the rest count no more."""
_MOST_PRAISED = 500
"""Documents, the best so far, that are looked into for a phrase that nobody demands."""
_MOST_ROWS = 200_000

_NUMBERED = np.dtype([("id", ">i4"), ("record", RECORD)])
_ID = np.dtype(">i4")

Ids = NDArray[np.int32]


class Search:
    """One search in one generation's tables."""

    def __init__(
        self,
        cursor: Cursor,
        tables: Tables,
        query: Query,
        selection: Selection,
    ) -> None:
        self._cursor = cursor
        self._tables = tables
        self._query = query
        self._selection = selection
        self._complete = True
        self._known: dict[str, int] = {}
        """In how many documents the lexemes stand that are asked for."""

    def run(self, limits: Mapping[str, int], ranking: Ranking, *, today: int) -> Found:
        """Return the best of each kind; out of time, the rarest words have counted."""
        picker = Picker(limits, self._selection)
        terms, averages = self._terms()
        ids, columns = self._matching(terms, limits)
        allowed = fitting(columns, self._selection)
        if allowed is None:
            allowed = np.ones(len(columns), bool)
        tally = Tally(columns, allowed, averages, ranking)
        if len(columns):
            lists = self._lists(terms)
            for term in terms:
                tally.add(term, *self._postings(term, ids, lists))
            tally.praise(self._query, lambda *known: self._with_phrase(ids, *known))
        documents, scores = tally.found(self._query, self._selection)
        better = preferred(
            columns,
            documents,
            scores,
            query=self._query,
            band=self._selection.band,
            today=today,
            ranking=ranking,
        )
        picker.take(columns, documents, better)
        return picker.found(complete=self._complete)

    def _terms(self) -> tuple[list[Term], dict[str, float]]:
        """Return what to look for, the rarest first, and how long fields are."""
        wanted: list[tuple[str, str, tuple[str, ...]]] = [
            (field, one, (spelled.lexeme(field, one),))
            for field, stems in in_fields(self._query.terms)
            for one in dict.fromkeys(stems)
        ]
        for prefix in self._query.prefixes:
            for field in FIELDS:
                endings = self._endings(field, prefix)
                wanted.append((field, f"{prefix}*", tuple(endings)))
        self._known = counts = self._counts(
            [
                *(DOCUMENTS, TITLES, BODIES),
                *(
                    one
                    for _, _, texts in wanted
                    for text in texts
                    for one in (text, *spelled.leveled(text))
                ),
            ]
        )
        total = counts.get(DOCUMENTS, 0)
        counted = []
        for field, word, texts in wanted:
            count = min(sum(counts.get(one, 0) for one in texts), total)
            if count:
                counted.append((count, Term(field, word, texts, idf(count, total))))
        averages = {
            TITLE: counts.get(TITLES, 0) / (total or 1),
            BODY: counts.get(BODIES, 0) / (total or 1),
        }
        return self._affordable(sorted(counted, key=lambda one: one[0])), averages

    def _affordable(self, counted: Sequence[tuple[int, Term]]) -> list[Term]:
        """Leave out the most common words when all together would take too long."""
        terms: list[Term] = []
        spent = 0
        for count, term in counted:
            spent += count
            if terms and spent > _MOST_POSTINGS:
                self._complete = False
                break
            terms.append(term)
        return terms

    def _counts(self, lexemes: Sequence[str]) -> dict[str, int]:
        self._cursor.execute(
            f"SELECT lexeme, documents FROM {self._tables.terms} "
            "WHERE lexeme = ANY(%s)",
            (list(lexemes),),
        )
        return dict(self._cursor.fetchall())

    def _endings(self, field: str, prefix: str) -> list[str]:
        """Return the lexemes that a prefix may stand for."""
        whole = endings(
            self._cursor, self._tables, spelled.NAMES, prefix, _MOST_ENDINGS
        )
        stems = [stem(prefix), *(stem(word) for word, _ in whole)]
        found = endings(self._cursor, self._tables, field, prefix, _MOST_ENDINGS)
        ordered = dict.fromkeys([*(one for one, _ in found), *stems])
        return [spelled.lexeme(field, one) for one in ordered][:_MOST_ENDINGS]

    def _matching(
        self, terms: Sequence[Term], limits: Mapping[str, int]
    ) -> tuple[Ids, Columns]:
        """Return the ids, ascending, and the columns of all that may be found."""
        asked = " & ".join(self._asked(terms))
        if not asked and not self._selection.filters:
            return np.zeros(0, np.int32), _columns(b"", limits, ())[1]
        bounds, values = _bounds(self._selection)
        if asked:
            bounds.append("words @@ %s::tsquery")
            values.append(asked)
        self._cursor.execute(
            "SELECT string_agg(int4send(id) || record, '') FROM "
            f"(SELECT id, record FROM {self._tables.documents} "
            f"WHERE {' AND '.join(bounds or ['true'])} LIMIT {_MOST_ROWS}) AS found",
            values,
        )
        (content,) = self._cursor.fetchone()
        vendors: Sequence[str] = ()
        if self._selection.with_facets and content:
            vendors = self._vendors()
        return _columns(content or b"", limits, vendors)

    def _asked(self, terms: Sequence[Term]) -> list[str]:
        asked = list(spelled.conditions(self._query, self._selection))
        if not self._query.words and not self._query.prefixes:
            return asked
        by_word: dict[str, list[str]] = {}
        for term in terms:
            by_word.setdefault(term.word, []).extend(term.texts)
        if self._selection.every_word:
            asked += map(spelled.any_of, by_word.values())
        elif not self._query.phrases:
            every = [one for texts in by_word.values() for one in texts]
            asked.append(spelled.any_of(every or ["#"]))
        return asked

    def _vendors(self) -> Sequence[str]:
        """Return all vendors that some document is about: they are few."""
        begin = spelled.lexeme(spelled.LABELS, f"{VENDOR}:")
        self._cursor.execute(
            f"SELECT lexeme FROM {self._tables.terms} "
            "WHERE lexeme >= %s AND lexeme < %s",
            (begin, f"{begin[:-1]};"),
        )
        return [one.removeprefix(begin) for (one,) in self._cursor.fetchall()]

    def _lists(self, terms: Iterable[Term]) -> dict[str, bytes]:
        """Return the ids of the documents with each lexeme, those for counts too."""
        wanted = [
            one
            for term in terms
            for text in term.texts
            for one in (text, *spelled.leveled(text))
            if one in self._known
        ]
        self._cursor.execute(
            "SELECT place, (SELECT string_agg(int4send(id), '') "
            f"FROM {self._tables.documents} WHERE words @@ asked::tsquery) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (asked, place)",
            ([spelled.quoted(one) for one in wanted],),
        )
        return {wanted[at - 1]: content or b"" for at, content in self._cursor}

    def _postings(
        self, term: Term, ids: Ids, lists: Mapping[str, bytes]
    ) -> tuple[Places, NDArray[np.uint32]]:
        """Return where in `ids` a term stands, and how often."""
        times = np.zeros(len(ids), np.uint32)
        for text in term.texts:
            here = np.zeros(len(ids), np.uint32)
            here[_places_in(ids, lists.get(text, b""))] = 1
            for level, one in zip(spelled.LEVELS, spelled.leveled(text), strict=True):
                if one in lists:
                    here[_places_in(ids, lists[one])] = level
            times += here
        places = np.flatnonzero(times)
        return places, times[places]

    def _with_phrase(
        self, ids: Ids, phrase: Phrase, everywhere: Mask, scores: Floats
    ) -> Mask:
        """Return which of the best documents with all words have them as a phrase."""
        places = np.flatnonzero(everywhere)
        best = places[np.argsort(-scores[places], kind="stable")[:_MOST_PRAISED]]
        self._cursor.execute(
            f"SELECT string_agg(int4send(id), '') FROM {self._tables.documents} "
            "WHERE id = ANY(%s) AND words @@ %s::tsquery",
            (ids[best].tolist(), spelled.phrase_query(phrase)),
        )
        (content,) = self._cursor.fetchone()
        mask = np.zeros(len(ids), bool)
        mask[_places_in(ids, content or b"")] = True
        return mask


def endings(
    cursor: Cursor, tables: Tables, field: str, prefix: str, most: int
) -> list[tuple[str, int]]:
    """Return the words of a field that begin so, the most frequent first."""
    begin = spelled.lexeme(field, prefix)
    cursor.execute(
        f"SELECT lexeme, documents FROM {tables.terms} "
        "WHERE lexeme >= %s AND lexeme < %s AND lexeme NOT LIKE '%%~%%' "
        "ORDER BY documents DESC, lexeme LIMIT %s",
        (begin, f"{begin}\U0010ffff", most),
    )
    length = len(spelled.lexeme(field, ""))
    return [(one[length:], count) for one, count in cursor.fetchall()]


def _columns(
    content: bytes, kinds: Iterable[str], vendors: Iterable[str]
) -> tuple[Ids, Columns]:
    numbered = np.frombuffer(content, _NUMBERED)
    ids = numbered["id"].astype(np.int32)
    order = np.argsort(ids, kind="stable")
    names = {hash_of(name): name for name in (*kinds, *vendors)}
    records = np.ascontiguousarray(numbered["record"])[order]
    return ids[order], columns_of(records, names)


def _places_in(ids: Ids, content: bytes) -> Places:
    """Return where the ids of `content` stand among the ascending `ids`."""
    if not len(ids):
        return np.zeros(0, np.intp)
    found = np.frombuffer(content, _ID).astype(np.int32)
    at = np.searchsorted(ids, found)
    at[at == len(ids)] = 0
    places: Places = at[ids[at] == found]
    return places


def _bounds(selection: Selection) -> tuple[list[str], list[object]]:
    """Return conditions that the index of dates helps with."""
    bounds: list[str] = []
    values: list[object] = []
    if selection.since is not None:
        bounds.append("day >= %s")
        values.append(selection.since.toordinal())
    if selection.before is not None:
        bounds.append("day < %s")
        values.append(selection.before.toordinal())
    return bounds, values

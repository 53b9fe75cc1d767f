"""Names in PostgreSQL: what typed letters begin, and what a slip may stand for."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence

from search.engines import naming
from search.engines import postgres_words as spelled
from search.engines.postgres_connections import Cursor
from search.engines.postgres_tables import Tables
from search.engines.postings import LABELS, NAMES
from search.engines.protocol import Key, Name
from search.engines.spelling import Vocabulary, most_slips
from search.selection import KIND, label
from search.words import words_of

_MOST_ENDINGS = 64
_MOST_NEAR = 8
_MOST_READ = 50
_MOST_CANDIDATES = 1_000
_MOST_SIMILAR = 300
_MOST_MISSPELT = 4
"""Words of a query whose slips are looked for: each reads a part of the vocabulary."""
_NEAR_SECONDS = 0.05
"""From then on no further word is looked at: thousands of names may differ in one letter."""


def suggest(
    cursor: Cursor, tables: Tables, typed: str, kinds: Collection[str], limit: int
) -> list[Name]:
    """Return names of which each typed word begins a word, the shortest first."""

    def meant(word: str) -> list[str]:
        return _endings(cursor, tables, word)

    words = list(words_of(typed))[: naming.MOST_WORDS]
    found = _names(cursor, tables, words, kinds, meant, naming.begins)
    return naming.shortest((Name(key, name, 1.0) for key, name in found), limit)


def resembling(
    cursor: Cursor,
    tables: Tables,
    text: str,
    kinds: Collection[str],
    limit: int,
    *,
    trigrams: bool,
) -> list[Name]:
    """Return names that `text` may be a misspelling of, the nearest first."""
    until = time.monotonic() + _NEAR_SECONDS

    def meant(word: str) -> list[str]:
        if time.monotonic() > until:
            return [word]
        near = _near(cursor, tables, word, trigrams=trigrams)[:_MOST_NEAR]
        return list(dict.fromkeys([word, *(one for _, _, one in near)]))

    words = list(words_of(text))[:_MOST_MISSPELT]
    found = _names(cursor, tables, words, kinds, meant, naming.resembles)
    names = (Name(key, name, naming.nearness(text, name)) for key, name in found)
    return naming.nearest(names, limit)


def corrections(
    cursor: Cursor, tables: Tables, words: Sequence[str], *, trigrams: bool
) -> dict[str, str]:
    """Return for each word that stands in no name the best that it may stand for."""
    lexemes = {spelled.lexeme(NAMES, word): word for word in words}
    cursor.execute(
        f"SELECT DISTINCT lexeme FROM {tables.postings} WHERE lexeme = ANY(%s)",
        (list(lexemes),),
    )
    for (known,) in cursor.fetchall():
        del lexemes[known]
    better: dict[str, str] = {}
    until = time.monotonic() + _NEAR_SECONDS
    for word in list(lexemes.values())[:_MOST_MISSPELT]:
        if time.monotonic() > until:
            break
        near = _near(cursor, tables, word, trigrams=trigrams)
        if near:
            better[word] = near[0][2]
    return better


def _near(
    cursor: Cursor, tables: Tables, word: str, *, trigrams: bool
) -> list[tuple[int, int, str]]:
    """Return (slips, documents, word) of those that `word` may stand for.

    With pg_trgm the candidates come from its index, without it they are all words with
    the same first letter and about the same length.
    """
    most = most_slips(word)
    if not most:
        return []
    statement = (
        f"SELECT substr(lexeme, 3), sum(count) AS documents FROM {tables.postings} "
        "WHERE lexeme LIKE 'n.%%' AND lexeme >= %(first)s AND lexeme < %(next)s "
        "AND length(lexeme) BETWEEN %(shortest)s AND %(longest)s "
    )
    order, most_read = "documents DESC", _MOST_CANDIDATES
    if trigrams:
        statement += "AND lexeme %% %(lexeme)s "
        order, most_read = "similarity(lexeme, %(lexeme)s) DESC", _MOST_SIMILAR
    first = spelled.lexeme(NAMES, word[0])
    cursor.execute(
        f"{statement} GROUP BY lexeme ORDER BY {order}, lexeme LIMIT {most_read}",
        {
            "first": first,
            "next": f"{first}\U0010ffff",
            "shortest": len(word) + 2 - most,
            "longest": len(word) + 2 + most,
            "lexeme": spelled.lexeme(NAMES, word),
        },
    )
    found = Vocabulary((one, int(count)) for one, count in cursor.fetchall())
    return found.near(word)


def _endings(cursor: Cursor, tables: Tables, prefix: str) -> list[str]:
    """Return the words of names that begin so, the most frequent first."""
    begin = spelled.lexeme(NAMES, prefix)
    cursor.execute(
        f"SELECT substr(lexeme, 3), sum(count) AS documents FROM {tables.postings} "
        "WHERE lexeme >= %s AND lexeme < %s GROUP BY lexeme "
        f"ORDER BY documents DESC, lexeme LIMIT {_MOST_ENDINGS}",
        (begin, f"{begin}\U0010ffff"),
    )
    return [one for one, _ in cursor.fetchall()]


def _names(
    cursor: Cursor,
    tables: Tables,
    words: Sequence[str],
    kinds: Collection[str],
    meant: Callable[[str], list[str]],
    fits: Callable[[Sequence[str], str], bool],
) -> Iterator[tuple[Key, str]]:
    """Yield the documents that have a word meant by each of `words`, and the name."""
    if not words or not kinds:
        return
    labels = [label(KIND, kind) for kind in kinds]
    asked = [spelled.any_of(spelled.lexeme(LABELS, one) for one in labels)]
    for word in words:
        lexemes = [spelled.lexeme(NAMES, one) for one in meant(word)]
        if not lexemes:
            return
        asked.append(spelled.any_of(lexemes))
    cursor.execute(
        f"SELECT kind, object_id, names FROM {tables.documents} "
        "WHERE words @@ %s::tsquery ORDER BY length(names), object_id "
        f"LIMIT {_MOST_READ}",
        (" & ".join(asked),),
    )
    for kind, object_id, names in cursor.fetchall():
        for name in names.split("\n"):
            if fits(words, name):
                yield Key(kind, object_id), name

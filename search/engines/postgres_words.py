"""Documents and queries in PostgreSQL's terms: lexemes with a letter for what they are. Pure.

One tsvector holds the stems of title and body with their places, the words of all names
and the labels. A GIN index gives back neither places nor counts without reading the
whole vector, so a stem that stands often is there again for each level that its count
reaches: "b.renew~4" says four times or more. Scoring then reads the index alone.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from community.core.ports import SearchDocument
from search.engines.records import labels_of, names_of, record_of
from search.engines.tally import BODY, TITLE, in_fields
from search.engines.whoosh_stems import stems_of_body, stems_of_title
from search.query import Phrase, Query
from search.selection import Selection
from search.words import words_of

LEVELS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64)
"""Counts that have lexemes of their own; what lies between counts as the lower one."""

NAMES, LABELS = "names", "labels"
_LETTERS = {TITLE: "t.", BODY: "b.", NAMES: "n.", LABELS: "l."}
_LONGEST_BODY = 200_000
_MOST_PLACES = 255
_LAST_PLACE = 16_383
_LONGEST_LEXEME = 200


@dataclass(frozen=True)
class Row:
    """A document as its table holds it."""

    kind: str
    object_id: int
    version: int
    day: int
    names: str
    record: bytes
    words: str
    lexemes: Sequence[str]
    title_length: int
    body_length: int


def row_of(document: SearchDocument) -> Row:
    """Return the row of a document."""
    text = "\n".join((*document.extra.values(), document.body))[:_LONGEST_BODY]
    title, body = stems_of_title(document.title), stems_of_body(text)
    names = names_of(document)
    vector: dict[str, list[int]] = {}
    for field, stems in ((TITLE, title), (BODY, body)):
        vector |= _with_levels(field, stems)
    for name in names:
        vector |= {lexeme(NAMES, word): [] for word in words_of(name)}
    vector |= {lexeme(LABELS, one): [] for one in labels_of(document)}
    return Row(
        clean(document.kind),
        document.object_id,
        document.version,
        document.facts.day.toordinal() if document.facts.day else 0,
        clean("\n".join(names)),
        record_of(document, title, body),
        " ".join(f"{quoted(one)}{_places(at)}" for one, at in vector.items()),
        list(vector),
        len(title),
        len(body),
    )


def lexeme(field: str, text: str) -> str:
    """Return the lexeme of a stem, word or label in a field."""
    return clean(f"{_LETTERS[field]}{text}")[:_LONGEST_LEXEME]


def leveled(plain: str) -> list[str]:
    """Return the lexemes for standing twice, thrice … that go with a plain one."""
    return [f"{plain}~{level}" for level in LEVELS]


def quoted(one: str) -> str:
    """Return a lexeme as a tsvector or tsquery spells it."""
    escaped = one.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def any_of(lexemes: Iterable[str]) -> str:
    """Return a tsquery for documents with one of `lexemes`."""
    return f"({' | '.join(map(quoted, lexemes))})"


def phrase_query(phrase: Phrase) -> str:
    """Return a tsquery for documents with the words of `phrase` behind each other."""
    fields = [
        " <-> ".join(quoted(lexeme(field, one)) for one in stems)
        for field, stems in in_fields(phrase)
        if stems
    ]
    return f"({' | '.join(f'({one})' for one in fields)})"


def conditions(query: Query, selection: Selection) -> Iterator[str]:
    """Yield the tsqueries that must all be true, those of the words apart."""
    for group in selection.wanted.groups():
        yield any_of(lexeme(LABELS, one) for one in sorted(group))
    for group in selection.unwanted.groups():
        yield f"!{any_of(lexeme(LABELS, one) for one in sorted(group))}"
    for phrase in query.phrases:
        yield phrase_query(phrase)
    for phrase in query.excluded:
        yield f"!{phrase_query(phrase)}"


def clean(text: str) -> str:
    """Return `text` without what PostgreSQL's texts cannot hold."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _with_levels(field: str, stems: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(stems, 1):
        places.setdefault(lexeme(field, one), []).append(place)
    levels: dict[str, list[int]] = {}
    for one, at in places.items():
        for level in LEVELS[: bisect_right(LEVELS, len(at))]:
            levels[f"{one}~{level}"] = []
    return places | levels


def _places(places: Sequence[int]) -> str:
    near = [str(one) for one in places[:_MOST_PLACES] if one <= _LAST_PLACE]
    return f":{','.join(near)}" if near else ""

"""Documents and queries in PostgreSQL's terms: lexemes with a letter for what they are. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from search.engines.analysis import Analysed
from search.engines.postings import BODY, LABELS, NAMES, TITLE
from search.engines.tally import in_fields
from search.query import Phrase, Query
from search.selection import Selection

WHOLE = ""
"""The field of what is a lexeme already."""

_LETTERS = {WHOLE: "", TITLE: "t.", BODY: "b.", NAMES: "n.", LABELS: "l."}
_MOST_PLACES = 255
_LAST_PLACE = 16_383
_LONGEST_LEXEME = 200


@lru_cache(maxsize=50_000)
def lexeme(field: str, text: str) -> str:
    """Return the lexeme of a stem, word or label in a field."""
    return clean(f"{_LETTERS[field]}{text}")[:_LONGEST_LEXEME]


def vector(document: Analysed) -> str:
    """Return a document as a tsvector is spelled: all it has, stems with their places."""
    places: dict[str, list[int]] = {}
    for field, stems in ((TITLE, document.title), (BODY, document.body)):
        for place, one in enumerate(stems, 1):
            places.setdefault(lexeme(field, one), []).append(place)
    for field, texts in ((NAMES, document.name_words), (LABELS, document.labels)):
        places |= {lexeme(field, one): [] for one in texts}
    return " ".join(f"{quoted(one)}{_places(at)}" for one, at in places.items())


def quoted(one: str) -> str:
    """Return a lexeme as a tsvector or tsquery spells it."""
    escaped = one.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def any_of(lexemes: Iterable[str]) -> str:
    """Return a tsquery for documents with one of `lexemes`."""
    return f"({' | '.join(map(quoted, lexemes))})"


def conditions(query: Query, selection: Selection) -> Iterator[str]:
    """Yield the tsqueries that must all be true; prefixes and spans apart."""
    for group in selection.wanted.groups():
        yield any_of(lexeme(LABELS, one) for one in sorted(group))
    for group in selection.unwanted.groups():
        yield f"!{any_of(lexeme(LABELS, one) for one in sorted(group))}"
    for phrase in query.phrases:
        yield _phrase(phrase)
    for phrase in query.excluded:
        yield f"!{_phrase(phrase)}"
    each = [_phrase((word,)) for word in query.terms]
    if each and selection.every_word:
        yield from each
    elif each and not query.phrases:
        yield f"({' | '.join(each)})"


def _phrase(phrase: Phrase) -> str:
    fields = [
        " <-> ".join(quoted(lexeme(field, one)) for one in stems)
        for field, stems in in_fields(phrase)
        if stems
    ]
    return f"({' | '.join(f'({one})' for one in fields)})"


def clean(text: str) -> str:
    """Return `text` without what PostgreSQL's texts cannot hold."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _places(places: Sequence[int]) -> str:
    near = [str(one) for one in places[:_MOST_PLACES] if one <= _LAST_PLACE]
    return f":{','.join(near)}" if near else ""

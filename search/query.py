"""From what people type to a typed query: words, "phrases" and -exclusions. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from community.core.errors import BadRequest
from search.words import STOP_WORDS, words_of

MAX_BYTES = 256
MAX_TERMS = 12

_QUOTES = str.maketrans("“”„«»", '"""""')
_CLAUSE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')

Phrase = tuple[str, ...]
"""Folded words that must stand one after another."""


class QueryTooLong(BadRequest):
    """More was typed than one search may look for."""

    code = "query-too-long"
    title = "That search is too long"


@dataclass(frozen=True)
class Query:
    """What to look for: any of `words` and `prefixes`, all `phrases`, none `excluded`.

    Words are folded, in order and without repeats; a later issue adds operators as
    further fields with empty defaults.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text.strip()

    @property
    def seeks_nothing(self) -> bool:
        """Whether nothing is left to look for: only exclusions or punctuation."""
        return not self.words and not self.phrases

    @property
    def terms(self) -> tuple[str, ...]:
        """Return every word that a result may be praised for, in order."""
        in_phrases = (word for phrase in self.phrases for word in phrase)
        return tuple(dict.fromkeys([*self.words, *in_phrases]))


def parse(
    text: str, *, max_bytes: int = MAX_BYTES, max_terms: int = MAX_TERMS
) -> Query:
    """Return the query that `text` stands for; any text stands for one.

    Raises QueryTooLong beyond the bounds; words that tell nothing ("the", "how")
    don't count.
    """
    if len(text.encode("utf-8", "replace")) > max_bytes:
        raise QueryTooLong(
            f"Please search with at most {max_bytes} characters; a few telling words "
            "find more than a whole text."
        )
    words: list[str] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    for minus, is_phrase, found in _clauses(text):
        if minus:
            excluded.append(found)
        elif is_phrase and len(found) > 1:
            phrases.append(found)
        else:
            words.extend(found)
    query = Query(text, _telling(words), _unique(phrases), _unique(excluded))
    if _size(query) > max_terms:
        raise QueryTooLong(
            f"Please search with at most {max_terms} words; leave out those that "
            "matter least."
        )
    return query


def _clauses(text: str) -> Iterator[tuple[bool, bool, Phrase]]:
    """Yield (is it excluded, was it quoted, its words) for each part of `text`."""
    for match in _CLAUSE.finditer(text.translate(_QUOTES)):
        quoted = match["phrase"] is not None
        found = tuple(words_of(match["phrase"] if quoted else match["word"]))
        if found:
            yield bool(match["minus"]), quoted, found


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    # A query of stop words alone ("Next", "The Who") is a name: keep them then.
    unique = dict.fromkeys(words)
    return tuple(word for word in unique if word not in STOP_WORDS) or tuple(unique)


def _unique(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))


def _size(query: Query) -> int:
    phrases = (*query.phrases, *query.excluded)
    return len(query.words) + sum(len(phrase) for phrase in phrases)

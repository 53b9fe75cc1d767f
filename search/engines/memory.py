"""An engine in plain dictionaries: for tests, and to show how little an engine must do."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from community.core.ports import SearchDocument
from search.engines.naming import begins, nearest, nearness, resembles, shortest
from search.engines.picking import Picker
from search.engines.protocol import (
    Build,
    Changes,
    EngineBroken,
    Found,
    Key,
    Name,
    Purpose,
)
from search.engines.records import (
    RECORD,
    Columns,
    columns_of,
    fitting,
    hash_of,
    labels_of,
    names_of,
    record_of,
)
from search.engines.spelling import Vocabulary
from search.query import Phrase, Query
from search.selection import EVERYTHING, Selection
from search.words import words_of

_Index = dict[Key, SearchDocument]


class MemoryEngine:
    """Finds by counting words; lives and dies with its process."""

    name = "memory"

    def __init__(self) -> None:
        self._indexes: dict[int, _Index] = {}
        self._serving: int | None = None
        self._reported = False
        self._held: set[Purpose] = set()

    def search(
        self,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection = EVERYTHING,
    ) -> Found:
        picker = Picker(limits, selection)
        found = [
            (document, _score(document, query))
            for document in self._index().values()
            if _fits(document, query, selection)
        ]
        columns = _columns([document for document, _ in found])
        scores = np.array([score for _, score in found], np.float64)
        picker.take(columns, np.arange(len(found)), scores)
        return replace(picker.found(complete=True), unknown=self._unknown(query))

    def suggest(self, typed: str, kinds: Collection[str], limit: int) -> list[Name]:
        words = list(words_of(typed))
        found = self._names(kinds, lambda name: bool(words) and begins(words, name))
        return shortest((Name(key, name, 1.0) for key, name in found), limit)

    def resembling(self, text: str, kinds: Collection[str], limit: int) -> list[Name]:
        words = list(words_of(text))
        found = self._names(kinds, lambda name: bool(words) and resembles(words, name))
        names = (Name(key, name, nearness(text, name)) for key, name in found)
        return nearest(names, limit)

    def corrections(self, words: Sequence[str]) -> dict[str, str]:
        counts = Counter(
            word
            for document in self._index().values()
            for word in {word for name in names_of(document) for word in words_of(name)}
        )
        vocabulary = Vocabulary(counts.items())
        unknown = [word for word in words if not vocabulary.count(word)]
        return {word: near[0][2] for word in unknown if (near := vocabulary.near(word))}

    def _unknown(self, query: Query) -> tuple[str, ...]:
        words = [_words(document) for document in self._index().values()]
        known = {word for title, body in words for word in (*title, *body)}
        return tuple(word for word in query.words if word not in known)

    def _names(
        self, kinds: Collection[str], fits: Callable[[str], bool]
    ) -> Iterator[tuple[Key, str]]:
        for key, document in self._index().items():
            for name in names_of(document):
                if key.kind in kinds and fits(name):
                    yield key, name

    def stem(self, word: str) -> str:
        return word

    @contextmanager
    def exclusive(self, purpose: Purpose) -> Iterator[bool]:
        if purpose in self._held:
            yield False
            return
        self._held.add(purpose)
        try:
            yield True
        finally:
            self._held.discard(purpose)

    def generation(self) -> int | None:
        return self._serving

    def apply(self, changes: Changes, *, generation: int | None = None) -> None:
        index = self._index(generation)
        for key in changes.keys:
            index.pop(key, None)
        for document in changes.documents:
            index[Key(document.kind, document.object_id)] = document

    def build(self, generation: int) -> Build:
        self._indexes[generation] = {}
        return _MemoryBuild(self._indexes, generation)

    def activate(self, generation: int) -> None:
        self._index(generation)
        self._serving = generation
        self._reported = False

    def drop_previous(self) -> None:
        for other in set(self._indexes) - {self._serving}:
            del self._indexes[other]

    def versions(self) -> Iterator[tuple[Key, int]]:
        for key, document in list(self._index().items()):
            yield key, document.version

    def report_broken(self) -> None:
        self._reported = True

    def is_reported(self) -> bool:
        return self._reported

    def forget_report(self) -> None:
        self._reported = False

    def is_sound(self) -> bool:
        return self._serving in self._indexes

    def _index(self, generation: int | None = None) -> _Index:
        number = self._serving if generation is None else generation
        if number is None or number not in self._indexes:
            raise EngineBroken("There is no index yet.")
        return self._indexes[number]


class _MemoryBuild:
    def __init__(self, indexes: dict[int, _Index], generation: int) -> None:
        self._indexes = indexes
        self._generation = generation

    def add(self, documents: Iterable[SearchDocument]) -> None:
        index = self._indexes[self._generation]
        index.update({Key(one.kind, one.object_id): one for one in documents})

    def finish(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def _columns(documents: Sequence[SearchDocument]) -> Columns:
    """Return what is known of documents besides their words, as the real engines do."""
    records = b"".join(record_of(document, [], []) for document in documents)
    names = {
        hash_of(name): name
        for document in documents
        for name in (document.kind, document.facts.vendor)
    }
    return columns_of(np.frombuffer(records, RECORD), names)


def _fits(document: SearchDocument, query: Query, selection: Selection) -> bool:
    labels = set(labels_of(document))
    spans = fitting(_columns([document]), selection)
    wanted = [labels & group for group in selection.wanted.groups()]
    unwanted = [labels & group for group in selection.unwanted.groups()]
    if not all(wanted) or any(unwanted) or (spans is not None and not spans.all()):
        return False
    title, body = _words(document)
    if any(_has(title, p) or _has(body, p) for p in query.excluded):
        return False
    if not all(_has(title, p) or _has(body, p) for p in query.phrases):
        return False
    sought = [(word, word) for word in query.words]
    sought += [(one, f"{one}*") for one in query.prefixes]
    if not sought:
        return bool(query.phrases) or selection.filters
    has = [_times([*title, *body], word) > 0 for _, word in sought]
    if selection.every_word:
        return all(has)
    return bool(query.phrases) or any(has)


def _score(document: SearchDocument, query: Query) -> float:
    title, body = _words(document)
    sought = (*query.terms, *(f"{one}*" for one in query.prefixes))
    return sum(3.0 * _times(title, word) + _times(body, word) for word in sought)


def _times(words: list[str], word: str) -> int:
    if word.endswith("*"):
        return sum(one.startswith(word[:-1]) for one in words)
    return words.count(word)


def _words(document: SearchDocument) -> tuple[list[str], list[str]]:
    body = "\n".join((document.body, *document.extra.values()))
    return list(words_of(document.title)), list(words_of(body))


def _has(words: list[str], phrase: Phrase) -> bool:
    size = len(phrase)
    return any(tuple(words[i : i + size]) == phrase for i in range(len(words)))

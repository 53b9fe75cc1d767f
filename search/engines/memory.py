"""An engine in plain dictionaries: for tests, and to show how little an engine must do."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from community.core.ports import SearchDocument
from search.engines.protocol import (
    Build,
    Changes,
    EngineBroken,
    Found,
    Hit,
    Key,
    Purpose,
)
from search.query import Phrase, Query
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

    def search(self, query: Query, limits: Mapping[str, int]) -> Found:
        hits: dict[str, list[Hit]] = {kind: [] for kind in limits}
        for key, document in self._index().items():
            score = _score(document, query)
            if score and key.kind in hits:
                hits[key.kind].append(Hit(key, score))
        for found in hits.values():
            found.sort(key=lambda hit: (-hit.score, hit.key.object_id))
        counts = {kind: len(found) for kind, found in hits.items() if found}
        best = {kind: found[: limits[kind]] for kind, found in hits.items()}
        return Found(best, counts)

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


def _score(document: SearchDocument, query: Query) -> float:
    title = list(words_of(document.title))
    body = list(words_of("\n".join((document.body, *document.extra.values()))))
    if any(_has(title, p) or _has(body, p) for p in query.excluded):
        return 0.0
    if not all(_has(title, p) or _has(body, p) for p in query.phrases):
        return 0.0
    return sum(3.0 * title.count(word) + body.count(word) for word in query.terms)


def _has(words: list[str], phrase: Phrase) -> bool:
    size = len(phrase)
    return any(tuple(words[i : i + size]) == phrase for i in range(len(words)))

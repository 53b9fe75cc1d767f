"""What is like a title that somebody types: asked before, or priced already."""

from collections.abc import Mapping, Sequence
from itertools import islice

from community.core.actors import Actor
from community.core.ports import Likeness, Searchable, SearchResult
from search.engines.protocol import EngineBroken, EngineBusy, SearchEngine
from search.highlight import stems_of
from search.limits import SearchLimiter
from search.query import MAX_TERMS, Query
from search.words import telling_words

_OVERFETCH = 3


class Similar:
    """A core.ports.FindsSimilar on the index of search."""

    def __init__(self, engine: SearchEngine, sources: Mapping[str, Searchable]) -> None:
        self._engine = engine
        self._sources = sources
        self._limiter = SearchLimiter()

    def hit(self, actor: Actor) -> None:
        self._limiter.hit(actor, "")

    def like(
        self, actor: Actor, text: str, wanted: Mapping[str, Likeness]
    ) -> list[SearchResult]:
        words = tuple(islice(dict.fromkeys(telling_words(text)), MAX_TERMS))
        if not words:
            return []
        limits = {kind: one.most * _OVERFETCH for kind, one in wanted.items()}
        try:
            found = self._engine.search(Query(text, words), limits)
        except (EngineBroken, EngineBusy):
            return []  # whoever searches is told; who types a title needs no alarm
        return [
            result
            for kind, one in wanted.items()
            for result in self._alike(
                actor, kind, one, words, [hit.key.object_id for hit in found.hits[kind]]
            )
        ]

    def load(self, actor: Actor, kind: str, ids: Sequence[int]) -> list[SearchResult]:
        return self._sources[kind].results(actor, ids)

    def _alike(
        self,
        actor: Actor,
        kind: str,
        wanted: Likeness,
        words: Sequence[str],
        ids: Sequence[int],
    ) -> list[SearchResult]:
        """Return the best of a kind whose titles have enough of the words in common."""
        loaded = {one.object_id: one for one in self.load(actor, kind, ids)}
        stems = stems_of(words, self._engine.stem)
        needed = min(wanted.shared, len(stems))
        alike = [
            loaded[one]
            for one in ids
            if one in loaded and len(stems & self._stems(loaded[one].title)) >= needed
        ]
        return alike[: wanted.most]

    def _stems(self, title: str) -> frozenset[str]:
        return stems_of(tuple(telling_words(title)), self._engine.stem)

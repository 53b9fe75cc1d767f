"""Names of products and vendors while somebody types, each looked up for who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.core.actors import Actor
from community.core.ports import Searchable, SearchResult
from search.engines.protocol import Name, SearchEngine

_MOST = 7
_OVERFETCH = 3
_SHORTEST = 2
_LONGEST = 80


@dataclass(frozen=True)
class Suggestion:
    """A page of ours by its name; `label` says what it is, a product of whom."""

    title: str
    url: str
    label: str


class Suggester:
    """Offers what has a name: other things are found by searching."""

    def __init__(
        self, engine: SearchEngine, sources: Mapping[str, Searchable], kinds: set[str]
    ) -> None:
        self._engine = engine
        self._sources = sources
        self._kinds = sorted(kinds & sources.keys())

    def suggest(self, actor: Actor, typed: str) -> list[Suggestion]:
        """Return the few best, those that begin so first; near names if none does.

        Raises EngineBroken and EngineBusy.
        """
        typed = typed[:_LONGEST]
        if len(typed) < _SHORTEST or not self._kinds:
            return []
        wanted = _MOST * _OVERFETCH
        found = self._engine.suggest(typed, self._kinds, wanted)
        return self._seen(actor, found) or self.near(actor, typed)

    def near(self, actor: Actor, typed: str) -> list[Suggestion]:
        """Return what `typed` may be a misspelling of."""
        wanted = _MOST * _OVERFETCH
        return self._seen(actor, self._engine.resembling(typed, self._kinds, wanted))

    def _seen(self, actor: Actor, found: Sequence[Name]) -> list[Suggestion]:
        """Return what `actor` may see of `found`, in its order: two queries at most."""
        loaded: dict[tuple[str, int], SearchResult] = {}
        for kind in self._kinds:
            ids = {one.key.object_id for one in found if one.key.kind == kind}
            if ids:
                for result in self._sources[kind].results(actor, sorted(ids)):
                    loaded[kind, result.object_id] = result
        keys = dict.fromkeys((one.key.kind, one.key.object_id) for one in found)
        return [_suggestion(loaded[key]) for key in keys if key in loaded][:_MOST]


def _suggestion(result: SearchResult) -> Suggestion:
    label = result.kind.capitalize()
    if result.facts:
        label += f" · {result.facts[0]}"
    return Suggestion(result.title, result.url, label)

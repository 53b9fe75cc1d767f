"""What a search engine is: the seam between our search and whoever does the finding."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from community.core.ports import SearchDocument
from search.query import Query
from search.selection import EVERYTHING, Facets, Selection


class EngineBroken(Exception):
    """The index cannot be read or written: answer without it, and build it anew."""


class EngineStuck(EngineBroken):
    """The disk or another process is in the way: the same may work a little later."""


class EngineBusy(Exception):
    """More searches are under way than the engine takes at a time."""


class Purpose(StrEnum):
    """What one process at a time may do to an index."""

    INDEX = "index"
    REBUILD = "rebuild"


class Key(NamedTuple):
    """What one document is known by."""

    kind: str
    object_id: int


class Hit(NamedTuple):
    """One document that was found; a higher score is better."""

    key: Key
    score: float


@dataclass(frozen=True)
class Found:
    """The best hits of each kind, best first, and how many there are of each.

    `complete` is False when time ran out: there may be better ones. `facets` are there
    when the selection asked for them; they count what is public, whoever asks. `unknown`
    are words of the query that stand in no document at all.
    """

    hits: Mapping[str, Sequence[Hit]]
    counts: Mapping[str, int]
    complete: bool = True
    facets: Facets | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Name:
    """A document by one of its names, and how near that comes to what was typed (0..1)."""

    key: Key
    text: str
    nearness: float


@dataclass(frozen=True)
class Changes:
    """What to make true of an index: these documents are in it, those keys are not."""

    documents: Sequence[SearchDocument] = ()
    removed: Sequence[Key] = ()

    @property
    def keys(self) -> list[Key]:
        """Return every key that is touched."""
        added = [Key(one.kind, one.object_id) for one in self.documents]
        return [*self.removed, *added]


class Build(Protocol):
    """An index in the making, beside the one that serves."""

    def add(self, documents: Iterable[SearchDocument]) -> None: ...

    def finish(self) -> None:
        """Make what was added last on disk; it serves after `activate`."""
        ...

    def abandon(self) -> None:
        """Forget all of it; harmless after `finish`."""
        ...


class SearchEngine(Protocol):
    """Finds documents. Any method that touches the index may raise EngineBroken.

    An index is a cache of the database; each one built from scratch is a new
    generation, a number that the database remembers too. Documents are public text
    only, and yet who may see a hit is decided elsewhere.
    """

    name: str

    def search(
        self,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection = EVERYTHING,
    ) -> Found:
        """Return up to `limits[kind]` hits of each kind, and the number of all of it.

        What `selection` leaves out is neither found nor counted. Sees what `apply` acknowledged, at most a second later, in any process.
        Costs at most about 0.2 seconds of CPU. Raises EngineBusy when too many ask at once.
        """
        ...

    def suggest(self, typed: str, kinds: Collection[str], limit: int) -> list[Name]:
        """Return names of which each typed word begins a word, the shortest first.

        A name is a title, or a line of `extra["names"]`. Costs at most about 25 ms of CPU.
        """
        ...

    def resembling(self, text: str, kinds: Collection[str], limit: int) -> list[Name]:
        """Return names that `text` may be a misspelling of, the nearest first."""
        ...

    def corrections(self, words: Sequence[str]) -> dict[str, str]:
        """Return for the first few folded words that stand nowhere a near one that does.

        Near is one letter off in words of up to five letters, two in longer ones;
        the first letter is taken to be right. The vocabulary is that of the titles.
        """
        ...

    def stem(self, word: str) -> str:
        """Return what the engine holds a folded word for; keeps the first letter."""
        ...

    def exclusive(self, purpose: Purpose) -> AbstractContextManager[bool]:
        """Yield True while this process alone acts for `purpose`; never waits."""
        ...

    def generation(self) -> int | None:
        """Return the generation that serves; None when there is none."""
        ...

    def apply(self, changes: Changes, *, generation: int | None = None) -> None:
        """Make `changes` true and lasting, of the serving index unless told otherwise.

        The same changes twice are the same as once. The caller holds Purpose.INDEX.
        """
        ...

    def build(self, generation: int) -> Build:
        """Begin an index beside the one that serves, empty."""
        ...

    def activate(self, generation: int) -> None:
        """Let `generation` serve from now on, in every process, at once."""
        ...

    def drop_previous(self) -> None:
        """Delete all generations but the serving one; while nobody builds another."""
        ...

    def versions(self) -> Iterator[tuple[Key, int]]:
        """Yield the key and version of every document in the serving index."""
        ...

    def report_broken(self) -> None:
        """Leave a mark that a search failed, for whoever repairs to see."""
        ...

    def is_reported(self) -> bool:
        """Whether a search failed, and nobody has looked into it or rebuilt since."""
        ...

    def forget_report(self) -> None:
        """Take the mark away: the index is sound, it was the query."""
        ...

    def is_sound(self) -> bool:
        """Whether the serving index opens anew and all of it is what was written.

        The caller holds Purpose.INDEX.
        """
        ...

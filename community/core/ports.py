"""The shapes through which search and moderation see features, and features see them."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from community.core.actors import Actor


@dataclass(frozen=True)
class SearchFacts:
    """What a document is filtered, counted and gently preferred by; all of it public.

    Slugs of vendor and product, the handle of the author, tags; `traits` are some of
    "answer", "accepted", "official", "price", "verified". The price is a published one:
    in the base currency, a seat and year. `can_answer` says that it makes sense to ask
    whether there is an answer.
    """

    vendor: str = ""
    product: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    can_answer: bool = False
    price: float | None = None
    seats: tuple[int, int | None] | None = None
    """The fewest and the most; None is open."""
    day: date | None = None
    band: str = ""
    """The size band of the organisation that it comes from."""


NO_FACTS = SearchFacts()


@dataclass(frozen=True)
class SearchDocument:
    """The public text of one thing, as the index holds it."""

    kind: str
    object_id: int
    version: int
    title: str
    body: str
    extra: dict[str, str] = field(default_factory=dict)
    facts: SearchFacts = NO_FACTS


def search_document(
    kind: str,
    object_id: int,
    title: str,
    body: str,
    extra: dict[str, str],
    facts: SearchFacts = NO_FACTS,
) -> SearchDocument:
    """Return the document, versioned by what it says: the index is stale when they differ."""
    words = "\0".join((title, body, *extra.values(), repr(facts)))
    version = zlib.crc32(words.encode("utf-8", "replace"))
    return SearchDocument(kind, object_id, version, title, body, extra, facts)


@dataclass(frozen=True)
class SearchResult:
    """One thing that was found, loaded for the actor who asked."""

    kind: str
    object_id: int
    title: str
    url: str
    body: str
    facts: list[str] = field(default_factory=list)
    figure: str = ""
    """What is published of its price, in one line."""
    now: SearchFacts = NO_FACTS
    """What stands in the database: an index may be a moment behind."""


class Searchable(Protocol):
    """A kind of thing that can be searched for; each slice offers its own."""

    kind: str
    label: str

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        """Return the documents of the public ones; a missing id means: not in the index."""
        ...

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        """Return the next public ids above `object_id`, ascending."""
        ...

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        """Return those of `ids` that `actor` may see, in no particular order."""
        ...

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        """Return public ids whose title holds all `words`, for when the index is broken."""
        ...


class Marked(Protocol):
    """A kind whose name stands on other documents, as a mark that they are found by."""

    def marks(self, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
        """Return the marks of those of `ids` that `actor` may see."""
        ...

    def names(self, actor: Actor, marks: Sequence[str]) -> dict[str, str]:
        """Return the names for those of `marks` whose things `actor` may see."""
        ...


@dataclass(frozen=True)
class Likeness:
    """How many things of a kind to offer, and how many telling words of ours each has."""

    most: int
    shared: int


class FindsSimilar(Protocol):
    """Something that knows what is like a text; the composition root hands it over."""

    def hit(self, actor: Actor) -> None:
        """Count one look while somebody types; raise TooMany beyond what hands can do."""
        ...

    def like(
        self, actor: Actor, text: str, wanted: Mapping[str, Likeness]
    ) -> list[SearchResult]:
        """Return what `actor` may see of what is like `text`, the best of a kind first.

        A help and no promise: nothing, where the index is out of order.
        """
        ...

    def load(self, actor: Actor, kind: str, ids: Sequence[int]) -> list[SearchResult]:
        """Return those of a kind that `actor` may see, in no particular order."""
        ...


class WatchesSearches(Protocol):
    """What looks again for those who follow a search; to everybody it finds the same."""

    memory: timedelta
    """How old something may be and still be news."""

    def hit(self, actor: Actor, address: str) -> None:
        """Count a look of a feed; raise TooMany beyond what reading programs need."""
        ...

    def checked(self, typed: str) -> str:
        """Return what was typed, tidied; raise Invalid when it can't be followed."""
        ...

    def newest(self, text: str, since: date, limit: int) -> list[SearchResult]:
        """Return the newest of each kind that was made on `since` or later.

        Only of what has a date, and no deals: those come with a release, all at once.
        Nothing while the index is out of order; what was missed is found the next time.
        """
        ...

    def recall(
        self, found: Sequence[tuple[str, str, int]]
    ) -> list[SearchResult | None]:
        """Return, for each text of a search with kind and number of what it found, that.

        None for what a visitor may not see, or does not belong to its search any more.
        """
        ...


@dataclass(frozen=True)
class Address:
    """A public page for the map of the site, and when it changed, if that is known."""

    path: str
    changed_at: datetime | None = None


class Addressed(Protocol):
    """A kind of public page that search engines are shown; each slice offers its own."""

    @property
    def kind(self) -> str:
        """What the addresses of its maps call it."""
        ...

    def count(self) -> int:
        """Return how many there are."""
        ...

    def page(self, number: int, size: int) -> list[Address]:
        """Return the page `number`, counted from 1, of `size` addresses each."""
        ...


@dataclass(frozen=True)
class Voice:
    """For which vendor somebody speaks, and how their words are signed."""

    user_id: int
    vendor_id: int
    vendor: str
    signature: str
    """Real name and title: "Rae Alder, Head of Pricing"."""
    domain: str
    """Where they have proven to get their mail."""


class Spokespeople(Protocol):
    """What knows who was approved as a vendor's representative."""

    def voice_of(self, actor: Actor) -> Voice | None:
        """Return for whom a rep speaks today, None for a rep of nobody."""
        ...


@dataclass(frozen=True)
class OfficialReply:
    """A vendor's answer to a question about it, as its reader sees it."""

    public_id: str
    url: str
    anchor: str
    vendor: str
    signature: str
    html: str
    """Empty where only a stub is left."""
    created_at: datetime
    edited_at: datetime | None
    mark: str
    """Why not everybody sees it, "" when they do."""
    may_edit: bool
    may_remove: bool
    may_restore: bool
    may_moderate: bool
    hold: str
    """What its vendor is told while it waits for a moderator."""


@dataclass(frozen=True)
class Lane:
    """The vendor's place in a thread: its reply, or where its rep may write one."""

    reply: OfficialReply | None = None
    reply_url: str = ""


class OfficialLanes(Protocol):
    """What knows the official replies to questions; asked once for each thread's page."""

    def lane_of(
        self, actor: Actor, *, thread_id: int, public_id: str, vendor_id: int
    ) -> Lane:
        """Return the lane of the vendor that a thread is about."""
        ...

    def replied(self, thread_ids: Sequence[int]) -> set[int]:
        """Return those of the threads that have a reply which everybody sees."""

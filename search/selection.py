"""What an engine is asked for besides words: filters, order, counts, whose band. Pure.

Values are names that are resolved already: kinds, slugs of vendors and products, handles,
tags. All of it is public, so an engine may hold it; who sees a hit is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Order(StrEnum):
    """What comes first: what fits best, or what is newest."""

    BEST = "best"
    NEWEST = "newest"


class Trait(StrEnum):
    """What a document can have, and lack."""

    ANSWER = "answer"
    ACCEPTED = "accepted"
    OFFICIAL = "official"
    PRICE = "price"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Marks:
    """Names that stand on a document."""

    kinds: frozenset[str] = frozenset()
    vendors: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    traits: frozenset[Trait] = frozenset()

    def groups(self) -> list[frozenset[str]]:
        """Return, for each sort of mark, the labels that a document may bear for it."""
        alternatives = [
            (KIND, self.kinds),
            (VENDOR, self.vendors),
            (PRODUCT, self.products),
            (AUTHOR, self.authors),
        ]
        groups = [
            frozenset(label(of, one) for one in names) for of, names in alternatives
        ]
        groups += [frozenset([label(TAG, one)]) for one in self.tags]
        groups += [frozenset([label(TRAIT, one)]) for one in self.traits]
        return [group for group in groups if group]


KIND, VENDOR, PRODUCT, AUTHOR, TAG, TRAIT = "k", "v", "p", "a", "t", "h"


def label(of: str, name: str) -> str:
    """Return what an engine holds a mark for."""
    return f"{of}:{name}"


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, both included; None is open."""

    low: float | None = None
    high: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether every number lies in it."""
        return self.low is None and self.high is None


@dataclass(frozen=True)
class Selection:
    """What of all documents is searched, and how the hits are put.

    Of wanted kinds, vendors, products or authors any one is enough, of tags and traits
    all are needed; what bears any unwanted mark is left out. A span that is not open
    leaves out documents that have no such figure, and so do dates. Where a query has no
    word, all that fits is found, the newest first.
    """

    wanted: Marks = field(default_factory=Marks)
    unwanted: Marks = field(default_factory=Marks)
    price: Span = field(default_factory=Span)
    """Of a published price: in the base currency, a seat and year."""
    seats: Span = field(default_factory=Span)
    """Fits documents whose own span of seats overlaps."""
    since: date | None = None
    """The first day that counts."""
    before: date | None = None
    """The first day that doesn't count any more."""
    every_word: bool = False
    """All words are needed, where otherwise any will do."""
    order: Order = Order.BEST
    counted: bool = True
    """Whether somebody wants to know how many there are; otherwise counts may be lower."""
    with_facets: bool = False
    band: str = ""
    """The size band of who asks: theirs rank a little higher."""

    @property
    def filters(self) -> bool:
        """Whether some document may not fit."""
        return (
            self.wanted != Marks()
            or self.unwanted != Marks()
            or not (self.price.is_open and self.seats.is_open)
            or self.since is not None
            or self.before is not None
        )


EVERYTHING = Selection()


@dataclass(frozen=True)
class Facets:
    """How many documents were found of each kind, vendor and year, and how many answered.

    Vendors by slug, years of what has a date; `answered` has True and False for those
    documents of which it makes sense to ask.
    """

    kinds: Mapping[str, int] = field(default_factory=dict)
    vendors: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    answered: Mapping[bool, int] = field(default_factory=dict)

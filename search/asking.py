"""From a query to what an engine is asked: names found by what was typed, and said back."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from community.core.actors import Actor
from community.core.ports import Marked, SearchFacts
from search import filters
from search.engines.protocol import SearchEngine
from search.filters import Filters, Has, Sort
from search.query import Query
from search.selection import Marks, Order, Selection, Span, Trait

_NEAR_ENOUGH = 0.6
_CANDIDATES = 5
_TRAITS = {
    Has.ANSWER: Trait.ANSWER,
    Has.NO_ANSWER: Trait.ANSWER,
    Has.OFFICIAL: Trait.OFFICIAL,
    Has.PRICE: Trait.PRICE,
}
ANSWERABLE = "question"
"""The kind of which it makes sense to say that it has no answer."""


@dataclass(frozen=True)
class Asked:
    """What an engine is asked, and what to say about how it was understood."""

    selection: Selection
    notes: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    """What the vendors and products are called that were typed in some way."""


@dataclass(frozen=True)
class _Name:
    """A vendor or product as it was typed."""

    typed: str
    known: Mapping[str, str] = field(default_factory=dict)
    """The marks that it may stand for, and what they are called."""
    note: str = ""

    @property
    def marks(self) -> Iterable[str]:
        """Return what is looked for: a name that there is not stays, and fits nothing."""
        return self.known or [self.typed]


class Asking:
    """Turns queries into selections, with the names that there are."""

    def __init__(self, engine: SearchEngine, marked: Mapping[str, Marked]) -> None:
        self._engine = engine
        self._marked = marked

    def ask(self, actor: Actor, query: Query) -> Asked:
        """Return what to look for on behalf of `actor`, who learns of no hidden name."""
        wanted, names = self._marks(actor, query.filters)
        unwanted, unwanted_names = self._marks(actor, query.unwanted)
        named = [*names, *unwanted_names]
        lacks, lacked = _lacks(query.filters), _lacks(query.unwanted)
        if lacks and not wanted.kinds:
            wanted = replace(wanted, kinds=frozenset({ANSWERABLE}))
        selection = Selection(
            wanted=replace(wanted, traits=_has(query.filters) | lacked),
            unwanted=replace(unwanted, traits=_has(query.unwanted) | lacks),
            price=_span(query.filters.price),
            seats=_span(query.filters.seats),
            since=query.filters.since,
            before=query.filters.before,
            order=Order.NEWEST if query.sort is Sort.NEW else Order.BEST,
        )
        notes = [*query.problems, *(one.note for one in named if one.note)]
        called = {
            one.typed: " or ".join(one.known.values()) for one in named if one.known
        }
        return Asked(selection, tuple(dict.fromkeys(notes)), called)

    def _marks(self, actor: Actor, wanted: Filters) -> tuple[Marks, list[_Name]]:
        """Return the marks of what is wanted, and the names that were typed for some."""
        vendors = [self._find(actor, "vendor", name) for name in wanted.vendors]
        products = [self._find(actor, "product", name) for name in wanted.products]
        marks = Marks(
            kinds=frozenset(wanted.kinds),
            vendors=frozenset(mark for one in vendors for mark in one.marks),
            products=frozenset(mark for one in products for mark in one.marks),
            authors=frozenset(wanted.authors),
            tags=frozenset(tag.replace(" ", "-") for tag in wanted.tags),
        )
        return marks, [*vendors, *products]

    def _find(self, actor: Actor, kind: str, name: str) -> _Name:
        """Return what a name may stand for: itself, else the one that is nearest to it."""
        marked = self._marked.get(kind)
        if marked is None:
            return _Name(name)
        if known := marked.names(actor, [name]):
            return _Name(name, known)
        near = self._engine.resembling(name, [kind], _CANDIDATES)
        nearest = max((one.nearness for one in near), default=0.0)
        ids = [one.key.object_id for one in near if one.nearness == nearest]
        marks = marked.marks(actor, ids) if nearest >= _NEAR_ENOUGH else {}
        if not marks:
            return _Name(
                name, note=f"No {kind} is called “{name}” here, so nothing fits."
            )
        names = marked.names(actor, list(marks.values()))
        if nearest >= 1:
            return _Name(name, names)
        listed = " and ".join(f"“{one}”" for one in names.values())
        return _Name(
            name, names, f"No {kind} is called “{name}”; this is for {listed}."
        )


def still_fits(selection: Selection, now: SearchFacts) -> bool:
    """Whether what stands in the database bears what must never be told too late.

    Who hid their name is found by it no more, nor a product by a figure that was taken
    away, not even in the moment before the index has heard of it.
    """
    authors, price = selection.wanted.authors, selection.price
    if authors and now.author not in authors:
        return False
    if price.is_open:
        return True
    low = -math.inf if price.low is None else price.low
    high = math.inf if price.high is None else price.high
    return now.price is not None and low <= now.price <= high


def _has(wanted: Filters) -> frozenset[Trait]:
    return frozenset(_TRAITS[one] for one in wanted.has if one is not Has.NO_ANSWER)


def _lacks(wanted: Filters) -> frozenset[Trait]:
    return frozenset(_TRAITS[one] for one in wanted.has if one is Has.NO_ANSWER)


def _span(span: filters.Span | None) -> Span:
    """Return the span with its ends in it, as engines count."""
    if span is None:
        return Span()
    low = None if span.low is None else float(span.low)
    high = None if span.high is None else float(span.high)
    if low is not None and span.is_above:
        low = math.nextafter(low, math.inf)
    if high is not None and span.is_below:
        high = math.nextafter(high, -math.inf)
    return Span(low, high)

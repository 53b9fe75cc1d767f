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


class Asking:
    """Turns queries into selections, with the names that there are."""

    def __init__(self, engine: SearchEngine, marked: Mapping[str, Marked]) -> None:
        self._engine = engine
        self._marked = marked

    def ask(self, actor: Actor, query: Query) -> Asked:
        """Return what to look for on behalf of `actor`, who learns of no hidden name."""
        notes = list(query.problems)
        called: dict[str, str] = {}
        wanted = self._marks(actor, query.filters, notes, called)
        unwanted = self._marks(actor, query.unwanted, notes, called)
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
        return Asked(selection, tuple(dict.fromkeys(notes)), called)

    def _marks(
        self,
        actor: Actor,
        wanted: Filters,
        notes: list[str],
        called: dict[str, str],
    ) -> Marks:
        """Return the marks of what is wanted; what there is to say goes to the others."""
        vendors = self._named(actor, "vendor", wanted.vendors, notes, called)
        products = self._named(actor, "product", wanted.products, notes, called)
        return Marks(
            kinds=frozenset(wanted.kinds),
            vendors=vendors,
            products=products,
            authors=frozenset(wanted.authors),
            tags=frozenset(tag.replace(" ", "-") for tag in wanted.tags),
        )

    def _named(
        self,
        actor: Actor,
        kind: str,
        typed: Iterable[str],
        notes: list[str],
        called: dict[str, str],
    ) -> frozenset[str]:
        """Return the marks for names; a name that there is not stays, and fits nothing."""
        found: set[str] = set()
        for name in typed:
            known = self._find(actor, kind, name, notes)
            found.update(known or [name])
            if known:
                called[name] = " or ".join(known.values())
        return frozenset(found)

    def _find(
        self, actor: Actor, kind: str, name: str, notes: list[str]
    ) -> dict[str, str]:
        """Return the marks that a name may stand for, and what they are called."""
        marked = self._marked.get(kind)
        if marked is None:
            return {}
        if known := marked.names(actor, [name]):
            return known
        near = self._engine.resembling(name, [kind], _CANDIDATES)
        nearest = max((one.nearness for one in near), default=0.0)
        ids = [one.key.object_id for one in near if one.nearness == nearest]
        marks = marked.marks(actor, ids) if nearest >= _NEAR_ENOUGH else {}
        if not marks:
            notes.append(f"No {kind} is called “{name}” here, so nothing fits.")
            return {}
        names = marked.names(actor, list(marks.values()))
        if nearest < 1:
            listed = " and ".join(f"“{one}”" for one in names.values())
            notes.append(f"No {kind} is called “{name}”; this is for {listed}.")
        return names


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

"""A product's list prices as its page tells them: today's, how they moved, what is no rise at all.

Prices belong together only in the same currency, per the same unit and period: what
leaves one series and appears in another has not become dearer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from community.catalog.figures import per_words, price_words
from community.catalog.kinds import PlanKind
from community.catalog.models import ListPrice, Plan
from community.prices.charts import Picture
from community.prices.trend import Series, list_price_trend

History = Sequence[tuple[Plan, Sequence[ListPrice]]]

_LONG = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """One list price as it is told: seen from when to when, how much, against the one before."""

    first: date
    last: date
    amount: str
    unit: str
    change: str
    url: str
    """Where it was seen last, "" when nobody said."""


@dataclass(frozen=True)
class PlanPrices:
    """A plan with its newest list price first."""

    name: str
    is_add_on: bool
    is_gone: bool
    """Whether others of the product were seen long after it."""
    prices: tuple[Asked, ...]

    @property
    def newest(self) -> Asked:
        return self.prices[0]


@dataclass(frozen=True)
class Source:
    """Who recorded the list prices, for the line under them."""

    name: str
    url: str
    licence: str


@dataclass(frozen=True)
class ListPrices:
    """Everything the list-price page shows."""

    plans: tuple[PlanPrices, ...]
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    looked_up: date | None

    @property
    def on_offer(self) -> tuple[PlanPrices, ...]:
        return tuple(p for p in self.plans if not p.is_add_on and not p.is_gone)


def tell(history: History) -> ListPrices:
    """Return what to show of a product's plans and their dated list prices, oldest first."""
    priced = sorted(((p, list(prices)) for p, prices in history if prices), key=_rank)
    days = [price.valid_from for _, prices in priced for price in prices]
    looked_up = max(days, default=None)
    return ListPrices(
        plans=tuple(_plan(p, prices, looked_up) for p, prices in priced),
        pictures=_pictures(priced),
        sources=_sources(priced),
        looked_up=looked_up,
    )


def _rank(entry: tuple[Plan, list[ListPrice]]) -> tuple[bool, bool, Decimal, str]:
    """Sort plans before add-ons, the cheapest first, those on request last."""
    plan, prices = entry
    amount = prices[-1].amount
    is_add_on = plan.kind is PlanKind.ADD_ON
    return is_add_on, amount is None, amount or Decimal(0), plan.name


def _plan(
    plan: Plan, prices: Sequence[ListPrice], looked_up: date | None
) -> PlanPrices:
    runs = [list(same) for _, same in groupby(prices, key=_said)]
    told = [_asked(runs[0], None)]
    told += [_asked(run, before[-1]) for before, run in pairwise(runs)]
    return PlanPrices(
        name=plan.name,
        is_add_on=plan.kind is PlanKind.ADD_ON,
        is_gone=looked_up is not None and looked_up - told[-1].last > _LONG,
        prices=tuple(reversed(told)),
    )


def _said(price: ListPrice) -> tuple[str, str]:
    """Return how a price reads: what reads alike is one price, seen more than once."""
    return price_words(price), "" if price.amount is None else per_words(price)


def _asked(run: Sequence[ListPrice], before: ListPrice | None) -> Asked:
    amount, unit = _said(run[0])
    return Asked(
        first=run[0].valid_from,
        last=run[-1].valid_from,
        amount=amount,
        unit=unit,
        change="" if before is None else _change(before, run[0]),
        url=_web(run[-1].source_url),
    )


def _change(before: ListPrice, after: ListPrice) -> str:
    """Return the rise in per cent, or why there is none to tell."""
    if before.amount is None or after.amount is None:
        return ""
    if after.currency != before.currency:
        return f"now in {after.currency}, before in {before.currency}"
    if per_words(before) != per_words(after):
        return "now for another unit"
    if not before.amount:
        return ""
    per_cent = (after.amount / before.amount - 1) * 100
    return f"{'+' if per_cent > 0 else '−'}{abs(per_cent):.1f} %"


def _pictures(
    priced: Sequence[tuple[Plan, Sequence[ListPrice]]],
) -> tuple[Picture, ...]:
    """Draw one picture per currency and unit, the latest first."""
    lines: dict[tuple[str, str], list[Series]] = {}
    for plan, prices in priced:
        for key in dict.fromkeys(_key(price) for price in prices):
            points = _points(prices, key)
            if any(amount for _, amount in points):
                lines.setdefault(key, []).append(Series(plan.name, points))
    drawn = [
        list_price_trend(
            sorted(series, key=lambda one: -len(one.points)),
            currency=currency,
            unit=unit,
        )
        for (currency, unit), series in sorted(lines.items(), key=_latest, reverse=True)
    ]
    return tuple(picture for picture in drawn if picture is not None)


def _latest(entry: tuple[tuple[str, str], list[Series]]) -> tuple[date, int]:
    _, series = entry
    return max(one.points[-1][0] for one in series), len(series)


def _key(price: ListPrice) -> tuple[str, str]:
    return price.currency, per_words(price)


def _points(
    prices: Sequence[ListPrice], key: tuple[str, str]
) -> tuple[tuple[date, Decimal | None], ...]:
    """Return a plan's prices in one series; where it left the series, a gap begins."""
    points: list[tuple[date, Decimal | None]] = []
    for price in prices:
        if _key(price) == key:
            points.append((price.valid_from, price.amount))
        elif points and points[-1][1] is not None:
            points.append((price.valid_from, None))
    return tuple(points)


def _sources(
    priced: Sequence[tuple[Plan, Sequence[ListPrice]]],
) -> tuple[Source, ...]:
    """Return each source once; with an address when all of its prices share one."""
    seen: dict[tuple[str, str], set[str]] = {}
    for _, prices in priced:
        for price in prices:
            if price.source_name:
                key = price.source_name, price.source_licence
                seen.setdefault(key, set()).add(_web(price.source_url))
    return tuple(
        Source(name, urls.pop() if len(urls) == 1 else "", licence)
        for (name, licence), urls in seen.items()
    )


def _web(address: str) -> str:
    """Return `address` if it may become a link: whoever imports could write anything."""
    return address if address.startswith(("https://", "http://")) else ""

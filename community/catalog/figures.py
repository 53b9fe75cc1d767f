"""List prices as people read them: "from $5 / user / month", and a history by plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from community.catalog.kinds import Period, PlanKind
from community.catalog.models import ListPrice, Plan
from community.core.money import Money, format_money

ON_REQUEST = "on request"
_STALE = dt.timedelta(days=365)
"""A plan whose last known price is this much older than its siblings' has gone."""


@dataclass(frozen=True)
class HistoryRow:
    """One list price; `change` compares it with the one before of the same series."""

    day: dt.date
    price: str
    per: str
    change: str
    source_name: str
    source_url: str
    source_licence: str


@dataclass(frozen=True)
class PlanHistory:
    """A plan with its list prices, the newest first."""

    plan: Plan
    is_add_on: bool
    rows: list[HistoryRow]


def per_words(price: ListPrice) -> str:
    """Return what the price is for: "/ user / month", "once", "/ 1,000 calls"."""
    parts = [price.per_unit] if price.per_unit else []
    if price.per_period is Period.ONCE:
        return " ".join(f"/ {part}" for part in parts) or "once"
    return " ".join(f"/ {part}" for part in [*parts, price.per_period.value])


def price_words(price: ListPrice) -> str:
    """Return the amount: "$12.50", "free", "on request"."""
    if price.amount is None:
        return ON_REQUEST
    if not price.amount:
        return "free"
    return format_money(Money(price.amount, price.currency))


def from_words(prices: Sequence[ListPrice]) -> str:
    """Return the lowest of a product's current list prices, "" when none is known.

    Plans that were not priced for a year while others were have gone; of several
    currencies the newest speaks, for amounts of two do not compare.
    """
    if not prices:
        return ""
    newest = max(price.valid_from for price in prices)
    live = [price for price in prices if price.valid_from > newest - _STALE]
    named = [price for price in live if price.amount is not None]
    if not named:
        return ON_REQUEST
    latest = max(named, key=lambda price: (price.valid_from, price.id))
    same = [price for price in named if price.currency == latest.currency]
    paid = [price for price in same if price.amount]
    if not paid:
        return "free"
    lowest = min(paid, key=lambda price: (price.amount or Decimal(0), price.id))
    words = f"{price_words(lowest)} {per_words(lowest)}"
    if len(paid) < len(same):
        return f"free, or from {words}"
    return f"from {words}" if len(live) > 1 else words


def plan_histories(
    plans: Sequence[tuple[Plan, Sequence[ListPrice]]],
) -> list[PlanHistory]:
    """Return what templates/catalog/history.html shows; prices come oldest first."""
    return [
        PlanHistory(plan, plan.kind is PlanKind.ADD_ON, _rows(prices))
        for plan, prices in plans
        if prices
    ]


def _rows(prices: Sequence[ListPrice]) -> list[HistoryRow]:
    rows = []
    before: dict[tuple[str, str, Period], ListPrice] = {}
    for price in prices:
        series = (price.currency, price.per_unit, price.per_period)
        rows.append(
            HistoryRow(
                day=price.valid_from,
                price=price_words(price),
                per="" if price.amount is None else per_words(price),
                change=_change(before.get(series), price, is_first=not before),
                source_name=price.source_name,
                source_url=_web_address(price.source_url),
                source_licence=price.source_licence,
            )
        )
        before[series] = price
    return rows[::-1]


def _change(older: ListPrice | None, newer: ListPrice, *, is_first: bool) -> str:
    if is_first:
        return ""
    if older is None:
        return f"new series in {newer.currency}"
    if older.amount == newer.amount:
        return "unchanged"
    if not older.amount or newer.amount is None:
        return "changed"
    percent = (newer.amount / older.amount - 1) * 100
    whole = percent.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if not whole:
        return "changed by less than 1 %"
    return f"{'+' if whole > 0 else '−'}{abs(whole)} %"


def _web_address(url: str) -> str:
    """Return `url` if it may become a link: whoever imports could write anything."""
    return url if url.startswith(("https://", "http://")) else ""
